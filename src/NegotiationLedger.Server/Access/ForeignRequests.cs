using System.Net;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>
/// Refuses what pages of other sites may have caused (DNS rebinding, cross-site posts; Fetch Metadata, W3C). Without credentials only this
/// machine may ask, and a page from elsewhere, be it from another port of this machine, must not ask in its name. With credentials the server
/// is asked under the names that it was given.
/// </summary>
/// <param name="hosts">The names, as a <c>Host</c> header has them; this machine's alone when empty.</param>
internal sealed class ForeignRequests(IReadOnlyList<string> hosts)
{
    private readonly HostString[] _hosts = [.. hosts.Select(h => new HostString(h))];

    /// <summary>Why a request is refused that is to another host, or that a page of another origin sends; null when it is neither.</summary>
    internal string? ComplaintOf(HttpRequest request)
    {
        if (!IsOwn(request.Host.Host))
            return _hosts.Length == 0
                ? $"The Host '{request.Host}' is not this machine: use 127.0.0.1 or localhost."
                : $"The Host '{request.Host}' is not a name of this server: use {string.Join(" or ", _hosts)}; its operator adds names with --host.";
        if (request.Headers.Origin is [{ } origin, ..] && !IsOwnPage(origin, request))
            return $"The Origin '{origin}' is another site: the ledger accepts requests from its own pages only.";
        string? site = request.Headers["Sec-Fetch-Site"];
        return Changes(request.Method) && site is not (null or "same-origin" or "none")
            ? $"Sec-Fetch-Site is '{site}': another site sends this. The ledger accepts writes from its own pages and from programs only."
            : null;
    }

    private bool IsOwn(string host) => IsLoopback(host) || _hosts.Any(h => h.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    // A proxy may have changed the scheme and the port on the way: then it is the name as it was given that counts.
    private bool IsOwnPage(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Scheme is "http" or "https"
        && (
            page.Scheme == request.Scheme
                && page.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80))
                && (
                    _hosts.Length == 0
                        ? IsLoopback(page.Host)
                        : page.Host.Equals(request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
                )
            || _hosts.Any(h =>
                h.Host.Equals(page.Host, StringComparison.OrdinalIgnoreCase)
                && (h.Port is { } port ? page.Port == port : page.IsDefaultPort)
            )
        );

    internal static bool Changes(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
