using System.Diagnostics;

namespace NegotiationLedger.Torture.Faults;

/// <summary>Faults, one after the other in an order that follows from the seed, while clients write and read; after each the ledger is checked.</summary>
internal sealed class Torment
{
    private const int KillsPerOther = 25;
    private const int KillsPerLate = 100;
    private const int ChecksOfProjections = 10;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly Asked _asked;
    private readonly Findings _findings;
    private readonly World _world;
    private readonly Random _random;
    private readonly Books _books = new();
    private readonly Tally _tally = new();
    private readonly Invariants _invariants;
    private readonly List<string> _notes = [];
    private Load _load = null!;

    private Torment(Asked asked, Findings findings, World world)
    {
        (_asked, _findings, _world, _random) = (asked, findings, world, new(asked.Seed));
        _invariants = new(Broken);
    }

    /// <summary>Torments a ledger of its own.</summary>
    public static async Task<PartReport> Run(Asked asked, Findings findings)
    {
        await using var world = await World.Start();
        return await new Torment(asked, findings, world).Run();
    }

    private async Task<PartReport> Run()
    {
        var began = Stopwatch.GetTimestamp();
        await _world.HaveNodes(_asked.Nodes ?? 1);
        await using (_load = await Load.Start(_asked.Seed, _books, _tally, () => _world.Nodes, Broken))
        {
            await SufferAll(Plan(), began);
            await _load.HoldStill();
            _tally.Kind = "at the end";
            await new Invariants(Broken).Log(_world.Database, [.. _books.Acknowledged], _books);
            await _invariants.Projections(_world.Nodes[^1].Patient);
            await _invariants.Folds(_world.Connections.Writer);
            _load.GoOn();
        }

        return Report();
    }

    // What was met until then is told even when the tool itself fails.
    private async Task SufferAll(List<(string Kind, Func<Task> Fault)> plan, long began)
    {
        try
        {
            for (var i = 0; i < plan.Count; i++)
            {
                await _world.HaveNodes(_asked.Nodes ?? 1 + (3 * i / plan.Count));
                await Suffer(plan[i].Kind, plan[i].Fault, checksProjections: i % ChecksOfProjections == ChecksOfProjections - 1);
                if (i % ChecksOfProjections == ChecksOfProjections - 1)
                    System.Console.WriteLine(
                        $"  {i + 1} of {plan.Count} faults, {_world.Nodes.Count} nodes, {_books.Count} acknowledged, {_findings.Count} broken, {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s"
                    );
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Broken($"the tool itself failed: {e}");
        }
    }

    private async Task Suffer(string kind, Func<Task> fault, bool checksProjections)
    {
        _tally.Kind = kind;
        _tally.Count("times");
        var began = Stopwatch.GetTimestamp();
        await _load.Acknowledge(_random.Next(10, 120), Between);
        try
        {
            await fault();
        }
        catch (Exception e) when (e is InvalidOperationException or Npgsql.NpgsqlException)
        {
            Broken($"the fault itself failed: {e.Message}");
            throw;
        }

        await Recover();
        await _load.HoldStill();
        await _invariants.Log(_world.Database, [.. _books.Acknowledged], _books);
        if (checksProjections)
            await _invariants.Projections(_world.Nodes[_random.Next(_world.Nodes.Count)].Patient);
        _tally.Took(Stopwatch.GetElapsedTime(began));
        _load.GoOn();
    }

    private async Task Recover()
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var node in _world.Nodes)
        {
            if (!await _load.Answers(node))
                Broken($"node {node.Port} acknowledges nothing two minutes after the fault");
        }

        _tally.Recovered(Stopwatch.GetElapsedTime(began));
    }

    private List<(string Kind, Func<Task> Fault)> Plan()
    {
        var (backends, postmasters) = (_asked.Kills * 3 / 10, _asked.Kills / 5);
        List<(string, int, Func<Task>)> kinds =
        [
            ("server killed", _asked.Kills - backends - postmasters, () => Killing.Server(_world, _load, _random)),
            ("backend killed", backends, () => Killing.Backend(_world, _load, _random)),
            ("postmaster killed", postmasters, () => Killing.Postmaster(_world, _load, _random)),
            .. Others(
                KillsPerOther,
                ("server frozen", () => Killing.ServerFrozen(_world, _load, _random)),
                ("backend frozen", () => Killing.BackendFrozen(_world, _load, _random)),
                ("network silent", () => Network.Silent(_world, _load, _random)),
                ("network broken", () => Network.Broken(_world, _load, _random)),
                ("database answers lost", () => Network.AnswersLost(_world, _load, _random)),
                ("connections used up", () => Want.OfConnections(_world, _load, _random))
            ),
        ];
        if (_world.HasDisk)
            kinds.AddRange(Others(KillsPerOther, ("disk full", () => Want.OfDisk(_world, _load, _random))));
        else
            _notes.Add("disk full: not tried, because no disk could be mounted here (as root it can)");
        // After these the log's clock is ahead for a while, which would hide from the others what a clock can do.
        var late = new List<(string, int, Func<Task>)>();
        if (Clock.Library is not null)
            late.AddRange(Others(KillsPerLate, ("clock set", () => Clock.Set(_world, _load, _random))));
        else
            _notes.Add("clock set: not tried, because libfaketime is not installed (Debian: faketime)");
        late.AddRange(
            Others(
                KillsPerLate,
                ("backup by pg_dump", () => Backup.Dumped(_world, _load, _books, Broken)),
                ("backup by pg_basebackup", () => Backup.Copied(_world, _load, _books, Broken))
            )
        );
        var early = Each(kinds).ToArray();
        _random.Shuffle(early);
        return [.. early, .. Each(late)];
    }

    private IEnumerable<(string, int, Func<Task>)> Others(int per, params IEnumerable<(string Kind, Func<Task> Fault)> kinds) =>
        kinds.Select(k => (k.Kind, Math.Max(1, _asked.Kills / per), k.Fault));

    private static IEnumerable<(string, Func<Task>)> Each(IEnumerable<(string Kind, int Times, Func<Task> Fault)> kinds) =>
        kinds.SelectMany(k => Enumerable.Repeat((k.Kind, k.Fault), k.Times));

    private void Broken(string what)
    {
        _tally.Count("broken");
        _findings.Note($"{_tally.Kind}: {what}");
    }

    private PartReport Report()
    {
        foreach (var (message, count, first) in _world.Log.Errors)
            _notes.Add($"  logged {count} times: {message} — {first[..Math.Min(first.Length, 300)]}");
        return new(
            "faults",
            Tally.Columns,
            _tally.Rows,
            [.. _notes, $"{_books.Count} records acknowledged; {_world.Log.Size.Lines} lines logged"]
        );
    }
}
