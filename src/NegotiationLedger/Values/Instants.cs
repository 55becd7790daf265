using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>Instants as RFC 3339 writes them, in UTC, to the microsecond.</summary>
public static class Instants
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz",
    ];

    /// <summary>Reads an RFC 3339 date-time with an offset and up to six fractional digits.</summary>
    public static bool TryParse(string? text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out instant
        );

    /// <summary>What <see cref="TryParse"/> reads, with the offset that is written.</summary>
    internal static DateTimeOffset AsStated(string text) =>
        DateTimeOffset.ParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Writes an instant with exactly six fractional digits and <c>Z</c>.</summary>
    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Writes instants as <see cref="Instants"/> does, and reads what RFC 3339 allows.</summary>
public sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Instants.TryParse(reader.GetString(), out var instant)
            ? instant
            : throw new JsonException($"'{reader.GetString()}' is not a valid RFC 3339 instant.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Instants.Write(value));
}
