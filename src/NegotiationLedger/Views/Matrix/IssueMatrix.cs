using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>How the parties stand to each other on an issue.</summary>
[JsonConverter(typeof(NamedValue<RowState>))]
public enum RowState
{
    /// <summary>No party is known to hold a position.</summary>
    Open,

    /// <summary>One party holds a position, and no other speaks to it.</summary>
    OneSided,

    /// <summary>Two or more parties hold positions, and they are not known to be the same.</summary>
    Conflicting,

    /// <summary>An agreement covers it, or every party with a position takes the same term.</summary>
    Agreed,
}

/// <summary>What kind of position a party holds.</summary>
[JsonConverter(typeof(NamedValue<PositionKind>))]
public enum PositionKind
{
    /// <summary>It demands something.</summary>
    Demands,

    /// <summary>It offered to give something up.</summary>
    Concedes,

    /// <summary>It offers a term.</summary>
    Offers,

    /// <summary>It takes a term on the table.</summary>
    Accepts,

    /// <summary>It refuses a term on the table.</summary>
    Rejects,
}

/// <summary>A position.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its words: the demand's, the concession's or the term's.</param>
/// <param name="Reference">The demand or proposal it is about.</param>
/// <param name="Since">From when.</param>
/// <param name="Occurred">The date as asserted.</param>
/// <param name="Viewpoints">Who says so, sorted.</param>
/// <param name="Events">The assertions of it.</param>
/// <param name="RedLine">Whether the party calls it not negotiable.</param>
/// <param name="Contested">Who says otherwise of it; absent when nobody does.</param>
public sealed record Position(
    PositionKind Kind,
    string? Text,
    string? Reference,
    DateTimeOffset Since,
    Edtf Occurred,
    IReadOnlyList<Viewpoint> Viewpoints,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool RedLine = false,
    IReadOnlyList<ContestedBy>? Contested = null
);

/// <summary>What one party holds on one issue.</summary>
/// <param name="Current">Its latest position in fold order.</param>
/// <param name="Others">Its other standing positions, latest first.</param>
public sealed record MatrixCell(Position Current, IReadOnlyList<Position> Others);

/// <summary>One issue.</summary>
/// <param name="State">How the parties stand to each other on it.</param>
/// <param name="Cells">The parties with a position, by id.</param>
public sealed record MatrixRow(RowState State, IReadOnlyDictionary<string, MatrixCell> Cells);

/// <summary>Issues by parties: where a reader sees what the talks are stuck on.</summary>
public sealed record IssueMatrix : IView<IssueMatrix>
{
    /// <inheritdoc/>
    public static string Name => "matrix";

    /// <inheritdoc/>
    public static int CodeVersion => 4;

    /// <summary>Title, parties and issues.</summary>
    public Frame Frame { get; init; } = new();

    /// <summary>The issues by id: those tabled, and those that a demand or a term names.</summary>
    public IReadOnlyDictionary<string, MatrixRow> Issues { get; init; } = View.Map<MatrixRow>();

    /// <summary>The fields on which accounts differ.</summary>
    public IReadOnlyList<ContestedField> Contested { get; init; } = [];

    [JsonIgnore]
    internal PartyDemands Demands { get; init; } = PartyDemands.Start;

    [JsonIgnore]
    internal ProposalBook Book { get; init; } = ProposalBook.Start;

    [JsonIgnore]
    internal ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Field<string>>> Concessions { get; init; } =
        View.Map<ImmutableSortedDictionary<string, Field<string>>>();

