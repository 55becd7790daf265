namespace NegotiationLedger.Store.Handling;

/// <summary>Where a generation of a handler is.</summary>
/// <param name="Name">The handler.</param>
/// <param name="Generation">The generation, from 1; each rebuild is one more.</param>
/// <param name="CodeVersion">The version of what it makes of the log.</param>
/// <param name="IsServing">Whether its documents are those that readers see; else it is being built.</param>
/// <param name="Position">The sequence up to which everything is handled; 0 while it fills.</param>
/// <param name="Head">The log's head.</param>
/// <param name="LagSeconds">How long the first entry that is not handled has waited, in seconds; 0 when there is none.</param>
/// <param name="FillingTo">The position up to which it reads stream after stream at first; null when it follows the log.</param>
/// <param name="Filled">How many entries it has read so.</param>
/// <param name="IsRunning">Whether a node runs it.</param>
/// <param name="Stopped">What it cannot get past; null while nothing stops it.</param>
/// <param name="Skipped">The sequences of the entries that were skipped.</param>
public sealed record HandlerStatus(
    string Name,
    int Generation,
    int CodeVersion,
    bool IsServing,
    long Position,
    long Head,
    double LagSeconds,
    long? FillingTo,
    long Filled,
    bool IsRunning,
    HandlerStop? Stopped,
    IReadOnlyList<long> Skipped
)
{
    /// <summary>How many entries are not handled yet.</summary>
    public long Lag => Head - (FillingTo is null ? Position : Math.Min(Filled, Head));
}

/// <summary>An entry that stops a handler.</summary>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Since">Since when.</param>
/// <param name="Error">Why.</param>
public sealed record HandlerStop(long Sequence, Guid Id, DateTimeOffset Since, string Error);
