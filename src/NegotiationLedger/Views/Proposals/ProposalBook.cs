using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Every proposal: what is agreed, what is not, what is on the table, and who has yet to answer.</summary>
public sealed record ProposalBook : IView<ProposalBook>
{
    private static readonly ConditionalWeakTable<Proposal, Settlement> Settled = [];
    private static readonly Proposal Stub = new();

    /// <inheritdoc/>
    public static string Name => "proposals";

    /// <inheritdoc/>
    public static int CodeVersion => 6;

    /// <summary>Title, parties and issues.</summary>
    public Frame Frame { get; init; } = new();

    /// <summary>The proposals by id.</summary>
    public ImmutableSortedDictionary<string, Proposal> Proposals { get; init; } = View.Map<Proposal>();

    /// <summary>The ids of the proposals that can still be answered, sorted.</summary>
    public IReadOnlyList<string> OnTheTable => [.. Proposals.Where(p => p.Value.IsOnTheTable).Select(p => p.Key)];

    /// <summary>The fields on which accounts differ.</summary>
    public IReadOnlyList<ContestedField> Contested { get; init; } = [];

    [JsonIgnore]
    internal Field<bool>? Closed { get; init; }

    /// <summary>What the finished proposals were judged from.</summary>
    [JsonIgnore]
    internal ImmutableSortedDictionary<string, Proposal> Told { get; init; } = View.Map<Proposal>();

    /// <inheritdoc/>
    public static ProposalBook Start { get; } = new();

    /// <inheritdoc/>
    public ProposalBook Apply(Step step)
    {
        var closed = ClosedAfter(step);
        var book = Answer(step);
        return ReferenceEquals(closed, book.Closed) ? book : book with { Closed = closed };
    }

    // Lapsed is what is open when the negotiation is closed, for as long as it stays so.
    private Field<bool>? ClosedAfter(Step step) =>
        step.Data is NegotiationClosed
            ? step.IsOverall || Closed is not null
                ? Closed.Say(step, true)
                : Closed
            : !step.IsOverall
                ? Closed
                : step.Data
                    is TalksAnnounced
                        or TalksConvened
                        or TalksResumed
                        or TalksAdjourned
                        or TalksSuspended
                        or DeadlockDeclared
                        or TalksCollapsed
                    ? null
                    : Closed;

    private ProposalBook Answer(Step step) =>
        step.Data switch
        {
            ProposalOffered e => Change(
                e.Proposal,
                p => Offer(p, step, e.Title, e.By, e.To).Table(step, e.Terms) with { Drafter = p.Drafter.SayIf(step, e.Drafter) }
            ),
            ProposalAmended e => Change(
                e.Proposal,
                p => p.Table(step, e.Terms, e.By) with { State = p.State ?? Field.First(step, ProposalState.OnTheTable) }
            ),
            CounterProposalOffered e => Counter(step, e),
            ResponseSubmitted e => Change(e.Proposal, p => p.Respond(step, e.By, Response.Submitted)),
            ResponseCharacterized e => Change(e.Proposal, p => Characterize(p, step, e)),
            ProposalAccepted e => Change(e.Proposal, p => PutBack(p, step).Respond(step, e.By, AcceptanceOf(e), e.Terms)),
            ProposalRejected e => Change(e.Proposal, p => p.Respond(step, e.By, Response.Rejected, e.Terms)),
            ProposalWithdrawn e => Change(e.Proposal, p => p with { State = p.State.Say(step, ProposalState.Withdrawn) })
                .PutBackAnsweredBy(e.Proposal, step),
            ProposalExpired e => Change(e.Proposal, p => p with { State = p.State.Say(step, ProposalState.Expired) }),
            AgreementReached { Proposal: { } proposal } => Change(
                proposal,
                p => p with { State = p.State.Say(step, ProposalState.Agreed) }
            ),
            _ => this,
        };

    /// <summary>Adds the proposals that only other accounts tabled, as stubs, and says whose move it is.</summary>
    public ProposalBook Finish(Frame frame, IReadOnlyList<Assertion> claimed, ProposalBook? earlier = null)
    {
        var book = Settle(frame, earlier);
        return book with
        {
            Contested = ReferenceEquals(book.Proposals, earlier?.Proposals)
                ? earlier.Contested
                : [.. book.Proposals.ContestedIn("/proposals", ContestedOf)],
        };
    }

    /// <summary>The finished book, but for what is contested in it.</summary>
    internal ProposalBook Settle(Frame frame, ProposalBook? earlier)
    {
        List<string> principals = [.. frame.Principals];
        var told = frame.Tabled.Keys.Aggregate(Proposals, (all, id) => all.ContainsKey(id) ? all : all.Add(id, Stub));
        var isLikeEarlier =
            earlier is not null && ReferenceEquals(earlier.Closed, Closed) && earlier.Frame.Principals.SequenceEqual(principals);
        return this with
        {
            Frame = frame,
            Told = told,
            Proposals = told.Judge(p => Judged(p, principals), isLikeEarlier ? (earlier!.Told, earlier.Proposals) : null),
        };
    }

    private Proposal Judged(Proposal proposal, IReadOnlyList<string> principals) =>
        Settle(proposal, principals) is var settled
        && Closed is { } closed
        && settled.State?.Value is ProposalState.OnTheTable or ProposalState.ConditionallyAccepted
            ? settled.Lapse(closed)
            : settled;

    private ProposalBook Change(ProposalId proposal, Func<Proposal, Proposal> change) =>
        this with
        {
            Proposals = Proposals.Change(proposal.Value, new(), change),
        };

