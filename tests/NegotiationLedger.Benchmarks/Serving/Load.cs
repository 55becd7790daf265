using NegotiationLedger.Benchmarks.Measuring;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>Clients of a server, each with a connection of its own and one request at a time. They run in this process, the servers in others.</summary>
internal static class Load
{
    /// <summary>Lets them ask for a time.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="clients">How many.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="request">The request for a stream that a client asks about in its turn.</param>
    public static async Task<Rate> Run(Uri server, int clients, TimeSpan duration, Func<string, byte[]> request)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Connection.Open(server)));
        try
        {
            return await Writers.Race(
                clients,
                1,
                duration,
                (client, turn) => connections[client].Ask(request(Streams.Of(clients, client, turn)))
            );
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }
}
