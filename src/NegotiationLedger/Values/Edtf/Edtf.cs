using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>
/// A date, instant or interval of the Library of Congress EDTF specification (2019; ISO 8601-2:2019): level 0 in full, and of level 1 the
/// qualifiers <c>? ~ %</c>, unspecified digits, open and unknown interval ends, and seasons. Years 0001 to 9999.
/// </summary>
/// <remarks>
/// Resolves to an earliest and a latest instant, both inclusive, UTC, to the microsecond; a time without offset is UTC. Qualifiers never move
/// the bounds. An open or unknown start takes the end's earliest instant; an open or unknown end is the end of time. Seasons are those of the
/// northern hemisphere by whole months (21 March to May … 24 December to February of the next year). Equality is by text.
/// </remarks>
[JsonConverter(typeof(EdtfConverter))]
public sealed record Edtf
{
    private Edtf(string text, EdtfBounds bounds) =>
        (Text, Earliest, Latest, IsDayOrBetter, IsQualified) = (
            text,
            bounds.Earliest,
            bounds.Latest,
            bounds.IsDayOrBetter,
            bounds.IsQualified
        );

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The first instant it may mean, inclusive.</summary>
    public DateTimeOffset Earliest { get; }

    /// <summary>The last instant it may mean, inclusive; <see cref="DateTimeOffset.MaxValue"/> for an open or unknown end.</summary>
    public DateTimeOffset Latest { get; }

    /// <summary>Whether it names one day, or an instant, rather than a longer time.</summary>
    public bool IsDayOrBetter { get; }

    /// <summary>Whether it bears a qualifier.</summary>
    public bool IsQualified { get; }

    /// <inheritdoc/>
    public bool Equals(Edtf? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">The text is not an EDTF expression of the supported kind.</exception>
    public static Edtf Parse(string text) => TryParse(text, out var edtf, out var complaint) ? edtf : throw new FormatException(complaint);

    /// <summary>Reads a text, or says what is wrong with it and how to correct it.</summary>
    public static bool TryParse(string? text, out Edtf edtf, out string complaint)
    {
        var bounds = EdtfGrammar.Read(text ?? "", out complaint);
        edtf = bounds is null ? null! : new Edtf(text!, bounds.Value);
        return bounds is not null;
    }

    /// <summary>The day, as EDTF.</summary>
    public static Edtf Day(int year, int month, int day) => Parse($"{year:0000}-{month:00}-{day:00}");
}

/// <summary>What an EDTF text resolves to.</summary>
internal readonly record struct EdtfBounds(DateTimeOffset Earliest, DateTimeOffset Latest, bool IsDayOrBetter, bool IsQualified);

/// <summary>Reads and writes an <see cref="Edtf"/> as a JSON string.</summary>
public sealed class EdtfConverter : JsonConverter<Edtf>
{
    private static readonly Recent<Edtf> Dates = new(Parse);

    /// <inheritdoc/>
    public override Edtf Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Dates.Of(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");

    private static Edtf Parse(string text) =>
        Edtf.TryParse(text, out var edtf, out var complaint) ? edtf : throw new JsonException(complaint);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Edtf value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
