using System.Runtime.InteropServices;
using System.Text.Json;

namespace NegotiationLedger.Recording.Imports;

/// <summary>How large a map may be. It is applied to each of thousands of rows, and quoted where a row is wrong.</summary>
internal static class MapLimits
{
    /// <summary>The most characters of a whole map as JSON.</summary>
    internal const int Map = 1024 * 1024;

    /// <summary>The most characters of one name or text in it.</summary>
    internal const int Text = 1000;

    /// <summary>The most rules, common ones and those of types together, each part of a template counting as one.</summary>
    internal const int Parts = 500;

    /// <summary>The most items of a list in it, and the most pieces of a template.</summary>
    internal const int Items = 100;

    /// <summary>The first thing that is too large.</summary>
    internal static IEnumerable<Problem> Check(JsonElement map)
    {
        var size = JsonMarshal.GetRawUtf8Value(map).Length;
        return size > Map ? [new("", $"The map has {size} characters; at most {Map} are allowed.")] : Texts("", map).Take(1);
    }

    private static IEnumerable<Problem> Texts(string place, JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String when json.GetString()!.Length > Text => [new(place, $"The text has more than {Text} characters.")],
            JsonValueKind.Array when json.GetArrayLength() > Items => [new(place, $"The list has more than {Items} items.")],
            JsonValueKind.Array => json.EnumerateArray().SelectMany((item, i) => Texts($"{place}/{i}", item)),
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(m =>
                    m.Name.Length > Text
                        ? [new Problem(place, $"A name has more than {Text} characters.")]
                        : Texts(JsonPointer.Then(place, m.Name), m.Value)
                ),
            _ => [],
        };
}