    private static Proposal Offer(Proposal proposal, Step step, string? title, PartyId? by, IReadOnlyList<PartyId>? to) =>
        proposal with
        {
            Title = proposal.Title.SayIf(step, title),
            By = proposal.By.SayIf(step, by),
            To = step.IsOverall && to is not null ? to : proposal.To,
        };

    private ProposalBook Counter(Step step, CounterProposalOffered e)
    {
        var book = Change(
            e.Proposal,
            p => Offer(p, step, e.Title, e.By, e.To).Table(step, e.Terms) with { InReplyTo = step.IsOverall ? e.InReplyTo : p.InReplyTo }
        );
        return book.Change(
            e.InReplyTo,
            p => Answer(p, step, e) with { Counters = step.IsOverall ? p.Counters.Add(e.Proposal.Value) : p.Counters }
        );
    }

    // A counter-proposal takes the place of what it answers, whoever made that.
    private static Proposal Answer(Proposal proposal, Step step, CounterProposalOffered e)
    {
        var superseded = proposal with { State = proposal.State.Say(step, ProposalState.Superseded) };
        return e.By is { } by && proposal.By?.Value != by ? superseded.Respond(step, by, Response.Countered) : superseded;
    }

    // Accepted after all, it is on the table again.
    private static Proposal PutBack(Proposal proposal, Step step) =>
        proposal.State?.Value is ProposalState.Superseded ? proposal.Lay(step) : proposal;

    // With the last counter-proposal withdrawn, what it answered is, and whoever answered by one has yet to answer.
    private ProposalBook PutBackAnsweredBy(ProposalId counter, Step step) =>
        Proposals.GetValueOrDefault(counter.Value)?.InReplyTo is { } answered
        && Proposals.TryGetValue(answered.Value, out var proposal)
        && proposal.Counters.All(c => Proposals.GetValueOrDefault(c)?.State?.Value is ProposalState.Withdrawn)
            ? Change(answered, p => PutBack(p, step) with { CountersWithdrawn = step.IsOverall ? step.Place.Place : p.CountersWithdrawn })
            : this;

    // Each viewpoint's own words, not those of the account that counts overall.
    private static Proposal Characterize(Proposal proposal, Step step, ResponseCharacterized e)
    {
        if (step.Viewpoint is null)
            return proposal;
        var saying = step.IsRevised
            ? [step.Assertion]
            : step.Occurrence.SayingThe(step.Assertion).Where(m => m.Viewpoint == step.Viewpoint);
        return proposal with
        {
            Characterizations = proposal.Characterizations.AddRange(
                saying.Select(m => new Characterization(e.Of, e.Words, e.Tone, m.Viewpoint, m.Id, step.IsRevised))
            ),
        };
    }

    private static Response AcceptanceOf(ProposalAccepted e) =>
        e.Extent switch
        {
            Extent.Conditional => Response.ConditionallyAccepted,
            Extent.Partial => Response.PartlyAccepted,
            _ => e.Terms is { Count: > 0 } ? Response.PartlyAccepted : Response.Accepted,
        };

    // A proposal that nothing happened to stays the same object from view to view, so that what two views share can be seen.
    private static Proposal Settle(Proposal proposal, IReadOnlyList<string> principals)
    {
        if (Settled.TryGetValue(proposal, out var known) && known.Principals.SequenceEqual(principals))
            return known.Proposal;
        var settled = Judge(proposal, principals);
        Settled.AddOrUpdate(proposal, new(principals, settled));
        return settled;
    }

    private static Proposal Judge(Proposal proposal, IReadOnlyList<string> principals)
    {
        if (proposal.TermsPlace < 0)
            return proposal with { IsStub = true };
        var to = proposal.Asked(principals);
        var awaiting = to.Where(party => !HasAnswered(proposal, party)).OrderBy(p => p.Value, StringComparer.Ordinal).ToList();
        var accepted = proposal.AcceptedBy(to);
        return proposal with
        {
            To = to,
            State = accepted ?? proposal.State,
            Awaiting = proposal.IsOnTheTable ? awaiting : [],
            Move = accepted?.Value is ProposalState.Accepted ? [] : MoveOf(proposal, awaiting),
        };
    }

    private static bool HasAnswered(Proposal proposal, PartyId party) =>
        proposal.Responses.TryGetValue(party.Value, out var stand)
        && stand.Latest.Place > proposal.TermsPlace
        && (stand.Latest.Value is not Response.Countered || stand.Latest.Place > proposal.CountersWithdrawn);

    private static List<PartyId> MoveOf(Proposal proposal, List<PartyId> awaiting)
    {
        if (!proposal.IsOnTheTable)
            return [];
        if (awaiting.Count > 0)
            return awaiting;
        var isOpen = proposal.Responses.Values.Any(s => s.Latest.Value is not Response.Accepted);
        return isOpen && proposal.By is { } by ? [by.Value] : [];
    }

    internal static IEnumerable<ContestedField> ContestedOf(string place, Proposal proposal) =>
        [
            .. proposal.Title.ContestedAs($"{place}/title"),
            .. proposal.By.ContestedAs($"{place}/by"),
            .. proposal.Drafter.ContestedAs($"{place}/drafter"),
            .. proposal.State.ContestedAs($"{place}/state"),
            .. proposal.Terms.SelectMany(t => t.Value.Text.ContestedAs($"{place}/terms/{t.Key}/text")),
            .. proposal.Responses.SelectMany(r => r.Value.Latest.ContestedAs($"{place}/responses/{r.Key}/latest")),
        ];

    private sealed record Settlement(IReadOnlyList<string> Principals, Proposal Proposal);
}
