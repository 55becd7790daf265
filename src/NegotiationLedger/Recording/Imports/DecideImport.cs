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
        if (history.Version == 0 && map.Opening.Count == 0)
            RefuseAll(
                judged,
                $"There is no negotiation '{history.Negotiation}': open it first, or say in the map under 'open' how such a row opens it."
            );
        NewIntroductions.Give(judged, history);
        var records = Judge(judged, [.. missing.Select(m => m.Retraction).OfType<Draft>()]);
        return new(judged, [.. missing.Select(m => new MissingRow(m.Entry, records.Find(r => r.Id == m.Retraction?.Id)))], superseded);
    }

    private void RefuseAll(JudgedRow[] judged, string detail)
    {
        for (var i = 0; i < judged.Length; i++)
        {
            if (judged[i].IsToRecord)
                judged[i] = Refused(judged[i], [("/negotiation", detail)]);
        }
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
        var dependence = new Dependence(judged, history.Negotiation, history.Known);
        RefuseUnfounded(judged, dependence);
        while (true)
        {
            var drafts = DraftsOf(judged, "/introduction", row => row.IntroductionDrafts)
                .OrderBy(d => d.Id == OpeningId ? 0 : 1)
                .Concat(DraftsOf(judged, "", row => row.Drafts))
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

    private static IEnumerable<Draft> DraftsOf(JudgedRow[] judged, string at, Func<JudgedRow, IReadOnlyList<Draft>> of) =>
        judged.SelectMany((row, i) => row.IsToRecord ? of(row).Select(d => d with { Pointer = $"/{i}{at}" }) : []);

    private static void Give(JudgedRow[] judged, IReadOnlyList<Decided> records)
    {
        var decided = records.ToDictionary(r => r.Id);
        for (var i = 0; i < judged.Length; i++)
        {
            if (judged[i].IsToRecord)
                judged[i] = judged[i] with
                {
                    Introductions = [.. judged[i].IntroductionDrafts.Select(d => decided[d.Id])],
                    Records = [.. judged[i].Drafts.Select(d => decided[d.Id])],
                };
        }
    }

    private void RefuseUnfounded(JudgedRow[] judged, Dependence dependence)
    {
        var opener = Array.FindIndex(judged, row => row.IntroductionDrafts.Any(d => d.Id == OpeningId));
        if (history.Version == 0 && opener >= 0 && !judged[opener].IsToRecord)
            RefuseAll(
                judged,
                $"The negotiation is opened by line {judged[opener].Mapped.Row.Line}, which cannot be recorded: correct that row first."
            );
        foreach (var (index, problems) in dependence.Unfounded(judged))
            judged[index] = Refused(judged[index], problems);
    }

    private EventId OpeningId => RowId.OfIntroduction(history.Negotiation, "opening", history.Negotiation.Value);

    private JudgedRow Refused(JudgedRow row, IEnumerable<(string Pointer, string Detail)> problems) =>
        row with
        {
            Kind = RowKind.Bad,
            Problems = [.. row.Problems, .. problems.Select(p => Blame(row.Mapped, p.Pointer, p.Detail))],
        };

    private RowProblem Blame(MappedRow row, string pointer, string detail) =>
        pointer.StartsWith("/introduction", StringComparison.Ordinal)
            ? new(row.Row.Line, null, null, $"What the row opens or who joins by it: {pointer["/introduction".Length..]}: {detail}", "")
            : reading.Blame(row, pointer, detail);

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
