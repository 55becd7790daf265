using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>The stance of a public statement, after CAMEO 01x.</summary>
[JsonConverter(typeof(NamedValue<Stance>))]
public enum Stance
{
    /// <summary>010, make statement.</summary>
    Neutral,

    /// <summary>011, decline comment.</summary>
    Declining,

    /// <summary>012, make pessimistic comment.</summary>
    Pessimistic,

    /// <summary>013, make optimistic comment.</summary>
    Optimistic,

    /// <summary>014, consider policy option.</summary>
    Considering,

    /// <summary>015, acknowledge or claim responsibility.</summary>
    Acknowledging,

    /// <summary>016, deny responsibility.</summary>
    Denying,

    /// <summary>017, engage in symbolic act.</summary>
    Symbolic,

    /// <summary>018, make empathetic comment.</summary>
    Empathetic,

    /// <summary>019, express accord.</summary>
    Agreeing,
}

/// <summary>What kind of wrong an accusation names, after CAMEO 112x.</summary>
[JsonConverter(typeof(NamedValue<Wrong>))]
public enum Wrong
{
    /// <summary>112, accuse.</summary>
    Unspecified,

    /// <summary>1121, accuse of crime, corruption.</summary>
    Crime,

    /// <summary>1122, accuse of human rights abuses.</summary>
    HumanRightsAbuses,

    /// <summary>1123, accuse of aggression.</summary>
    Aggression,

    /// <summary>1124, accuse of war crimes.</summary>
    WarCrimes,

    /// <summary>1125, accuse of espionage, treason.</summary>
    Espionage,
}

/// <summary>A public statement.</summary>
/// <param name="Text">What was said, in words.</param>
/// <param name="By">The party that said it, when one did.</param>
/// <param name="Stance">Its stance.</param>
/// <remarks>CAMEO 01x by its stance.</remarks>
public sealed record StatementMade(string Text, PartyId? By = null, Stance Stance = Stance.Neutral) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => Text;

    /// <inheritdoc/>
    protected override string? Code => $"01{(int)Stance}";
}

/// <summary>Somebody blamed a party.</summary>
/// <param name="Against">The party blamed.</param>
/// <param name="Of">Of what, in words.</param>
/// <param name="By">The party that blames, when one does.</param>
/// <param name="Wrong">The kind of wrong.</param>
/// <remarks>CAMEO 112, accuse, or 1121 to 1125 by the wrong.</remarks>
public sealed record AccusationMade(PartyId Against, string Of, PartyId? By = null, Wrong Wrong = Wrong.Unspecified)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: [nameof(By), nameof(Against)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Against)} accused{names.By(By)}: {Of}";

    /// <inheritdoc/>
    protected override string? Code => Wrong is Wrong.Unspecified ? "112" : $"112{(int)Wrong}";
}

/// <summary>A party said what it means to do.</summary>
/// <param name="By">Who means to.</param>
/// <param name="Text">What, in words.</param>
/// <param name="Matter">The cooperation intended, when it is one.</param>
/// <param name="Threat">The threat, when it is one; not together with <paramref name="Matter"/>.</param>
/// <remarks>CAMEO 03x by the matter, 13x by the threat; 014, consider policy option, when neither is given.</remarks>
public sealed record IntentDeclared(PartyId By, string Text, Matter? Matter = null, Threat? Threat = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} intends: {Text}";

    /// <inheritdoc/>
    protected override string? Code =>
        Threat is { } threat ? Cameo.Threaten(threat)
        : Matter is { } matter ? Cameo.Intend(matter)
        : "014";

    /// <inheritdoc/>
    protected override string? PlannedCode => Matter is { } matter ? Cameo.Intend(matter) : null;
}

/// <summary>A party set another a deadline.</summary>
/// <param name="Ultimatum">The id of the ultimatum.</param>
/// <param name="By">Who set it.</param>
/// <param name="To">Who is to comply.</param>
/// <param name="Text">What is required, and what follows otherwise.</param>
/// <param name="Deadline">By when; EDTF, meaning its end.</param>
/// <remarks>CAMEO 139, give ultimatum.</remarks>
public sealed record UltimatumIssued(UltimatumId Ultimatum, PartyId By, PartyId? To, string Text, Edtf? Deadline = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: nameof(Ultimatum), Subject: [nameof(Ultimatum)]);

    internal override IReadOnlyList<string> Opens => [$"ultimatum {Ultimatum}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} sets an ultimatum: {Text}";

    /// <inheritdoc/>
    protected override string? Code => "139";
}

