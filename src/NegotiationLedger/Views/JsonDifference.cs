using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>The difference of two JSON documents as a JSON Patch (RFC 6902): <c>add</c>, <c>remove</c> and <c>replace</c> alone.</summary>
public static class JsonDifference
{
    /// <summary>The operations that turn one document into the other, in the order in which they are to be applied; empty when they are equal.</summary>
    public static JsonArray Of(JsonNode? from, JsonNode? to)
    {
        var operations = new JsonArray();
        Compare("", from, to, operations);
        return operations;
    }

    private static void Compare(string path, JsonNode? from, JsonNode? to, JsonArray operations)
    {
        if (from is JsonObject left && to is JsonObject right)
            Objects(path, left, right, operations);
        else if (from is JsonArray first && to is JsonArray second)
            Arrays(path, first, second, operations);
        else if (!JsonNode.DeepEquals(from, to))
            operations.Add(Operation("replace", path, to));
    }

    private static void Objects(string path, JsonObject from, JsonObject to, JsonArray operations)
    {
        foreach (var (name, _) in from.Where(member => !to.ContainsKey(member.Key)))
            operations.Add(new JsonObject { ["op"] = "remove", ["path"] = $"{path}/{Escape(name)}" });
        foreach (var (name, value) in to)
        {
            if (from.TryGetPropertyValue(name, out var present))
                Compare($"{path}/{Escape(name)}", present, value, operations);
            else
                operations.Add(Operation("add", $"{path}/{Escape(name)}", value));
        }
    }

    // What stands alike at both ends stays; between them items are compared pair by pair, and the rest is removed or added.
    private static void Arrays(string path, JsonArray from, JsonArray to, JsonArray operations)
    {
        var start = 0;
        while (start < from.Count && start < to.Count && JsonNode.DeepEquals(from[start], to[start]))
            start++;
        var (end, last) = (from.Count, to.Count);
        while (end > start && last > start && JsonNode.DeepEquals(from[end - 1], to[last - 1]))
            (end, last) = (end - 1, last - 1);
        var pairs = Math.Min(end, last);
        for (var i = start; i < pairs; i++)
            Compare($"{path}/{i}", from[i], to[i], operations);
        for (var i = end - 1; i >= pairs; i--)
            operations.Add(new JsonObject { ["op"] = "remove", ["path"] = $"{path}/{i}" });
        for (var i = pairs; i < last; i++)
            operations.Add(Operation("add", $"{path}/{i}", to[i]));
    }

    private static JsonObject Operation(string op, string path, JsonNode? value) =>
        new()
        {
            ["op"] = op,
            ["path"] = path,
            ["value"] = value?.DeepClone(),
        };

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
