using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>An example of each type of record, as it is sent.</summary>
internal static class Examples
{
    private static readonly JsonElement All = Load();

    /// <summary>The example of a type, with its <c>type</c> where the address does not say it.</summary>
    internal static JsonObject Of(EventName row)
    {
        var example = JsonNode.Parse(All.GetProperty(row.Name).GetRawText())!.AsObject();
        if (!row.Type.IsSubclassOf(typeof(Registration)))
            example.Insert(0, "type", row.Name);
        return example;
    }

    /// <summary>The example of a type as a record; null of one whose address says a part of it.</summary>
    internal static LedgerEvent? Read(EventName row) => EventShape.Read(All.GetProperty(row.Name), row).Data;

    private static JsonElement Load()
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream("examples.json")!;
        using var document = JsonDocument.Parse(file);
        return document.RootElement.Clone();
    }
}
