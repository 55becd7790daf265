using System.Text.Json.Nodes;

namespace NegotiationLedger.Tests.Support;

/// <summary>Applies a JSON Patch (RFC 6902) of <c>add</c>, <c>remove</c> and <c>replace</c>.</summary>
public static class JsonPatch
{
    public static JsonNode? Apply(JsonNode? document, JsonArray operations)
    {
        JsonNode result = new JsonObject { ["root"] = document?.DeepClone() };
        foreach (var operation in operations)
            Apply(
                result,
                operation!["op"]!.GetValue<string>(),
                ("/root" + operation["path"]!.GetValue<string>()).Split('/')[1..],
                operation["value"]
            );
        return result["root"];
    }

    private static void Apply(JsonNode root, string op, string[] path, JsonNode? value)
    {
        var names = path.Select(p => p.Replace("~1", "/").Replace("~0", "~")).ToArray();
        var holder = names[..^1].Aggregate(root, (node, name) => node is JsonArray array ? array[int.Parse(name)]! : node[name]!);
        if (holder is JsonObject members)
            Apply(members, op, names[^1], value);
        else
            Apply(holder.AsArray(), op, int.Parse(names[^1]), value);
    }

    // What is removed or replaced must be there, and what is added to an object must not.
    private static void Apply(JsonObject holder, string op, string name, JsonNode? value)
    {
        holder.ContainsKey(name).ShouldBe(op != "add", name);
        if (op == "remove")
            holder.Remove(name);
        else
            holder[name] = value?.DeepClone();
    }

    private static void Apply(JsonArray holder, string op, int index, JsonNode? value)
    {
        if (op != "add")
            holder.RemoveAt(index);
        if (op != "remove")
            holder.Insert(index, value?.DeepClone());
    }
}
