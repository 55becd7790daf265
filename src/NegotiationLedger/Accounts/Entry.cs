namespace NegotiationLedger.Accounts;

/// <summary>An event as it stands in the log.</summary>
/// <param name="Id">Its id, for ever.</param>
/// <param name="Sequence">Its place in the ledger, from 1, without gaps; equals commit order.</param>
/// <param name="Stream">The stream it belongs to: a negotiation's id, <c>source:…</c> or <c>speaker:…</c>.</param>
/// <param name="Version">Its place in the stream, from 1, without gaps.</param>
/// <param name="RecordedAt">When the ledger learned of it, UTC, to the microsecond; never falls as the sequence rises.</param>
/// <param name="RecordedBy">The authenticated principal who recorded it.</param>
/// <param name="Data">What was recorded.</param>
/// <param name="Batch">What one request recorded has one, and nothing else has it; null where it is not known.</param>
/// <param name="Origin">Where it stood in the ledger whose file it was loaded from; null for what was recorded here first.</param>
public sealed record Entry(
    EventId Id,
    long Sequence,
    string Stream,
    long Version,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    LedgerEvent Data,
    Guid? Batch = null,
    Origin? Origin = null
)
{
    /// <summary>
    /// Whether it can change a view: any entry of a negotiation; of registrations those of what was cited before, which are corrections of a source
    /// and roles of a speaker. Nothing is cited before it is registered, and no view tells a source's text.
    /// </summary>
    public bool CanChangeViews => Data is (not Registration) or SourceCorrected or SpeakerRoleChanged;
}
