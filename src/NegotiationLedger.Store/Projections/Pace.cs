using System.Diagnostics;

namespace NegotiationLedger.Store.Projections;

/// <summary>Says when the log is looked at next: the longer the last pages took, the more may gather before the next.</summary>
/// <remarks>So a busy node does not spend itself on documents that the next entry changes again, and an idle one does not wait.</remarks>
public sealed class Pace
{
    // A quarter of the time at most goes into documents, while what they wait for stays short.
    private const int Share = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private long _next = Stopwatch.GetTimestamp();

    /// <summary>How long is to be waited from now on.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Volatile.Read(ref _next));
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A page was worked on for a time.</summary>
    public void Took(TimeSpan time)
    {
        var pause = time * Share < Longest ? time * Share : Longest;
        var next = Stopwatch.GetTimestamp() + (long)(pause.TotalSeconds * Stopwatch.Frequency);
        // Two projections on one node: the later of the two counts.
        long known;
        while ((known = Volatile.Read(ref _next)) < next && Interlocked.CompareExchange(ref _next, next, known) != known) { }
    }
}
