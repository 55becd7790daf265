using System.Text.Json.Nodes;

namespace NegotiationLedger.Console;

/// <summary>The fields that a JSON Patch changes, by the JSON Pointers that pages know them by.</summary>
internal static class ChangedPointers
{
    /// <summary>The fields that contain what is patched, or that came with it. What was said before is no value of now: its patches mark nothing.</summary>
    /// <param name="patch">The JSON Patch (RFC 6902) that led to the view.</param>
    /// <param name="view">The view after it.</param>
    internal static IReadOnlySet<string> Of(JsonArray patch, JsonNode view)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in patch)
            Find(operation!["path"]!.GetValue<string>(), view, found);
        return found;
    }

    private static void Find(string path, JsonNode view, HashSet<string> found)
    {
        JsonNode? at = view;
        var pointer = "";
        foreach (var name in path.Split('/').Skip(1))
        {
            if (IsField(at))
            {
                if (name != "history")
                    found.Add(pointer);
                return;
            }

            pointer += "/" + name;
            at = Inner(at, name);
            if (at is null)
                return;
        }

        Collect(pointer, at, found);
    }

    // What came whole brings its fields.
    private static void Collect(string pointer, JsonNode? at, HashSet<string> found)
    {
        if (IsField(at))
            found.Add(pointer);
        else if (at is JsonObject members)
        {
            foreach (var (name, value) in members)
                Collect($"{pointer}/{Address.Escape(name)}", value, found);
        }
        else if (at is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
                Collect($"{pointer}/{i}", items[i], found);
        }
    }

    private static bool IsField(JsonNode? node) => node is JsonObject members && members.ContainsKey("events");

    private static JsonNode? Inner(JsonNode? at, string name) =>
        at switch
        {
            JsonObject members => members[name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)],
            JsonArray items when int.TryParse(name, out var i) && i >= 0 && i < items.Count => items[i],
            _ => null,
        };
}
