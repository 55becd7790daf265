using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>Names one record of the ledger for ever: a UUID of version 7 (RFC 9562, section 5.7), written in lower case with hyphens.</summary>
[JsonConverter(typeof(EventIdConverter))]
public readonly record struct EventId(Guid Value) : IComparable<EventId>, IIdentifier
{
    /// <summary>Reads the canonical text form. Any version of UUID is read; only new records must be of version 7.</summary>
    public static bool TryParse(string? text, out EventId id)
    {
        var valid = Guid.TryParseExact(text, "D", out var value) && string.Equals(value.ToString("D"), text, StringComparison.Ordinal);
        id = new(value);
        return valid;
    }

    /// <summary>Whether the UUID is of version 7 and of the RFC 9562 variant.</summary>
    public bool IsVersion7 => Value.Version == 7 && Value.Variant is >= 8 and <= 11;

    /// <inheritdoc/>
    public int CompareTo(EventId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");

    /// <summary>Orders by the UUID's bytes, which for version 7 is by time of making.</summary>
    public static bool operator <(EventId left, EventId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by the UUID's bytes.</summary>
    public static bool operator >(EventId left, EventId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by the UUID's bytes.</summary>
    public static bool operator <=(EventId left, EventId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by the UUID's bytes.</summary>
    public static bool operator >=(EventId left, EventId right) => left.CompareTo(right) >= 0;
}

/// <summary>Reads and writes an event id as a JSON string.</summary>
public sealed class EventIdConverter : JsonConverter<EventId>
{
    /// <inheritdoc/>
    public override EventId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return EventId.TryParse(text, out var id)
            ? id
            : throw new JsonException($"'{text}' is not a valid event id: give a UUID in lower case with hyphens.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EventId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
