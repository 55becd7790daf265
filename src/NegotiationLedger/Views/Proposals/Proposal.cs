using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Where a proposal stands.</summary>
[JsonConverter(typeof(NamedValue<ProposalState>))]
public enum ProposalState
{
    /// <summary>It can be answered. A rejection does not take it off the table.</summary>
    OnTheTable,

    /// <summary>Another in reply to it took its place, whoever made that.</summary>
    Superseded,

    /// <summary>It was taken back.</summary>
    Withdrawn,

    /// <summary>It ran out.</summary>
    Expired,

    /// <summary>An agreement came from it.</summary>
    Agreed,

    /// <summary>The negotiation was closed while it was open.</summary>
    Lapsed,

    /// <summary>All who were asked accepted the whole of it.</summary>
    Accepted,

    /// <summary>All who were asked accepted it, some of them on conditions.</summary>
    ConditionallyAccepted,
}

/// <summary>What a party answered.</summary>
[JsonConverter(typeof(NamedValue<Response>))]
public enum Response
{
    /// <summary>It answered; what is not known to be a yes or a no.</summary>
    Submitted,

    /// <summary>It agreed.</summary>
    Accepted,

    /// <summary>It agreed in part.</summary>
    PartlyAccepted,

    /// <summary>It agreed on conditions.</summary>
    ConditionallyAccepted,

    /// <summary>It turned it down.</summary>
    Rejected,

    /// <summary>It answered by another proposal.</summary>
    Countered,
}

/// <summary>One answer in the order of answers.</summary>
/// <param name="By">Who answered.</param>
/// <param name="Response">What.</param>
/// <param name="Occurred">When, as asserted.</param>
/// <param name="At">The instant it is folded at.</param>
/// <param name="Terms">The issues it is limited to; empty for the whole proposal.</param>
/// <param name="Events">The assertions of it.</param>
public sealed record ProposalAnswer(
    PartyId By,
    Response Response,
    Edtf Occurred,
    DateTimeOffset At,
    IReadOnlyList<IssueId> Terms,
    IReadOnlyList<EventId> Events
) : IIdentified
{
    string IIdentified.Identity => Events[0].ToString();
}

/// <summary>Where one party stands on a proposal.</summary>
/// <param name="Latest">Its latest answer.</param>
/// <param name="Times">How often it gave that answer.</param>
public sealed record Stand(Field<Response> Latest, int Times)
{
    [JsonIgnore]
    internal ImmutableDictionary<Response, int> Given { get; init; } = ImmutableDictionary<Response, int>.Empty;
}

/// <summary>A description of a party's answer.</summary>
/// <param name="Of">Whose answer.</param>
/// <param name="Words">The description.</param>
/// <param name="Tone">Praise or blame.</param>
/// <param name="Viewpoint">Who described it.</param>
/// <param name="Event">The assertion.</param>
/// <param name="Revised">Whether its viewpoint told the same description otherwise later.</param>
public sealed record Characterization(
    PartyId Of,
    string Words,
    Tone Tone,
    Viewpoint Viewpoint,
    EventId Event,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Revised = false
) : IIdentified
{
    string IIdentified.Identity => Event.ToString();
}

/// <summary>One term of a proposal, and who takes it.</summary>
/// <param name="Text">Its words.</param>
/// <param name="AcceptedBy">The parties whose latest answer to it is yes, sorted.</param>
/// <param name="RejectedBy">The parties whose latest answer to it is no, sorted.</param>
/// <param name="IsAgreed">Whether all who are to answer said yes without conditions and none said no.</param>
/// <param name="ConditionallyAcceptedBy">The parties whose latest answer to it is yes on conditions, sorted; null when there are none.</param>
public sealed record TermStand(
    Field<string> Text,
    IReadOnlyList<PartyId> AcceptedBy,
    IReadOnlyList<PartyId> RejectedBy,
    bool IsAgreed,
    IReadOnlyList<PartyId>? ConditionallyAcceptedBy = null
);

