using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Every agreement: what was agreed, who signed, ratified or refused it, by which body and with which vote, and what became of it.</summary>
public sealed record Agreements : IView<Agreements>
{
    /// <inheritdoc/>
    public static string Name => "agreements";

    /// <inheritdoc/>
    public static int CodeVersion => 2;

    /// <summary>Title, parties and issues.</summary>
    public Frame Frame { get; init; } = new();

    /// <summary>The agreements by id: their own, else that of the proposal they came from, else <c>agreement</c> or the name of the happening.</summary>
    public ImmutableSortedDictionary<string, Agreement> ById { get; init; } = View.Map<Agreement>();

    /// <summary>What parties bound themselves to, by commitment and party: <c>water alpha</c>.</summary>
    public ImmutableSortedDictionary<string, Commitment> Commitments { get; init; } = View.Map<Commitment>();

    /// <summary>The fields on which accounts differ.</summary>
    public IReadOnlyList<ContestedField> Contested { get; init; } = [];

    [JsonIgnore]
    internal ImmutableSortedSet<string> Tabled { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    [JsonIgnore]
    internal ProposalBook Book { get; init; } = ProposalBook.Start;

    /// <inheritdoc/>
    public static Agreements Start { get; } = new();

    /// <inheritdoc/>
    public Agreements Apply(Step step)
    {
        var book = Book.Apply(step);
        var next = ReferenceEquals(book, Book) ? this : this with { Book = book };
        return step.Data switch
        {
            IssueTabled e => next with { Tabled = Tabled.Add(e.Issue.Value) },
            CommitmentMade e => next.Bind(e.By, e.Commitment, c => c.Make(step, e)),
            CommitmentMet e => next.Bind(e.By, e.Commitment, c => c with { State = c.State.Say(step, CommitmentState.Met) }),
            CommitmentMissed e => next.Bind(e.By, e.Commitment, c => c with { State = c.State.Say(step, CommitmentState.Missed) }),
            _ => KeyOf(step) is { } key ? next.Change(key, a => Settle(a, step)) : next,
        };
    }

    /// <inheritdoc/>
    public Agreements Finish(Frame frame, IReadOnlyList<Assertion> claimed, Agreements? earlier = null)
    {
        var settled = this with { Frame = frame };
        return settled with { Contested = [.. settled.ContestedFields()] };
    }

    /// <inheritdoc/>
    public Agreements At(DateTimeOffset asOf)
    {
        var (byId, commitments) = (ById.Judge(a => a.At(asOf)), Commitments.Judge(c => c.At(asOf)));
        if (ReferenceEquals(byId, ById) && ReferenceEquals(commitments, Commitments))
            return this;
        var judged = this with { ById = byId, Commitments = commitments };
        return judged with { Contested = [.. judged.ContestedFields()] };
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextChangeAt(DateTimeOffset asOf) =>
        ById.Values.SelectMany(a => a.Ends).Concat(Commitments.Values.SelectMany(c => c.Ends)).NextAfter(asOf);

    /// <summary>The agreement that an effect speaks of; null when it speaks of none.</summary>
    internal string? KeyOf(Step step) =>
        step.Data switch
        {
            AgreementReached e => e.Agreement?.Value ?? e.Proposal?.Value ?? Unnamed(step),
            AgreementSigned e => Named(step, e.Agreement, e.Proposal),
            AgreementRatified e => Named(step, e.Agreement, e.Proposal),
            AgreementRejected e => Named(step, e.Agreement, e.Proposal),
            AgreementEnteredIntoForce e => Named(step, e.Agreement),
            AgreementExtended e => Named(step, e.Agreement),
            AgreementTerminated e => Named(step, e.Agreement),
            AgreementExpired e => Named(step, e.Agreement),
            AgreementBreached e => Named(step, e.Agreement),
            _ => null,
        };

    internal static IEnumerable<ContestedField> ContestedOf(string place, Agreement agreement) =>
        [
            .. agreement.Title.ContestedAs($"{place}/title"),
            .. agreement.State.ContestedAs($"{place}/state"),
            .. agreement.Proposal.ContestedAs($"{place}/proposal"),
            .. agreement.PartyTo.SelectMany(p => p.Value.ContestedAs($"{place}/partyTo/{p.Key}")),
            .. agreement.Scope.ContestedAs($"{place}/scope"),
            .. agreement.Until.ContestedAs($"{place}/until"),
            .. agreement.Terms.SelectMany(t => t.Value.ContestedAs($"{place}/terms/{t.Key}")),
            .. agreement.Decisions.SelectMany(d => d.Value.ContestedAs($"{place}/decisions/{d.Key}")),
        ];

    // Two agreements that nobody names are two, told by their happenings.
    private string Unnamed(Step step)
    {
        const string only = "agreement";
        return !ById.TryGetValue(only, out var known) || known.Happening is null || known.Happening == step.Occurrence.Key
            ? only
            : step.Occurrence.Key;
    }

    // As it is named; else the one that began last by the date of what is said of it; else the one that is spoken of alone.
    private string Named(Step step, AgreementId? agreement, ProposalId? proposal = null)
    {
        if (agreement is { } id)
            return id.Value;
        if (proposal is { } from)
            return ById.FirstOrDefault(a => a.Value.Proposal?.Value == from).Key ?? from.Value;
        return ById.Where(a => a.Value.Earliest <= step.Assertion.Latest).OrderBy(a => a.Value.Earliest).LastOrDefault().Key ?? "agreement";
    }

    private Agreement Settle(Agreement agreement, Step step) =>
        step.Data switch
        {
            AgreementReached e => Reach(agreement, step, e),
            AgreementSigned e => (e.Parties ?? []).Aggregate(
                agreement.Enter(step, AgreementState.Signed),
                (all, party) => all.Decide(step, party, new(DecisionKind.Signed))
            ),
            AgreementRatified e => agreement
                .Enter(step, agreement.State?.Value is null or AgreementState.Rejected ? AgreementState.Reached : agreement.State.Value)
                .Decide(step, e.By, new(DecisionKind.Ratified, e.Body, e.VotesFor, e.VotesAgainst)),
            AgreementRejected e => agreement
                .Enter(step, AgreementState.Rejected)
                .Decide(step, e.By, new(DecisionKind.Rejected, e.Body, e.VotesFor, e.VotesAgainst)),
            AgreementEnteredIntoForce => agreement.Enter(step, AgreementState.InForce) with
            {
                Until = agreement.Until.SayIf(step, PeriodEnd.Of(step)),
            },
            AgreementExtended e => agreement with { Until = agreement.Until.SayIf(step, PeriodEnd.Of(step, e.Until)) },
            AgreementTerminated => agreement.Enter(step, AgreementState.Terminated),
            AgreementExpired => agreement.Enter(step, AgreementState.Expired),
            AgreementBreached e when step.Viewpoint is { } viewpoint => agreement with
            {
                Breaches = agreement.Breaches.Add(new(e.By, e.Text, e.Issue, e.Occurred, viewpoint, step.Assertion.Id, step.IsRevised)),
            },
            _ => agreement,
        };

    private Agreement Reach(Agreement agreement, Step step, AgreementReached e)
    {
        var proposal = e.Proposal is { } from ? Book.Proposals.GetValueOrDefault(from.Value) : null;
        var terms = (e.Terms ?? new Dictionary<IssueId, Term>()).Aggregate(
            agreement.Terms,
            (all, term) => all.SayAt(term.Key.Value, step, term.Value.Text)
        );
        var partyTo = List(agreement.PartyTo, step, e.Parties);
        List<string> named = [.. partyTo.Where(p => p.Value.Value).Select(p => p.Key)];
        var reached = agreement.Enter(step, AgreementState.Reached) with
        {
            Title = agreement.Title.SayIf(step, e.Title),
            Proposal = agreement.Proposal.SayIf(step, e.Proposal),
            PartyTo = partyTo,
            Parties = named.Count > 0 ? agreement.Parties.Clear().Union(named) : agreement.Parties,
            Terms = terms,
            Scope = agreement.Scope.Say(step, ScopeOf(e)),
            Until = agreement.Until.SayIf(step, PeriodEnd.Of(step)),
        };
        if (!step.IsOverall)
            return reached;
        return reached with
        {
            Title = reached.Title ?? proposal?.Title,
            Happening = step.Occurrence.Key,
            Parties = named.Count > 0 ? reached.Parties : reached.Parties.Union(PartiesTo(proposal).Select(p => p.Value)),
            Terms = e.Terms is { Count: > 0 } ? terms : terms.SetItems(proposal?.TermTexts.Where(t => !terms.ContainsKey(t.Key)) ?? []),
        };
    }

    private AgreementScope ScopeOf(AgreementReached e) =>
        e.Scope
        ?? (e.Terms is { Count: > 0 } own && !Tabled.All(i => own.ContainsKey(new(i))) ? AgreementScope.Partial : AgreementScope.Whole);

    // Who lists those who agreed says of all others that another account of it lists that they did not.
    private static ImmutableSortedDictionary<string, Field<bool>> List(
        ImmutableSortedDictionary<string, Field<bool>> partyTo,
        Step step,
        IReadOnlyList<PartyId>? parties
    )
    {
        if (parties is null)
            return partyTo;
        var listed = step.IsRevised
            ? parties
            : step.Occurrence.Members.SelectMany(m => (m.Data as AgreementReached)?.Parties ?? []).Distinct();
        return listed.Aggregate(partyTo, (all, party) => all.SayAt(party.Value, step, parties.Contains(party)));
    }

    // Unknown where not both sides are: the principals are taken for them.
    private static IEnumerable<PartyId> PartiesTo(Proposal? proposal) =>
        proposal is { To.Count: > 0, By: { } by } ? [.. proposal.To, by.Value] : [];

    private Agreements Change(string key, Func<Agreement, Agreement> change) => this with { ById = ById.Change(key, new(), change) };

    private Agreements Bind(PartyId by, CommitmentId commitment, Func<Commitment, Commitment> change) =>
        this with
        {
            Commitments = Commitments.Change($"{commitment} {by}", new(), change),
        };

    private IEnumerable<ContestedField> ContestedFields() =>
        [
            .. ById.ContestedIn("/byId", ContestedOf),
            .. Commitments.ContestedIn(
                "/commitments",
                (place, c) =>
                    [
                        .. c.Text.ContestedAs($"{place}/text"),
                        .. c.To.ContestedAs($"{place}/to"),
                        .. c.Issue.ContestedAs($"{place}/issue"),
                        .. c.Deadline.ContestedAs($"{place}/deadline"),
                        .. c.Agreement.ContestedAs($"{place}/agreement"),
                        .. c.State.ContestedAs($"{place}/state"),
                    ]
            ),
        ];
}
