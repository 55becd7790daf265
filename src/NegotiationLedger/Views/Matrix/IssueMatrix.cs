using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Issues by parties: where a reader sees what the talks are stuck on.</summary>
public sealed record IssueMatrix : IView<IssueMatrix>
{
    // A position that nothing happened to stays the same object from view to view, so that what two views share can be seen.
    private static readonly ConditionalWeakTable<Demand, Position> OfDemands = [];
    private static readonly ConditionalWeakTable<Proposal, Dictionary<string, Held[]>> OfTerms = [];

    /// <inheritdoc/>
    public static string Name => "matrix";

    /// <inheritdoc/>
    public static int CodeVersion => 6;

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
    internal Agreements Deals { get; init; } = Agreements.Start;

    [JsonIgnore]
    internal ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Field<string>>> Concessions { get; init; } =
        View.Map<ImmutableSortedDictionary<string, Field<string>>>();

    /// <inheritdoc/>
    public static IssueMatrix Start { get; } = new();

    /// <inheritdoc/>
    public IssueMatrix Apply(Step step)
    {
        var deals = Deals.Apply(step);
        var next = this with { Demands = Demands.Apply(step), Deals = deals, Book = deals.Book };
        return step.Data switch
        {
            ConcessionOffered { Issue: { } issue } e => next with
            {
                Concessions = Concessions.Change(issue.Value, View.Map<Field<string>>(), by => by.SayAt(e.Party.Value, step, e.Text)),
            },
            _ => next,
        };
    }

    /// <inheritdoc/>
    public IssueMatrix Finish(Frame frame, IReadOnlyList<Assertion> claimed, IssueMatrix? earlier = null)
    {
        var settled = this with { Frame = frame, Book = Book.Settle(frame, earlier?.Book) };
        var isLikeEarlier = earlier is not null && earlier.Frame.Principals.SequenceEqual(frame.Principals);
        var rows = settled.Rows(isLikeEarlier ? earlier! : Start);
        return settled with
        {
            Issues = rows,
            Contested = ReferenceEquals(rows, earlier?.Issues)
                ? earlier.Contested
                : [.. rows.ContestedIn("/issues", (place, row) => row.Cells.ContestedIn($"{place}/cells", ContestedOf))],
        };
    }

    // A row whose parts are as they were is the same object.
    private ImmutableSortedDictionary<string, MatrixRow> Rows(IssueMatrix earlier)
    {
        var rows = (ImmutableSortedDictionary<string, MatrixRow>)earlier.Issues;
        foreach (var issue in IssuesTouchedSince(earlier).ToHashSet(StringComparer.Ordinal))
        {
            List<Held> positions = [.. PositionsOn(issue)];
            rows =
                positions.Count > 0 || Frame.Issues.ContainsKey(issue) ? rows.SetItem(issue, RowOf(issue, positions)) : rows.Remove(issue);
        }

        return rows;
    }

    private IEnumerable<string> IssuesTouchedSince(IssueMatrix earlier) =>
        [
            .. View.Changes(earlier.Frame.Issues, Frame.Issues).Select(i => i.Key),
            .. View.Changes(earlier.Concessions, Concessions).Select(c => c.Key),
            .. from party in View.Changes(earlier.Demands.Parties, Demands.Parties)
            from demand in View.Changes(party.Before?.Demands ?? View.Map<Demand>(), party.After?.Demands ?? View.Map<Demand>())
            from issue in new[] { demand.Before?.Issue, demand.After?.Issue }.OfType<Field<IssueId>>()
            select issue.Value.Value,
            .. from agreement in View.Changes(earlier.Deals.ById, Deals.ById)
            from issue in (agreement.Before?.Terms.Keys ?? []).Concat(agreement.After?.Terms.Keys ?? [])
            select issue,
            .. View.Changes(earlier.Book.Proposals, Book.Proposals)
                .SelectMany(p => IssuesOf(earlier.Book, p.Before).Concat(IssuesOf(Book, p.After))),
        ];

