using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Accounts;

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

/// <summary>A record of any kind with all that is recorded about it, whether it stands or not.</summary>
/// <param name="Entry">The entry as recorded.</param>
/// <param name="Data">Its standing form; the last one of a record that was withdrawn.</param>
/// <param name="Fates">What became of it, in sequence order.</param>
internal sealed record Settled(Entry Entry, LedgerEvent Data, IReadOnlyList<Fate> Fates);

/// <summary>
/// Settles records about records, in one pass from the highest sequence down: an entry stands unless a standing retraction names it, so a
/// retracted retraction restores. Standing corrections apply to the original in sequence order; correcting a correction patches its patch.
/// </summary>
internal sealed class Resolution
{
    private readonly Entry[] _entries;
    private readonly HomeZone _zone;
    private readonly DatedInstant? _assertedUntil;
    private readonly bool _followsWithdrawn;
    private readonly Dictionary<EventId, int> _places = [];
    private readonly HashSet<EventId> _retracted = [];

    // The pass comes to a record from those about it, the last first; once it has come to it, its lists are in sequence order.
    private readonly Dictionary<EventId, List<(EventId By, JsonElement Patch)>> _corrections = [];
    private readonly Dictionary<EventId, List<EventId>> _disputes = [];
    private readonly Dictionary<EventId, List<EventId>> _corroborations = [];
    private readonly Dictionary<EventId, List<Fate>> _fates = [];
    private readonly List<Standing> _standing = [];
    private readonly List<Settled> _settled = [];

    private Resolution(IReadOnlyList<Entry> entries, HomeZone zone, Bound? assertedUntil, bool followsWithdrawn)
    {
        // They are gone through by place, which an immutable list is slow at.
        _entries = entries as Entry[] ?? [.. entries];
        (_zone, _assertedUntil) = (zone, assertedUntil?.EndIn(zone));
        _followsWithdrawn = followsWithdrawn;
    }

    /// <summary>The standing developments, in sequence order.</summary>
    internal IReadOnlyList<Standing> Standing => _standing;

    /// <summary>Every record with its fates, in sequence order, where withdrawn records are followed; none of annotations asserted after the bound.</summary>
    internal IReadOnlyList<Settled> Settled => _settled;

    internal List<Warning> Warnings { get; } = [];

    /// <summary>Settles a prefix of a stream; annotations asserted after the bound are not looked at.</summary>
    /// <param name="entries">The prefix, in sequence order.</param>
    /// <param name="zone">Where dates without an offset are read.</param>
    /// <param name="assertedUntil">The bound; null for none.</param>
    /// <param name="followsWithdrawn">Whether what became of withdrawn records is wanted too.</param>
    internal static Resolution Of(IReadOnlyList<Entry> entries, HomeZone zone, Bound? assertedUntil, bool followsWithdrawn = false)
    {
        var resolution = new Resolution(entries, zone, assertedUntil, followsWithdrawn);
        if (followsWithdrawn || resolution._entries.Any(e => e.Data is Annotation))
            resolution.Settle();
        else
            resolution._standing.AddRange(
                resolution._entries.Where(e => e.Data is Development).Select(e => new Standing(e, (Development)e.Data, [], [], []))
            );
        return resolution;
    }

    private void Settle()
    {
        _places.EnsureCapacity(_entries.Length);
        for (var i = 0; i < _entries.Length; i++)
            _places[_entries[i].Id] = i;
        for (var i = _entries.Length - 1; i >= 0; i--)
        {
            var stands = !_retracted.Contains(_entries[i].Id);
            if (stands || _followsWithdrawn)
                Settle(i, stands);
        }

        _standing.Reverse();
        _settled.Reverse();
        Warnings.Reverse();
    }

    private void Settle(int place, bool stands)
    {
        var entry = _entries[place];
        var id = entry.Id;
        var (changes, fates) = (InOrder(_corrections, id), InOrder(_fates, id));
        var corrected = changes.Count == 0 ? entry.Data : Corrected(entry, changes);
        if (corrected is Annotation { Attribution.AssertedOn: { } assertedOn } && assertedOn.EarliestIn(_zone) > _assertedUntil)
            return;
        if (_followsWithdrawn)
            _settled.Add(new(entry, corrected, fates));
        if (corrected is Annotation annotation)
            Note(place, entry, annotation, stands);
        else if (stands && corrected is Development development)
            _standing.Add(new(entry, development, [.. changes.Select(c => c.By)], InOrder(_disputes, id), InOrder(_corroborations, id)));
    }