/// <summary>How an ultimatum ended.</summary>
[JsonConverter(typeof(NamedValue<UltimatumOutcome>))]
public enum UltimatumOutcome
{
    /// <summary>The party it was set to replied.</summary>
    Answered,

    /// <summary>The party that set it took it back.</summary>
    Withdrawn,
}

/// <summary>An ultimatum was answered or taken back before its deadline.</summary>
/// <param name="Ultimatum">Which.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="By">Who ended it.</param>
/// <param name="Text">In which words.</param>
public sealed record UltimatumEnded(UltimatumId Ultimatum, UltimatumOutcome Outcome, PartyId? By = null, string? Text = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Ultimatum)]);

    internal override IReadOnlyList<string> Answers => [$"ultimatum {Ultimatum}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"ultimatum {Ultimatum} {Outcome.ToString().ToLowerInvariant()}{names.By(By)}";
}

/// <summary>Somebody asked a party for something.</summary>
/// <param name="Text">For what, in words.</param>
/// <param name="By">The party that asks, when one does.</param>
/// <param name="To">Whom.</param>
/// <param name="Matter">Its matter, for the CAMEO code.</param>
/// <remarks>CAMEO 02x by its matter; 020, make an appeal or request, when not given.</remarks>
public sealed record AppealMade(string Text, PartyId? By = null, PartyId? To = null, Matter? Matter = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"appeal{names.By(By)}: {Text}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Appeal(Matter);
}

/// <summary>A party declared something on its own authority, such as its independence.</summary>
/// <param name="By">Who declared it.</param>
/// <param name="Text">What, in words.</param>
public sealed record DeclarationMade(PartyId By, string Text) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} declares: {Text}";
}

/// <summary>A state, a government or a body was recognized.</summary>
/// <param name="Of">What was recognized, in words.</param>
/// <param name="By">Who recognized it, when a party did.</param>
/// <param name="To">The party recognized, when it is one.</param>
/// <remarks>CAMEO 054, grant diplomatic recognition; 032, express intent to engage in diplomatic cooperation, when planned.</remarks>
public sealed record RecognitionGranted(string Of, PartyId? By = null, PartyId? To = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(To)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{Of} recognized{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "054";

    /// <inheritdoc/>
    protected override string? PlannedCode => Cameo.Intend(Matter.DiplomaticCooperation);
}

/// <summary>A veto stopped what would otherwise have been adopted.</summary>
/// <param name="On">What was vetoed, in words.</param>
/// <param name="By">Who vetoed it, when a party did.</param>
/// <param name="Body">The institution in which it was cast.</param>
/// <param name="Proposal">The proposal vetoed.</param>
/// <remarks>CAMEO 129, veto.</remarks>
public sealed record VetoCast(string On, PartyId? By = null, string? Body = null, ProposalId? Proposal = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"veto cast{names.By(By)}{Phrases.In(Body)}: {On}";

    /// <inheritdoc/>
    protected override string? Code => "129";
}

/// <summary>What kind of ruling it is.</summary>
[JsonConverter(typeof(NamedValue<RulingKind>))]
public enum RulingKind
{
    /// <summary>The decision of a court.</summary>
    Judgment,

    /// <summary>The decision of arbitrators.</summary>
    Award,

    /// <summary>An opinion that binds nobody.</summary>
    AdvisoryOpinion,
}

/// <summary>A court, arbitrators or another body ruled.</summary>
/// <param name="On">On what, in words.</param>
/// <param name="Body">Which court or body.</param>
/// <param name="By">The party that ruled, when one did.</param>
/// <param name="Kind">What kind of ruling it is; unknown when absent.</param>
/// <param name="For">The party in whose favour it went, when it went in one's.</param>
/// <param name="Text">What was ruled, in words.</param>
public sealed record RulingGiven(
    string On,
    string? Body = null,
    PartyId? By = null,
    RulingKind? Kind = null,
    PartyId? For = null,
    string? Text = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names)
    {
        var kind = Kind switch
        {
            RulingKind.Judgment => "judgment",
            RulingKind.Award => "award",
            RulingKind.AdvisoryOpinion => "advisory opinion",
            _ => "ruling",
        };
        var by = Body is null ? names.By(By) : $" by {Body}";
        return $"{kind}{by} on {On}{(For is { } winner ? $", for {names.NameOf(winner)}" : "")}{Phrases.Colon(Text)}";
    }
}
