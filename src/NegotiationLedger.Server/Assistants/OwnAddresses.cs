using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace NegotiationLedger.Server;

/// <summary>A question to one of this server's own addresses.</summary>
/// <param name="Address">The name of the endpoint.</param>
/// <param name="Path">The values in its path, by name.</param>
/// <param name="Query">Its query parameters.</param>
/// <param name="Body">What is posted, as JSON; null for a read.</param>
internal sealed record OwnQuestion(
    string Address,
    IReadOnlyDictionary<string, string> Path,
    IReadOnlyList<KeyValuePair<string, StringValues>> Query,
    byte[]? Body = null
);

/// <summary>What one of this server's own addresses answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body: JSON, be it an answer or a problem document.</param>
/// <param name="Asked">Where the same is asked over HTTP: method, path and query.</param>
internal sealed record OwnReply(int Status, byte[] Body, string Asked)
{
    /// <summary>Whether it is a problem document.</summary>
    internal bool IsProblem => Status >= StatusCodes.Status400BadRequest;
}

/// <summary>
/// Asks this server's own addresses, inside this process, in the name of whoever asks an assistant's question: roles, parameters, budgets and
/// problems are those of the same question over HTTP, and so is the answer.
/// </summary>
internal sealed class OwnAddresses
{
    /// <summary>The most bytes of an answer that are looked at.</summary>
    internal const int MostBytes = 8 * 1024 * 1024;

    private readonly Lazy<Dictionary<string, RouteEndpoint>> _endpoints;
    private readonly AccessOptions _access;
    private readonly AccessLog _log;
    private readonly Edge _edge;

    public OwnAddresses(
        EndpointDataSource endpoints,
        AccessOptions access,
        AccessLog refused,
        ILogger<Edge> log,
        IHostApplicationLifetime host,
        HttpsPromise https
    )
    {
        _endpoints = new(() =>
            endpoints
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e => NameOf(e) is not null)
                .ToDictionary(e => NameOf(e)!, StringComparer.Ordinal)
        );
        (_access, _log) = (access, refused);
        _edge = new(Admit, log, host, https);
    }

    /// <summary>The endpoint of a name.</summary>
    internal RouteEndpoint Find(string address) => _endpoints.Value[address];

    /// <summary>The problem document of a failure beside an address.</summary>
    internal ProblemDocument DocumentOf(Exception error, HttpContext context) => _edge.DocumentOf(error, context);

    /// <summary>Asks.</summary>
    /// <param name="question">What.</param>
    /// <param name="asker">The request of whoever asks.</param>
    /// <param name="cancellationToken">Whoever waits for it is gone.</param>
    /// <exception cref="ProblemException">
    /// The question is longer than one over HTTP may be (400), or the answer longer than <see cref="MostBytes"/> (422).
    /// </exception>
    internal async Task<OwnReply> Ask(OwnQuestion question, HttpContext asker, CancellationToken cancellationToken)
    {
        using var body = new BoundedBuffer(MostBytes);
        var response = new OwnResponse();
        var context = ContextOf(question, asker, response, body, cancellationToken);
        var request = context.Request;
        var asked = $"{request.Method} {request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        if (asked.Length > RequestLimits.Line)
            throw Problems.Query(
                new Problem(
                    "",
                    $"The question has {asked.Length} characters as an address; at most {RequestLimits.Line} are allowed: give fewer values, or shorter ones."
                )
            );
        try
        {
            await _edge.Invoke(context);
            await context.Response.CompleteAsync();
        }
        finally
        {
            await response.Complete();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (body.IsTooLong)
            throw Problems.TooMuch($"The answer is longer than {MostBytes} bytes: {AnswerCache.Less}.");
        return new(response.StatusCode, body.ToArray(), asked);
    }

    private static string? NameOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    private Task Admit(HttpContext context)
    {
        Admission.Authorize(context, _access, _log);
        Parameters.Check(context);
        return context.GetEndpoint()!.RequestDelegate!(context);
    }

    private DefaultHttpContext ContextOf(
        OwnQuestion question,
        HttpContext asker,
        OwnResponse response,
        Stream body,
        CancellationToken cancellationToken
    )
    {
        var endpoint = Find(question.Address);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        var context = new DefaultHttpContext(features)
        {
            RequestServices = asker.RequestServices,
            RequestAborted = cancellationToken,
            User = asker.User,
        };
        context.Connection.RemoteIpAddress = asker.Connection.RemoteIpAddress;
        var request = context.Request;
        (request.Scheme, request.Host) = (asker.Request.Scheme, asker.Request.Host);
        request.Method = AccessTable.MethodsOf(endpoint)[0];
        request.Path = PathOf(endpoint, question.Path);
        request.QueryString = QueryString.Create(question.Query);
        foreach (var (name, value) in question.Path)
            request.RouteValues[name] = value;
        if (question.Body is { } sent)
        {
            request.ContentType = "application/json";
            request.ContentLength = sent.Length;
            request.Body = new MemoryStream(sent, writable: false);
        }

        context.SetEndpoint(endpoint);
        return context;
    }

    private static PathString PathOf(RouteEndpoint endpoint, IReadOnlyDictionary<string, string> values) =>
        new(
            "/"
                + string.Join(
                    '/',
                    endpoint
                        .RoutePattern.RawText!.Trim('/')
                        .Split('/')
                        .Select(part => part is ['{', .. var name, '}'] ? values[name] : part)
                )
        );

    /// <summary>Keeps what is written up to a length, and drops the rest.</summary>
    private sealed class BoundedBuffer(int most) : MemoryStream
    {
        internal bool IsTooLong { get; private set; }

        // All that a stream of memory is given comes this way in a class of one's own.
        public override void Write(byte[] buffer, int offset, int count)
        {
            IsTooLong |= Position + count > most;
            if (!IsTooLong)
                base.Write(buffer, offset, count);
        }
    }

    /// <summary>A response that has an end, at which what was taken for it is given back.</summary>
    private sealed class OwnResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Do, object State)> _atEnd = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _atEnd.Push((callback, state));

        internal async Task Complete()
        {
            while (_atEnd.TryPop(out var next))
                await next.Do(next.State);
        }
    }
}
