using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>
/// Compares the rows of a sheet that are known by their keys with what its editions said of them before. Which document an edition is, is no
/// part of what a row says; what a recorder corrected by hand is left alone where the sheet says what it always said.
/// </summary>
/// <param name="history">The negotiation.</param>
/// <param name="map">The map that read the rows.</param>
/// <param name="reading">The reading that the rows come from.</param>
/// <param name="revising">What the sheet may do.</param>
internal sealed class Revision(History history, ImportMap map, RowReading reading, Revising revising)
{
    private readonly KeyedRecords _records = new(history);
    private readonly Editions _editions = new(history);
    private readonly List<Comparison> _comparisons = [];
    private SourceId? _edition;

    /// <summary>A row beside its record.</summary>
    /// <param name="Place">Its place among the rows.</param>
    /// <param name="Record">The record.</param>
    /// <param name="Said">What the row says.</param>
    /// <param name="Was">What the sheet said last, in comparable form.</param>
    /// <param name="Now">What the row says, in comparable form.</param>
    /// <param name="IsEarlier">Whether the same document said just this before it said something else.</param>
    private sealed record Comparison(int Place, KeyedRecord Record, LedgerEvent Said, JsonObject Was, JsonObject Now, bool IsEarlier)
    {
        internal bool IsSameType => EventNames.Of(Said) == EventNames.Of(Record.Entry.Data);

        internal bool IsEqual => IsSameType && JsonNode.DeepEquals(Was, Now);

        /// <summary>Whether an edition withdrew the record; what a person withdrew stays so.</summary>
        internal bool IsDropped => Record.Withdrawal is { } withdrawal && RowId.IsOne(withdrawal.By.Id);
    }

