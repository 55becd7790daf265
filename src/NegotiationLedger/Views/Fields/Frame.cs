using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>A party as the frame knows it.</summary>
/// <param name="Name">What readers know it by; null for a party that is named but not yet described in the lens.</param>
/// <param name="Role">What it is.</param>
/// <param name="Supports">Whom it backs.</param>
/// <param name="Wikidata">Its Wikidata item.</param>
/// <param name="Actor">Its CAMEO actor or ISO 3166-1 alpha-3 code.</param>
public sealed record FramedParty(
    Field<string>? Name = null,
    Field<Role>? Role = null,
    Field<PartyId>? Supports = null,
    Field<string>? Wikidata = null,
    Field<string>? Actor = null
);

/// <summary>An issue as the frame knows it.</summary>
/// <param name="Title">What readers know it by.</param>
public sealed record FramedIssue(Field<string>? Title = null);

/// <summary>Title, subject, parties and issues: what every lens shows, whoever said so.</summary>
public sealed record Frame : INames
{
    /// <summary>What readers know the negotiation by.</summary>
    public Field<string>? Title { get; init; }

    /// <summary>What it is about.</summary>
    public Field<string>? Subject { get; init; }

    /// <summary>The IANA name of the time zone that the negotiation is at home in, by which dates without an offset are read.</summary>
    public string Home { get; init; } = HomeZone.Utc.Id;

    /// <summary>Who says where it is at home; null when nobody does. What was recorded last counts, whatever the field's order.</summary>
    public Field<HomeZone>? Zone { get; init; }

    /// <summary>The parties by id.</summary>
    public ImmutableSortedDictionary<string, FramedParty> Parties { get; init; } = View.Map<FramedParty>();

    /// <summary>The issues by id.</summary>
    public ImmutableSortedDictionary<string, FramedIssue> Issues { get; init; } = View.Map<FramedIssue>();

    /// <summary>The proposals that were tabled, by id, and their titles, empty where there is none: a lens that does not show who tabled one shows it as a stub.</summary>
    [JsonIgnore]
    internal ImmutableSortedDictionary<string, string> Tabled { get; init; } = View.Map<string>();

    /// <summary>The titles of agreements, by id or by the id of the proposal that they came from.</summary>
    [JsonIgnore]
    internal ImmutableSortedDictionary<string, string> Agreed { get; init; } = View.Map<string>();

    /// <summary>The principals' ids, sorted.</summary>
    [JsonIgnore]
    public IEnumerable<string> Principals => Parties.Where(p => p.Value.Role?.Value is Role.Principal).Select(p => p.Key);

    /// <summary>The frame that a lens shows.</summary>
    public static Frame Of(Account account) => Of(account.FrameSteps, account.Zone);

    /// <summary>The frame that steps give.</summary>
    internal static Frame Of(IEnumerable<Step> steps, HomeZone home) =>
        steps.Aggregate(new Frame { Home = home.Id }, (frame, step) => frame.Apply(step));

    /// <summary>The name of a party, or its id when the lens shows none.</summary>
    public string NameOf(PartyId party) =>
        Parties.TryGetValue(party.Value, out var known) && known.Name is { } name ? name.Value : party.Value;

    /// <inheritdoc/>
    public string TitleOf(ProposalId proposal) => Titled(Tabled, proposal.Value);

    /// <inheritdoc/>
    public string TitleOf(AgreementId agreement) => Titled(Agreed, agreement.Value);

    private static string Titled(ImmutableSortedDictionary<string, string> titles, string id) =>
        titles.GetValueOrDefault(id) is { Length: > 0 } title ? $"“{title}”" : id;

    internal Frame Apply(Step step) =>
        step.Data switch
        {
            NegotiationOpened e => this with
            {
                Title = Title.Say(step, e.Title),
                Subject = Subject.SayIf(step, e.Subject),
                Zone = e.Zone is { } zone ? Zone.Say(step, zone) : Zone,
            },
            PartyJoined e => this with { Parties = Parties.Change(e.Party.Value, new(), p => Describe(p, step, e)) },
            IssueTabled e => this with { Issues = Issues.Change(e.Issue.Value, new(), i => i with { Title = i.Title.Say(step, e.Title) }) },
            ProposalOffered e => Table(step, e.Proposal, e.Title),
            CounterProposalOffered e => Table(step, e.Proposal, e.Title),
            AgreementReached { Title: { } title } e when step.IsOverall && (e.Agreement?.Value ?? e.Proposal?.Value) is { } id => this with
            {
                Agreed = Agreed.SetItem(id, title),
            },
            _ => this,
        };

    private Frame Table(Step step, ProposalId proposal, string? title) =>
        this with
        {
            Tabled = Tabled.SetItem(
                proposal.Value,
                (step.IsOverall ? title : null) ?? (Tabled.GetValueOrDefault(proposal.Value) is { Length: > 0 } known ? known : title ?? "")
            ),
        };

    private static FramedParty Describe(FramedParty party, Step step, PartyJoined e) =>
        new(
            party.Name.Say(step, e.Name),
            party.Role.Say(step, e.Role),
            party.Supports.SayIf(step, e.Supports),
            party.Wikidata.SayIf(step, e.Wikidata),
            party.Actor.SayIf(step, e.Actor)
        );
}
