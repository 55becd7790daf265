using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>What a proposal says on one issue.</summary>
/// <param name="Text">The term in words.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
public sealed record Term(string Text, Matter? Matter = null);

/// <summary>How far an acceptance goes.</summary>
[JsonConverter(typeof(NamedValue<Extent>))]
public enum Extent
{
    /// <summary>The whole proposal, or all of the terms named.</summary>
    Full,

    /// <summary>Some of it.</summary>
    Partial,

    /// <summary>On conditions.</summary>
    Conditional,
}

/// <summary>The tone in which a response was described.</summary>
[JsonConverter(typeof(NamedValue<Tone>))]
public enum Tone
{
    /// <summary>Neither praise nor blame.</summary>
    Neutral,

    /// <summary>Praise.</summary>
    Positive,

    /// <summary>Blame.</summary>
    Negative,
}

/// <summary>A proposal was put on the table.</summary>
/// <param name="Proposal">The id by which responses name it.</param>
/// <param name="Title">What readers know it by.</param>
/// <param name="By">Who offered it; may be unknown.</param>
/// <param name="Drafter">Who wrote it; may be unknown.</param>
/// <param name="To">Who is to answer; unknown when absent.</param>
/// <param name="Terms">What it says, by issue.</param>
/// <remarks>CAMEO 03x by its terms: the code of their matter when they share one, else 037, express intent to settle dispute.</remarks>
public sealed record ProposalOffered(
    ProposalId Proposal,
    string? Title = null,
    PartyId? By = null,
    PartyId? Drafter = null,
    IReadOnlyList<PartyId>? To = null,
    IReadOnlyDictionary<IssueId, Term>? Terms = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: nameof(Proposal), Subject: [nameof(Proposal)]);

    internal override IReadOnlyList<string> Opens => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.TitleOf(Proposal)} offered{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Intend(Cameo.SharedMatter(Terms?.Values.Select(t => t.Matter)));

    /// <inheritdoc/>
    protected override string? PlannedCode => Code;
}

/// <summary>A proposal on the table was changed.</summary>
/// <param name="Proposal">Which.</param>
/// <param name="Terms">The terms that changed, by issue; the others stay.</param>
/// <param name="By">Who changed it.</param>
/// <remarks>CAMEO 03x by the changed terms, as for an offer.</remarks>
public sealed record ProposalAmended(ProposalId Proposal, IReadOnlyDictionary<IssueId, Term> Terms, PartyId? By = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Proposal)]);

    internal override IReadOnlyList<string> Answers => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.TitleOf(Proposal)} amended{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Intend(Cameo.SharedMatter(Terms.Values.Select(t => t.Matter)));

    /// <inheritdoc/>
    protected override string? PlannedCode => Code;
}

/// <summary>A proposal was answered by another.</summary>
/// <param name="Proposal">The id of the new proposal.</param>
/// <param name="InReplyTo">The proposal it answers.</param>
/// <param name="By">Who offered it.</param>
/// <param name="Title">What readers know it by.</param>
/// <param name="To">Who is to answer; unknown when absent.</param>
/// <param name="Terms">What it says, by issue.</param>
/// <remarks>CAMEO 03x by its terms, as for an offer.</remarks>
public sealed record CounterProposalOffered(
    ProposalId Proposal,
    ProposalId InReplyTo,
    PartyId? By = null,
    string? Title = null,
    IReadOnlyList<PartyId>? To = null,
    IReadOnlyDictionary<IssueId, Term>? Terms = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: nameof(Proposal), Subject: [nameof(Proposal)]);

    internal override IReadOnlyList<string> Opens => [$"proposal {Proposal}"];

    internal override IReadOnlyList<string> Answers => [$"proposal {InReplyTo}"];

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{names.TitleOf(Proposal)} offered{names.By(By)} in reply to {names.TitleOf(InReplyTo)}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Intend(Cameo.SharedMatter(Terms?.Values.Select(t => t.Matter)));

    /// <inheritdoc/>
    protected override string? PlannedCode => Code;
}

