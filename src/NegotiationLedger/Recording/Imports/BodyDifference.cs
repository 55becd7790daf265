using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>What differs between two forms of a body.</summary>
internal static class BodyDifference
{
    /// <summary>The merge patch (RFC 7396) that makes the second of the first; without members when they are equal.</summary>
    internal static JsonObject Patch(JsonObject was, JsonObject now)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in now.Where(m => !JsonNode.DeepEquals(was[m.Key], m.Value)))
            patch[name] = was[name] is JsonObject before && value is JsonObject after ? Patch(before, after) : value?.DeepClone();
        foreach (var (name, _) in was.Where(m => !now.ContainsKey(m.Key)))
            patch[name] = null;
        return patch;
    }

    /// <summary>Each field that differs, with both of its values, null for none.</summary>
    internal static IEnumerable<(string Pointer, JsonNode? Was, JsonNode? Now)> Fields(JsonObject was, JsonObject now, string at = "") =>
        was.Select(m => m.Key)
            .Union(now.Select(m => m.Key))
            .Where(name => !JsonNode.DeepEquals(was[name], now[name]))
            .SelectMany(name =>
                was[name] is JsonObject before && now[name] is JsonObject after
                    ? Fields(before, after, JsonPointer.Then(at, name))
                    : [(JsonPointer.Then(at, name), was[name], now[name])]
            );
}
