using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>A round of talks: its number, from 1, or what it is called: <c>COP 1</c>.</summary>
[JsonConverter(typeof(RoundConverter))]
public readonly record struct Round
{
    private Round(int? number, string? name) => (Number, Name) = (number, name);

    /// <summary>The number, from 1; null when the round has a name instead.</summary>
    public int? Number { get; }

    /// <summary>The name; null when the round has a number instead.</summary>
    public string? Name { get; }

    /// <summary>What is wrong with a text or number that is not a valid round, and how to correct it.</summary>
    internal const string Complaint = "A round is a number from 1, or a name such as 'COP 1'.";

    /// <summary>The round of a number, or null when the number is below 1.</summary>
    public static Round? Of(int number) => number < 1 ? null : new(number, null);

    /// <summary>The round that a text means: its number when the text is one, else its name; null when the text is blank or cannot be stored.</summary>
    public static Round? Of(string text) =>
        string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null
        : !text.All(char.IsAsciiDigit) ? new(null, text)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Of(number)
        : null;

    /// <inheritdoc/>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? Name ?? "";
}

/// <summary>Reads and writes a <see cref="Round"/> as a JSON number or, when it has a name, as a string.</summary>
public sealed class RoundConverter : JsonConverter<Round>
{
    /// <inheritdoc/>
    public override Round Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
            return Round.Of(number) ?? throw new JsonException(Round.Complaint);
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return Round.Of(text) switch
        {
            { Name: not null } named => named,
            { Number: { } quoted } => throw new JsonException($"Write the number {quoted} without quotation marks."),
            _ => throw new JsonException(Round.Complaint),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Round value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value.Name);
    }
}
