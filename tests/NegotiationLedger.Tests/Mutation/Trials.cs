namespace NegotiationLedger.Tests.Mutation;

/// <summary>Tries mutants with the tests that reach them, until one fails or enough was tried.</summary>
/// <remarks>
/// Each result is a line: status, place, change, and the test that noticed it. All mutants are tried in one process, in which everything that
/// tests or domain make once and keep was made before; another begins after a test without end, and after a test that goes on failing without
/// the mutant. What no test noticed there, and some test reached only while such a thing was made, is tried again in a process of its own.
/// </remarks>
internal sealed class Trials
{
    private const string Later = "Later";

    /// <summary>How long a mutant is tried, in processor time. One that a later test would notice counts as not noticed.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("LEDGER_TEST_SECONDS") ?? "3")
    );

    private readonly string _results;
    private readonly string _running;
    private readonly List<Reach> _reaches;
    private readonly ILookup<int, Reach> _warm;
    private readonly HashSet<int> _kept;
    private readonly ILookup<string, Mutant> _files;
    private readonly List<Mutant> _open;
    private readonly HashSet<string> _later;
    private readonly Dictionary<string, int> _noticed = [];
    private Suite _suite = null!;

    internal Trials(string report, string folder, string results)
    {
        (_results, _running) = (results, Path.ChangeExtension(results, "running"));
        _reaches = Survey.Read(report);
        _warm = _reaches
            .SelectMany(reach => reach.Warm.Select(mutant => (mutant, reach)))
            .ToLookup(pair => pair.mutant, pair => pair.reach);
        _kept = [.. _reaches.SelectMany(KeptBy)];
        _open = Mutants.Of(report, folder);
        _files = _open.ToLookup(mutant => mutant.File);
        if (File.Exists(_running) && _open.Find(mutant => File.ReadAllText(_running) == Named(mutant)) is { } broken)
            Record("Error", broken, null);
        var lines = File.Exists(results)
            ? File.ReadLines(results).Select(line => line.Split('\t', 2)).ToLookup(l => l[0] == Later, l => l[1])
            : null;
        _later = [.. lines?[true].Select(KeyOf) ?? []];
        var done = lines?[false].Select(KeyOf).ToHashSet() ?? [];
        _open.RemoveAll(mutant => done.Contains(Named(mutant)));
    }

    /// <summary>False when mutants may be left to a new process.</summary>
    internal async Task<bool> Run()
    {
        var together = _open.FindAll(mutant => !_later.Contains(Named(mutant)));
        if (together.Count > 0)
            await TryTogether(together);
        else if (_open.Count > 0)
            await TryAlone(_open[0]);
        return _open.Count == 0;
    }

    private async Task TryTogether(List<Mutant> mutants)
    {
        _suite = await Suite.Of();
        Mutants.Activate(null);
        foreach (var reach in _reaches.Where(reach => KeptBy(reach).Any()))
            await _suite.Run(_suite.Tests[reach.Test]);
        foreach (var mutant in mutants)
        {
            var noticed = await NoticedBy(mutant, InTurns(_warm[mutant.Id]));
            if (noticed is not null && mutant != mutants[0] && !await Passes(noticed, null))
            {
                File.Delete(_running);
                return;
            }
            if (noticed is null && _kept.Contains(mutant.Id))
                Record(Later, mutant, null);
            else
                Settle(mutant, noticed, _warm.Contains(mutant.Id));
        }
    }

    /// <summary>With the tests that reach it even once; where none reaches it afterwards, with all that reach its file.</summary>
    private async Task TryAlone(Mutant mutant)
    {
        HashSet<int> near = [mutant.Id, .. _warm.Contains(mutant.Id) ? [] : _files[mutant.File].Select(m => m.Id)];
        var reaches = _reaches
            .Where(reach => reach.Cold.Concat(reach.Warm).Any(near.Contains))
            .OrderByDescending(reach => reach.Cold.Contains(mutant.Id))
            .ThenBy(reach => reach.Milliseconds)
            .ToList();
        _suite = await Suite.Of(reaches.Select(reach => reach.Class).Distinct());
        Settle(mutant, await NoticedBy(mutant, reaches), isReached: true);
    }

    /// <summary>Those that noticed most of the others and those that reach little else, in turns: the ones look at whole answers, the others are about it.</summary>
    private IEnumerable<Reach> InTurns(IEnumerable<Reach> reaches)
    {
        var about = reaches.OrderBy(reach => reach.Warm.Length).ThenBy(reach => reach.Milliseconds).ToList();
        var sharp = about.OrderByDescending(SharpnessOf).ThenByDescending(reach => reach.Warm.Length / reach.Milliseconds);
        return sharp.Zip(about, (one, other) => new[] { one, other }).SelectMany(pair => pair).Distinct();
    }

    /// <summary>How many mutants a test noticed for the time that it takes.</summary>
    private double SharpnessOf(Reach reach) => _noticed.GetValueOrDefault(reach.Test) / reach.Milliseconds;

    private static IEnumerable<int> KeptBy(Reach reach) => reach.Cold.Except(reach.Warm);

    /// <summary>The first test that fails; null when none does of those that there was time for.</summary>
    private async Task<Reach?> NoticedBy(Mutant mutant, IEnumerable<Reach> reaches)
    {
        await File.WriteAllTextAsync(_running, Named(mutant));
        var until = Environment.CpuUsage.TotalTime + Enough;
        foreach (var reach in reaches.TakeWhile(_ => Environment.CpuUsage.TotalTime < until))
            if (!await Passes(reach, mutant))
            {
                _noticed[reach.Test] = _noticed.GetValueOrDefault(reach.Test) + 1;
                return reach;
            }

        return null;
    }

    /// <summary>A test that takes much longer than it did ends the process.</summary>
    private async Task<bool> Passes(Reach reach, Mutant? mutant)
    {
        Mutants.Activate(mutant);
        var until = Environment.CpuUsage.TotalTime + TimeSpan.FromSeconds(10) + TimeSpan.FromMilliseconds(20 * reach.Milliseconds);
        await using var watch = new Timer(_ => EndAfter(until, mutant, reach), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var (isPassed, _) = await _suite.Run(_suite.Tests[reach.Test]);
        Mutants.Activate(null);
        return isPassed;
    }

    private void EndAfter(TimeSpan until, Mutant? mutant, Reach reach)
    {
        if (Environment.CpuUsage.TotalTime < until)
            return;
        if (mutant is not null)
            Record("Timeout", mutant, reach);
        Environment.Exit(Program.Unfinished);
    }

    private void Settle(Mutant mutant, Reach? noticed, bool isReached) =>
        Record(
            noticed is not null ? "Killed"
                : isReached ? "Survived"
                : "NoCoverage",
            mutant,
            noticed
        );

    private void Record(string status, Mutant mutant, Reach? noticed)
    {
        File.AppendAllText(_results, $"{status}\t{Named(mutant)}\t{noticed?.Name}\n");
        File.Delete(_running);
    }

    private static string Named(Mutant mutant) => $"{mutant.Place}\t{mutant.Change}";

    private static string KeyOf(string line) => line[..line.LastIndexOf('\t')];
}
