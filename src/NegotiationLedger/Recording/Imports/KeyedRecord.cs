using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>What one edition of a sheet said of a row.</summary>
/// <param name="Data">The record in the form that the edition gave it.</param>
/// <param name="Source">The edition, or whatever document the row named; null when nobody was named.</param>
/// <param name="By">The entry by which it was said.</param>
internal sealed record Saying(LedgerEvent Data, SourceId? Source, Entry By);

/// <summary>The record of a row that is known by its key.</summary>
/// <param name="Entry">The record; the last where an edition changed the row's type.</param>
/// <param name="Ordinal">How many records under the key came before it.</param>
/// <param name="Sayings">What the editions said under the key, the last at the end; what recorders changed by hand is not among it.</param>
/// <param name="Standing">The record as it stands, with all corrections.</param>
/// <param name="Withdrawal">The standing retraction of the record; null when it is not withdrawn.</param>
/// <param name="State">The last entry about the record, or the record itself.</param>
internal sealed record KeyedRecord(
    Entry Entry,
    int Ordinal,
    IReadOnlyList<Saying> Sayings,
    LedgerEvent Standing,
    Fate? Withdrawal,
    EventId State
)
{
    /// <summary>What the sheet said of the row last.</summary>
    internal Saying Last => Sayings[^1];
}

/// <summary>What is recorded of rows that are known by their keys.</summary>
internal sealed class KeyedRecords
{
    private readonly NegotiationId _negotiation;
    private readonly Dictionary<EventId, Entry> _entries;
    private readonly Dictionary<EventId, Settled> _settled = [];

    internal KeyedRecords(History history)
    {
        _negotiation = history.Negotiation;
        _entries = history.Entries.ToDictionary(e => e.Id);
        if (!history.Entries.Exists(e => e.Data is Annotation))
            return;
        var resolution = Resolution.Of(history.Entries, history.Zone, assertedUntil: null, followsWithdrawn: true);
        _settled = resolution.Settled.Where(s => s.Fates.Count > 0).ToDictionary(s => s.Entry.Id);
    }

    /// <summary>The entry of an id, or null.</summary>
    internal Entry? Find(EventId id) => _entries.GetValueOrDefault(id);

    /// <summary>The record of a row by its key, or null when there is none.</summary>
    internal KeyedRecord? Of(string key)
    {
        var entries = new List<Entry>();
        while (_entries.TryGetValue(RowId.OfKey(_negotiation, key, entries.Count), out var entry))
            entries.Add(entry);
        return entries.Count == 0 ? null : Of(entries[^1], entries.Count - 1, [.. entries.SelectMany(SayingsOf)]);
    }

    /// <summary>A record that an import made, whatever its key was.</summary>
    internal KeyedRecord Of(Entry entry) => Of(entry, 0, SayingsOf(entry));

    private KeyedRecord Of(Entry entry, int ordinal, IReadOnlyList<Saying> sayings)
    {
        var settled = _settled.GetValueOrDefault(entry.Id);
        return new(
            entry,
            ordinal,
            sayings,
            settled?.Data ?? entry.Data,
            settled?.Fates.LastOrDefault(f => f is { Kind: FateKind.Retracted, Stands: true }),
            LastAbout(entry.Id)
        );
    }

    // A retraction of a retraction is about the record as well: without it the same withdrawal could not be recorded again.
    private EventId LastAbout(EventId id) =>
        _settled.TryGetValue(id, out var settled) ? settled.Fates.Select(f => LastAbout(f.By.Id)).MaxBy(f => _entries[f].Sequence) : id;

    private List<Saying> SayingsOf(Entry entry)
    {
        var sayings = new List<Saying> { new(entry.Data, entry.Data.Attribution?.Source, entry) };
        foreach (var fate in _settled.GetValueOrDefault(entry.Id)?.Fates ?? [])
        {
            if (fate is { Stands: true, Annotation: AssertionCorrected correction } && RowId.IsOne(fate.By.Id))
                sayings.Add(new(Patched(sayings[^1].Data, correction.Patch), correction.Attribution?.Source, fate.By));
        }

        return sayings;
    }

    private static LedgerEvent Patched(LedgerEvent data, JsonElement patch)
    {
        var row = EventNames.Of(data);
        var form = MergePatch.Apply(JsonSerializer.SerializeToNode(data, row.Shape), JsonNode.Parse(patch.GetRawText()));
        return EventShape.Read(form!, row).Data ?? data;
    }
}
