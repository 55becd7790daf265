namespace NegotiationLedger.Vocabulary;

/// <summary>A party demands something.</summary>
/// <param name="Demand">The id by which later records name the demand; a known one is a reaffirmation.</param>
/// <param name="Party">Who demands.</param>
/// <param name="Text">What, in words.</param>
/// <param name="Issue">The issue it belongs to.</param>
/// <param name="RedLine">Whether the party calls it not negotiable.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
/// <remarks>CAMEO 10x by its matter: 1053 to release persons, 1056 to withdraw; 100, demand, when not given.</remarks>
public sealed record DemandStated(
    DemandId Demand,
    PartyId Party,
    string Text,
    IssueId? Issue = null,
    bool RedLine = false,
    Matter? Matter = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: nameof(Demand), Subject: [nameof(Party), nameof(Demand)])
        {
            IsRepeatable = true,
        };

    internal override IReadOnlyList<string> Opens => [$"demand {Party} {Demand}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} demands: {Text}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Demand(Matter);
}

/// <summary>A party changed a demand.</summary>
/// <param name="Demand">Which.</param>
/// <param name="Party">Whose.</param>
/// <param name="Text">The new wording.</param>
/// <param name="RedLine">Whether it is not negotiable now; as before when absent.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
/// <remarks>CAMEO 10x by its matter; 100, demand, when not given.</remarks>
public sealed record DemandRevised(DemandId Demand, PartyId Party, string Text, bool? RedLine = null, Matter? Matter = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party), nameof(Demand)]);

    internal override IReadOnlyList<string> Answers => [$"demand {Party} {Demand}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} revises its demand {Demand}: {Text}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Demand(Matter);
}

/// <summary>A demand was met.</summary>
/// <param name="Demand">Which.</param>
/// <param name="Party">Whose demand it was.</param>
/// <param name="By">Who met it.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
/// <remarks>CAMEO 08x by its matter; 080, yield, when not given; 035x when planned.</remarks>
public sealed record DemandMet(DemandId Demand, PartyId Party, PartyId? By = null, Matter? Matter = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party), nameof(Demand)]);

    internal override IReadOnlyList<string> Answers => [$"demand {Party} {Demand}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)}'s demand {Demand} is met{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Yield(Matter);

    /// <inheritdoc/>
    protected override string? PlannedCode => Cameo.Intend(Matter ?? Vocabulary.Matter.Yielding);
}

/// <summary>A party no longer demands something.</summary>
/// <param name="Demand">Which.</param>
/// <param name="Party">Whose.</param>
/// <param name="Reason">Why, as asserted.</param>
public sealed record DemandDropped(DemandId Demand, PartyId Party, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party), nameof(Demand)]);

    internal override IReadOnlyList<string> Answers => [$"demand {Party} {Demand}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} drops its demand {Demand}";
}

/// <summary>A party offered to give something up.</summary>
/// <param name="Party">Who offered.</param>
/// <param name="Text">What, in words.</param>
/// <param name="Issue">The issue it belongs to.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
/// <param name="Granted">Whether it was given at once rather than offered.</param>
/// <remarks>CAMEO 03x by its matter when offered, 08x when granted; 035, express intent to yield, or 080, yield, when the matter is not given.</remarks>
public sealed record ConcessionOffered(PartyId Party, string Text, IssueId? Issue = null, Matter? Matter = null, bool Granted = false)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} concedes: {Text}";

    /// <inheritdoc/>
    protected override string? Code => Granted ? Cameo.Yield(Matter) : PlannedCode;

    /// <inheritdoc/>
    protected override string? PlannedCode => Cameo.Intend(Matter ?? Vocabulary.Matter.Yielding);
}

/// <summary>A party gave its word on something.</summary>
/// <param name="By">Who gave it.</param>
/// <param name="Text">On what, in words.</param>
/// <param name="To">To whom.</param>
/// <param name="Issue">The issue it belongs to.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
/// <remarks>CAMEO 03x by its matter; 030, express intent to cooperate, when not given.</remarks>
public sealed record AssuranceGiven(PartyId By, string Text, PartyId? To = null, IssueId? Issue = null, Matter? Matter = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} gives an assurance: {Text}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Intend(Matter ?? Vocabulary.Matter.Cooperation);

    /// <inheritdoc/>
    protected override string? PlannedCode => Code;
}
