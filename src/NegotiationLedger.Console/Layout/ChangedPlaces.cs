using System.Text.Json.Nodes;

namespace NegotiationLedger.Console;

/// <summary>Which places of a view a change touches.</summary>
internal static class ChangedPlaces
{
    private const int Most = 5_000;

    /// <summary>The JSON Pointers (RFC 6901) of everything that a patch changes, of what that stands in, and of what it brings.</summary>
    /// <param name="patch">A JSON Patch (RFC 6902).</param>
    internal static IReadOnlySet<string> Of(JsonArray patch)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in patch.OfType<JsonObject>())
        {
            var path = operation["path"]?.GetValue<string>() ?? "";
            for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
                places.Add(path[..end]);
            Within(path, operation["value"], places);
        }

        return places;
    }

    private static void Within(string path, JsonNode? value, HashSet<string> places)
    {
        if (value is not JsonObject owner || places.Count > Most)
            return;
        foreach (var (name, inner) in owner)
        {
            var at = $"{path}/{Address.Escape(name)}";
            places.Add(at);
            Within(at, inner, places);
        }
    }
}
