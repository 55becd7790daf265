namespace NegotiationLedger.Store;

/// <summary>An event that is to be recorded.</summary>
/// <param name="Id">Its id, made by whoever records it; the same id with the same content is recorded once, however often it is sent.</param>
/// <param name="Data">What is to be recorded.</param>
/// <param name="Origin">Where it stood in the ledger whose file it comes from; null for what is new.</param>
public sealed record NewEvent(EventId Id, LedgerEvent Data, Origin? Origin = null);

/// <summary>Events for one stream, recorded all or not at all.</summary>
/// <param name="Stream">The stream; it begins with its first event.</param>
/// <param name="Events">At least one, with ids of their own, in the order of their versions.</param>
/// <param name="RecordedBy">The authenticated principal.</param>
/// <param name="ExpectedVersion">The version the stream must have, 0 for a stream that must not exist; any when null.</param>
/// <param name="Receipt">Makes the request idempotent by its key; kept together with the events.</param>
/// <param name="Text">The text of the source that is registered; kept together with the events.</param>
public sealed record AppendRequest(
    string Stream,
    IReadOnlyList<NewEvent> Events,
    string RecordedBy,
    long? ExpectedVersion = null,
    Receipt? Receipt = null,
    SourceText? Text = null
);

/// <summary>An idempotency key and what it was used for (draft-ietf-httpapi-idempotency-key-header).</summary>
/// <remarks>Keys of different principals never meet.</remarks>
/// <param name="Method">The method of the HTTP request.</param>
/// <param name="Route">Its route, the same however its path was spelled.</param>
/// <param name="Key">The key.</param>
/// <param name="BodySha256">SHA-256 of its body, 32 bytes.</param>
/// <param name="Answer">What rebuilds the first answer beside the entries, as JSON; handed back with a replay.</param>
public sealed record Receipt(string Method, string Route, string Key, byte[] BodySha256, string? Answer = null);

/// <summary>The text of a source, kept beside the log.</summary>
/// <param name="Sha256">SHA-256 of the text in UTF-8, lower-case hexadecimal.</param>
/// <param name="Source">The source it belongs to; a text belongs to one.</param>
/// <param name="Text">The text.</param>
public sealed record SourceText(string Sha256, SourceId Source, string Text);

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
