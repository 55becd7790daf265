namespace NegotiationLedger.Vocabulary;

/// <summary>A party bound itself to do something.</summary>
/// <param name="Commitment">The id by which later records name the commitment.</param>
/// <param name="By">Who is bound.</param>
/// <param name="Text">To what, in words.</param>
/// <param name="To">To whom.</param>
/// <param name="Issue">The issue it belongs to.</param>
/// <param name="Deadline">By when; EDTF, meaning its end.</param>
/// <param name="Agreement">The agreement it is part of.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
/// <remarks>CAMEO 03x by its matter; 030, express intent to cooperate, when not given.</remarks>
public sealed record CommitmentMade(
    CommitmentId Commitment,
    PartyId By,
    string Text,
    PartyId? To = null,
    IssueId? Issue = null,
    Edtf? Deadline = null,
    AgreementId? Agreement = null,
    Matter? Matter = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: nameof(Commitment), Subject: [nameof(By), nameof(Commitment)]);

    internal override IReadOnlyList<string> Opens => [$"commitment {By} {Commitment}"];

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{names.NameOf(By)} commits itself: {Text}{(Deadline is { } deadline ? $", by {deadline}" : "")}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Intend(Matter ?? Vocabulary.Matter.Cooperation);

    /// <inheritdoc/>
    protected override string? PlannedCode => Code;
}

/// <summary>A party did what it was bound to do.</summary>
/// <param name="Commitment">Which commitment.</param>
/// <param name="By">Whose it is.</param>
/// <param name="Text">How, in words.</param>
public sealed record CommitmentMet(CommitmentId Commitment, PartyId By, string? Text = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Commitment)]);

    internal override IReadOnlyList<string> Answers => [$"commitment {By} {Commitment}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} meets its commitment {Commitment}{Phrases.Colon(Text)}";
}

/// <summary>A party did not do what it was bound to do, or not in time.</summary>
/// <param name="Commitment">Which commitment.</param>
/// <param name="By">Whose it is.</param>
/// <param name="Reason">Why, as asserted.</param>
public sealed record CommitmentMissed(CommitmentId Commitment, PartyId By, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Commitment)]);

    internal override IReadOnlyList<string> Answers => [$"commitment {By} {Commitment}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} misses its commitment {Commitment}{Phrases.Colon(Reason)}";
}
