using System.Diagnostics;
using System.Globalization;
using NegotiationLedger.Cli;
using NegotiationLedger.Torture.Faults;
using NegotiationLedger.Torture.Running;

namespace NegotiationLedger.Torture.Deliveries;

/// <summary>Readers of each kind that are cut off again and again, on two servers that are killed now and then, while records are made.</summary>
internal static class Delivering
{
    private const int Webhooks = 50;
    private const int CutsForEachKill = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Cuts each kind of reader off so often as <see cref="Asked.Cuts"/> says, and holds what they saw against the log.</summary>
    public static async Task<PartReport> Run(Asked asked, Findings findings)
    {
        await using var cluster = await EmbeddedPostgres.Start(new() { Temporary = true });
        var connections = await Databases.Ledger(cluster.SuperuserConnectionString);
        var random = new Random(asked.Seed);
        void Broken(string what) => findings.Note($"deliveries: {what}");
        var log = new LogTally();
        var nodes = new List<Node>();
        while (nodes.Count < 2)
        {
            nodes.Add(new(connections.Writer, Ports.Free(), log));
            await nodes[^1].Start();
        }

        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{nodes[0].Port}") };
        await using var receivers = await Receivers.Start(http, Webhooks, asked.Cuts / Webhooks, new(random.Next()), Broken);
        var (following, polling) = (new Seen("a follower", true, Broken), new Seen("a poller", true, Broken));
        using var recorded = new CancellationTokenSource();
        var recording = new Recording(nodes, new(random.Next()), Broken).Run(recorded.Token);
        long? head = null;
        using var enough = new CancellationTokenSource();
        List<int> ports = [.. nodes.Select(n => n.Port)];
        var reading = Task.WhenAll(
            new FeedReaders(ports, following, new(random.Next())).Follow(asked.Cuts, last => last >= head, enough.Token),
            new FeedReaders(ports, polling, new(random.Next())).Poll(asked.Cuts, last => last >= head, enough.Token)
        );
        int WebhookCuts() => receivers.Seen.Sum(s => s.Cuts);
        var kills = 0;
        while (following.Cuts < asked.Cuts || polling.Cuts < asked.Cuts || WebhookCuts() < asked.Cuts / Webhooks * Webhooks)
        {
            await Task.Delay(200);
            if (reading.IsFaulted)
                await reading;
            if (kills < (following.Cuts + polling.Cuts + WebhookCuts()) / CutsForEachKill && kills < asked.Cuts / CutsForEachKill)
            {
                await nodes[kills++ % nodes.Count].KillAndStart();
                System.Console.WriteLine($"  {kills} kills, cuts: {following.Cuts} {polling.Cuts} {WebhookCuts()}");
            }
        }

        await recorded.CancelAsync();
        head = await recording;
        var began = Stopwatch.GetTimestamp();
        while (!reading.IsCompleted || receivers.Seen.Any(s => s.Last < head))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                Broken($"not everybody had seen @{head} after {Patience.TotalMinutes:N0} min");
                break;
            }

            await Task.Delay(100);
        }

        var caughtUp = Stopwatch.GetElapsedTime(began);
        await enough.CancelAsync();
        await reading;
        following.Check(0, head.Value);
        polling.Check(0, head.Value);
        foreach (var seen in receivers.Seen)
            seen.Check(0, head.Value);
        foreach (var node in nodes)
            await node.Stop();
        return new(
            "deliveries",
            ["kind", "readers", "cut off", "seen by each", "repeats"],
            [
                ["Server-Sent Events", "1", Text(following.Cuts), Text(following.Count), Text(following.Repeats)],
                ["long poll", "1", Text(polling.Cuts), Text(polling.Count), Text(polling.Repeats)],
                ["webhooks", Text(Webhooks), Text(WebhookCuts()), Text(head.Value), Text(receivers.Seen.Sum(s => s.Repeats))],
            ],
            [
                $"Servers killed: {kills}. All had seen @{head} {caughtUp.TotalSeconds:N1} s after the last record. Log lines: {log.Size.Lines}.",
            ]
        );
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A server that is killed and started again on its port.</summary>
    internal sealed class Node(string writer, int port, LogTally log)
    {
        private LedgerProcess? _process;

        public int Port => port;

        public async Task Start() => _process = await LedgerProcess.Start(writer, port, log, [("LEDGER_WEBHOOK_NETWORKS", "127.0.0.0/8")]);

        public async Task KillAndStart()
        {
            await _process!.Kill();
            await Start();
        }

        public Task Stop() => _process!.DisposeAsync().AsTask();
    }

    /// <summary>Records without a pause that is longer than it must be, at any server.</summary>
    private sealed class Recording(IReadOnlyList<Node> nodes, Random random, Action<string> broken)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

        /// <summary>Goes on until it is told to stop; the last sequence that was acknowledged.</summary>
        public async Task<long> Run(CancellationToken enough)
        {
            var books = new Books();
            using var one = new HttpClient { BaseAddress = new($"http://127.0.0.1:{nodes[0].Port}") };
            using var two = new HttpClient { BaseAddress = new($"http://127.0.0.1:{nodes[1].Port}") };
            var writer = new Writer(books, new(), broken);
            HttpClient Any() => random.Next(2) == 0 ? one : two;
            await writer.Send(Writings.Source, Any, random);
            for (var i = 0; i < 5; i++)
                await writer.Send(Writings.Opening($"talks-{i}"), Any, random);
            while (!enough.IsCancellationRequested)
            {
                await writer.Send(new Writings(random, books).Next($"talks-{random.Next(5)}", null), Any, random);
                await Task.Delay(Pause, CancellationToken.None);
            }

            while (true)
            {
                try
                {
                    var ready = await Any().GetStringAsync("/health/ready", CancellationToken.None);
                    return long.Parse(ready.Split('\n')[0]["ready @".Length..], CultureInfo.InvariantCulture);
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(Pause, CancellationToken.None);
                }
            }
        }
    }
}
