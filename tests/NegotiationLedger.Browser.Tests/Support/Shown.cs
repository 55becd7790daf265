using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>What a page shows, read from it at once, to be held against what the API says.</summary>
internal static class Shown
{
    /// <summary>Of each element its attributes, its text with single spaces, and how many elements of some selectors it contains.</summary>
    /// <param name="visit">The tab.</param>
    /// <param name="selector">The elements.</param>
    /// <param name="counted">What is counted in each, by CSS selector.</param>
    internal static async Task<List<ShownElement>> Of(Visit visit, string selector, params string[] counted)
    {
        var json = await visit.Page.EvaluateAsync<string>(
            """
            ([selector, counted]) => JSON.stringify([...document.querySelectorAll(selector)].map((e) => ({
              attributes: Object.fromEntries([...e.attributes].map((a) => [a.name, a.value])),
              text: e.textContent.replace(/\s+/g, " ").trim(),
              dates: [...e.querySelectorAll(".date[title]")].map((d) => d.title),
              counts: Object.fromEntries(counted.map((c) => [c, e.querySelectorAll(c).length])),
            })))
            """,
            new object[] { selector, counted }
        );
        return JsonSerializer.Deserialize<List<ShownElement>>(json, JsonSerializerOptions.Web)!;
    }

    /// <summary>The members of an object, by name.</summary>
    internal static IEnumerable<(string Name, JsonNode Value)> Members(this JsonNode? node) =>
        (node as JsonObject ?? []).Select(m => (m.Key, m.Value!));

    /// <summary>The items of a list; none where there is no list.</summary>
    internal static List<JsonNode> Items(this JsonNode? node) => [.. (node as JsonArray ?? []).OfType<JsonNode>()];

    /// <summary>A text as a page shows it: with single spaces.</summary>
    internal static string Plain(this JsonNode? node) =>
        string.Join(' ', node!.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The names of the parties of a view, by id.</summary>
    internal static string PartyIn(this JsonNode view, string id) => view["frame"]!["parties"]![id]?["name"]?["value"]?.ToString() ?? id;
}

/// <summary>An element as a page shows it.</summary>
internal sealed record ShownElement(
    Dictionary<string, string> Attributes,
    string Text,
    IReadOnlyList<string> Dates,
    Dictionary<string, int> Counts
)
{
    internal string this[string attribute] => Attributes.GetValueOrDefault(attribute) ?? "";
}
