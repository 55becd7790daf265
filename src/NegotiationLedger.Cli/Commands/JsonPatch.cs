using System.Globalization;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary>Applies the JSON Patches (RFC 6902) that the server sends: <c>add</c>, <c>remove</c> and <c>replace</c>.</summary>
internal static class JsonPatch
{
    /// <summary>The document with a patch applied to it; the one given stays as it is.</summary>
    public static JsonNode Apply(JsonNode document, JsonArray patch)
    {
        var root = new JsonObject { [""] = document.DeepClone() };
        foreach (var operation in patch)
            Apply(root, operation!["op"]!.GetValue<string>(), operation["path"]!.GetValue<string>(), operation["value"]);
        var result = root[""]!;
        root.Remove("");
        return result;
    }

    private static void Apply(JsonObject root, string op, string path, JsonNode? value)
    {
        var names = path.Split('/').Select(Unescaped).ToArray();
        var holder = names[..^1].Aggregate((JsonNode)root, Member);
        if (holder is JsonObject members)
        {
            members.Remove(names[^1]);
            if (op != "remove")
                members[names[^1]] = value?.DeepClone();
            return;
        }

        var (items, index) = (holder.AsArray(), Number(names[^1]));
        if (op != "add")
            items.RemoveAt(index);
        if (op != "remove")
            items.Insert(index, value?.DeepClone());
    }

    private static JsonNode Member(JsonNode holder, string name) => holder is JsonArray items ? items[Number(name)]! : holder[name]!;

    private static int Number(string name) => int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Unescaped(string name) =>
        name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