    // With those of what it answers, and of what that does: what is shown of them depends on it.
    private static IEnumerable<string> IssuesOf(ProposalBook book, Proposal? proposal)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var answered = proposal; answered is not null; )
        {
            foreach (var issue in answered.TermTexts.Keys)
                yield return issue;
            answered = answered.InReplyTo is { } id && seen.Add(id.Value) ? book.Proposals.GetValueOrDefault(id.Value) : null;
        }
    }

    private MatrixRow RowOf(string issue, IReadOnlyList<Held> positions)
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
        var agreed = AgreedOn(issue);
        if (agreed is not { } term)
            return new(StateOf(cells), cells);
        var isReopened = term.IsRefused || positions.Any(p => Reopens(p.Party, p.Place, p.Position, term));
        return new(isReopened ? StateOf(cells) : RowState.Agreed, cells, new(term.Reference, term.Text.Value, term.Since, isReopened));
    }

    private static RowState StateOf(ImmutableSortedDictionary<string, MatrixCell> cells)
    {
        if (cells.IsEmpty)
            return RowState.Open;
        if (cells.Count == 1)
            return RowState.OneSided;
        // Who takes a term on conditions leaves it open, where nobody says anything but that term.
        var current = cells.Values.Select(c => c.Current).ToList();
        return
            current.Any(p => p.Kind is PositionKind.AcceptsConditionally)
            && current.All(p => p.Kind is PositionKind.AcceptsConditionally or PositionKind.Accepts or PositionKind.Offers)
            && current.Select(p => p.Reference).Distinct().Count() == 1
            ? RowState.Open
            : RowState.Conflicting;
    }

    // What was last agreed: by an agreement that is not over, or by a proposal whose term all accepted.
    private Settled? AgreedOn(string issue)
    {
        var byAgreement =
            from agreement in Deals.ById
            where !agreement.Value.IsEnded && agreement.Value.State is not null && agreement.Value.Terms.ContainsKey(issue)
            let isBroken = agreement.Value.Breaches.Any(b => b.Issue?.Value == issue && !b.Revised)
            select new Settled(
                agreement.Key,
                agreement.Value.Proposal?.Value,
                agreement.Value.Terms[issue],
                agreement.Value.SettledPlace,
                agreement.Value.State!.Since,
                agreement.Value.Parties,
                agreement.Value.State!.Value is AgreementState.Rejected || isBroken
            );
        var byProposal =
            from proposal in Book.Proposals
            where IsShown(proposal.Value, issue) && proposal.Value.TermStandOf(issue).IsAgreed
            let answers = proposal.Value.TermAnswers[issue].Values
            let last = answers.MaxBy(a => a.Place)
            select new Settled(
                proposal.Key,
                proposal.Key,
                proposal.Value.TermTexts[issue],
                last.Place,
                last.Since,
                [.. proposal.Value.To.Select(p => p.Value).Append(proposal.Value.By?.Value.Value).OfType<string>()],
                IsRefused: false
            );
        return byAgreement.Concat(byProposal).MaxBy(s => s.Place);
    }

    // Acceptance and equal words do not; met and dropped demands are no positions any more.
    private static bool Reopens(string party, long place, Position position, Settled term) =>
        position.Kind is PositionKind.Demands or PositionKind.Offers or PositionKind.Rejects
        && place > term.Place
        && position.Text != term.Text.Value
        && (position.Reference != term.Proposal || position.Kind is PositionKind.Rejects)
        && (term.Parties.Count == 0 || term.Parties.Contains(party));

    /// <summary>A position, and who holds it.</summary>
    private sealed record Held(string Party, long Place, Position Position);

    private sealed record Settled(
        string Reference,
        string? Proposal,
        Field<string> Text,
        long Place,
        DateTimeOffset Since,
        IReadOnlyCollection<string> Parties,
        bool IsRefused
    );

    private IEnumerable<Held> PositionsOn(string issue) =>
        DemandPositions(issue).Concat(ConcessionPositions(issue)).Concat(TermPositions(issue)).Concat(AgreedPositions(issue));

    private IEnumerable<Held> DemandPositions(string issue) =>
        from party in Demands.Parties
        from demand in party.Value.Demands
        where demand.Value is { IsUpheld: true, Issue: { } of, Text: not null } && of.Value.Value == issue
        select new Held(party.Key, demand.Value.Text!.Place, OfDemands.GetValue(demand.Value, d => PositionOf(demand.Key, d)));

    private static Position PositionOf(string id, Demand demand)
    {
        var text = demand.Text!;
        return Of(PositionKind.Demands, text.Value, id, text, [.. RivalsOf(text), .. RivalsOf(demand.Status)]) with
        {
            RedLine = demand.RedLine?.Value == true,
        };
    }

    private IEnumerable<Held> ConcessionPositions(string issue) =>
        from party in Concessions.GetValueOrDefault(issue) ?? View.Map<Field<string>>()
        select new Held(
            party.Key,
            party.Value.Place,
            Of(PositionKind.Concedes, party.Value.Value, null, party.Value, RivalsOf(party.Value))
        );

    private IEnumerable<Held> TermPositions(string issue) =>
        from proposal in Book.Proposals
        where IsShown(proposal.Value, issue)
        from held in OfTerms.GetValue(proposal.Value, p => p.TermTexts.Keys.ToDictionary(i => i, i => TermPositions(proposal.Key, p, i)))[
            issue
        ]
        select held;

    private static Held[] TermPositions(string id, Proposal proposal, string issue)
    {
        var text = proposal.TermTexts[issue];
        return
        [
            .. from own in proposal.Tabled.GetValueOrDefault(issue) ?? View.Map<Field<string>>()
            let owner = own.Key.Length > 0 ? own.Key : proposal.By?.Value.Value
            where owner is not null
            select new Held(owner, own.Value.Place, Of(PositionKind.Offers, own.Value.Value, id, own.Value, RivalsOf(own.Value))),
            .. from answer in proposal.TermAnswers.GetValueOrDefault(issue) ?? View.Map<Field<TermAnswer>>()
            let said = answer.Value
            let words = said.Value.Conditions ?? text.Value
            select new Held(answer.Key, said.Place, Of(KindOf(said.Value.Response), words, id, said, AnswersOf(said))),
        ];
    }

    // Terms of a proposal that another took the place of stay as last tabled where that is silent on them.
    private bool IsShown(Proposal proposal, string issue) =>
        proposal.TermTexts.ContainsKey(issue)
        && proposal.State?.Value switch
        {
            ProposalState.OnTheTable or ProposalState.Accepted or ProposalState.ConditionallyAccepted => true,
            ProposalState.Superseded => !SpokenToBy(proposal, []).Contains(issue),
            _ => false,
        };

    private IEnumerable<string> SpokenToBy(Proposal proposal, HashSet<string> seen) =>
        proposal
            .Counters.Where(seen.Add)
            .Select(id => Book.Proposals.GetValueOrDefault(id))
            .OfType<Proposal>()
            .Where(p => p.State?.Value is not ProposalState.Withdrawn)
            .SelectMany(p => p.TermTexts.Keys.Concat(SpokenToBy(p, seen)));

    private static PositionKind KindOf(Response response) =>
        response switch
        {
            Response.Accepted => PositionKind.Accepts,
            Response.ConditionallyAccepted => PositionKind.AcceptsConditionally,
            _ => PositionKind.Rejects,
        };

    // The agreed words stand in the cells of those who agreed to them, or turned them down.
    private IEnumerable<Held> AgreedPositions(string issue) =>
        from agreement in Deals.ById
        where !agreement.Value.IsEnded && agreement.Value.State is not null
        let term = agreement.Value.Terms.GetValueOrDefault(issue)
        where term is not null
        from party in PartiesTo(agreement.Value)
        let refusal = agreement.Value.Decisions.GetValueOrDefault(party) is { Value.Kind: DecisionKind.Rejected } no ? no : null
        select new Held(
            party,
            refusal?.Place ?? agreement.Value.SettledPlace,
            refusal is null
                ? Of(PositionKind.Agrees, term.Value, agreement.Key, agreement.Value.State!, RivalsOf(term))
                : Of(PositionKind.Rejects, term.Value, agreement.Key, refusal, RivalsOf(refusal))
        );

    private IEnumerable<string> PartiesTo(Agreement agreement) =>
        (agreement.Parties.IsEmpty ? Frame.Principals : agreement.Parties).Union(agreement.Decisions.Keys);

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

    // What another account makes of an answer, in words for a position.
    private static List<ContestedBy> AnswersOf(Field<TermAnswer> answer) =>
        [
            .. (answer.Contested ?? []).Zip(
                RivalsOf(answer),
                (rival, told) =>
                    rival.Value is { } said && told.Value is not null
                        ? told with
                        {
                            Value = NamedValue<PositionKind>.NameOf(KindOf(said.Response)),
                        }
                        : told
            ),
        ];

    private static IEnumerable<ContestedField> ContestedOf(string place, MatrixCell cell) =>
        cell
            .Others.Select((position, i) => (Place: $"{place}/others/{i}", Position: position))
            .Prepend((Place: $"{place}/current", Position: cell.Current))
            .Where(p => p.Position.Contested is not null)
            .Select(p => new ContestedField(p.Place, p.Position.Text ?? "", p.Position.Contested!));
}