    private void Note(int place, Entry by, Annotation annotation, bool stands)
    {
        var (id, target) = (by.Id, annotation.Assertion);
        if (!_places.TryGetValue(target, out var targetPlace) || targetPlace >= place)
        {
            Warnings.Add(
                new("names_no_earlier_record", $"{id} is about {target}, which is not an earlier record of this negotiation.", [id])
            );
            return;
        }

        if (_followsWithdrawn)
            List(_fates, target).Add(new(Fate.KindOf(annotation), by, annotation, stands));
        if (stands)
            Apply(id, annotation);
    }

    private void Apply(EventId id, Annotation annotation)
    {
        var target = annotation.Assertion;
        switch (annotation)
        {
            case AssertionRetracted:
                _retracted.Add(target);
                break;
            case AssertionCorrected correction:
                List(_corrections, target).Add((id, correction.Patch));
                break;
            case AssertionDisputed:
                List(_disputes, target).Add(id);
                break;
            case AssertionCorroborated:
                List(_corroborations, target).Add(id);
                break;
        }
    }

    /// <summary>What each standing correction did to a record that was settled, in sequence order.</summary>
    internal IReadOnlyList<Correction> CorrectionsOf(EventId id)
    {
        var steps = new List<Correction>();
        if (_places.TryGetValue(id, out var place) && _corrections.TryGetValue(id, out var changes))
            Step(_entries[place], changes, steps);
        return steps;
    }

    // All corrections of an entry are later than it, so they are known by the time the pass reaches it.
    private LedgerEvent Corrected(Entry entry, List<(EventId By, JsonElement Patch)> changes)
    {
        if (entry.Data is AssertionCorrected correction)
            return correction with { Patch = Element(Merged(JsonNode.Parse(correction.Patch.GetRawText()), changes)) };
        // Mostly the last form fits, and those on the way to it need not be read.
        var row = EventNames.Of(entry.Data);
        var form = Merged(JsonSerializer.SerializeToNode(entry.Data, row.Shape), changes);
        if (form is not null && EventShape.Read(form, row).Data is { } last)
            return last;
        var (standing, misfit) = Step(entry, changes, steps: null);
        if (misfit is not null)
            Warnings.Add(misfit);
        return standing;
    }

    private static (LedgerEvent Standing, Warning? Misfit) Step(
        Entry entry,
        List<(EventId By, JsonElement Patch)> changes,
        List<Correction>? steps
    )
    {
        if (entry.Data is AssertionCorrected correction)
            return (Repatched(correction, changes, steps), null);
        var row = EventNames.Of(entry.Data);
        JsonNode form = JsonSerializer.SerializeToNode(entry.Data, row.Shape)!;
        var standing = entry.Data;
        Warning? misfit = null;
        foreach (var (by, patch) in changes)
        {
            form = MergePatch.Into(form, JsonNode.Parse(patch.GetRawText()))!;
            var reading = EventShape.Read(form, row);
            steps?.Add(new(by, standing, reading.Data ?? standing));
            if (reading.Data is not null)
                (standing, misfit) = (reading.Data, null);
            else
                misfit ??= Misfit(entry, by, reading.Problems[0]);
        }

        return (standing, misfit);
    }

    private static AssertionCorrected Repatched(
        AssertionCorrected correction,
        List<(EventId By, JsonElement Patch)> changes,
        List<Correction>? steps
    )
    {
        foreach (var change in changes)
        {
            var before = correction;
            correction = before with { Patch = Element(Merged(JsonNode.Parse(before.Patch.GetRawText()), [change])) };
            steps?.Add(new(change.By, before, correction));
        }

        return correction;
    }

    private static JsonNode? Merged(JsonNode? form, List<(EventId By, JsonElement Patch)> changes) =>
        changes.Aggregate(form, (merged, change) => MergePatch.Into(merged, JsonNode.Parse(change.Patch.GetRawText())));

    private static JsonElement Element(JsonNode? node) => JsonSerializer.SerializeToElement(node!, LedgerJson.Default.JsonNode);

    private static Warning Misfit(Entry entry, EventId by, Problem problem) =>
        new(
            "correction_does_not_fit",
            $"With {by} the record {entry.Id} no longer fits its type ({problem.Pointer}: {problem.Detail}); the last form that did fit is used.",
            [by, entry.Id]
        );

    private static List<T> List<T>(Dictionary<EventId, List<T>> map, EventId id)
    {
        if (!map.TryGetValue(id, out var list))
            map[id] = list = [];
        return list;
    }

    private static List<T> InOrder<T>(Dictionary<EventId, List<T>> map, EventId id)
    {
        if (!map.TryGetValue(id, out var list))
            return [];
        list.Reverse();
        return list;
    }
}
