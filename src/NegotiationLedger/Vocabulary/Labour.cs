namespace NegotiationLedger.Vocabulary;

/// <summary>A party stopped work, or its members did.</summary>
/// <param name="Party">Who is on strike.</param>
/// <param name="Against">Against whom: the employer.</param>
/// <param name="Text">What is stopped, in words.</param>
/// <param name="Until">How long it is to last; EDTF, meaning its end; until further notice when absent.</param>
/// <param name="Matter">What is demanded, for the CAMEO code: a change in leadership or policy, rights, or a change in institutions.</param>
/// <param name="Count">How many are on strike; 1 or more.</param>
/// <remarks>CAMEO 143, conduct strike or boycott, with a fourth digit for what is demanded.</remarks>
public sealed record StrikeBegun(
    PartyId Party,
    PartyId? Against = null,
    string? Text = null,
    Edtf? Until = null,
    Matter? Matter = null,
    int? Count = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    internal override IReadOnlyList<string> Opens => [$"strike {Party}"];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} goes on strike{Phrases.Until(Until)}{Phrases.Colon(Text)}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Protest(UnrestKind.StrikeOrBoycott, Matter);
}

/// <summary>A strike is over.</summary>
/// <param name="Party">Who was on strike.</param>
/// <param name="Reason">Why, as asserted.</param>
/// <remarks>CAMEO 082, ease political dissent, which covers calling off a strike; 0352, express intent to ease popular dissent, when planned.</remarks>
public sealed record StrikeEnded(PartyId Party, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    internal override IReadOnlyList<string> Answers => [$"strike {Party}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} ends its strike{Phrases.Colon(Reason)}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Yield(Matter.Dissent);

    /// <inheritdoc/>
    protected override string? PlannedCode => Cameo.Intend(Matter.Dissent);
}

/// <summary>An employer kept workers from their work.</summary>
/// <param name="Party">The employer.</param>
/// <param name="Against">Whom it locked out.</param>
/// <param name="Text">What is closed, in words.</param>
/// <param name="Until">How long it is to last; EDTF, meaning its end; until further notice when absent.</param>
public sealed record LockoutBegun(PartyId Party, PartyId? Against = null, string? Text = null, Edtf? Until = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    internal override IReadOnlyList<string> Opens => [$"lockout {Party}"];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{names.NameOf(Party)} locks out {(Against is { } against ? names.NameOf(against) : "its workers")}{Phrases.Until(Until)}{Phrases.Colon(Text)}";
}

/// <summary>A lockout is over.</summary>
/// <param name="Party">The employer.</param>
/// <param name="Reason">Why, as asserted.</param>
public sealed record LockoutEnded(PartyId Party, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    internal override IReadOnlyList<string> Answers => [$"lockout {Party}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} ends its lockout{Phrases.Colon(Reason)}";
}

/// <summary>The dispute was sent to arbitrators, whether the parties wanted it or not.</summary>
/// <param name="By">Who ordered it, when a party did.</param>
/// <param name="Body">The institution that ordered it.</param>
/// <param name="Parties">Whose dispute it is; unknown when absent.</param>
/// <param name="On">What is to be decided, in words.</param>
/// <param name="Deadline">By when; EDTF, meaning its end.</param>
public sealed record ArbitrationOrdered(
    PartyId? By = null,
    string? Body = null,
    IReadOnlyList<PartyId>? Parties = null,
    string? On = null,
    Edtf? Deadline = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"arbitration ordered{(Body is null ? names.By(By) : $" by {Body}")}{(On is null ? "" : $" on {On}")}{(Deadline is { } deadline ? $", by {deadline}" : "")}";
}
