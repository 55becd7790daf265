using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary>What an address needs.</summary>
/// <param name="Method">The method; <c>*</c> for any.</param>
/// <param name="Pattern">The pattern of its route.</param>
/// <param name="Need">The role; null when no credential is needed.</param>
/// <param name="IsBulk">Whether a request asks for a whole export, which needs an auditor; null for never.</param>
internal sealed record AccessRule(string Method, string Pattern, AccessRole? Need, Func<HttpRequest, bool>? IsBulk = null)
{
    /// <summary>Whether who asks for it has to ask under a name of this server, and from its own pages.</summary>
    internal bool IsOwnOnly { get; init; } = Need is not null;

    /// <summary>The role that a request needs; null when no credential is needed.</summary>
    internal AccessRole? NeedOf(HttpRequest request) => IsBulk?.Invoke(request) == true ? AccessRole.Auditor : Need;
}

/// <summary>Which role every address needs. An address that is missing here keeps the server from starting.</summary>
internal static class AccessTable
{
    internal const string Metrics = "/metrics";

    internal static IReadOnlyList<AccessRule> All { get; } =
    [
        Open("/health/live"),
        Open("/health/ready"),
        Open("/openapi/v1.json"),
        Take(Metrics),
        Read("/vocabulary"),
        Read("/vocabulary/{type}"),
        Read("/negotiations"),
        Read("/negotiations/{id}"),
        Read("/negotiations/{id}/status"),
        Read("/negotiations/{id}/demands"),
        Read("/negotiations/{id}/proposals"),
        Read("/negotiations/{id}/agreements"),
        Read("/negotiations/{id}/matrix"),
        Read("/negotiations/{id}/timeline"),
        Read("/negotiations/{id}/replay"),
        Read("/negotiations/{id}/diff"),
        Read("/negotiations/{id}/changes"),
        Read("/negotiations/{id}/feed.atom"),
        Read("/negotiations/{id}/calendar.ics"),
        Read("/negotiations/{id}/history") with
        {
            IsBulk = IsStream,
        },
        Read("/negotiations/{id}/export") with
        {
            IsBulk = IsWhole,
        },
        Read("/assertions") with
        {
            IsBulk = IsStream,
        },
        Read("/assertions/{eventId}"),
        Read("/feed"),
        Read("/feed.atom"),
        Read("/calendar.ics"),
        Read("/sources"),
        Read("/sources/{id}"),
        Read("/speakers"),
        Read("/speakers/{id}"),
        Read("/projections"),
        Record("/negotiations"),
        Record("/negotiations/{id}/developments"),
        Record("/negotiations/{id}/imports"),
        Record("/imports"),
        Record("/imports/proposals"),
        Record("/loads"),
        Record("/sources"),
        Record("/sources/{id}/corrections"),
        Record("/sources/{id}/text"),
        Record("/speakers"),
        Record("/speakers/{id}/roles"),
        Write("/webhooks"),
        Record("/webhooks"),
        Write("/webhooks/{id}"),
        new("DELETE", "/webhooks/{id}", AccessRole.Recorder),
        Record("/webhooks/{id}/rotation"),
        Record("/webhooks/{id}/enable"),
        Write("/webhooks/{id}/alerts"),
        Write("/webhooks/{id}/letters"),
        Record("/webhooks/{id}/letters/redelivery"),
        Write("/drafts"),
        Record("/drafts"),
        Write("/drafts/{id}"),
        new("PUT", "/drafts/{id}", AccessRole.Recorder),
        Record("/drafts/{id}/accept"),
        Record("/drafts/{id}/reject"),
        Operate("GET", "/projections/{name}/check"),
        Operate("POST", "/projections/{name}/retry"),
        Operate("POST", "/projections/{name}/rebuild"),
        Operate("GET", "/keys"),
        Operate("POST", "/keys"),
        Operate("DELETE", "/keys/{id}"),
        Operate("POST", "/keys/{id}/rotation"),
        Operate("GET", "/sessions"),
        Operate("DELETE", "/sessions"),
        Operate("DELETE", "/sessions/{id}"),
        Own("GET", "/whoami"),
        // Each question that comes by it needs the role of the address that answers it as well.
        new("POST", AssistantEndpoint.Pattern, AccessRole.Reader),
        // The console's pages.
        SignIn("GET", "/sign-in"),
        SignIn("POST", "/sign-in"),
        SignIn("GET", "/sign-in/issuer"),
        SignIn("GET", IssuerSignIn.Callback),
        SignIn("POST", "/sign-out"),
        Operate("GET", "/access"),
        Operate("POST", "/access"),
        Operate("POST", "/access/{id}/rotation"),
        Operate("POST", "/access/{id}/end"),
        Operate("POST", "/access/sessions/end"),
        Operate("POST", "/access/sessions/{id}/end"),
        Own("GET", "/account"),
        Own("POST", "/account/end"),
        Own("POST", "/account/{id}/end"),
        Open("/assets/{digest}/{name}"),
        Read("/"),
        Read("/talks/{id}"),
        Read("/talks/{id}/agreements"),
        Read("/talks/{id}/changes"),
        Read("/talks/{id}/cite"),
        Read("/talks/{id}/demands"),
        Read("/talks/{id}/diff"),
        Read("/talks/{id}/embed"),
        Read("/talks/{id}/embed/timeline"),
        Read("/talks/{id}/history"),
        Take("/talks/{id}/history.csv"),
        Take("/talks/{id}/history.ndjson"),
        Read("/talks/{id}/matrix"),
        Read("/talks/{id}/proposals"),
        Read("/talks/{id}/publish"),
        Read("/talks/{id}/replay"),
        Read("/talks/{id}/timeline"),
        Read("/records/{record}"),
        Read("/search"),
        Take("/search/records.csv"),
        Take("/search/records.ndjson"),
        Take("/search/records.prov.json"),
        Read("/library"),
        Read("/library/{source}"),
        Read("/people"),
        Read("/people/{speaker}"),
        Read("/operations"),
        Write("/deliveries"),
        Record("/deliveries"),
        Record("/deliveries/{id}/secret"),
        Record("/deliveries/{id}/enable"),
        Record("/deliveries/{id}/letters"),
        Record("/deliveries/{id}/end"),
        Write("/record/new"),
        Write("/record/date"),
        Write("/talks/{id}/record"),
        Write("/talks/{id}/drafts"),
        Record("/talks/{id}/drafts"),
        Record("/talks/{id}/drafts/{draft}/accept"),
        Record("/talks/{id}/drafts/{draft}/edit"),
        Record("/talks/{id}/drafts/{draft}/reject"),
        Write("/talks/{id}/import"),
        Write("/import"),
        Write("/import/maps/{name}"),
        Write("/library/{source}/record"),
    ];

