using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>A record as it is cited: where it stands, who says it, and in which words.</summary>
internal static class Citation
{
    /// <summary>The citation of a record.</summary>
    /// <param name="record">The record, as <c>GET /assertions</c> answers it.</param>
    internal static JsonObject Of(JsonObject record)
    {
        var (payload, attribution) = (record["payload"] as JsonObject, record["attribution"] as JsonObject);
        var citation = new JsonObject
        {
            ["cite"] = $"{record["negotiation"]}#{record["version"]}",
            ["event"] = Copy(record["id"]),
            ["position"] = $"@{record["sequence"]}",
        };
        Add(citation, "type", record["type"]);
        Add(citation, "headline", record["headline"]);
        Add(citation, "claim", payload?["claim"]);
        Add(citation, "occurred", payload?["occurred"]);
        Add(citation, "about", record["about"]);
        Add(citation, "viewpoint", record["viewpoint"]);
        Add(citation, "speaker", attribution?["speaker"]);
        Add(citation, "source", SourceOf(attribution?["source"] as JsonObject));
        Add(citation, "mode", attribution?["mode"]);
        Add(citation, "assertedOn", attribution?["assertedOn"]);
        Add(citation, "quotation", attribution?["quote"]?["exact"]);
        Add(citation, "quotationCheck", attribution?["quote"]?["check"]);
        Add(citation, "recordedAt", record["recordedAt"]);
        Add(citation, "recordedBy", record["recordedBy"]);
        if (record["isRetracted"]?.GetValue<bool>() == true)
            citation["isRetracted"] = true;
        Add(citation, "fates", FatesOf(record["fates"] as JsonArray));
        return citation;
    }

    /// <summary>Whether an object of an answer is a record, as <c>GET /assertions</c> answers it.</summary>
    internal static bool IsRecord(JsonObject node) =>
        node["id"] is JsonValue && node["negotiation"] is JsonValue && node["headline"] is JsonValue && node["payload"] is JsonObject;

    private static JsonObject? SourceOf(JsonObject? source)
    {
        if (source is null)
            return null;
        var cited = new JsonObject();
        foreach (var name in (string[])["source", "title", "publisher", "author", "published", "url"])
            Add(cited, name, source[name]);
        return cited;
    }

    // What became of it and still holds: disputed, corrected…
    private static JsonArray? FatesOf(JsonArray? fates)
    {
        List<string> standing =
        [
            .. (fates ?? [])
                .OfType<JsonObject>()
                .Where(f => f["stands"]?.GetValue<bool>() == true)
                .Select(f => f["kind"]!.GetValue<string>())
                .Distinct(),
        ];
        return standing.Count == 0 ? null : [.. standing.Select(s => (JsonNode)s)];
    }

    private static void Add(JsonObject owner, string name, JsonNode? value)
    {
        if (value is not null)
            owner[name] = Copy(value);
    }

    private static JsonNode? Copy(JsonNode? value) => value?.Parent is null ? value : value.DeepClone();
}
