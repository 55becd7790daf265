using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording;

/// <summary>Ids made from what records say, so that the same words sent twice are one record.</summary>
public static class ContentId
{
    /// <summary>The bodies, each with an id: its own, or one made from the negotiation, what it says, and which of those it is that say the same.</summary>
    /// <param name="negotiation">The negotiation that they are for.</param>
    /// <param name="bodies">Bodies of developments.</param>
    /// <returns>The bodies in their order, and which of them were given an id.</returns>
    public static IReadOnlyList<(JsonElement Body, EventId? Given)> Give(NegotiationId negotiation, IEnumerable<JsonElement> bodies)
    {
        var told = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. bodies.Select(body => Give(negotiation, body, told))];
    }

    private static (JsonElement, EventId?) Give(NegotiationId negotiation, JsonElement body, Dictionary<string, int> told)
    {
        if (body.ValueKind is not JsonValueKind.Object || body.TryGetProperty("id", out _))
            return (body, null);
        var words = Sorted(JsonNode.Parse(body.GetRawText()))!.ToJsonString();
        var ordinal = told[words] = told.GetValueOrDefault(words, -1) + 1;
        var id = HashedId.Of($"negotiation-ledger record\n{negotiation}\n{ordinal}\n{words}", time: 1);
        var named = JsonNode.Parse(body.GetRawText())!.AsObject();
        named["id"] = id.ToString();
        return (JsonSerializer.SerializeToElement<JsonNode>(named, Vocabulary.LedgerJson.Default.JsonNode), id);
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