    [JsonIgnore]
    internal ImmutableSortedSet<string> AgreedIssues { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public static IssueMatrix Start { get; } = new();

    /// <inheritdoc/>
    public IssueMatrix Apply(Step step)
    {
        var next = this with { Demands = Demands.Apply(step), Book = Book.Apply(step) };
        return step.Data switch
        {
            ConcessionOffered { Issue: { } issue } e => next with
            {
                Concessions = Concessions.Change(issue.Value, View.Map<Field<string>>(), by => by.SayAt(e.Party.Value, step, e.Text)),
            },
            AgreementReached e when step.IsOverall => next with { AgreedIssues = AgreedIssues.Union(Covered(e)) },
            AgreementBreached { Issue: { } issue } when step.IsOverall => next with { AgreedIssues = AgreedIssues.Remove(issue.Value) },
            _ => next,
        };
    }

    /// <inheritdoc/>
    public IssueMatrix Finish(Frame frame, Lens lens, IReadOnlyList<Assertion> visible)
    {
        var settled = this with { Frame = frame, Book = Book.Finish(frame, lens, visible) };
        var rows = settled.Rows();
        return settled with
        {
            Issues = rows,
            Contested =
            [
                .. rows.SelectMany(row =>
                    row.Value.Cells.SelectMany(cell => ContestedOf($"/issues/{row.Key}/cells/{cell.Key}", cell.Value))
                ),
            ],
        };
    }

    // An agreement covers the issues of its terms, or those of the proposal it came from.
    private IEnumerable<string> Covered(AgreementReached e) =>
        e.Terms is { Count: > 0 } terms ? terms.Keys.Select(i => i.Value)
        : e.Proposal is { } proposal && Book.Proposals.TryGetValue(proposal.Value, out var known) ? known.TermTexts.Keys
        : [];

    private ImmutableSortedDictionary<string, MatrixRow> Rows()
    {
        var cells = Positions().ToLookup(p => p.Issue, StringComparer.Ordinal);
        return Frame
            .Issues.Keys.Concat(cells.Select(c => c.Key))
            .Distinct()
            .ToImmutableSortedDictionary(issue => issue, issue => RowOf(issue, cells[issue]), StringComparer.Ordinal);
    }

    private MatrixRow RowOf(string issue, IEnumerable<(string Issue, string Party, long Place, Position Position)> positions)
    {
        var cells = positions
            .GroupBy(p => p.Party)
            .ToImmutableSortedDictionary(
                g => g.Key,
                g =>
                {
                    var held = g.OrderByDescending(p => p.Place).Select(p => p.Position).ToList();
                    return new MatrixCell(held[0], held[1..]);
                },
                StringComparer.Ordinal
            );
        return new(AgreedIssues.Contains(issue) ? RowState.Agreed : StateOf(issue, cells), cells);
    }

    private RowState StateOf(string issue, ImmutableSortedDictionary<string, MatrixCell> cells)
    {
        if (cells.IsEmpty)
            return RowState.Open;
        if (Book.Proposals.Values.Any(p => p.IsOnTheTable && p.Terms.TryGetValue(issue, out var term) && term.IsAgreed))
            return RowState.Agreed;
        return cells.Count == 1 ? RowState.OneSided : RowState.Conflicting;
    }

    private IEnumerable<(string Issue, string Party, long Place, Position Position)> Positions() =>
        DemandPositions().Concat(ConcessionPositions()).Concat(TermPositions());

    private IEnumerable<(string, string, long, Position)> DemandPositions() =>
        from party in Demands.Parties
        from demand in party.Value.Demands
        where demand.Value is { IsUpheld: true, Issue: not null, Text: not null }
        let text = demand.Value.Text
        let position = Of(PositionKind.Demands, text.Value, demand.Key, text, [.. RivalsOf(text), .. RivalsOf(demand.Value.Status)])
        select (demand.Value.Issue!.Value.Value, party.Key, text.Place, position with { RedLine = demand.Value.RedLine?.Value == true });

    private IEnumerable<(string, string, long, Position)> ConcessionPositions() =>
        from issue in Concessions
        from party in issue.Value
        select (
            issue.Key,
            party.Key,
            party.Value.Place,
            Of(PositionKind.Concedes, party.Value.Value, null, party.Value, RivalsOf(party.Value))
        );

    private IEnumerable<(string, string, long, Position)> TermPositions()
    {
        foreach (var (id, proposal) in Book.Proposals.Where(p => p.Value.IsOnTheTable))
        {
            foreach (var (issue, text) in proposal.TermTexts)
            {
                if (proposal.By is { } by)
                    yield return (issue, by.Value.Value, text.Place, Of(PositionKind.Offers, text.Value, id, text, RivalsOf(text)));
                foreach (var (party, isYes) in proposal.TermAnswers.GetValueOrDefault(issue) ?? View.Map<Field<bool>>())
                    yield return (
                        issue,
                        party,
                        isYes.Place,
                        Of(isYes.Value ? PositionKind.Accepts : PositionKind.Rejects, text.Value, id, isYes, AnswersOf(isYes))
                    );
            }
        }
    }

    private static Position Of<T>(PositionKind kind, string text, string? reference, Field<T> field, IReadOnlyList<ContestedBy> rivals) =>
        new(
            kind,
            text,
            reference,
            field.Since,
            field.Occurred,
            field.Viewpoints,
            field.Events,
            Contested: rivals.Count == 0 ? null : rivals
        );

    private static IReadOnlyList<ContestedBy> RivalsOf<T>(Field<T>? field) => field.ContestedAs("").FirstOrDefault()?.Rivals ?? [];

    // What another account makes of a yes is a no, and the other way round.
    private static List<ContestedBy> AnswersOf(Field<bool> isYes) =>
        [
            .. RivalsOf(isYes)
                .Select(r =>
                    r.Value is null
                        ? r
                        : r with
                        {
                            Value = NamedValue<PositionKind>.NameOf(isYes.Value ? PositionKind.Rejects : PositionKind.Accepts),
                        }
                ),
        ];

    private static IEnumerable<ContestedField> ContestedOf(string place, MatrixCell cell) =>
        cell
            .Others.Select((position, i) => (Place: $"{place}/others/{i}", Position: position))
            .Prepend((Place: $"{place}/current", Position: cell.Current))
            .Where(p => p.Position.Contested is not null)
            .Select(p => new ContestedField(p.Place, p.Position.Text ?? "", p.Position.Contested!));
}
