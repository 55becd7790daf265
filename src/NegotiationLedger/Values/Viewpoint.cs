using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>Whose account an assertion belongs to: <c>party:israel</c>, <c>speaker:…</c>, <c>publisher:…</c> or <c>source:…</c>.</summary>
[JsonConverter(typeof(ViewpointConverter))]
public readonly record struct Viewpoint : IComparable<Viewpoint>
{
    private const string PublisherPrefix = "publisher:";
    private readonly string? _text;

    private Viewpoint(string text) => _text = text;

    /// <summary>A party's viewpoint.</summary>
    public static Viewpoint Of(PartyId party) => new("party:" + party.Value);

    /// <summary>The viewpoint of a speaker without a party, and the name of a speaker in a lens.</summary>
    public static Viewpoint Of(SpeakerId speaker) => new("speaker:" + speaker.Value);

    /// <summary>The viewpoint of a source without a known publisher, and the name of a source in a lens.</summary>
    public static Viewpoint Of(SourceId source) => new("source:" + source.Value);

    /// <summary>A publisher's viewpoint, under the publisher's name as registered.</summary>
    public static Viewpoint OfPublisher(string publisher) => new(PublisherPrefix + publisher);

    /// <summary>Reads a viewpoint, a speaker or a source as a lens names it.</summary>
    public static bool TryParse(string? text, out Viewpoint viewpoint)
    {
        viewpoint = new(text ?? "");
        var parts = (text ?? "").Split(':', 2);
        return parts is [("party" or "speaker" or "source"), var slug]
            ? Slug.IsValid(slug)
            : parts is ["publisher", var name] && !string.IsNullOrWhiteSpace(name);
    }

    /// <inheritdoc/>
    public int CompareTo(Viewpoint other) => string.CompareOrdinal(_text, other._text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    /// <summary>Ordinal order of the text.</summary>
    public static bool operator <(Viewpoint left, Viewpoint right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of the text.</summary>
    public static bool operator >(Viewpoint left, Viewpoint right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of the text.</summary>
    public static bool operator <=(Viewpoint left, Viewpoint right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of the text.</summary>
    public static bool operator >=(Viewpoint left, Viewpoint right) => left.CompareTo(right) >= 0;
}

/// <summary>Reads and writes a <see cref="Viewpoint"/> as a JSON string.</summary>
public sealed class ViewpointConverter : JsonConverter<Viewpoint>
{
    /// <inheritdoc/>
    public override Viewpoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Viewpoint.TryParse(reader.GetString(), out var viewpoint) ? viewpoint : throw new JsonException("The viewpoint is not valid.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Viewpoint value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
