using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording;

/// <summary>Compares events by what they say. Where a quotation stands is what each ledger finds by itself, and no difference.</summary>
internal static class SameContent
{
    private static readonly string[] Found = ["start", "end", "check"];

    /// <summary>The first field in which two events of one type differ, with both values; null when they say the same.</summary>
    internal static (string Field, string? Here, string? There)? Difference(LedgerEvent here, LedgerEvent there)
    {
        var (left, right) = (FieldsOf(here), FieldsOf(there));
        foreach (var name in left.Select(m => m.Key).Union(right.Select(m => m.Key)))
        {
            if (!JsonNode.DeepEquals(left[name], right[name]))
                return (name, left[name]?.ToJsonString(), right[name]?.ToJsonString());
        }

        return null;
    }

    /// <summary>Takes away what the ledger that a body comes from found out about its quotation, so that this one finds it itself.</summary>
    /// <param name="body">A record's fields; changed.</param>
    /// <param name="names">The members to take away.</param>
    internal static JsonObject WithoutFindings(JsonObject body, params ReadOnlySpan<string> names)
    {
        for (var holder = body; holder is not null; holder = holder["patch"] as JsonObject)
        {
            if ((holder["attribution"] as JsonObject)?["quote"] is not JsonObject quote)
                continue;
            foreach (var name in names)
                quote.Remove(name);
        }

        return body;
    }

    private static JsonObject FieldsOf(LedgerEvent data)
    {
        var fields = WithoutFindings(JsonSerializer.SerializeToNode(data, EventNames.Of(data).Shape)!.AsObject(), Found);
        fields.Insert(0, "type", EventNames.Of(data).Name);
        return fields;
    }
}
