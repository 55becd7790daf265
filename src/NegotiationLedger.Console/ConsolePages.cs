using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Console;

/// <summary>The console: pages over the ledger for people, served beside the API.</summary>
public static class ConsolePages
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // Of these there may be several; of the rest one. Either side of a comparison has its own.
    private static readonly string[] Repeatable = ["accordingTo", "party", "type"];

    /// <summary>What a server serves to show them.</summary>
    public static ServedPages Served { get; } = new(services => services.AddSingleton<PageWriter>().AddSingleton<DraftPages>(), Map);

    private static void Map(IEndpointRouteBuilder routes)
    {
        AssetFiles.Map(routes);
        var pages = routes.MapGroup("");
        pages.WithMetadata(new PageEndpoint(Policy, ShowProblem)).ExcludeFromDescription();
        pages.AddEndpointFilter(LeaveOutWhatIsEmpty);
        pages.AddEndpointFilter(RefuseTwice);
        NegotiationsPages.Map(pages);
        StatusPages.Map(pages);
        RecordPages.Map(pages);
        PublishPages.Map(pages);
        TimelinePages.Map(pages);
        ReplayPages.Map(pages);
        MatrixPages.Map(pages);
        ProposalPages.Map(pages);
        AgreementPages.Map(pages);
        DemandPages.Map(pages);
        DiffPages.Map(pages);
        ChangesPages.Map(pages);
        HistoryPages.Map(pages);
        RecordingPages.Map(pages);
        ImportPages.Map(pages);
        SearchPages.Map(pages);
        LibraryPages.Map(pages);
        PeoplePages.Map(pages);
        OperationsPages.Map(pages);
        SignInPages.Map(pages);
        AccessPages.Map(pages);
        DeliveriesPages.Map(pages);
        AccountPages.Map(pages);
        DraftPages.Map(pages);
    }

    /// <summary>Answers with a page.</summary>
    internal static Task Page<TPage>(this HttpContext context, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent =>
        context
            .RequestServices.GetRequiredService<PageWriter>()
            .Write<TPage>(context, parameters.ToArray().ToDictionary(p => p.Name, p => p.Value));

    internal static Task ShowProblem(HttpContext context, ProblemDocument problem) =>
        context.Page<ProblemPage>((nameof(ProblemPage.Problem), problem));

    // One of two values would be passed over (OWASP ASVS 5.0, 15.3.7).
    private static ValueTask<object?> RefuseTwice(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var twice = invocation
            .HttpContext.Request.Query.Where(q => q.Value.Count > 1 && !Repeatable.Contains(q.Key[(q.Key.IndexOf('.') + 1)..]))
            .Select(q => new Problem($"/{Address.Escape(q.Key)}", $"'{q.Key}' is given twice: give it once."))
            .ToList();
        return twice.Count == 0 ? next(invocation) : throw Problems.Query(twice);
    }

    // A form without script sends what was left blank as well: the address then says the same without it.
    private static async ValueTask<object?> LeaveOutWhatIsEmpty(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        return request.Query.Any(q => q.Value.All(string.IsNullOrEmpty))
            ? Results.Redirect(Address.Of(request).ToString())
            : await next(invocation);
    }
}
