using System.Text.Json.Nodes;

namespace NegotiationLedger.Store;

/// <summary>An <see cref="Origin"/> as it is kept in an event's headers.</summary>
internal static class OriginHeader
{
    /// <summary>Writes it as a JSON object.</summary>
    public static string Write(Origin origin) =>
        new JsonObject
        {
            ["recordedAt"] = Instants.Write(origin.RecordedAt),
            ["sequence"] = origin.Sequence,
            ["recordedBy"] = origin.RecordedBy,
        }.ToJsonString();

    /// <summary>Reads what <see cref="Write"/> wrote; null for none.</summary>
    public static Origin? Read(string? header)
    {
        if (header is null)
            return null;
        var kept = JsonNode.Parse(header)!;
        return Instants.TryParse(kept["recordedAt"]!.GetValue<string>(), out var recordedAt)
            ? new(recordedAt, kept["sequence"]!.GetValue<long>(), kept["recordedBy"]!.GetValue<string>())
            : null;
    }
}