/// <summary>What a party answered to one term.</summary>
/// <param name="Response">Accepted, on conditions or not, or rejected.</param>
/// <param name="Conditions">On what conditions, where they are said.</param>
internal sealed record TermAnswer(Response Response, string? Conditions = null);

/// <summary>One proposal: what it says, what was answered, whose move it is.</summary>
public sealed record Proposal
{
    /// <summary>Whether the lens shows only that it exists, not the account that tabled it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsStub { get; init; }

    /// <summary>What readers know it by.</summary>
    public Field<string>? Title { get; init; }

    /// <summary>Who offered it; null when unknown.</summary>
    public Field<PartyId>? By { get; init; }

    /// <summary>Who wrote it; null when unknown.</summary>
    public Field<PartyId>? Drafter { get; init; }

    /// <summary>The proposal it answers.</summary>
    public ProposalId? InReplyTo { get; init; }

    /// <summary>The proposals that answer it, sorted.</summary>
    public ImmutableSortedSet<string> Counters { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>How often its terms were tabled or changed: 1 when it was only offered; 0 for a stub.</summary>
    public int Version { get; init; }

    /// <summary>Where it stands.</summary>
    public Field<ProposalState>? State { get; init; }

    /// <summary>Its terms by issue, and who takes them.</summary>
    public IReadOnlyDictionary<string, TermStand> Terms
    {
        get => field ?? TermTexts.ToImmutableSortedDictionary(t => t.Key, t => TermStandOf(t.Key), StringComparer.Ordinal);
        // Only of a proposal that was read back; of any other they follow from its texts and answers.
        init;
    }

    /// <summary>Where each party stands, by party.</summary>
    public ImmutableSortedDictionary<string, Stand> Responses { get; init; } = View.Map<Stand>();

    /// <summary>Every answer, in fold order.</summary>
    public ImmutableList<ProposalAnswer> Answers { get; init; } = [];

    /// <summary>How the answers were described, in fold order.</summary>
    public ImmutableList<Characterization> Characterizations { get; init; } = [];

    /// <summary>Who is to answer and has not since the terms last changed, sorted.</summary>
    public IReadOnlyList<PartyId> Awaiting { get; init; } = [];

    /// <summary>Whose move it is: those who have yet to answer, else the side that offered it when it was turned down or answered; empty when nobody's or unknown.</summary>
    public IReadOnlyList<PartyId> Move { get; init; } = [];

    /// <summary>Whether it can still be answered.</summary>
    [JsonIgnore]
    public bool IsOnTheTable => State?.Value is ProposalState.OnTheTable;

    [JsonIgnore]
    internal ImmutableSortedDictionary<string, Field<string>> TermTexts { get; init; } = View.Map<Field<string>>();

    [JsonIgnore]
    internal ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Field<TermAnswer>>> TermAnswers { get; init; } =
        View.Map<ImmutableSortedDictionary<string, Field<TermAnswer>>>();

    /// <summary>The words that each party tabled, by issue and party; those of whoever offered it under no name.</summary>
    [JsonIgnore]
    internal ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Field<string>>> Tabled { get; init; } =
        View.Map<ImmutableSortedDictionary<string, Field<string>>>();

    /// <summary>The other side, when it tabled the terms as they are now.</summary>
    [JsonIgnore]
    internal PartyId? AmendedBy { get; init; }

    [JsonIgnore]
    internal IReadOnlyList<PartyId> To { get; init; } = [];

    [JsonIgnore]
    internal long TermsPlace { get; init; } = -1;

    /// <summary>Where in fold order the last of the proposals that answered it was withdrawn.</summary>
    [JsonIgnore]
    internal long CountersWithdrawn { get; init; } = -1;

    /// <summary>Where in fold order the present words of each term were tabled.</summary>
    [JsonIgnore]
    internal ImmutableSortedDictionary<string, long> TermPlaces { get; init; } = View.Map<long>();

    /// <summary>The proposal after its terms were tabled or changed.</summary>
    /// <param name="step">The effect.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="amender">Who changed them, when it was not the side that offered it: the words are that party's.</param>
    internal Proposal Table(Step step, IReadOnlyDictionary<IssueId, Term>? terms, PartyId? amender = null)
    {
        var owner = amender is { } other && other != By?.Value ? other.Value : "";
        var said = terms ?? new Dictionary<IssueId, Term>();
        var changed = said.Where(t => step.IsOverall && TermTexts.GetValueOrDefault(t.Key.Value)?.Value != t.Value.Text)
            .Select(t => t.Key.Value)
            .ToList();
        var laid = Lay(step);
        return laid with
        {
            Version = Version + (step.IsOverall ? 1 : 0),
            TermTexts = said.Aggregate(TermTexts, (texts, term) => texts.SayAt(term.Key.Value, step, term.Value.Text)),
            Tabled = said.Aggregate(
                Tabled,
                (all, term) => all.Change(term.Key.Value, View.Map<Field<string>>(), by => by.SayAt(owner, step, term.Value.Text))
            ),
            AmendedBy =
                !step.IsOverall ? AmendedBy
                : owner.Length > 0 ? new PartyId(owner)
                : null,
            TermPlaces = TermPlaces.SetItems(changed.Select(term => KeyValuePair.Create(term, step.Place.Place))),
            TermsPlace = step.IsOverall && (TermsPlace < 0 || changed.Count > 0) ? step.Place.Place : TermsPlace,
            // A yes or no to other words does not answer these.
            TermAnswers = laid.TermAnswers.RemoveRange(changed),
        };
    }

    /// <summary>On the table, at first or again. Whoever answered it by another then has its terms yet to answer, whatever it said of them before that.</summary>
    internal Proposal Lay(Step step) =>
        this with
        {
            State = State.Say(step, ProposalState.OnTheTable),
            TermAnswers =
                step.IsOverall && State?.Value is ProposalState.Superseded
                    ? TermAnswers.Judge(answers => answers.RemoveRange(answers.Keys.Where(HasCountered)))
                    : TermAnswers,
        };

    /// <summary>Whether a party's latest answer is another proposal.</summary>
    private bool HasCountered(string party) => Responses.GetValueOrDefault(party)?.Latest.Value is Response.Countered;

    internal Proposal Respond(Step step, PartyId by, Response response, IReadOnlyList<IssueId>? terms = null) =>
        this with
        {
            Responses = Responses.SetItem(by.Value, StandOf(step, by, response)),
            Answers = step.IsOverall
                ? Answers.Add(
                    new(
                        by,
                        response,
                        step.Data.Occurred,
                        step.Place.At.Instant,
                        terms ?? [],
                        [.. step.Occurrence.SayingThe(step.Assertion).Select(m => m.Id)]
                    )
                )
                : Answers,
            TermAnswers = response switch
            {
                Response.Accepted or Response.PartlyAccepted => AnswerTerms(step, by, terms, new(Response.Accepted)),
                Response.ConditionallyAccepted => AnswerTerms(step, by, terms, new(response, (step.Data as ProposalAccepted)?.Conditions)),
                Response.Rejected => AnswerTerms(step, by, terms, new(response)),
                _ => TermAnswers,
            },
        };

    /// <summary>Who is to answer it as it is: those it was made to, else the other principals; once the other side changed it, its author instead of that side.</summary>
    internal IReadOnlyList<PartyId> Asked(IReadOnlyList<string> principals)
    {
        IReadOnlyList<PartyId> to = To.Count > 0 ? To : [.. principals.Where(id => id != By?.Value.Value).Select(id => new PartyId(id))];
        return AmendedBy is { } amender && By is { } by ? [.. to.Where(p => p != amender && p != by.Value), by.Value] : to;
    }

    /// <summary>The state that the answers of all who were asked give it; null when they do not give one.</summary>
    internal Field<ProposalState>? AcceptedBy(IReadOnlyList<PartyId> asked)
    {
        if (!IsOnTheTable || asked.Count == 0)
            return null;
        List<Field<Response>?> whole = [.. asked.Select(p => Responses.GetValueOrDefault(p.Value)?.Latest)];
        if (whole.All(a => a is not null && a.Place > TermsPlace && IsYes(a.Value)))
            return AcceptedBy(whole!, answer => answer);
        // Who takes each of its terms takes the whole, as the rows of the matrix do.
        List<Field<TermAnswer>?> each =
        [
            .. from issue in TermTexts.Keys from party in asked select TermAnswers.GetValueOrDefault(issue)?.GetValueOrDefault(party.Value),
        ];
        return each.Count > 0 && each.All(a => a is not null && IsYes(a.Value.Response)) ? AcceptedBy(each!, a => a.Response) : null;
    }

    private static bool IsYes(Response response) => response is Response.Accepted or Response.ConditionallyAccepted;

    private Field<ProposalState> AcceptedBy<T>(IReadOnlyList<Field<T>> answers, Func<T, Response> response)
    {
        var last = answers.MaxBy(a => a.Place)!;
        var value = answers.All(a => response(a.Value) is Response.Accepted) ? ProposalState.Accepted : ProposalState.ConditionallyAccepted;
        List<Rival<ProposalState>> rivals =
        [
            .. (State!.Contested ?? []).Where(r => r.Kind is RivalKind.Value),
            .. answers
                .SelectMany(a => a.Contested ?? [])
                .Select(r => r.As(ProposalState.OnTheTable))
                .DistinctBy(r => (r.Viewpoint, r.Kind, r.Of, r.Perhaps, r.Events[0])),
        ];
        PastWord<ProposalState> before = new(State.Value, State.Viewpoints[0], State.Since, State.Occurred, State.Events);
        return new(
            value,
            last.Since,
            last.Occurred,
            [.. answers.SelectMany(a => a.Events).Distinct()],
            [.. answers.SelectMany(a => a.Viewpoints).Distinct().Order()],
            answers.Max(a => a.WeakestMode),
            rivals.Count > 0 ? rivals : null,
            [.. State.History ?? [], before]
        );
    }

    internal Proposal Lapse(Field<bool> closing) =>
        this with
        {
            State = State!.CloseBy(ProposalState.Lapsed, closing, closed => closed),
            Awaiting = [],
            Move = [],
        };

    private Stand StandOf(Step step, PartyId by, Response response)
    {
        var present = Responses.GetValueOrDefault(by.Value);
        var given = present?.Given ?? ImmutableDictionary<Response, int>.Empty;
        if (step.IsOverall)
            given = given.SetItem(response, given.GetValueOrDefault(response) + 1);
        var latest = present?.Latest.Say(step, response) ?? Field.First(step, response);
        return new(latest, given.GetValueOrDefault(latest.Value)) { Given = given };
    }

    // A partial yes without terms says nothing of any one term; a whole yes or no says it of each.
    private ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Field<TermAnswer>>> AnswerTerms(
        Step step,
        PartyId by,
        IReadOnlyList<IssueId>? terms,
        TermAnswer answer
    )
    {
        var isPartial = step.Data is ProposalAccepted { Extent: Extent.Partial };
        var named =
            terms is { Count: > 0 } ? terms.Select(t => t.Value)
            : isPartial ? []
            : TermTexts.Keys;
        // Where all together say that it came before these words, no account of it answers them.
        var answered = step.Occurrence.First.Place;
        return named
            .Where(term => TermPlaces.GetValueOrDefault(term) <= answered)
            .Aggregate(
                TermAnswers,
                (answers, term) => answers.Change(term, View.Map<Field<TermAnswer>>(), parties => parties.SayAt(by.Value, step, answer))
            );
    }

    /// <summary>How it stands with a term that it has.</summary>
    internal TermStand TermStandOf(string issue)
    {
        var answers = (TermAnswers.GetValueOrDefault(issue) ?? View.Map<Field<TermAnswer>>()).ToLookup(
            a => a.Value.Value.Response,
            a => new PartyId(a.Key)
        );
        List<PartyId> yes = [.. answers[Response.Accepted]],
            no = [.. answers[Response.Rejected]],
            conditional = [.. answers[Response.ConditionallyAccepted]];
        var isAgreed = no.Count == 0 && To.Count > 0 && To.All(yes.Contains);
        return new(TermTexts[issue], yes, no, isAgreed, conditional.Count > 0 ? conditional : null);
    }
}
