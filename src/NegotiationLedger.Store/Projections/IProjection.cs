namespace NegotiationLedger.Store.Projections;

/// <summary>Keeps something that follows from the log, negotiation by negotiation.</summary>
/// <remarks>It is idempotent: whoever tells it of a negotiation, and how often, it ends at the newest version and never goes back.</remarks>
public interface IProjection
{
    /// <summary>Its name, by which its progress is <c>&lt;name&gt;:All</c> in <c>mt_event_progression</c>.</summary>
    string Name { get; }

    /// <summary>The version of what it makes of the log; what an older one made is made again.</summary>
    int CodeVersion { get; }

    /// <summary>Brings negotiations to their newest version. What is wrong with one of them leaves the others as they would be without it.</summary>
    /// <param name="negotiations">Their ids.</param>
    /// <param name="isAfresh">Whether what was made of them in this epoch is to be made again.</param>
    /// <param name="cancellationToken">Gives up; what is done stays done.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database is away, or refuses whatever is asked.</exception>
    Task<ProjectionOutcome> Bring(IReadOnlyCollection<string> negotiations, bool isAfresh, CancellationToken cancellationToken);

    /// <summary>The negotiations that a change of sources or speakers makes out of date, by id, a bounded number at a time.</summary>
    /// <param name="registrations">The streams of the sources and speakers.</param>
    /// <param name="through">The sequence of the change: what knows it already is left out.</param>
    /// <param name="after">The id before the first one wanted; empty for the first.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyList<string>> Citing(
        IReadOnlyCollection<string> registrations,
        long through,
        string after,
        CancellationToken cancellationToken
    );

    /// <summary>Takes away what belongs to no negotiation: the last step of a rebuild.</summary>
    Task Prune(CancellationToken cancellationToken);

    /// <summary>Holds what is kept against a fresh fold of the log, a bounded part at a time; what moves meanwhile is not held against it.</summary>
    IAsyncEnumerable<ProjectionDifference> Check(CancellationToken cancellationToken);
}

/// <summary>What became of the negotiations that a projection was told of.</summary>
/// <param name="Failures">Those that it could not bring up to date.</param>
/// <param name="Unfinished">Those of which it has done a bounded part; it is to be told of them again.</param>
/// <param name="IsGivenUp">Whether it was told to stop before it was done with all of them.</param>
public sealed record ProjectionOutcome(IReadOnlyList<NegotiationFailure> Failures, IReadOnlyList<string> Unfinished, bool IsGivenUp = false)
{
    /// <summary>Everything is done.</summary>
    public static ProjectionOutcome Done { get; } = new([], []);

    /// <summary>The outcome of both.</summary>
    public static ProjectionOutcome operator +(ProjectionOutcome left, ProjectionOutcome right) =>
        new([.. left.Failures, .. right.Failures], [.. left.Unfinished, .. right.Unfinished], left.IsGivenUp || right.IsGivenUp);
}

/// <summary>A negotiation that a projection cannot bring up to date.</summary>
/// <param name="Negotiation">Its id.</param>
/// <param name="Version">The version of its stream when it was tried.</param>
/// <param name="Error">What is wrong.</param>
/// <param name="IsKnown">Whether it was known before, so that a message to try it again is under way or among the dead letters.</param>
public sealed record NegotiationFailure(string Negotiation, long Version, string Error, bool IsKnown = false);

/// <summary>Something kept that a fresh fold of the log does not give.</summary>
/// <param name="Place">The table.</param>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="How">How it differs.</param>
public sealed record ProjectionDifference(string Place, string Negotiation, string How);
