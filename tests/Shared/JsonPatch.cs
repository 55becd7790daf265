using System.Text.Json.Nodes;

namespace NegotiationLedger.Testing;

/// <summary>Applies a JSON Patch (RFC 6902), as a reader of the ledger would.</summary>
public static class JsonPatch
{
    public static JsonNode Apply(JsonNode document, JsonArray patch)
    {
        var root = new JsonObject { ["root"] = document.DeepClone() };
        foreach (var step in patch)
            Apply(root, step!.AsObject());
        return root["root"]!;
    }

    private static void Apply(JsonObject root, JsonObject step)
    {
        var (holder, name) = Resolve(root, step["path"]!.GetValue<string>());
        var value = step["value"]?.DeepClone();
        switch (step["op"]!.GetValue<string>())
        {
            case "add" when holder is JsonArray items:
                items.Insert(name == "-" ? items.Count : int.Parse(name), value);
                break;
            case "add":
                holder.AsObject()[name] = value;
                break;
            case "replace" when holder is JsonArray items:
                items[int.Parse(name)] = value;
                break;
            case "replace":
                holder.AsObject().ContainsKey(name).ShouldBeTrue(step.ToJsonString());
                holder[name] = value;
                break;
            case "remove" when holder is JsonArray items:
                items.RemoveAt(int.Parse(name));
                break;
            case "remove":
                holder.AsObject().Remove(name).ShouldBeTrue(step.ToJsonString());
                break;
            default:
                throw new ShouldAssertException("Not used here: " + step.ToJsonString());
        }
    }

    private static (JsonNode Holder, string Name) Resolve(JsonObject root, string pointer)
    {
        var parts = ("/root" + pointer)
            .Split('/')[1..]
            .Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .ToList();
        JsonNode holder = root;
        foreach (var part in parts[..^1])
            holder =
                (holder is JsonArray items ? items[int.Parse(part)] : holder[part])
                ?? throw new ShouldAssertException($"Nothing stands at {pointer}.");
        return (holder, parts[^1]);
    }
}
