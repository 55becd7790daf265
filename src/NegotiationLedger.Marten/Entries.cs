using JasperFx.Events;

namespace NegotiationLedger.Marten;

/// <summary>Turns Marten's events into the ledger's entries.</summary>
internal static class Entries
{
    /// <summary>The entry that an event is.</summary>
    public static Entry Of(IEvent stored) =>
        new(
            new(stored.Id),
            stored.Sequence,
            stored.StreamKey!,
            stored.Version,
            stored.Timestamp.ToUniversalTime(),
            stored.GetHeader("recordedBy")?.ToString() ?? "",
            (LedgerEvent)stored.Data
        );
}
