using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>One entry of the log.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Version">Its place in the negotiation.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">When the ledger learned of it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="Viewpoint">Whose account it belongs to; absent where there is no attribution.</param>
/// <param name="Cameo">Its CAMEO code, where there is one.</param>
/// <param name="Data">What was recorded, as it is stored.</param>
/// <param name="Batch">What one request recorded has the same; absent where that is not known.</param>
/// <param name="Origin">Where it stood in the ledger whose file it was loaded from; absent for what was recorded here first.</param>
public sealed record EntryAnswer(
    EventId Id,
    long Sequence,
    long Version,
    string Type,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    Viewpoint? Viewpoint,
    string? Cameo,
    JsonElement Data,
    Guid? Batch,
    Origin? Origin = null
)
{
    /// <summary>An entry as it stands in the log.</summary>
    public static EntryAnswer Of(Entry entry, Registry registry)
    {
        var row = EventNames.Of(entry.Data);
        var attribution = entry.Data.Attribution;
        return new(
            entry.Id,
            entry.Sequence,
            entry.Version,
            row.Name,
            entry.RecordedAt,
            entry.RecordedBy,
            attribution is null ? null : registry.ViewpointOf(attribution),
            (entry.Data as Development)?.CameoCode,
            JsonSerializer.SerializeToElement(entry.Data, row.Shape),
            entry.Batch,
            entry.Origin
        );
    }
}