    private static readonly FrozenDictionary<(string, string), AccessRule> ByAddress = All.ToFrozenDictionary(r => (r.Method, r.Pattern));

    // What no route answers: an unknown address, or a method that is not allowed.
    private static readonly AccessRule Elsewhere = new("*", "", AccessRole.Reader);

    private static readonly AccessRule Documentation = new("*", "/docs", null);

    /// <summary>The rule of a request.</summary>
    /// <exception cref="InvalidOperationException">The table has none for its address.</exception>
    internal static AccessRule Of(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint
            ? Find(context.Request.Method, endpoint) ?? throw Missing(context.Request.Method, endpoint)
        : context.Request.Path.StartsWithSegments(Documentation.Pattern, StringComparison.OrdinalIgnoreCase) ? Documentation
        : Elsewhere;

    /// <summary>Refuses addresses that the table does not have.</summary>
    /// <exception cref="InvalidOperationException">One of them is missing.</exception>
    internal static void RefuseMissing(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        foreach (var method in MethodsOf(endpoint))
            if (Find(method, endpoint) is null)
                throw Missing(method, endpoint);
    }

    /// <summary>The methods that an endpoint answers; <c>*</c> for all.</summary>
    internal static IReadOnlyList<string> MethodsOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"];

    private static AccessRule? Find(string method, RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
        return ByAddress.GetValueOrDefault((method, pattern)) ?? ByAddress.GetValueOrDefault(("*", pattern));
    }

    private static InvalidOperationException Missing(string method, RouteEndpoint endpoint) =>
        new($"{method} {endpoint.RoutePattern.RawText} is missing from {nameof(AccessTable)}: say there which role it needs.");

    // The history and the audit trail page by page are reading; all of it at once, as lines, a sheet or PROV, is an export.
    private static bool IsStream(HttpRequest request) =>
        MediaTypes.Of(request, MediaTypes.Csv, MediaTypes.Lines, MediaTypes.Prov) != MediaTypes.Json;

    // Citations, calendars and timelines are for readers; what holds every record whole is an export.
    private static bool IsWhole(HttpRequest request) => (string?)request.Query["format"] is null or ExportFormat.Whole or "parquet";

    private static AccessRule Open(string pattern) => new("GET", pattern, null);

    private static AccessRule SignIn(string method, string pattern) => new(method, pattern, null) { IsOwnOnly = true };

    // What everybody who is somebody may do, for themselves.
    private static AccessRule Own(string method, string pattern) => new(method, pattern, AccessRole.None);

    private static AccessRule Read(string pattern) => new("GET", pattern, AccessRole.Reader);

    private static AccessRule Take(string pattern) => new("GET", pattern, AccessRole.Auditor);

    private static AccessRule Write(string pattern) => new("GET", pattern, AccessRole.Recorder);

    private static AccessRule Record(string pattern) => new("POST", pattern, AccessRole.Recorder);

    private static AccessRule Operate(string method, string pattern) => new(method, pattern, AccessRole.Admin);
}
