namespace NegotiationLedger.Vocabulary;

/// <summary>A party sent its team to the talks.</summary>
/// <param name="Party">Whose team.</param>
/// <param name="To">Where to.</param>
/// <remarks>CAMEO 042, make a visit; 036, express intent to meet or negotiate, when planned.</remarks>
public sealed record TeamDispatched(PartyId Party, string? To = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} sends its team{(To is null ? "" : $" to {To}")}";

    /// <inheritdoc/>
    protected override string? Code => "042";

    /// <inheritdoc/>
    protected override string? PlannedCode => "036";
}

/// <summary>A party called its team back from the talks.</summary>
/// <param name="Party">Whose team.</param>
/// <param name="From">Where from.</param>
/// <param name="Reason">Why, as asserted.</param>
/// <remarks>CAMEO 164, halt negotiations.</remarks>
public sealed record TeamRecalled(PartyId Party, string? From = null, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} recalls its team{(From is null ? "" : $" from {From}")}";

    /// <inheritdoc/>
    protected override string? Code => "164";
}

/// <summary>A party named its envoy or chief negotiator.</summary>
/// <param name="Party">For whom the envoy speaks.</param>
/// <param name="Name">The envoy's name.</param>
/// <param name="Envoy">The envoy as a registered speaker.</param>
/// <param name="Title">The office.</param>
public sealed record EnvoyAppointed(PartyId Party, string Name, SpeakerId? Envoy = null, string? Title = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: [nameof(Party)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} appoints {Name}";
}
