using System.Collections.Concurrent;
using System.Diagnostics;
using NegotiationLedger.Server;
using NegotiationLedger.Torture.Faults;

namespace NegotiationLedger.Torture.Soak;

/// <summary>So many records and so many reads a second, whatever the server takes for them, over negotiations of a bounded length.</summary>
internal sealed class SteadyLoad(HttpClient http, int seed, Books books, Action<string> broken)
{
    private const int Writers = 4;
    private const int Readers = 8;
    private const int Longest = 2000;
    private const int MostAtOnce = 1000;

    // A node holds all sources and speakers: they are bounded here as negotiations are.
    private const int Registrations = 3000;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(80);

    private readonly Writer _writer = new(books, new(), broken, oneLostOf: int.MaxValue);
    private readonly Reader _reader = new(books, new(), broken, oneLostOf: int.MaxValue);
    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly (string Negotiation, string Record)[] _talks = new (string, string)[Writers * 5];
    private int _opened;
    private int _registered;

    /// <summary>Opens the first negotiations.</summary>
    public async Task Open()
    {
        var random = new Random(seed);
        await _writer.Send(Writings.Source, () => http, random);
        for (var place = 0; place < _talks.Length; place++)
            await Open(place, random);
    }

    /// <summary>Records and reads as much as a server holds in memory, as fast as may be: only then can its memory stay as it is.</summary>
    public async Task Fill()
    {
        var held = new LedgerServerOptions { ConnectionString = "" }.MemoryEntries;
        for (long sent = 0; sent < held * 6 / 5; sent += Longest)
        {
            var random = new Random(unchecked(seed + (int)sent));
            var negotiation = $"held-{sent}";
            await _writer.Send(Writings.Opening(negotiation), () => http, random);
            for (var i = 0; i < Longest / MostAtOnce; i++)
                await _writer.Send(new Writings(random, books).Many(negotiation, null, MostAtOnce), () => http, random);
            foreach (var view in (string[])["status", "timeline", "demands", "history"])
                (await http.GetAsync($"/negotiations/{negotiation}/{view}")).EnsureSuccessStatusCode();
        }
    }

    /// <summary>Goes on until it is told to stop: 50 records and 100 reads a second.</summary>
    public Task Run(CancellationToken enough) =>
        Task.WhenAll([
            .. Enumerable.Range(0, Writers).Select(w => Task.Run(() => Keep(w, random => Write(w, random), enough))),
            .. Enumerable.Range(Writers, Readers).Select(r => Task.Run(() => Keep(r, Read, enough))),
        ]);

    /// <summary>How long answers took since the last call, in ms: the median, and what one in a hundred exceeds.</summary>
    public (double Median, double P99) Answered()
    {
        var sorted = new List<double>();
        while (_milliseconds.TryTake(out var one))
            sorted.Add(one);
        sorted.Sort();
        return sorted.Count == 0 ? (0, 0) : (sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
    }

    private async Task Keep(int client, Func<Random, Task> once, CancellationToken enough)
    {
        var random = new Random(unchecked((seed * 101) + client));
        using var beat = new PeriodicTimer(Beat);
        while (!enough.IsCancellationRequested && await beat.WaitForNextTickAsync(CancellationToken.None))
        {
            var began = Stopwatch.GetTimestamp();
            await once(random);
            _milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private async Task Write(int writer, Random random)
    {
        var place = (random.Next(_talks.Length / Writers) * Writers) + writer;
        if (books.VersionOf(_talks[place].Negotiation) >= Longest)
            await Open(place, random);
        var (negotiation, last) = _talks[place];
        var writing = new Writings(random, books).Next(negotiation, last);
        while (writing.Negotiation is null && Interlocked.Increment(ref _registered) > Registrations)
            writing = new Writings(random, books).Next(negotiation, last);
        if (
            await _writer.Send(writing, () => http, random) is [.., { Stream: { } stream } record]
            && record.Sent?.TryGetProperty("occurred", out _) == true
        )
            _talks[place] = (stream, record.Id);
    }

    private Task Read(Random random)
    {
        var (negotiation, record) = _talks[random.Next(_talks.Length)];
        return _reader.Ask(http, negotiation, record, random);
    }

    private async Task Open(int place, Random random)
    {
        var negotiation = $"talks-{Interlocked.Increment(ref _opened)}";
        if (await _writer.Send(Writings.Opening(negotiation), () => http, random) is [.., var last])
            _talks[place] = (negotiation, last.Id);
    }
}
