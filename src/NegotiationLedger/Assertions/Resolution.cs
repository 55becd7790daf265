using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Developments;

namespace NegotiationLedger.Assertions;

/// <summary>A development that no standing retraction names, in its standing form.</summary>
/// <param name="Entry">The entry as recorded; its id and sequence stay whatever corrects it.</param>
/// <param name="Data">The development with its standing corrections applied.</param>
/// <param name="CorrectedBy">The standing corrections, in sequence order.</param>
/// <param name="DisputedBy">The standing disputes, in sequence order.</param>
/// <param name="CorroboratedBy">The standing corroborations, in sequence order.</param>
internal sealed record Standing(
    Entry Entry,
    Development Data,
    IReadOnlyList<EventId> CorrectedBy,
    IReadOnlyList<EventId> DisputedBy,
    IReadOnlyList<EventId> CorroboratedBy
);

/// <summary>
/// Settles records about records, in one pass from the highest sequence down: an entry stands unless a standing retraction names it, so a
/// retracted retraction restores. Standing corrections apply to the original in sequence order; correcting a correction patches its patch.
/// </summary>
internal sealed class Resolution
{
    private readonly IReadOnlyList<Entry> _entries;
    private readonly DateTimeOffset? _assertedUntil;
    private readonly Dictionary<EventId, int> _places = [];
    private readonly HashSet<EventId> _retracted = [];
    private readonly Dictionary<EventId, List<(EventId By, JsonElement Patch)>> _corrections = [];
    private readonly Dictionary<EventId, List<EventId>> _disputes = [];
    private readonly Dictionary<EventId, List<EventId>> _corroborations = [];
    private readonly List<Standing> _standing = [];

    private Resolution(IReadOnlyList<Entry> entries, DateTimeOffset? assertedUntil)
    {
        _entries = entries;
        _assertedUntil = assertedUntil;
    }

    /// <summary>The standing developments, in sequence order.</summary>
    internal IReadOnlyList<Standing> Standing => _standing;

    internal List<Warning> Warnings { get; } = [];

    /// <summary>Settles a prefix of a stream; annotations asserted after the bound are not looked at.</summary>
    internal static Resolution Of(IReadOnlyList<Entry> entries, DateTimeOffset? assertedUntil)
    {
        var resolution = new Resolution(entries, assertedUntil);
        if (entries.Any(e => e.Data is Annotation))
            resolution.Settle();
        else
            resolution._standing.AddRange(
                entries.Where(e => e.Data is Development).Select(e => new Standing(e, (Development)e.Data, [], [], []))
            );
        return resolution;
    }

    private void Settle()
    {
        for (var i = 0; i < _entries.Count; i++)
            _places[_entries[i].Id] = i;
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            var entry = _entries[i];
            if (_retracted.Contains(entry.Id))
                continue;
            var corrected = Corrected(entry);
            if (corrected is Annotation annotation)
                Note(i, entry.Id, annotation);
            else if (corrected is Development development)
                _standing.Add(
                    new(
                        entry,
                        development,
                        [.. Corrections(entry.Id).Select(c => c.By)],
                        Of(_disputes, entry.Id),
                        Of(_corroborations, entry.Id)
                    )
                );
        }

        _standing.Reverse();
        Warnings.Reverse();
    }

    private void Note(int place, EventId id, Annotation annotation)
    {
        if (annotation.Attribution?.AssertedOn is { } assertedOn && assertedOn.Earliest > _assertedUntil)
            return;
        var target = annotation.Assertion;
        if (!_places.TryGetValue(target, out var targetPlace) || targetPlace >= place)
        {
            Warnings.Add(new("names_no_earlier_record", $"{id} is about {target}, which is no earlier record of this negotiation.", [id]));
            return;
        }

        switch (annotation)
        {
            case AssertionRetracted:
                _retracted.Add(target);
                break;
            case AssertionCorrected correction:
                Corrections(target).Insert(0, (id, correction.Patch));
                break;
            case AssertionDisputed:
                List(_disputes, target).Insert(0, id);
                break;
            case AssertionCorroborated:
                List(_corroborations, target).Insert(0, id);
                break;
        }
    }

    // All corrections of an entry are later than it, so they are known by the time the pass reaches it.
    private LedgerEvent Corrected(Entry entry)
    {
        if (!_corrections.TryGetValue(entry.Id, out var corrections))
            return entry.Data;
        if (entry.Data is AssertionCorrected correction)
            return corrections.Aggregate(correction, (c, next) => c with { Patch = Merge(c.Patch, next.Patch) });
        var row = EventNames.Of(entry.Data);
        JsonNode form = JsonSerializer.SerializeToNode(entry.Data, row.Shape)!;
        var standing = entry.Data;
        Warning? misfit = null;
        foreach (var (by, patch) in corrections)
        {
            form = MergePatch.Apply(form, JsonNode.Parse(patch.GetRawText()))!;
            var reading = EventShape.Read(form, row);
            if (reading.Data is not null)
                (standing, misfit) = (reading.Data, null);
            else
                misfit ??= Misfit(entry, by, reading.Problems[0]);
        }

        if (misfit is not null)
            Warnings.Add(misfit);
        return standing;
    }

    private static Warning Misfit(Entry entry, EventId by, Problem problem) =>
        new(
            "correction_does_not_fit",
            $"With {by} the record {entry.Id} no longer fits its type ({problem.Pointer}: {problem.Detail}); its last form that did is used.",
            [by, entry.Id]
        );

    private static JsonElement Merge(JsonElement patch, JsonElement change) =>
        JsonSerializer.SerializeToElement(
            MergePatch.Apply(JsonNode.Parse(patch.GetRawText()), JsonNode.Parse(change.GetRawText()))!,
            LedgerJson.Default.JsonNode
        );

    private List<(EventId By, JsonElement Patch)> Corrections(EventId id)
    {
        if (!_corrections.TryGetValue(id, out var list))
            list = [];
        return _corrections[id] = list;
    }

    private static List<EventId> List(Dictionary<EventId, List<EventId>> map, EventId id)
    {
        if (!map.TryGetValue(id, out var list))
            map[id] = list = [];
        return list;
    }

    private static List<EventId> Of(Dictionary<EventId, List<EventId>> map, EventId id) => map.TryGetValue(id, out var list) ? list : [];
}
