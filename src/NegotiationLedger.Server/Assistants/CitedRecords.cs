using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>Finds the records that an answer names, whatever the answer is: whoever is told a value is told who says it, and in which words.</summary>
internal sealed class CitedRecords(LedgerReader reader, HeavyWork heavy)
{
    /// <summary>The most records that one answer may cite.</summary>
    internal const int Most = 200;

    /// <summary>The citations of the records that an answer names, in the order in which it names them.</summary>
    /// <param name="answer">The answer of an address.</param>
    /// <param name="less">How to ask for less, as a clause.</param>
    /// <param name="cancellationToken">Whoever waits for it is gone.</param>
    /// <exception cref="ProblemException">They are more than <see cref="Most"/> (422).</exception>
    internal async Task<JsonArray> Of(JsonObject answer, Func<string> less, CancellationToken cancellationToken)
    {
        var named = NamedRecords.In(answer);
        var found = new Dictionary<EventId, JsonObject>();
        foreach (var (id, record) in named.Told)
            found[id] = Citation.Of(record);
        foreach (var negotiation in named.Ids.Where(n => !found.ContainsKey(n.Id)).GroupBy(n => n.Negotiation, n => n.Id))
            await Find(negotiation.Key, [.. negotiation], answer, found, cancellationToken);
        var cited = named.Ids.Select(n => n.Id).Distinct().Where(found.ContainsKey).ToList();
        return cited.Count <= Most
            ? [.. cited.Select(id => (JsonNode)found[id])]
            : throw Problems.TooMuch($"The answer rests on {cited.Count} records, of at most {Most}: {less()}.");
    }

    private async Task Find(
        string negotiation,
        HashSet<EventId> ids,
        JsonObject answer,
        Dictionary<EventId, JsonObject> found,
        CancellationToken cancellationToken
    )
    {
        if (!Slug.IsValid(negotiation))
            return;
        var snapshot = await reader.Read(new(negotiation), cancellationToken);
        var lens = PrefixOf(answer);
        var records =
            snapshot.History.Entries.Count < HeavyWork.Entries
                ? Told(snapshot, lens, ids)
                : await heavy.Do(_ => Told(snapshot, lens, ids), AnswerCache.Less, cancellationToken);
        foreach (var (id, record) in records)
            found[id] = Citation.Of(record);
    }

    // As the ledger knew them at the position that the answer was made at.
    private static Lens PrefixOf(JsonObject answer)
    {
        var until = (answer["lens"] as JsonObject)?["recordedUntil"] ?? answer["position"];
        return Lens.Parse(null, null, until?.GetValue<string>(), [], null).Lens;
    }

    private static List<(EventId, JsonObject)> Told(Snapshot snapshot, Lens lens, HashSet<EventId> ids)
    {
        if (!snapshot.History.Entries.Any(e => ids.Contains(e.Id)))
            return [];
        var (audit, frame) = (AuditTrail.Of(snapshot.History, lens), Frame.Of(snapshot.History.Through(lens)));
        var writer = new AssertionAnswerWriter(snapshot.History.Registry.Through(lens));
        return
        [
            .. audit
                .Records.Where(r => ids.Contains(r.Id))
                .Select(r => (r.Id, JsonSerializer.SerializeToNode(writer.Of(r, frame), AuditJson.Plain.AssertionAnswer)!.AsObject())),
        ];
    }
}

/// <summary>The records that an answer names.</summary>
/// <param name="Ids">Their ids, each with the negotiation that it is named in, in the order in which the answer names them.</param>
/// <param name="Told">Those that the answer tells whole.</param>
internal sealed record NamedRecords(IReadOnlyList<(string Negotiation, EventId Id)> Ids, IReadOnlyDictionary<EventId, JsonObject> Told)
{
    /// <summary>The records that an answer names: in its values, and as names of members.</summary>
    internal static NamedRecords In(JsonObject answer)
    {
        var search = new Search();
        search.Look(answer, HomeOf(answer) ?? "");
        return new(search.Ids, search.Told);
    }

    // The first negotiation that is named, for what stands outside of any.
    private static string? HomeOf(JsonNode? node) =>
        node switch
        {
            JsonObject owner => Negotiation(owner) ?? owner.Select(m => HomeOf(m.Value)).FirstOrDefault(h => h is not null),
            JsonArray items => items.Select(HomeOf).FirstOrDefault(h => h is not null),
            _ => null,
        };

    private static string? Negotiation(JsonObject owner) =>
        owner["negotiation"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private sealed class Search
    {
        private readonly HashSet<EventId> _seen = [];

        internal List<(string, EventId)> Ids { get; } = [];

        internal Dictionary<EventId, JsonObject> Told { get; } = [];

        internal void Look(JsonNode? node, string negotiation)
        {
            switch (node)
            {
                case JsonObject owner:
                    LookInto(owner, Negotiation(owner) ?? negotiation);
                    break;
                case JsonArray items:
                    foreach (var item in items)
                        Look(item, negotiation);
                    break;
                case JsonValue value when value.TryGetValue<string>(out var text):
                    Note(text, negotiation);
                    break;
            }
        }

        private void LookInto(JsonObject owner, string negotiation)
        {
            if (Citation.IsRecord(owner) && EventId.TryParse(owner["id"]!.ToString(), out var id))
                Told.TryAdd(id, owner);
            foreach (var (name, value) in owner)
            {
                Note(name, negotiation);
                Look(value, negotiation);
            }
        }

        private void Note(string text, string negotiation)
        {
            if (EventId.TryParse(text, out var id) && _seen.Add(id))
                Ids.Add((negotiation, id));
        }
    }
}
