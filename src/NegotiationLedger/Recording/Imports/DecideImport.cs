namespace NegotiationLedger.Recording.Imports;

/// <summary>Judges the rows of a spreadsheet: which may be recorded together, which are recorded already, which cannot be, and why.</summary>
/// <param name="history">The negotiation as far as it is known.</param>
/// <param name="texts">The texts held of the sources that the rows name.</param>
/// <param name="map">The map that read the rows.</param>
/// <param name="reading">The reading that they come from.</param>
/// <param name="now">When they are recorded, for warnings of what is in the future; null for none of those.</param>
/// <param name="revising">What the sheet may do to the records of its earlier editions.</param>
public sealed class DecideImport(
    History history,
    IReadOnlyDictionary<SourceId, string> texts,
    ImportMap map,
    RowReading reading,
    DateTimeOffset? now = null,
    Revising revising = Revising.Nothing
)
{
    /// <summary>Judges the rows. The good and the changed ones may be recorded together without the others; a row that needs a bad one is bad itself.</summary>
    public JudgedSheet Decide(IReadOnlyList<MappedRow> rows)
    {
        var naming = new Naming(history.Negotiation, map);
        JudgedRow[] judged = [.. rows.Select(naming.Name)];
        var (missing, superseded) = map.Key.Count > 0 ? new Revision(history, map, reading, revising).Judge(judged) : ([], null);
        if (map.Key.Count == 0)
            FindKnown(judged);
        var records = Judge(judged, [.. missing.Select(m => m.Retraction).OfType<Draft>()]);
        return new(judged, [.. missing.Select(m => new MissingRow(m.Entry, records.Find(r => r.Id == m.Retraction?.Id)))], superseded);
    }

    // The id stands for what the row says, so that an entry of that id says the same.
    private void FindKnown(JudgedRow[] judged)
    {
        var entries = history.Entries.Where(e => RowId.IsOne(e.Id)).ToDictionary(e => e.Id);
        for (var i = 0; i < judged.Length; i++)
        {
            if (judged[i] is { Kind: RowKind.Good, Id: { } id } && entries.TryGetValue(id, out var entry))
                judged[i] = judged[i] with { Kind = RowKind.Known, Entry = entry };
        }
    }

    // What is to be recorded beside the rows: it can be refused for nothing that a row says.
    private List<Decided> Judge(JudgedRow[] judged, IReadOnlyList<Draft> beside)
    {
        var dependence = new Dependence(judged, history.Known);
        RefuseUnfounded(judged, dependence);
        while (true)
        {
            var drafts = judged
                .SelectMany((row, i) => row.IsToRecord ? row.Drafts.Select(d => d with { Pointer = $"/{i}" }) : [])
                .Concat(beside)
                .ToList();
            if (drafts.Count == 0)
                return [];
            var decision = new RecordDevelopments(history, texts, now).Decide(drafts);
            if (decision.Problems.Count == 0)
            {
                Give(judged, decision.Records);
                return [.. decision.Records.TakeLast(beside.Count)];
            }

            foreach (var found in decision.Problems.GroupBy(p => PlaceOf(p.Pointer).Index))
                judged[found.Key] = Refused(judged[found.Key], found.Select(p => (PlaceOf(p.Pointer).Pointer, p.Detail)));
            RefuseUnfounded(judged, dependence);
        }
    }

    private static void Give(JudgedRow[] judged, IReadOnlyList<Decided> records)
    {
        var next = 0;
        for (var i = 0; i < judged.Length; i++)
        {
            if (!judged[i].IsToRecord)
                continue;
            judged[i] = judged[i] with { Records = [.. records.Skip(next).Take(judged[i].Drafts.Count)] };
            next += judged[i].Drafts.Count;
        }
    }

    private void RefuseUnfounded(JudgedRow[] judged, Dependence dependence)
    {
        foreach (var (index, problems) in dependence.Unfounded(judged))
            judged[index] = Refused(judged[index], problems);
    }

    private JudgedRow Refused(JudgedRow row, IEnumerable<(string Pointer, string Detail)> problems) =>
        row with
        {
            Kind = RowKind.Bad,
            Problems = [.. row.Problems, .. problems.Select(p => reading.Blame(row.Mapped, p.Pointer, p.Detail))],
        };

    // Of a correction the patch is what the row says.
    private static (int Index, string Pointer) PlaceOf(string pointer)
    {
        var parts = pointer.Split('/', 3);
        var rest = parts.Length < 3 ? "" : "/" + parts[2];
        return (
            int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
            rest.StartsWith("/patch/", StringComparison.Ordinal) ? rest["/patch".Length..] : rest
        );
    }
}
