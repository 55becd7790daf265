using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Vocabulary;

/// <summary>An event as the log keeps it.</summary>
/// <param name="Type">The stored name.</param>
/// <param name="SchemaVersion">The version of the type's JSON, from 1.</param>
/// <param name="Data">The JSON, UTF-8.</param>
public readonly record struct StoredEvent(string Type, int SchemaVersion, ReadOnlyMemory<byte> Data);

/// <summary>Writes events to their stored form and reads every version ever stored.</summary>
public static class EventFormat
{
    /// <summary>The stored form, in the type's newest version.</summary>
    public static StoredEvent Write(LedgerEvent data)
    {
        var row = EventNames.Of(data);
        return new(row.Name, row.SchemaVersion, JsonSerializer.SerializeToUtf8Bytes(data, row.Shape));
    }

    /// <summary>Reads a stored event, bringing an older version up to the newest.</summary>
    /// <exception cref="JsonException">The type is unknown, its version newer than this program, or the JSON does not fit it.</exception>
    public static LedgerEvent Read(StoredEvent stored) => Read(stored, Upcasters.Known);

    /// <summary>Reads a stored event with some upcasters.</summary>
    /// <exception cref="JsonException">The type is unknown, its version newer than this program, or the JSON does not fit it.</exception>
    public static LedgerEvent Read(StoredEvent stored, Upcasters upcasters)
    {
        var row =
            EventNames.Find(stored.Type) ?? throw new JsonException($"The type '{stored.Type}' is unknown to this version of the ledger.");
        if (stored.SchemaVersion > row.SchemaVersion)
            throw new JsonException(
                $"'{stored.Type}' is stored in version {stored.SchemaVersion}; this program reads up to {row.SchemaVersion}."
            );
        if (stored.SchemaVersion == row.SchemaVersion)
            return (LedgerEvent)JsonSerializer.Deserialize(stored.Data.Span, row.Shape)!;
        var old = JsonNode.Parse(stored.Data.Span)!.AsObject();
        return (LedgerEvent)upcasters.Lift(stored.Type, stored.SchemaVersion, row.SchemaVersion, old).Deserialize(row.Shape)!;
    }
}