/// <summary>A party answered a proposal; what it answered is not known to be a yes or a no.</summary>
/// <param name="Proposal">The proposal answered.</param>
/// <param name="By">Who answered.</param>
/// <param name="Content">What is known of the answer.</param>
public sealed record ResponseSubmitted(ProposalId Proposal, PartyId By, string? Content = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Proposal), nameof(By)]);

    internal override IReadOnlyList<string> Answers => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} answers {names.TitleOf(Proposal)}";
}

/// <summary>Somebody described a party's answer.</summary>
/// <param name="Proposal">The proposal answered.</param>
/// <param name="Of">Whose answer it is.</param>
/// <param name="Words">The description.</param>
/// <param name="By">Who described it, when a party did.</param>
/// <param name="Tone">Praise or blame.</param>
/// <remarks>CAMEO 111, criticize or denounce, when negative; 051, praise or endorse, when positive; else 010, make statement.</remarks>
public sealed record ResponseCharacterized(ProposalId Proposal, PartyId Of, string Words, PartyId? By = null, Tone Tone = Tone.Neutral)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: [nameof(Proposal), nameof(Of)]);

    internal override IReadOnlyList<string> Answers => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Of)}'s answer to {names.TitleOf(Proposal)} called {Words}";

    /// <inheritdoc/>
    protected override string? Code =>
        Tone switch
        {
            Tone.Negative => "111",
            Tone.Positive => "051",
            _ => "010",
        };
}

/// <summary>A party agreed to a proposal.</summary>
/// <param name="Proposal">Which.</param>
/// <param name="By">Who agreed.</param>
/// <param name="Extent">How far.</param>
/// <param name="Terms">The issues whose terms were accepted; empty or absent means the whole proposal.</param>
/// <param name="Conditions">On what conditions.</param>
/// <remarks>CAMEO 080, yield, has no counterpart for accepting a plan; 050, engage in diplomatic cooperation, is used; 037 when planned.</remarks>
public sealed record ProposalAccepted(
    ProposalId Proposal,
    PartyId By,
    Extent Extent = Extent.Full,
    IReadOnlyList<IssueId>? Terms = null,
    string? Conditions = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Proposal), nameof(By)]);

    internal override IReadOnlyList<string> Answers => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{names.NameOf(By)} accepts {names.TitleOf(Proposal)}{(Extent is Extent.Full ? "" : $" ({Extent.ToString().ToLowerInvariant()})")}";

    /// <inheritdoc/>
    protected override string? Code => "050";

    /// <inheritdoc/>
    protected override string? PlannedCode => "037";
}

/// <summary>A party turned a proposal down.</summary>
/// <param name="Proposal">The proposal as tabled; its later amendments stay open unless named in <paramref name="Terms"/>.</param>
/// <param name="By">The party that turned it down.</param>
/// <param name="Terms">Issues whose terms were refused; empty or absent means the whole proposal.</param>
/// <param name="Reasons">Why, as asserted.</param>
/// <param name="Matter">What was refused, when it is one matter.</param>
/// <remarks>CAMEO 127, reject plan or agreement to settle dispute; 1246 when it is a ceasefire, 1243 a release, or 12x by its matter.</remarks>
public sealed record ProposalRejected(
    ProposalId Proposal,
    PartyId By,
    IReadOnlyList<IssueId>? Terms = null,
    string? Reasons = null,
    Matter? Matter = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Proposal), nameof(By)]);

    internal override IReadOnlyList<string> Answers => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} rejects {names.TitleOf(Proposal)}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Reject(Matter ?? Vocabulary.Matter.Settlement);
}

/// <summary>A proposal was taken off the table.</summary>
/// <param name="Proposal">Which.</param>
/// <param name="By">Who withdrew it.</param>
/// <param name="Reason">Why, as asserted.</param>
public sealed record ProposalWithdrawn(ProposalId Proposal, PartyId? By = null, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Proposal)]);

    internal override IReadOnlyList<string> Answers => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.TitleOf(Proposal)} withdrawn{names.By(By)}";
}

/// <summary>A proposal ran out unanswered.</summary>
/// <param name="Proposal">Which.</param>
public sealed record ProposalExpired(ProposalId Proposal) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Proposal)]);

    internal override IReadOnlyList<string> Answers => [$"proposal {Proposal}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.TitleOf(Proposal)} expired";
}