    /// <summary>Judges rows that are good so far, in place.</summary>
    internal (IReadOnlyList<(Entry Entry, Draft? Retraction)> Missing, Supersession? Superseded) Judge(JudgedRow[] rows)
    {
        _edition = EditionOf(rows);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] is { Kind: RowKind.Good, Mapped.Key: { } key } && _records.Of(key) is { } record)
                rows[i] = Compare(i, rows[i], record);
        }

        var superseded = Superseded(rows);
        foreach (var comparison in _comparisons)
            rows[comparison.Place] = superseded is null
                ? Revised(rows[comparison.Place], comparison)
                : Passed(rows[comparison.Place], comparison);
        if (superseded is not null)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (rows[i].Kind is RowKind.Good)
                    rows[i] = rows[i] with { Kind = RowKind.Superseded, Because = "a later edition does not have it" };
            }
        }

        return (superseded is null && IsRevising ? [.. Missing(rows)] : [], superseded);
    }

    // The one document that the map itself names for every row.
    private static SourceId? EditionOf(JudgedRow[] rows)
    {
        var named = rows.Where(r => r.Mapped.OfEdition.Contains(MappedRow.SourceField))
            .Select(r => r.Mapped.Body.GetProperty("attribution").GetProperty("source").GetString()!)
            .Distinct()
            .Take(2)
            .ToList();
        return named is [var one] && Slug.IsValid(one) ? new(one) : null;
    }

    private JudgedRow Compare(int place, JudgedRow row, KeyedRecord record)
    {
        var type = EventNames.Find(row.Mapped.Type)!;
        var read = EventShape.Read(row.Mapped.Body, type);
        if (read.Data is not { } said)
            return row with
            {
                Kind = RowKind.Bad,
                Problems = [.. read.Problems.Select(p => reading.Blame(row.Mapped, p.Pointer, p.Detail))],
            };
        var now = Comparable(said, row.Mapped);
        var was = Comparable(record.Last.Data, row.Mapped);
        var isEarlier = record
            .Sayings.SkipLast(1)
            .Any(s =>
                (s.Source == said.Attribution?.Source || _edition is null)
                && EventNames.Of(s.Data) == type
                && JsonNode.DeepEquals(Comparable(s.Data, row.Mapped), now)
            );
        _comparisons.Add(new(place, record, said, was, now, isEarlier));
        return row with { Id = record.Entry.Id, Entry = record.Entry };
    }

    private Supersession? Superseded(JudgedRow[] rows)
    {
        var differing = _comparisons.Where(c => !c.IsEqual || c.IsDropped).ToList();
        if (_edition is { } edition)
        {
            // What a later edition says of the rows here, or of those that it alone has.
            var later = _comparisons
                .SelectMany(LastWords)
                .Concat(IsRevising && _comparisons.Count > 0 ? MissingRecords(rows).Select(r => r.Last.Source).OfType<SourceId>() : [])
                .FirstOrDefault(source => _editions.IsOlder(edition, source));
            if (later != default)
                return new(edition, later, differing.Count);
        }

        // The same document throughout: an older file says nothing that was not said before.
        var compared = _comparisons.Select(c => c.Place).ToHashSet();
        var isOld =
            differing.Count > 0
            && differing.TrueForAll(c => c.IsEarlier || (c.IsDropped && !IsNewTo(c)))
            && !rows.Where((r, i) => r.Kind is RowKind.Good && !compared.Contains(i)).Any();
        return isOld ? new(_edition, null, differing.Count) : null;
    }

    private bool IsRevising => revising is Revising.Corrections or Revising.CorrectionsAndRetractions;

    private bool IsNewTo(Comparison comparison) =>
        _edition is { } edition && comparison.Record.Withdrawal!.Annotation.Attribution is { } by && by.Source != edition;

    private static IEnumerable<SourceId> LastWords(Comparison comparison)
    {
        if (comparison.Record.Last.Source is { } source)
            yield return source;
        if (comparison is { IsDropped: true, Record.Withdrawal.Annotation.Attribution: { } withdrawal })
            yield return withdrawal.Source;
    }

    private static JudgedRow Passed(JudgedRow row, Comparison comparison) =>
        comparison is { IsEqual: true, IsDropped: false }
            ? row with
            {
                Kind = RowKind.Known,
            }
            : row with
            {
                Kind = RowKind.Superseded,
                Because = comparison.IsDropped
                    ? $"a later edition dropped it, as @{comparison.Record.Withdrawal!.By.Sequence}"
                    : $"a later edition says something else, as @{comparison.Record.Last.By.Sequence}",
            };

    private JudgedRow Revised(JudgedRow row, Comparison comparison)
    {
        var record = comparison.Record;
        if (record.Withdrawal is { } withdrawal && !comparison.IsDropped)
            return row with { Kind = RowKind.Known, Because = $"its record was retracted, as @{withdrawal.By.Sequence}" };
        if (comparison is { IsEqual: true, IsDropped: false })
            return row with { Kind = RowKind.Known };
        var patch = comparison.IsSameType ? BodyDifference.Patch(comparison.Was, comparison.Now) : [];
        // Someone corrected it by hand to what the sheet says now.
        if (comparison is { IsSameType: true, IsDropped: false } && Stands(record, patch))
            return row with { Kind = RowKind.Known };
        var changes = Changes(row.Mapped, comparison).ToList();
        if (revising is Revising.Nothing)
            return Refused(row, comparison, changes);
        var drafts = comparison.IsSameType ? Corrected(row.Mapped, comparison, patch, changes) : Replaced(row.Mapped, comparison);
        return row with
        {
            Kind = RowKind.Changed,
            Id = comparison.IsSameType ? row.Id : drafts[^1].Id,
            Changes = changes,
            Drafts = drafts,
            Revised = comparison.Said,
        };
    }

    private static bool Stands(KeyedRecord record, JsonObject patch)
    {
        var standing = JsonSerializer.SerializeToNode(record.Standing, EventNames.Of(record.Standing).Shape);
        return JsonNode.DeepEquals(MergePatch.Apply(standing, patch), standing);
    }

    private static JudgedRow Refused(JudgedRow row, Comparison comparison, List<FieldChange> changes)
    {
        var what = comparison.IsDropped
            ? "was dropped by another edition"
            : $"is already recorded, as @{comparison.Record.Entry.Sequence}, with other content ({string.Join("; ", changes.Take(3).Select(InWords))}{(changes.Count > 3 ? "; …" : "")})";
        var detail =
            $"'{Sheet.Shown(row.Mapped.Key ?? "")}' {what}. If this is a newer edition, load it with --revise (\"revise\": true): the records are then corrected. Or give the row another key.";
        var column = changes.Count == 1 ? changes[0].Column : null;
        return row with { Kind = RowKind.Bad, Problems = [new(row.Mapped.Row.Line, column, null, detail, "")] };
    }

    private IEnumerable<FieldChange> Changes(MappedRow row, Comparison comparison)
    {
        if (!comparison.IsSameType)
            return
            [
                new(
                    "/type",
                    reading.ColumnOf(row, "/type"),
                    EventNames.Of(comparison.Record.Entry.Data).Name,
                    EventNames.Of(comparison.Said).Name
                ),
            ];
        return BodyDifference
            .Fields(comparison.Was, comparison.Now)
            .Select(f => new FieldChange(f.Pointer, reading.ColumnOf(row, f.Pointer), Text(f.Was), Text(f.Now)));
    }

    private List<Draft> Corrected(MappedRow row, Comparison comparison, JsonObject patch, List<FieldChange> changes)
    {
        var (record, drafts) = (comparison.Record, new List<Draft>());
        if (record.Withdrawal is { } withdrawal)
            drafts.Add(About("assertion_retracted", withdrawal.By.Id, record, row, "The edition has this row again."));
        if (patch.Count > 0)
            drafts.Add(
                About(
                    "assertion_corrected",
                    record.Entry.Id,
                    record,
                    row,
                    $"The edition says otherwise: {Cut(string.Join("; ", changes.Select(InWords)))}.",
                    patch
                )
            );
        return drafts;
    }

    // The type of a record cannot be corrected.
    private List<Draft> Replaced(MappedRow row, Comparison comparison)
    {
        var record = comparison.Record;
        var drafts = new List<Draft>();
        if (record.Withdrawal is null)
            drafts.Add(
                About("assertion_retracted", record.Entry.Id, record, row, $"The edition says that it was something else: {row.Type}.")
            );
        drafts.Add(new(RowId.OfKey(history.Negotiation, row.Key!, record.Ordinal + 1), row.Body));
        return drafts;
    }

    private Draft About(string type, EventId assertion, KeyedRecord record, MappedRow row, string reason, JsonObject? patch = null)
    {
        var source = row.Body.GetProperty("attribution").GetProperty("source").GetString()!;
        var assertedOn = row.Body.GetProperty("attribution").GetProperty("assertedOn").GetString()!;
        return About(type, assertion, record, source, assertedOn, reason, patch);
    }

    private Draft About(
        string type,
        EventId assertion,
        KeyedRecord record,
        string? source,
        string? assertedOn,
        string reason,
        JsonObject? patch = null
    )
    {
        var body = new JsonObject
        {
            ["type"] = type,
            ["assertion"] = assertion.ToString(),
            ["reason"] = reason,
        };
        if (patch is not null)
            body["patch"] = patch.DeepClone();
        if (source is not null && (_editions.PublishedOf(new(source))?.Text ?? assertedOn) is { } said)
            body["attribution"] = new JsonObject
            {
                ["source"] = source,
                ["mode"] = "observed",
                ["assertedOn"] = said,
            };
        return new(
            RowId.OfRevision(assertion, record.State, body.ToJsonString()),
            JsonSerializer.SerializeToElement<JsonNode>(body, LedgerJson.Default.JsonNode)
        );
    }

    /// <summary>Standing records that an import made, that name an edition of this sheet, and that none of its rows has the key of.</summary>
    private IEnumerable<(Entry Entry, Draft? Retraction)> Missing(JudgedRow[] rows)
    {
        var assertedOn = rows.Select(r => r.Mapped.AssertedOn).LastOrDefault(on => on is not null);
        foreach (var record in MissingRecords(rows))
        {
            var entry = record.Entry;
            var retraction = About(
                "assertion_retracted",
                entry.Id,
                record,
                _edition is { } edition && history.Registry.Sources.ContainsKey(edition) ? edition.Value : null,
                assertedOn,
                "The edition no longer has this row."
            );
            yield return (entry, revising is Revising.CorrectionsAndRetractions ? retraction : null);
        }
    }

    // Those that stand, that an edition of this sheet spoke of, and that it has no row of.
    private IEnumerable<KeyedRecord> MissingRecords(JudgedRow[] rows)
    {
        var made = history
            .Entries.Where(e => e.Data is Development && RowId.IsOne(e.Id) && !IsIntroduction(e))
            .Select(_records.Of)
            .ToList();
        var editions = EditionsOf(made);
        var there = _comparisons.Select(c => c.Record.Entry.Id).Concat(rows.Select(r => r.Id).OfType<EventId>()).ToHashSet();
        return made.Where(r =>
            r.Withdrawal is null && !there.Contains(r.Entry.Id) && r.Sayings.Any(s => s.Source is { } source && editions.Contains(source))
        );
    }

    // Editions that spoke of one row belong together, whether or not this one has that row.
    private HashSet<SourceId> EditionsOf(List<KeyedRecord> made)
    {
        var groups = made.Concat(_comparisons.Select(c => c.Record))
            .Select(r => r.Sayings.Select(s => s.Source).OfType<SourceId>().ToHashSet())
            .ToHashSet(HashSet<SourceId>.CreateSetComparer());
        HashSet<SourceId> editions =
        [
            .. map.Editions,
            .. _edition is { } own ? [own] : Array.Empty<SourceId>(),
            .. _comparisons.SelectMany(c => c.Record.Sayings).Select(s => s.Source).OfType<SourceId>(),
        ];
        for (var before = 0; before < editions.Count; )
        {
            before = editions.Count;
            foreach (var group in groups.Where(g => g.Overlaps(editions)))
                editions.UnionWith(group);
        }

        return editions;
    }

    private bool IsIntroduction(Entry entry) =>
        entry.Data switch
        {
            PartyJoined joined => entry.Id == RowId.OfIntroduction(history.Negotiation, "party", joined.Party.Value),
            NegotiationOpened => entry.Id == RowId.OfIntroduction(history.Negotiation, "opening", history.Negotiation.Value),
            _ => false,
        };

    private static JsonObject Comparable(LedgerEvent data, MappedRow row)
    {
        var json = JsonSerializer.SerializeToNode(data, EventNames.Of(data).Shape)!.AsObject();
        if (json["attribution"] is not JsonObject attribution)
            return json;
        // Where the words stand in their source is found when they are recorded.
        if (attribution["quote"] is JsonObject quote)
        {
            foreach (var found in new[] { "start", "end", "check" })
                quote.Remove(found);
        }

        foreach (var field in row.OfEdition)
            attribution.Remove(field[(field.LastIndexOf('/') + 1)..]);
        return json;
    }

    private static string InWords(FieldChange change) =>
        $"{change.Column ?? change.Pointer} was {Quoted(change.Was)}, is {Quoted(change.Now)}";

    private static string Quoted(string? value) => value is null ? "empty" : $"'{Sheet.Shown(value)}'";

    private static string? Text(JsonNode? value) =>
        value is null ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : value.ToJsonString();

    private static string Cut(string text) => text.Length <= 1000 ? text : text[..997] + "...";
}
