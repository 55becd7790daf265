using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>Reads and writes an enumeration by its names in snake_case (<c>on_record</c>), exactly; a number or another spelling is refused.</summary>
public sealed class NamedValue<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly string[] Names = [.. Values.Select(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()))];

    /// <summary>The stored and wire name of a value.</summary>
    public static string NameOf(T value) => Names[Array.IndexOf(Values, value)];

    /// <summary>The value that bears a name, or null.</summary>
    public static T? Named(string? name) => Array.IndexOf(Names, name) is >= 0 and var i ? Values[i] : null;

    /// <summary>All names, in the order of declaration, for a message or a schema.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return Named(text) ?? throw new JsonException($"'{text}' is not one of: {string.Join(", ", Names)}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));
}
