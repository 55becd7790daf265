using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Server;

/// <summary>Of an endpoint: what it answers is a page for people, not data for programs.</summary>
/// <param name="ContentSecurityPolicy">What the page may load and where it may be framed (Content Security Policy Level 3).</param>
/// <param name="ShowProblem">Shows what went wrong instead of the page; the status is set already.</param>
public sealed record PageEndpoint(string ContentSecurityPolicy, Func<HttpContext, ProblemDocument, Task> ShowProblem);

/// <summary>Pages that are served beside the API, by the same functions.</summary>
/// <param name="Add">Adds what they need.</param>
/// <param name="Map">Maps them.</param>
public sealed record ServedPages(Action<IServiceCollection> Add, Action<IEndpointRouteBuilder> Map);
