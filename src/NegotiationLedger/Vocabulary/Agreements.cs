namespace NegotiationLedger.Vocabulary;

/// <summary>The parties agreed.</summary>
/// <param name="Parties">Who agreed; unknown when absent.</param>
/// <param name="Terms">On what, by issue.</param>
/// <param name="Proposal">The proposal it came from.</param>
/// <param name="Title">What readers know it by.</param>
/// <remarks>CAMEO 050, engage in diplomatic cooperation; 037, express intent to settle dispute, when planned.</remarks>
public sealed record AgreementReached(
    IReadOnlyList<PartyId>? Parties = null,
    IReadOnlyDictionary<IssueId, Term>? Terms = null,
    ProposalId? Proposal = null,
    string? Title = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    internal override IReadOnlyList<string> Opens => [$"agreement"];

    internal override IReadOnlyList<string> Answers => Proposal is { } proposal ? [$"proposal {proposal}"] : [];

    /// <inheritdoc/>
    public override string Headline(IPartyNames names) => $"agreement reached{(Title is null ? "" : $": {Title}")}";

    /// <inheritdoc/>
    protected override string? Code => "050";

    /// <inheritdoc/>
    protected override string? PlannedCode => "037";
}

/// <summary>The agreement was signed.</summary>
/// <param name="Parties">Who signed; unknown when absent.</param>
/// <param name="Venue">Where.</param>
/// <remarks>CAMEO 057, sign formal agreement; 037 when planned.</remarks>
public sealed record AgreementSigned(IReadOnlyList<PartyId>? Parties = null, string? Venue = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    internal override IReadOnlyList<string> Answers => [$"agreement"];

    /// <inheritdoc/>
    public override string Headline(IPartyNames names) => $"agreement signed{Phrases.In(Venue)}";

    /// <inheritdoc/>
    protected override string? Code => "057";

    /// <inheritdoc/>
    protected override string? PlannedCode => "037";
}

/// <summary>A party's own institutions approved the agreement.</summary>
/// <param name="By">Which party.</param>
/// <param name="Body">Which institution.</param>
public sealed record AgreementRatified(PartyId By, string? Body = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    internal override IReadOnlyList<string> Answers => [$"agreement"];

    /// <inheritdoc/>
    public override string Headline(IPartyNames names) => $"{names.NameOf(By)} ratifies the agreement";
}

/// <summary>A party broke the agreement.</summary>
/// <param name="By">Who broke it.</param>
/// <param name="Text">How, in words.</param>
/// <param name="Issue">The issue whose term was broken.</param>
public sealed record AgreementBreached(PartyId By, string Text, IssueId? Issue = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    internal override IReadOnlyList<string> Answers => [$"agreement"];

    /// <inheritdoc/>
    public override string Headline(IPartyNames names) => $"{names.NameOf(By)} breaches the agreement: {Text}";
}
