using System.Text.Json;

namespace NegotiationLedger.Store.Audit;

/// <summary>Works out what entries of some negotiations change in the audit index. It asks the index what came before, a bounded number of statements for any number of entries.</summary>
internal sealed class AuditWork(IReadOnlyList<Entry> entries, AuditContext context, SourceLanguages languages)
{
    /// <summary>So many records may bear on the form of one before its forms are no longer kept.</summary>
    public const int MostShapers = 16;

    private const int ShapedAtOnce = 32;

    private readonly AuditChanges _changes = new();
    private readonly Dictionary<EventId, Bearing> _bearings = [];
    private readonly Dictionary<long, List<Entry>> _shapers = [];
    private readonly List<(long Turned, Bearing To)> _turns = [];
    private readonly HashSet<long> _tangles = [];

    /// <summary>The changes.</summary>
    public async Task<AuditChanges> Run()
    {
        var named = entries.Where(e => e.Data is Annotation).SelectMany(NamedBy).ToHashSet();
        named.ExceptWith(entries.Select(e => e.Id));
        foreach (var (id, bearing) in await context.Bearings(named))
            _bearings.Add(id, bearing);
        foreach (var entry in entries)
            Take(entry);
        await Turn();
        await Shape();
        return _changes;
    }

    // The record that it names and, for a correction, the one that it turns another to.
    private static IEnumerable<EventId> NamedBy(Entry entry)
    {
        yield return ((Annotation)entry.Data).Assertion;
        if (TurnsTo(entry.Data) is { } id)
            yield return id;
    }

    private static EventId? TurnsTo(LedgerEvent data) =>
        data is AssertionCorrected { Patch.ValueKind: JsonValueKind.Object } correction
        && correction.Patch.TryGetProperty("assertion", out var other)
        && EventId.TryParse(other.ToString(), out var id)
            ? id
            : null;

    private void Take(Entry entry)
    {
        var bearing = entry.Data is Annotation note
            ? Bearing.Of(entry, Earlier(note.Assertion, entry))
            : new Bearing(entry.Sequence, entry.Stream, entry.Data.GetType(), Shapes: null);
        _bearings[entry.Id] = bearing;
        _changes.Add(AssertionRow.Of(entry, languages) with { Shapes = bearing.Shapes });
        if (entry.Data is not Annotation annotation)
            return;
        if (Earlier(annotation.Assertion, entry) is { } about)
            _changes.Note(about.Sequence, entry.Sequence, entry.Stream, Fate.KindOf(annotation));
        if (bearing.Shapes is not { } shaped)
            return;
        if (!_shapers.TryGetValue(shaped, out var shapers))
            _shapers[shaped] = shapers = [];
        shapers.Add(entry);
        if (TurnsTo(entry.Data) is { } id && Earlier(id, entry) is { } to)
            _turns.Add((shaped, to));
    }

    private Bearing? Earlier(EventId id, Entry than) =>
        _bearings.TryGetValue(id, out var found) && found.Stream == than.Stream && found.Sequence < than.Sequence ? found : null;

    // A record about a record that a correction turns to another may be about either. Where that would change forms in turn, they are given up.
    private async Task Turn()
    {
        if (_turns.Count == 0)
            return;
        var known = _bearings.Values.DistinctBy(b => b.Sequence).ToDictionary(b => b.Sequence);
        foreach (var bearing in await context.BearingsAt(_turns.Select(t => t.Turned).Where(s => !known.ContainsKey(s)).ToHashSet()))
            known.Add(bearing.Sequence, bearing);
        foreach (var (turned, to) in _turns)
        {
            if (!known.TryGetValue(turned, out var record) || !record.CanTurn || to.Sequence >= turned)
                continue;
            _changes.Note(to.Sequence, turned, record.Stream, record.Fate);
            if (record.Fate is not FateKind.Retracted)
                continue;
            foreach (var shaped in new[] { record.Shapes, to.Withdrawn }.OfType<long>())
                _tangles.Add(shaped);
        }
    }

    private async Task Shape()
    {
        var fresh = entries.ToDictionary(e => e.Sequence);
        foreach (var some in _shapers.Keys.Concat(_tangles).Distinct().Order().Chunk(ShapedAtOnce))
        {
            var earlier = await context.Shapes([.. some.Where(s => !fresh.ContainsKey(s))]);
            foreach (
                var shape in earlier.Concat(some.Where(fresh.ContainsKey).Select(s => new Shape(fresh[s], [], [], 0, IsTangled: false)))
            )
                Shape(shape, _shapers.GetValueOrDefault(shape.Record.Sequence) ?? []);
        }
    }

    private void Shape(Shape shape, List<Entry> added)
    {
        if (!shape.IsTangled && !_tangles.Contains(shape.Record.Sequence) && shape.Shapers.Count + added.Count <= MostShapers)
        {
            Reshape(shape, added);
            return;
        }

        if (!shape.IsTangled)
            _changes.Tangle(shape.Record.Sequence);
        if (shape.Record.Data is not Development development)
            return;
        foreach (var correction in shape.Shapers.Concat(added).Select(e => e.Data).OfType<AssertionCorrected>())
        {
            if (DateOf(correction) is { } date)
                _changes.Dates.Add(new(date, shape.Record.Sequence));
        }

        if (!shape.IsTangled)
            _changes.Dates.Add(new(development.Occurred.Earliest.UtcDateTime, shape.Record.Sequence));
    }

    private static DateTime? DateOf(AssertionCorrected correction) =>
        correction.Patch.ValueKind is JsonValueKind.Object
        && correction.Patch.TryGetProperty("occurred", out var occurred)
        && occurred.ValueKind is JsonValueKind.String
        && Edtf.TryParse(occurred.GetString()!, out var date, out _)
            ? date.Earliest.UtcDateTime
            : null;

    // A correction has no other form to be found by: what is corrected in it is its patch.
    private void Reshape(Shape shape, List<Entry> added)
    {
        var seen = shape.Forms.Append(shape.Record.Data).Select(AuditForm.Of).ToHashSet(StringComparer.Ordinal);
        var strand = new List<Entry>([shape.Record, .. shape.Shapers]);
        foreach (var entry in added)
        {
            strand.Add(entry);
            var form = AuditForm.StandingOf(strand);
            if (seen.Add(AuditForm.Of(form)))
                _changes.AddForm(AssertionRow.Of(shape.Record, form, entry.Sequence, languages), shape.Fates);
        }
    }
}
