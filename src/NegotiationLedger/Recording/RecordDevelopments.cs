using System.Text.Json;

namespace NegotiationLedger.Recording;

/// <summary>
/// Decides whether developments, and records about records, may be recorded. Refused is only what cannot be a record at all: an unknown
/// party, proposal, source or speaker, a quotation that is not in its source, a date that is not valid or ends what it is to end before that begins,
/// a payload that does not fit its type.
/// Contradictions are recorded, with warnings.
/// </summary>
/// <param name="history">The negotiation as far as it is known; a longer one never refuses more.</param>
/// <param name="texts">The texts held of the sources that the drafts name.</param>
/// <param name="now">When they are recorded, for warnings of what is in the future; null for none of those.</param>
public sealed class RecordDevelopments(History history, IReadOnlyDictionary<SourceId, string> texts, DateTimeOffset? now = null)
{
    /// <summary>Decides on drafts together: all or nothing. Later drafts may refer to what earlier ones introduce.</summary>
    public Decision Decide(IReadOnlyList<Draft> drafts)
    {
        var (records, problems, readings) = Judge(drafts, CancellationToken.None);
        // What was made elsewhere may have been taken before this was asked.
        problems.AddRange(drafts.Zip(readings).SelectMany(r => NamedDates.Check(r.Second.Data).Select(problem => At(r.First, problem))));
        if (problems.Count > 0)
            return Decision.Refused(problems);
        var of = new RecordingWarnings(history, records, now);
        return new([.. records.Select((r, i) => new Decided(r.Id, r.Data, of.Of(r.Id, r.Data, readings[i].References)))], []);
    }

    /// <summary>Decides as <see cref="Decide"/> does, without warnings: of records that were made elsewhere nobody needs to be told.</summary>
    /// <param name="drafts">What is to be recorded.</param>
    /// <param name="cancellationToken">Ends the decision, which may be long.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Decision DecideWithoutWarnings(IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        var (records, problems, _) = Judge(drafts, cancellationToken);
        return problems.Count > 0 ? Decision.Refused(problems) : new([.. records.Select(r => new Decided(r.Id, r.Data, []))], []);
    }

    private (List<(EventId Id, LedgerEvent Data)> Records, List<Problem> Problems, List<ShapeReading> Readings) Judge(
        IReadOnlyList<Draft> drafts,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<Problem>();
        var readings = drafts.Select(draft => Read(draft, problems)).ToList();
        var introduced = history.Known.With(
            drafts.Zip(readings).Where(r => r.Second.Data is not null).Select(r => (r.First.Id, r.Second.Data!))
        );
        var records = new List<(EventId Id, LedgerEvent Data)>();
        var earlier = history.Known;
        for (var i = 0; i < drafts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = References.Check(readings[i].References, readings[i].Row, introduced, history.Registry).ToList();
            if (readings[i].Data is Annotation annotation)
                found.AddRange(AboutRecords.Check(annotation, earlier, introduced, history.Registry));
            problems.AddRange(found.Select(problem => At(drafts[i], problem)));
            if (readings[i].Data is not { } data)
                continue;
            records.Add((drafts[i].Id, found.Count > 0 ? data : Quoted(drafts[i], data, records, problems)));
            earlier = earlier.With([records[^1]]);
        }

        return (records, problems, readings);
    }

    /// <summary>What the recorder of some records should know of each, given the negotiation before them.</summary>
    public static IEnumerable<IReadOnlyList<Warning>> WarningsOf(
        History before,
        IReadOnlyList<(EventId Id, LedgerEvent Data)> records,
        DateTimeOffset? now = null
    )
    {
        var of = new RecordingWarnings(before, records, now);
        return records.Select(r => of.Of(r.Id, r.Data, ReferencesIn(r.Data)));
    }

    private static IReadOnlyList<IdReference> ReferencesIn(LedgerEvent data)
    {
        var row = EventNames.Of(data);
        return EventShape.Read(JsonSerializer.SerializeToElement(data, row.Shape), row).References;
    }

    private static ShapeReading Read(Draft draft, List<Problem> problems)
    {
        var row = RowOf(draft, problems);
        var reading = row is null ? new(null, [], []) : EventShape.Read(draft.Body, row) with { Row = row };
        problems.AddRange(reading.Problems.Select(problem => At(draft, problem)));
        return reading;
    }

    private static IEnumerable<string> TypeNames =>
        EventNames.All.Where(n => !n.Type.IsSubclassOf(typeof(Registration))).Select(n => n.Name);

    private static EventName? RowOf(Draft draft, List<Problem> problems)
    {
        if (draft.Body.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new(draft.Pointer, "A development is a JSON object."));
            return null;
        }

        string? name;
        try
        {
            name = draft.Body.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A name or the type is not valid Unicode; the reader throws on the first it meets.
            problems.AddRange(WellFormed.Check(draft.Pointer, draft.Body));
            return null;
        }

        var row = EventNames.Find(name);
        if (row is not null && !row.Type.IsSubclassOf(typeof(Registration)))
            return row;
        var problem =
            row is not null ? $"'{name}' is a registration: record it under /sources or /speakers."
            : name is null ? "'type' is required: the name of the development, such as proposal_rejected."
            : $"'{name}' is not a type of development.{Nearest.Question(name, TypeNames)} The types are: {string.Join(", ", TypeNames)}.";
        problems.Add(new(draft.Pointer + "/type", problem));
        return null;
    }

    private LedgerEvent Quoted(Draft draft, LedgerEvent data, List<(EventId, LedgerEvent)> earlier, List<Problem> problems)
    {
        var (checkedData, problem) = data switch
        {
            Development d => Quotes.Check(d, texts),
            AssertionCorrected c => Quotes.Check(draft.Id, c, history, earlier, texts),
            Annotation a => Quotes.Check(a, texts),
            _ => (data, null),
        };
        if (problem is not null)
            problems.Add(At(draft, problem));
        return checkedData;
    }

    private static Problem At(Draft draft, Problem problem) => problem with { Pointer = draft.Pointer + problem.Pointer };
}
