using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>How much of what is negotiated an agreement settles.</summary>
[JsonConverter(typeof(NamedValue<AgreementScope>))]
public enum AgreementScope
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>The issues it has terms for, and no more.</summary>
    Partial,
}

/// <summary>The parties agreed.</summary>
/// <param name="Parties">Who agreed; unknown when absent.</param>
/// <param name="Terms">On what, by issue.</param>
/// <param name="Proposal">The proposal it came from.</param>
/// <param name="Title">What readers know it by.</param>
/// <param name="Agreement">The id by which later records name it; when absent they mean it by its proposal or its date.</param>
/// <param name="Scope">Whether it settles the whole negotiation; when absent its terms tell.</param>
/// <param name="Until">How long it is to last; EDTF, meaning its end.</param>
/// <remarks>CAMEO 050, engage in diplomatic cooperation; 037, express intent to settle dispute, when planned.</remarks>
public sealed record AgreementReached(
    IReadOnlyList<PartyId>? Parties = null,
    IReadOnlyDictionary<IssueId, Term>? Terms = null,
    ProposalId? Proposal = null,
    string? Title = null,
    AgreementId? Agreement = null,
    AgreementScope? Scope = null,
    Edtf? Until = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: nameof(Agreement), Subject: [nameof(Agreement)]);

    internal override IReadOnlyList<string> Opens =>
        [.. new[] { Agreement?.Value, Proposal?.Value }.OfType<string>().Select(name => $"agreement {name}"), "agreement"];

    internal override IReadOnlyList<string> Answers => Proposal is { } proposal ? [$"proposal {proposal}"] : [];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        Title is null ? $"{names.Agreement(Agreement)} reached" : $"agreement reached: {Title}";

    /// <inheritdoc/>
    protected override string? Code => "050";

    /// <inheritdoc/>
    protected override string? PlannedCode => "037";
}

/// <summary>The agreement was signed.</summary>
/// <param name="Parties">Who signed; unknown when absent.</param>
/// <param name="Venue">Where.</param>
/// <param name="Agreement">Which agreement.</param>
/// <param name="Proposal">The proposal it came from.</param>
/// <remarks>CAMEO 057, sign formal agreement; 037 when planned.</remarks>
public sealed record AgreementSigned(
    IReadOnlyList<PartyId>? Parties = null,
    string? Venue = null,
    AgreementId? Agreement = null,
    ProposalId? Proposal = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement, Proposal)];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.Agreement(Agreement)} signed{Phrases.In(Venue)}";

    /// <inheritdoc/>
    protected override string? Code => "057";

    /// <inheritdoc/>
    protected override string? PlannedCode => "037";
}

/// <summary>A party's own institutions approved the agreement.</summary>
/// <param name="By">Which party.</param>
/// <param name="Body">Which institution.</param>
/// <param name="Agreement">Which agreement.</param>
/// <param name="Proposal">The proposal it came from.</param>
/// <param name="VotesFor">Votes for it; 0 or more.</param>
/// <param name="VotesAgainst">Votes against it; 0 or more.</param>
/// <remarks>CAMEO 057, sign formal agreement, whose description begins with ratifying one; 037 when planned.</remarks>
public sealed record AgreementRatified(
    PartyId By,
    string? Body = null,
    AgreementId? Agreement = null,
    ProposalId? Proposal = null,
    int? VotesFor = null,
    int? VotesAgainst = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement, Proposal)];

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{names.NameOf(By)} ratifies the {names.Agreement(Agreement)}{Phrases.Vote(Body, VotesFor, VotesAgainst)}";

    /// <inheritdoc/>
    protected override string? Code => "057";

    /// <inheritdoc/>
    protected override string? PlannedCode => "037";
}

