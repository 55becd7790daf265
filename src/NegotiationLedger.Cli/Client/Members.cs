using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Reads members of JSON objects that may be absent. What is of another kind than asked for counts as absent.</summary>
internal static class Members
{
    /// <summary>A member, or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty(name, out var member)
        && member.ValueKind is not JsonValueKind.Null
            ? member
            : null;

    /// <summary>A member that is a string, number or boolean, as text, or null.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name)?.AsText();

    /// <summary>A member that is a number, or null.</summary>
    public static decimal? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;

    /// <summary>Whether a member is true.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of a member that is an array; none when absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>The items of a member that is an array of texts.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [.. element.Items(name).Select(AsText).OfType<string>()];

    /// <summary>The members of a member that is an object; none when absent.</summary>
    public static IEnumerable<JsonProperty> Map(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    /// <summary>A string, number or boolean as text; null for anything else.</summary>
    public static string? AsText(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => null,
        };
}
