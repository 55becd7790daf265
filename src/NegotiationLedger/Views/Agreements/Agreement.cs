using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Where an agreement stands.</summary>
[JsonConverter(typeof(NamedValue<AgreementState>))]
public enum AgreementState
{
    /// <summary>The parties agreed.</summary>
    Reached,

    /// <summary>It was signed.</summary>
    Signed,

    /// <summary>It binds.</summary>
    InForce,

    /// <summary>A party turned it down.</summary>
    Rejected,

    /// <summary>It was ended before its time.</summary>
    Terminated,

    /// <summary>Its term is over.</summary>
    Expired,
}

/// <summary>What a party made of an agreement.</summary>
[JsonConverter(typeof(NamedValue<DecisionKind>))]
public enum DecisionKind
{
    /// <summary>It signed.</summary>
    Signed,

    /// <summary>Its institutions approved.</summary>
    Ratified,

    /// <summary>Its institutions, or its members, turned it down.</summary>
    Rejected,
}

/// <summary>A party's decision on an agreement, and who voted how.</summary>
/// <param name="Kind">What it decided.</param>
/// <param name="Body">Which institution did; null where it is not said.</param>
/// <param name="VotesFor">Votes for the agreement; null where they are not said.</param>
/// <param name="VotesAgainst">Votes against it; null where they are not said.</param>
public sealed record PartyDecision(DecisionKind Kind, string? Body = null, int? VotesFor = null, int? VotesAgainst = null);

/// <summary>A breach of an agreement, by one account.</summary>
/// <param name="By">Who broke it.</param>
/// <param name="Text">How, in words.</param>
/// <param name="Issue">The issue whose term was broken.</param>
/// <param name="Occurred">When, as asserted.</param>
/// <param name="Viewpoint">Whose account it is.</param>
/// <param name="Event">The assertion.</param>
/// <param name="Revised">Whether its viewpoint told the same breach otherwise later.</param>
public sealed record Breach(
    PartyId By,
    string Text,
    IssueId? Issue,
    Edtf Occurred,
    Viewpoint Viewpoint,
    EventId Event,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Revised = false
) : IIdentified
{
    string IIdentified.Identity => Event.ToString();
}

/// <summary>An agreement: on what, where it stands, and what each party made of it.</summary>
public sealed record Agreement
{
    /// <summary>What readers know it by: its own title, else that of the proposal it came from.</summary>
    public Field<string>? Title { get; init; }

    /// <summary>The proposal it came from.</summary>
    public Field<ProposalId>? Proposal { get; init; }

    /// <summary>Who agreed, sorted: those named as parties, else the parties to the proposal it came from; empty when unknown.</summary>
    public ImmutableSortedSet<string> Parties { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether it is one of those who agreed, of each party that is named as one: an account of the same reaching that names others says that it is not.
    /// </summary>
    public ImmutableSortedDictionary<string, Field<bool>> PartyTo { get; init; } = View.Map<Field<bool>>();

    /// <summary>Its terms by issue: its own, else those of the proposal it came from.</summary>
    public ImmutableSortedDictionary<string, Field<string>> Terms { get; init; } = View.Map<Field<string>>();

    /// <summary>
    /// Whether it settles the whole negotiation: as an account says, else when that gives no terms of its own or terms for every issue tabled before
    /// it; null for one that the lens does not see reached.
    /// </summary>
    public Field<AgreementScope>? Scope { get; init; }

    /// <summary>Where it stands.</summary>
    public Field<AgreementState>? State { get; init; }

    /// <summary>How long it is to last.</summary>
    public Field<PeriodEnd>? Until { get; init; }

    /// <summary>What each party made of it last, by party.</summary>
    public ImmutableSortedDictionary<string, Field<PartyDecision>> Decisions { get; init; } = View.Map<Field<PartyDecision>>();

    /// <summary>The breaches, each by each account of it, in fold order.</summary>
    public ImmutableList<Breach> Breaches { get; init; } = [];

    /// <summary>Whether it stands: neither ended nor turned down.</summary>
    [JsonIgnore]
    public bool IsStanding => State?.Value is not (null or AgreementState.Rejected or AgreementState.Terminated or AgreementState.Expired);

    /// <summary>Whether it is over.</summary>
    [JsonIgnore]
    public bool IsEnded => State?.Value is AgreementState.Terminated or AgreementState.Expired;

    [JsonIgnore]
    internal bool IsWhole => Scope?.Value is not AgreementScope.Partial;

    [JsonIgnore]
    internal DatedInstant Earliest { get; init; } = DatedInstant.EndOfTime;

    // The place at which it was last settled: reached, signed, ratified or in force.
    [JsonIgnore]
    internal long SettledPlace { get; init; } = -1;

    // The happening that began it, by its name: another one without a name is another agreement.
    [JsonIgnore]
    internal string? Happening { get; init; }

    /// <summary>Whether it settles the whole negotiation by the account of a viewpoint, or, where that tells nothing of it, by that of all.</summary>
    internal bool IsWholeTo(Viewpoint viewpoint) =>
        Scope?.Words.FirstOrDefault(w => w.Viewpoint == viewpoint) is { } own ? own.Value is AgreementScope.Whole : IsWhole;

    internal Agreement At(DateTimeOffset asOf) =>
        IsStanding && Until is { } until && until.Value.IsOver(asOf)
            ? this with
            {
                State = State!.RanOut(AgreementState.Expired, until, asOf),
            }
            : this;

    /// <summary>When it is over by itself.</summary>
    internal IEnumerable<DateTimeOffset?> Ends => IsStanding ? State!.EndsBy(Until) : [];

    // What was ratified may be signed afterwards; it stays ratified.
    internal Agreement Decide(Step step, PartyId by, PartyDecision decision) =>
        this with
        {
            Decisions =
                decision.Kind is DecisionKind.Signed
                && Decisions.TryGetValue(by.Value, out var known)
                && known.Value.Kind is DecisionKind.Ratified
                    ? Decisions.SetItem(by.Value, known.Note(step, decision))
                    : Decisions.SayAt(by.Value, step, decision),
        };

    internal Agreement Enter(Step step, AgreementState state) =>
        this with
        {
            State = State.Say(step, state),
            SettledPlace =
                step.IsOverall && state is AgreementState.Reached or AgreementState.Signed or AgreementState.InForce
                    ? step.Place.Place
                    : SettledPlace,
            Earliest = step.Assertion.At < Earliest ? step.Assertion.At : Earliest,
        };
}
