using System.Diagnostics;

namespace NegotiationLedger.Torture.Faults;

/// <summary>Clients that write to and read from all nodes without a pause, until they are told to hold still.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Writers = 8;
    private const int Readers = 4;
    private const int Slots = 6;
    private const int Longest = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly int _seed;
    private readonly Books _books;
    private readonly Tally _tally;
    private readonly Action<string> _broken;
    private readonly Writer _writer;
    private readonly Reader _reader;
    private readonly Func<IReadOnlyList<Node>> _nodes;
    private readonly (string Negotiation, string Record)[] _slots = new (string, string)[Slots];
    private readonly SemaphoreSlim _working = new(Writers + Readers, Writers + Readers);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly CancellationTokenSource _enough = new();
    private List<Task> _clients = [];
    private int _opened;

    private Load(int seed, Books books, Tally tally, Func<IReadOnlyList<Node>> nodes, Action<string> broken)
    {
        (_seed, _books, _tally, _nodes, _broken) = (seed, books, tally, nodes, broken);
        (_writer, _reader) = (new(books, tally, broken), new(books, tally, broken));
    }

    /// <summary>Registers and opens what is written to, and begins.</summary>
    public static async Task<Load> Start(int seed, Books books, Tally tally, Func<IReadOnlyList<Node>> nodes, Action<string> broken)
    {
        var load = new Load(seed, books, tally, nodes, broken);
        var random = new Random(seed);
        await load._writer.Send(Writings.Source, () => load.Any(random), random);
        for (var slot = 0; slot < Slots; slot++)
            await load.Open(slot, random);
        load._clients =
        [
            .. Enumerable.Range(0, Writers).Select(w => Task.Run(() => Work(load, w, load.Write))),
            .. Enumerable.Range(Writers, Readers).Select(r => Task.Run(() => Work(load, r, load.Read))),
        ];
        return load;
    }

    /// <summary>Waits until so many more records were acknowledged, or the time is over.</summary>
    public async Task Acknowledge(int more, TimeSpan within)
    {
        var (until, began) = (_books.Count + more, Stopwatch.GetTimestamp());
        while (_books.Count < until && Stopwatch.GetElapsedTime(began) < within)
            await Task.Delay(10);
    }

    /// <summary>Lets every client end what it is at, and begin nothing new.</summary>
    public async Task HoldStill()
    {
        for (var i = 0; i < Writers + Readers; i++)
            await _working.WaitAsync();
    }

    /// <summary>Lets them go on.</summary>
    public void GoOn() => _working.Release(Writers + Readers);

    /// <summary>Waits until a node acknowledges a write.</summary>
    /// <returns>Whether it did within two minutes.</returns>
    public async Task<bool> Answers(Node node)
    {
        var began = Stopwatch.GetTimestamp();
        // Nothing is given up, and each answer waited for.
        var steady = new Random(1);
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            if ((await _writer.Send(Writings.Statement(_slots[0].Negotiation), () => node.Http, steady, attempts: 1)).Count > 0)
                return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_clients);
        _working.Dispose();
        _opening.Dispose();
        _enough.Dispose();
    }

    private static async Task Work(Load load, int client, Func<Random, Task> once)
    {
        var random = new Random(unchecked((load._seed * 101) + client));
        while (await load.MayWork())
        {
            try
            {
                await once(random);
            }
            catch (Exception e)
            {
                load._broken($"a client met {e}");
                throw;
            }
            finally
            {
                load._working.Release();
            }
        }
    }

    // Whoever holds still is let go at the end, too.
    private async Task<bool> MayWork()
    {
        try
        {
            await _working.WaitAsync(_enough.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task Write(Random random)
    {
        var slot = random.Next(Slots);
        var (negotiation, last) = _slots[slot];
        if (_books.VersionOf(negotiation) > Longest)
            await Open(slot, random);
        var acknowledged = await _writer.Send(
            new Writings(random, _books).Next(negotiation, random.Next(3) == 0 ? last : null),
            () => Any(random),
            random
        );
        if (
            acknowledged is [.., { Stream: not null, Sent: { } sent } record]
            && sent.TryGetProperty("occurred", out _)
            && record.Stream == _slots[slot].Negotiation
        )
            _slots[slot] = (record.Stream, record.Id);
    }

    private async Task Read(Random random)
    {
        var (negotiation, record) = _slots[random.Next(Slots)];
        await _reader.Ask(Any(random), negotiation, record, random);
    }

    private async Task Open(int slot, Random random)
    {
        await _opening.WaitAsync();
        try
        {
            // Another may have opened it meanwhile.
            if (_slots[slot].Negotiation is { } old && _books.VersionOf(old) <= Longest)
                return;
            var negotiation = $"talks-{++_opened}";
            if (await _writer.Send(Writings.Opening(negotiation), () => Any(random), random) is [.., var last])
                _slots[slot] = (negotiation, last.Id);
        }
        finally
        {
            _opening.Release();
        }
    }

    private HttpClient Any(Random random)
    {
        var nodes = _nodes();
        return nodes[random.Next(nodes.Count)].Http;
    }
}
