using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>
/// Refuses what pages of other sites may have caused. Without credentials only this machine may ask, and a page from elsewhere, be it from another
/// port of this machine, must not ask in its name (DNS rebinding, cross-site posts; Fetch Metadata, W3C).
/// </summary>
internal static class ForeignRequests
{
    /// <summary>Refuses a request that is not to this machine, or that a page of another origin sends.</summary>
    /// <exception cref="ProblemException">It is one (403).</exception>
    internal static void Refuse(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            throw Problems.Foreign($"The Host '{request.Host}' is not this machine: use 127.0.0.1 or localhost.");
        if (request.Headers.Origin is [{ } origin, ..] && !IsOwn(origin, request))
            throw Problems.Foreign($"The Origin '{origin}' is another site: the ledger accepts requests from its own pages only.");
        string? site = request.Headers["Sec-Fetch-Site"];
        if (Changes(request.Method) && site is not (null or "same-origin" or "none"))
            throw Problems.Foreign(
                $"Sec-Fetch-Site is '{site}': another site sends this. The ledger accepts writes from its own pages and from programs only."
            );
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Scheme == request.Scheme
        && page.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80))
        && IsLoopback(page.Host);

    private static bool Changes(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));
}
