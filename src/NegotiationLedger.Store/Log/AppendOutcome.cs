namespace NegotiationLedger.Store;

/// <summary>What became of a request: <see cref="Appended"/>, or a reason for which nothing of it was written.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <summary>The events stand in the log, on disk.</summary>
    /// <param name="Entries">The request's entries, by rising sequence.</param>
    /// <param name="IsReplay">Whether an earlier request wrote them: its receipt, or the same events, were found and no event was written.</param>
    /// <param name="Answer">What the receipt keeps for the answer, as JSON that the database has set anew; for a replay what it kept then.
    /// Null without a receipt, and for one of a program that kept nothing.</param>
    public sealed record Appended(IReadOnlyList<Entry> Entries, bool IsReplay, string? Answer = null) : AppendOutcome;

    /// <summary>The stream was not at the expected version.</summary>
    /// <param name="CurrentVersion">Its version then; 0 when it does not exist.</param>
    public sealed record Stale(long CurrentVersion) : AppendOutcome;

    /// <summary>The idempotency key was used with another body.</summary>
    public sealed record ReceiptMismatch : AppendOutcome;

    /// <summary>An event id of the request names another event, or only some of the request's events stand in the log already.</summary>
    /// <param name="Id">The first such id.</param>
    public sealed record IdTaken(EventId Id) : AppendOutcome;

    /// <summary>The text belongs to another source already.</summary>
    /// <param name="Source">That source.</param>
    public sealed record TextHeld(SourceId Source) : AppendOutcome;
}
