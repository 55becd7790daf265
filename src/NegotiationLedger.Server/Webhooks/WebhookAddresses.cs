using System.Net;
using System.Net.Sockets;

namespace NegotiationLedger.Server;

/// <summary>
/// Where webhooks may be sent: to addresses of the public internet, and to networks that the operator names. A name is resolved once for each
/// connection, and what was judged is what is connected to, so that a name that answers differently the next time gets nowhere else.
/// </summary>
/// <param name="allowed">Networks that are allowed though they are private.</param>
internal sealed class WebhookAddresses(IReadOnlyList<IPNetwork> allowed)
{
    // IANA's registries of special-purpose addresses, as of RFC 6890 and its successors: what is not globally reachable, or leads to such.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // Of IPv6 only global unicast is public, and of that not what stands for other addresses or for documentation.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialOfGlobal =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>Whether webhooks may be sent to an address.</summary>
    internal bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (allowed.Any(n => n.Contains(plain)))
            return true;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(n => n.Contains(plain))
            : Global.Contains(plain) && !SpecialOfGlobal.Any(n => n.Contains(plain));
    }

    /// <summary>Whether a host is an address of a network that the operator named, where webhooks need no TLS.</summary>
    internal bool IsNamed(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) && allowed.Any(n => n.Contains(address));

    /// <summary>Connects to a host, at the first of its allowed addresses that answers.</summary>
    /// <exception cref="ForbiddenAddressException">It has none; a name that nobody knows is not told from one that may not be asked.</exception>
    /// <exception cref="SocketException">None answers.</exception>
    internal async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = (await AddressesOf(host, cancellationToken)).Where(Allows).ToArray();
        if (addresses.Length == 0)
            throw new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress[]> AddressesOf(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}

/// <summary>A host has no address that webhooks may be sent to.</summary>
internal sealed class ForbiddenAddressException : HttpRequestException;
