using System.Collections.Concurrent;
using System.Diagnostics;

namespace NegotiationLedger.Store.Projections;

/// <summary>How the projections share a node with those who record and read. One for a process.</summary>
/// <remarks>
/// A page of many negotiations is done in steps, with a pause after each, and the log is looked at again when the page is done: what
/// readers are answered never waits for a document, so a busy node does not spend itself on documents that the next entry changes again.
/// Where little moves nothing waits; nor does what is far behind, which is caught up with as fast as may be.
/// </remarks>
internal sealed class Pace
{
    // Where much moves, a quarter of the time at most goes into documents.
    private const int Share = 3;
    private const int Few = 8;
    private const int StepSize = 25;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, int> _atWork = [];

    /// <summary>Whether this node is at work on a page of a projection.</summary>
    public bool IsAtWork(string projection) => _atWork.GetValueOrDefault(projection) > 0;

    /// <summary>Does the work of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="work">Its work, for some of its negotiations at a time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Walk(NegotiationsMoved page, Func<IReadOnlyCollection<string>, Task> work, CancellationToken cancellationToken)
    {
        _atWork.AddOrUpdate(page.Projection, 1, (_, count) => count + 1);
        try
        {
            if (page.IsFarBehind || page.Negotiations.Count <= Few)
                await work(page.Negotiations);
            else
                foreach (var step in page.Negotiations.Chunk(StepSize))
                    await WorkAndPause(step, work, cancellationToken);
        }
        finally
        {
            _atWork.AddOrUpdate(page.Projection, 0, (_, count) => count - 1);
        }
    }

    /// <summary>Waits, but not long, until no page is worked on: what comes meanwhile gathers to one page.</summary>
    public async Task Gather(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (_atWork.Values.Any(count => count > 0) && Stopwatch.GetElapsedTime(began) < LongestWait)
            await Task.Delay(Look, cancellationToken);
    }

    private static async Task WorkAndPause(string[] step, Func<IReadOnlyCollection<string>, Task> work, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await work(step);
        var pause = Stopwatch.GetElapsedTime(began) * Share;
        await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellationToken);
    }
}
