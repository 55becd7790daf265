using System.Collections.Concurrent;

namespace NegotiationLedger.Torture;

/// <summary>The promises that were broken.</summary>
internal sealed class Findings
{
    private const int MostPrinted = 20;
    private const int MostKept = 1000;
    private readonly ConcurrentQueue<string> _all = [];
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The first thousand, in the order in which they were met.</summary>
    public IReadOnlyCollection<string> All => _all;

    /// <summary>Notes one, and says it at once while they are few.</summary>
    public void Note(string what)
    {
        var number = Interlocked.Increment(ref _count);
        if (number <= MostKept)
            _all.Enqueue(what);
        if (number <= MostPrinted)
            System.Console.WriteLine($"BROKEN: {what}");
    }

    /// <summary>Says how many there were, and how to meet them again.</summary>
    /// <returns>How many.</returns>
    public int Print(Asked asked)
    {
        System.Console.WriteLine(
            Count == 0 ? $"No promise was broken (seed {asked.Seed})." : $"{Count} promises were broken; again: --seed {asked.Seed}"
        );
        return Count;
    }
}
