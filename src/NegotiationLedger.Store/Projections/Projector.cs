using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Store.Projections;

/// <summary>Brings projections up to date, and keeps what it could not do before everyone's eyes. One for a process; safe for any number of callers.</summary>
public sealed class Projector
{
    private readonly ProjectionFailures _failures;
    private readonly ProjectionRebuilds _rebuilds;
    private readonly Pace _pace;
    private readonly ILogger _log;

    internal Projector(
        IEnumerable<IProjection> projections,
        ProjectionFailures failures,
        ProjectionRebuilds rebuilds,
        Pace pace,
        ILogger<Projector> log
    ) => (All, _failures, _rebuilds, _pace, _log) = ([.. projections], failures, rebuilds, pace, log);

    /// <summary>The projections.</summary>
    public IReadOnlyList<IProjection> All { get; }

    /// <summary>Brings a projection up to date with a page of the log.</summary>
    public async Task<ProjectionOutcome> Follow(NegotiationsMoved moved, CancellationToken cancellationToken)
    {
        var projection = Find(moved.Projection);
        var began = Stopwatch.GetTimestamp();
        var outcome = ProjectionOutcome.Done;
        await _pace.Walk(
            moved,
            async some => outcome += await Bring(projection, some, isAfresh: false, cancellationToken),
            cancellationToken
        );
        for (var after = ""; moved.Registrations.Count > 0; )
        {
            var citing = await projection.Citing(moved.Registrations, moved.Through, after, cancellationToken);
            if (citing.Count == 0)
                break;
            outcome += await Bring(projection, citing, isAfresh: false, cancellationToken);
            after = citing[^1];
        }

        LedgerMeter.Projected(projection.Name, moved.Negotiations.Count, Stopwatch.GetElapsedTime(began));
        return outcome with { Failures = [.. outcome.Failures.DistinctBy(f => f.Negotiation)] };
    }

    /// <summary>Whether this node is at work on a page of a projection.</summary>
    internal bool IsBusy(string projection) => _pace.IsAtWork(projection);

    /// <summary>Tries a negotiation again.</summary>
    /// <param name="negotiation">The negotiation.</param>
    /// <param name="message">The message that asks for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NegotiationNotProjectedException">It is in vain; that is written down.</exception>
    public async Task Retry(ProjectNegotiation negotiation, Guid message, CancellationToken cancellationToken)
    {
        var projection = Find(negotiation.Projection);
        ProjectionOutcome outcome;
        do outcome = await Bring(projection, [negotiation.Negotiation], isAfresh: false, cancellationToken);
        while (outcome.Unfinished.Count > 0);
        if (outcome.Failures is not [var failure, ..])
            return;
        await _failures.Note(projection.Name, failure, message, cancellationToken);
        throw new NegotiationNotProjectedException(projection.Name, failure);
    }

    /// <summary>Takes a rebuild some negotiations further.</summary>
    /// <returns>Whether there may be more, and the negotiations that could not be brought up to date.</returns>
    public async Task<(bool GoesOn, IReadOnlyList<string> Failed)> RebuildSome(string name, CancellationToken cancellationToken)
    {
        var projection = Find(name);
        await using var step = await _rebuilds.Begin(name, cancellationToken);
        if (step is null)
            return (false, []);
        if (step.Negotiations.Count == 0)
        {
            await projection.Prune(cancellationToken);
            await step.Commit(rebuiltTo: null, cancellationToken);
            _log.ProjectionRebuilt(name);
            return (false, []);
        }

        var outcome = await Bring(projection, step.Negotiations, isAfresh: true, cancellationToken);
        foreach (var failure in outcome.Failures)
            await _failures.Note(name, failure, message: null, cancellationToken);
        await step.Commit(step.Negotiations[^1], cancellationToken);
        return (true, [.. outcome.Failures.Where(f => !f.IsKnown).Select(f => f.Negotiation), .. outcome.Unfinished]);
    }

    internal IProjection Find(string name) =>
        All.FirstOrDefault(p => p.Name == name) ?? throw new ArgumentException($"Unknown projection '{name}'.", nameof(name));

    private async Task<ProjectionOutcome> Bring(
        IProjection projection,
        IReadOnlyCollection<string> negotiations,
        bool isAfresh,
        CancellationToken cancellationToken
    )
    {
        if (negotiations.Count == 0)
            return ProjectionOutcome.Done;
        var outcome = await projection.Bring(negotiations, isAfresh, cancellationToken);
        var unsettled = outcome.Failures.Select(f => f.Negotiation).Concat(outcome.Unfinished).ToHashSet();
        foreach (
            var healed in await _failures.StrikeOut(projection.Name, negotiations.Where(n => !unsettled.Contains(n)), cancellationToken)
        )
            _log.NegotiationHealed(projection.Name, healed);
        if (outcome.Failures.Count == 0)
            return outcome;
        var known = await _failures.Known(projection.Name, unsettled, cancellationToken);
        foreach (var failure in outcome.Failures)
            _log.NegotiationNotProjected(projection.Name, failure.Negotiation, failure.Error);
        return outcome with { Failures = [.. outcome.Failures.Select(f => f with { IsKnown = known.Contains(f.Negotiation) })] };
    }
}

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