/// <summary>A party's own institutions, or its members, turned the agreement down.</summary>
/// <param name="By">Which party.</param>
/// <param name="Body">Which institution; the members when they were asked.</param>
/// <param name="VotesFor">Votes for the agreement; 0 or more.</param>
/// <param name="VotesAgainst">Votes against the agreement; 0 or more.</param>
/// <param name="Reasons">Why, as asserted.</param>
/// <param name="Agreement">Which agreement.</param>
/// <param name="Proposal">The proposal it came from.</param>
/// <remarks>CAMEO 127, reject plan, agreement to settle dispute.</remarks>
public sealed record AgreementRejected(
    PartyId By,
    string? Body = null,
    int? VotesFor = null,
    int? VotesAgainst = null,
    string? Reasons = null,
    AgreementId? Agreement = null,
    ProposalId? Proposal = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement, Proposal)];

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{names.NameOf(By)} rejects the {names.Agreement(Agreement)}{Phrases.Vote(Body, VotesFor, VotesAgainst)}";

    /// <inheritdoc/>
    protected override string? Code => "127";
}

/// <summary>The agreement binds its parties from now on.</summary>
/// <param name="Agreement">Which agreement.</param>
/// <param name="Until">How long; EDTF, meaning its end.</param>
public sealed record AgreementEnteredIntoForce(AgreementId? Agreement = null, Edtf? Until = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: [nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement)];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.Agreement(Agreement)} enters into force{Phrases.Until(Until)}";
}

/// <summary>The agreement lasts longer than was agreed at first.</summary>
/// <param name="Until">How long now; EDTF, meaning its end; unknown when absent.</param>
/// <param name="Agreement">Which agreement.</param>
public sealed record AgreementExtended(Edtf? Until = null, AgreementId? Agreement = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement)];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.Agreement(Agreement)} extended{Phrases.Until(Until)}";
}

/// <summary>The agreement was ended before its time, or one without a term was ended.</summary>
/// <param name="By">Who ended it, when somebody did.</param>
/// <param name="Reason">Why, as asserted.</param>
/// <param name="Agreement">Which agreement.</param>
public sealed record AgreementTerminated(PartyId? By = null, string? Reason = null, AgreementId? Agreement = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement)];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.Agreement(Agreement)} terminated{names.By(By)}";
}

/// <summary>The agreement reached the end of its term.</summary>
/// <param name="Agreement">Which agreement.</param>
public sealed record AgreementExpired(AgreementId? Agreement = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement)];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.Agreement(Agreement)} expired";
}

/// <summary>A party broke the agreement.</summary>
/// <param name="By">Who broke it.</param>
/// <param name="Text">How, in words.</param>
/// <param name="Issue">The issue whose term was broken.</param>
/// <param name="Agreement">Which agreement.</param>
public sealed record AgreementBreached(PartyId By, string Text, IssueId? Issue = null, AgreementId? Agreement = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Agreement)]);

    internal override IReadOnlyList<string> Answers => [Phrases.AgreementKey(Agreement)];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} breaches the {names.Agreement(Agreement)}: {Text}";
}

/// <summary>How a vote went.</summary>
[JsonConverter(typeof(NamedValue<VoteOutcome>))]
public enum VoteOutcome
{
    /// <summary>What was voted on is adopted.</summary>
    Carried,

    /// <summary>What was voted on is turned down.</summary>
    Defeated,
}

/// <summary>A vote was held; what a party makes of it (a ratification, a rejection) is a record of its own.</summary>
/// <param name="On">What was voted on, in words.</param>
/// <param name="By">Whose vote it was, when it was a party's.</param>
/// <param name="Body">Which institution voted; the members when they were asked.</param>
/// <param name="VotesFor">Votes for; 0 or more.</param>
/// <param name="VotesAgainst">Votes against; 0 or more.</param>
/// <param name="Outcome">How it went; unknown when absent.</param>
/// <param name="Agreement">The agreement voted on.</param>
/// <param name="Proposal">The proposal voted on.</param>
public sealed record VoteHeld(
    string On,
    PartyId? By = null,
    string? Body = null,
    int? VotesFor = null,
    int? VotesAgainst = null,
    VoteOutcome? Outcome = null,
    AgreementId? Agreement = null,
    ProposalId? Proposal = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"vote{names.By(By)} on {On}{(Outcome is { } outcome ? $" {outcome.ToString().ToLowerInvariant()}" : "")}{Phrases.Vote(Body, VotesFor, VotesAgainst)}";
}
