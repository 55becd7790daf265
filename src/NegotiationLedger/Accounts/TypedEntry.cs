namespace NegotiationLedger.Accounts;

/// <summary>An entry whose event is of a known type, as a handler asks for it.</summary>
/// <param name="Id">Its id, for ever.</param>
/// <param name="Sequence">Its place in the ledger, from 1.</param>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="RecordedAt">When the ledger learned of it, UTC.</param>
/// <param name="RecordedBy">The authenticated principal who recorded it.</param>
/// <param name="Data">What was recorded.</param>
/// <typeparam name="T">The event's record, or one that it derives from.</typeparam>
public sealed record Entry<T>(EventId Id, long Sequence, string Stream, long Version, DateTimeOffset RecordedAt, string RecordedBy, T Data)
    where T : LedgerEvent
{
    /// <summary>An entry seen by its event's type; null when the event is of another.</summary>
    public static Entry<T>? Of(Entry entry) =>
        entry.Data is T data ? new(entry.Id, entry.Sequence, entry.Stream, entry.Version, entry.RecordedAt, entry.RecordedBy, data) : null;
}
