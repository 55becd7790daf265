using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Cli;

/// <summary>The column map of a spreadsheet, with what the command line says of it.</summary>
/// <param name="Json">The map as it is sent.</param>
/// <param name="Negotiation">The negotiation; null where the rows name theirs.</param>
internal sealed record SheetMap(JsonElement Json, string? Negotiation)
{
    private const string Source = "/attribution/source";

    /// <summary>The columns that the header has; null where the file has no header, none when the map is wrong, which the server tells better.</summary>
    public IReadOnlyList<string>? Columns =>
        MapReading.Read(Json).Map is not { } map ? []
        : map.Header.Count > 0 ? null
        : map.Columns;

    /// <summary>The map with the negotiation and the source that the command line names.</summary>
    /// <exception cref="WrongUsageException">No negotiation is named, or the map takes the source from a column.</exception>
    public static SheetMap Of(JsonElement map, string? negotiation, string? source)
    {
        var named = map.Member("negotiation") is { ValueKind: JsonValueKind.Object };
        var id = negotiation ?? map.Text("negotiation");
        if (id is null && !named)
            throw new WrongUsageException("Name the negotiation with --negotiation, or in the map as \"negotiation\".");
        if (negotiation is not null && named)
            throw new WrongUsageException("The map takes the negotiation of each row from a column: leave --negotiation out.");
        return new(source is null ? map : WithSource(map, source), id);
    }

    // The edition that the map names is an earlier one then.
    private static JsonElement WithSource(JsonElement map, string source)
    {
        var changed = JsonNode.Parse(map.GetRawText())!.AsObject();
        if (changed["fields"] is not JsonObject fields || fields[Source] is JsonObject)
            throw new WrongUsageException("--source is for a map whose field /attribution/source is one source, not a column.");
        if (fields[Source]?.ToString() is { } earlier && earlier != source)
        {
            if (changed["editions"] is not JsonArray editions)
                changed["editions"] = editions = [];
            editions.Add((JsonNode)earlier);
        }

        // Where the map registers the edition, it registers this one in its place.
        foreach (var made in (changed["sources"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (fields[Source]?.ToString() is { } named && made["/source"] is JsonValue id && id.ToString() == named)
                made["/source"] = source;
        }

        fields[Source] = source;
        return JsonElement.Parse(changed.ToJsonString());
    }
}
