using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>What a row is.</summary>
public enum RowKind
{
    /// <summary>It may be recorded.</summary>
    Good,

    /// <summary>It is recorded already.</summary>
    Known,

    /// <summary>It cannot be recorded.</summary>
    Bad,

    /// <summary>It is not a record: the map says so, or it repeats an earlier row.</summary>
    Skipped,
}

/// <summary>What a row of a spreadsheet became.</summary>
/// <param name="Mapped">The row, and what it says.</param>
/// <param name="Kind">What it is.</param>
public sealed record JudgedRow(MappedRow Mapped, RowKind Kind)
{
    /// <summary>The id of its record; null for a row that has none.</summary>
    public EventId? Id { get; init; }

    /// <summary>What is to be recorded of a good row, with what its recorder should know.</summary>
    public Decided? Record { get; init; }

    /// <summary>The entry of a known row.</summary>
    public Entry? Entry { get; init; }

    /// <summary>Why the row is skipped; null for all others.</summary>
    public string? Because { get; init; }

    /// <summary>Why the row is bad; empty for all others.</summary>
    public IReadOnlyList<RowProblem> Problems { get; init; } = [];
}

/// <summary>Judges the rows of a spreadsheet: which may be recorded together, which are recorded already, which cannot be, and why.</summary>
/// <param name="history">The negotiation as far as it is known.</param>
/// <param name="texts">The texts held of the sources that the rows name.</param>
/// <param name="map">The map that read the rows.</param>
/// <param name="reading">The reading that they come from.</param>
/// <param name="now">When they are recorded, for warnings of what is in the future; null for none of those.</param>
public sealed class DecideImport(
    History history,
    IReadOnlyDictionary<SourceId, string> texts,
    ImportMap map,
    RowReading reading,
    DateTimeOffset? now = null
)
{
    private readonly Dictionary<EventId, Entry> _entries = history.Entries.ToDictionary(e => e.Id);

    /// <summary>Judges the rows. The good ones may be recorded together without the others; a row that needs a bad one is bad itself.</summary>
    public IReadOnlyList<JudgedRow> Decide(IReadOnlyList<MappedRow> rows)
    {
        var judged = new JudgedRow[rows.Count];
        var open = new Dictionary<int, Draft>();
        var naming = new Naming(history.Negotiation, map);
        for (var i = 0; i < rows.Count; i++)
        {
            judged[i] = naming.Name(rows[i]);
            if (judged[i].Kind is RowKind.Good && _entries.TryGetValue(judged[i].Id!.Value, out var entry))
                judged[i] = AgainstEntry(judged[i], entry);
            if (judged[i].Kind is RowKind.Good)
                open[i] = new(judged[i].Id!.Value, rows[i].Body, $"/{i}");
        }

        Judge(judged, open);
        return judged;
    }

    private void Judge(JudgedRow[] judged, Dictionary<int, Draft> open)
    {
        var dependence = new Dependence(judged, history.Known);
        RefuseUnfounded(judged, open, dependence);
        while (open.Count > 0)
        {
            var decision = new RecordDevelopments(history, texts, now).Decide([.. open.OrderBy(o => o.Key).Select(o => o.Value)]);
            foreach (var record in decision.Records.Zip(open.Keys.Order()))
                judged[record.Second] = judged[record.Second] with { Record = record.First };
            if (decision.Problems.Count == 0)
                return;
            foreach (var found in decision.Problems.GroupBy(p => PlaceOf(p.Pointer).Index))
                Refuse(judged, open, found.Key, found.Select(p => (PlaceOf(p.Pointer).Pointer, p.Detail)));
            RefuseUnfounded(judged, open, dependence);
        }
    }

    private void RefuseUnfounded(JudgedRow[] judged, Dictionary<int, Draft> open, Dependence dependence)
    {
        foreach (var (index, problems) in dependence.Unfounded(judged))
            Refuse(judged, open, index, problems);
    }

    private void Refuse(JudgedRow[] judged, Dictionary<int, Draft> open, int index, IEnumerable<(string Pointer, string Detail)> problems)
    {
        var row = judged[index];
        judged[index] = row with
        {
            Kind = RowKind.Bad,
            Problems = [.. row.Problems, .. problems.Select(p => reading.Blame(row.Mapped, p.Pointer, p.Detail))],
        };
        open.Remove(index);
    }

    // The id stands for what the row says, so that only a row with a name of its own can say something else than its entry does.
    private static JudgedRow AgainstEntry(JudgedRow row, Entry entry)
    {
        var type = EventNames.Of(entry.Data);
        var said = row.Mapped.Type == type.Name ? EventShape.Read(row.Mapped.Body, type).Data : null;
        if (said is not null && JsonNode.DeepEquals(Plain(said), Plain(entry.Data)))
            return row with { Kind = RowKind.Known, Entry = entry };
        var problem = new RowProblem(
            row.Mapped.Row.Line,
            null,
            null,
            $"'{Sheet.Shown(row.Mapped.Key ?? "")}' is already recorded, as @{entry.Sequence}, with other content. The ledger never overwrites: correct it with an assertion_corrected of {entry.Id}, or give the row another key.",
            ""
        );
        return row with { Kind = RowKind.Bad, Problems = [problem] };
    }

    // Where the words stand in their source is found when they are recorded.
    private static JsonNode? Plain(LedgerEvent data)
    {
        var json = JsonSerializer.SerializeToNode(data, EventNames.Of(data).Shape);
        if (json?["attribution"]?["quote"] is JsonObject quote)
        {
            quote.Remove("start");
            quote.Remove("end");
            quote.Remove("check");
        }

        return json;
    }

    private static (int Index, string Pointer) PlaceOf(string pointer)
    {
        var parts = pointer.Split('/', 3);
        return (int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), parts.Length < 3 ? "" : "/" + parts[2]);
    }
}
