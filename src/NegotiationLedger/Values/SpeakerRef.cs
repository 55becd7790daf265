using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>Who spoke: a registered speaker (<c>steve-witkoff</c>), or a party itself (<c>party:israel</c>) when the source attributes words to it and names nobody.</summary>
[JsonConverter(typeof(SpeakerRefConverter))]
public readonly record struct SpeakerRef : IIdentifier
{
    private const string PartyPrefix = "party:";
    private readonly string _text;

    private SpeakerRef(string text) => _text = text;

    /// <summary>The party, when it is a party that spoke.</summary>
    public PartyId? Party => IsParty ? new PartyId(_text[PartyPrefix.Length..]) : null;

    /// <summary>Whether it is a party that spoke.</summary>
    public bool IsParty => _text.StartsWith(PartyPrefix, StringComparison.Ordinal);

    /// <summary>The registered speaker, when it is not a party that spoke.</summary>
    public SpeakerId? Speaker => IsParty ? null : new SpeakerId(_text);

    /// <summary>A registered speaker.</summary>
    public static SpeakerRef Of(SpeakerId speaker) => new(speaker.Value);

    /// <summary>A party speaking for itself.</summary>
    public static SpeakerRef Of(PartyId party) => new(PartyPrefix + party.Value);

    /// <summary>Reads either form.</summary>
    public static bool TryParse(string? text, out SpeakerRef speaker)
    {
        speaker = new(text ?? "");
        return Slug.IsValid(text)
            || (text?.StartsWith(PartyPrefix, StringComparison.Ordinal) == true && Slug.IsValid(text[PartyPrefix.Length..]));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}

/// <summary>Reads and writes a <see cref="SpeakerRef"/> as a JSON string.</summary>
public sealed class SpeakerRefConverter : JsonConverter<SpeakerRef>
{
    /// <inheritdoc/>
    public override SpeakerRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return SpeakerRef.TryParse(text, out var speaker)
            ? speaker
            : throw new JsonException(
                $"'{text}' is not a valid speaker: give the id of a registered speaker, or party:<id> for a party that speaks for itself."
            );
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SpeakerRef value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
