using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text.Json;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Torture.Deliveries;

/// <summary>Readers of the feed, each on a network of its own that breaks and falls silent.</summary>
/// <param name="ports">Where servers are: any will do.</param>
/// <param name="seen">What it saw.</param>
/// <param name="random">Decides when and how it is cut off.</param>
internal sealed class FeedReaders(IReadOnlyList<int> ports, Seen seen, Random random)
{
    // Who hears nothing for so long takes the connection for dead: heartbeats come more rarely than records here.
    private static readonly TimeSpan Deaf = TimeSpan.FromSeconds(2);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Follows by Server-Sent Events until it has seen enough, and is cut off on the way so many times.</summary>
    public Task Follow(int cuts, Func<long, bool> isEnough, CancellationToken enough) =>
        Again((server, _, cut) => FollowOnce(server, cut), cuts, isEnough, enough);

    /// <summary>Follows by long polls.</summary>
    public Task Poll(int cuts, Func<long, bool> isEnough, CancellationToken enough) =>
        Again((server, events, cut) => PollOnce(server, events, isEnough, cut), cuts, isEnough, enough);

    private async Task Again(Func<Uri, int, CancellationToken, Task> once, int cuts, Func<long, bool> isEnough, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && !isEnough(seen.Last))
        {
            await using var network = new LosingProxy($"Host=127.0.0.1;Port={ports[random.Next(ports.Count)]}");
            var port = new Npgsql.NpgsqlConnectionStringBuilder(network.ConnectionString).Port;
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(enough);
            var cutting = seen.Cuts < cuts ? Cut(network, cut) : Task.CompletedTask;
            try
            {
                await once(new($"http://127.0.0.1:{port}"), random.Next(1, 100), cut.Token);
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Cut off, or no server there at the moment.
            }

            await cut.CancelAsync();
            await cutting;
        }
    }

    private async Task Cut(LosingProxy network, CancellationTokenSource cut)
    {
        await Task.Delay(random.Next(1, 120), cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        switch (random.Next(3))
        {
            case 0:
                network.BreakConnections();
                break;
            case 1:
                network.FallSilent();
                await Task.Delay(random.Next(1, 300), cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (random.Next(2) == 0)
                    network.BreakConnections();
                network.SpeakAgain();
                network.BreakConnections();
                break;
            default:
                await cut.CancelAsync();
                break;
        }

        seen.Cut();
        // Who was between two questions has not noticed.
        await Task.Delay(random.Next(1, 50), cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await cut.CancelAsync();
    }

    private async Task FollowOnce(Uri server, CancellationToken cut)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/feed?after=0"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("Last-Event-ID", $"{seen.Last}");
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cut);
        response.EnsureSuccessStatusCode();
        using var deaf = CancellationTokenSource.CreateLinkedTokenSource(cut);
        deaf.CancelAfter(Deaf);
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cut)).EnumerateAsync(deaf.Token))
        {
            deaf.CancelAfter(Deaf);
            if (item.EventType == "message")
                Take(long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture), item.Data);
        }
    }

    private async Task PollOnce(Uri server, int events, Func<long, bool> isEnough, CancellationToken cut)
    {
        while (!cut.IsCancellationRequested && !isEnough(seen.Last))
        {
            var page = await Http.GetStringAsync(new Uri(server, $"/feed?after={seen.Last}&wait=1&limit={events}"), cut);
            using var json = JsonDocument.Parse(page);
            foreach (var told in json.RootElement.GetProperty("events").EnumerateArray())
                Take(told);
        }
    }

    private void Take(long sequence, string told)
    {
        using var json = JsonDocument.Parse(told);
        seen.Take(sequence, json.RootElement.GetProperty("source").GetString()!);
    }

    private void Take(JsonElement told) =>
        seen.Take(
            long.Parse(told.GetProperty("sequence").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            told.GetProperty("source").GetString()!
        );
}
