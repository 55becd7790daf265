using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>How the parties speak with each other.</summary>
[JsonConverter(typeof(NamedValue<TalksFormat>))]
public enum TalksFormat
{
    /// <summary>Face to face.</summary>
    Direct,

    /// <summary>Through a mediator.</summary>
    Indirect,

    /// <summary>Under one roof, in separate rooms, through a mediator.</summary>
    Proximity,
}

/// <summary>Talks were announced.</summary>
/// <param name="Opening">When they are to begin; EDTF.</param>
/// <param name="Venue">Where.</param>
/// <param name="Parties">Who is to take part.</param>
/// <remarks>CAMEO 036, express intent to meet or negotiate.</remarks>
public sealed record TalksAnnounced(Edtf? Opening = null, string? Venue = null, IReadOnlyList<PartyId>? Parties = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"talks announced{Phrases.In(Venue)}";

    /// <inheritdoc/>
    protected override string? Code => "036";

    /// <inheritdoc/>
    protected override string? PlannedCode => "036";
}

/// <summary>A date was set for talks, or for a round of them.</summary>
/// <param name="Opening">When they are to begin; EDTF.</param>
/// <param name="Round">Which round: its number from 1, or its name.</param>
/// <param name="Venue">Where.</param>
/// <param name="Format">How the parties are to speak with each other.</param>
/// <param name="Parties">Who is to take part.</param>
/// <remarks>CAMEO 036, express intent to meet or negotiate.</remarks>
public sealed record TalksScheduled(
    Edtf Opening,
    Round? Round = null,
    string? Venue = null,
    TalksFormat? Format = null,
    IReadOnlyList<PartyId>? Parties = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"talks scheduled for {Opening}{Phrases.In(Venue)}";

    /// <inheritdoc/>
    protected override string? Code => "036";

    /// <inheritdoc/>
    protected override string? PlannedCode => "036";
}

/// <summary>Talks are in session.</summary>
/// <param name="Round">Which round: its number from 1, or its name.</param>
/// <param name="Venue">Where.</param>
/// <param name="Format">How the parties speak with each other.</param>
/// <param name="Parties">Who is at the table.</param>
/// <param name="Until">When it ends; EDTF, meaning its end. Else the end of the interval that it is dated by.</param>
/// <remarks>CAMEO 046, engage in negotiation; 036 when planned.</remarks>
public sealed record TalksConvened(
    Round? Round = null,
    string? Venue = null,
    TalksFormat? Format = null,
    IReadOnlyList<PartyId>? Parties = null,
    Edtf? Until = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: []);

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => $"talks in session{Phrases.In(Venue)}";

    /// <inheritdoc/>
    protected override string? Code => "046";

    /// <inheritdoc/>
    protected override string? PlannedCode => "036";
}

/// <summary>Talks paused, to go on.</summary>
/// <param name="Until">When they are to go on; EDTF.</param>
/// <param name="Reason">Why, as asserted.</param>
public sealed record TalksAdjourned(Edtf? Until = null, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names) => "talks adjourned";
}

/// <summary>Talks were stopped, and whether they go on is open.</summary>
/// <param name="By">Who stopped them.</param>
/// <param name="Reason">Why, as asserted.</param>
public sealed record TalksSuspended(PartyId? By = null, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"talks suspended{names.By(By)}";
}

/// <summary>Talks went on after a pause.</summary>
/// <param name="Round">Which round: its number from 1, or its name.</param>
/// <param name="Venue">Where.</param>
/// <param name="Format">How the parties speak with each other.</param>
/// <param name="Parties">Who is at the table.</param>
/// <param name="Until">When it ends; EDTF, meaning its end. Else the end of the interval that it is dated by.</param>
/// <remarks>CAMEO 046, engage in negotiation; 036 when planned.</remarks>
public sealed record TalksResumed(
    Round? Round = null,
    string? Venue = null,
    TalksFormat? Format = null,
    IReadOnlyList<PartyId>? Parties = null,
    Edtf? Until = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: []);

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => $"talks resumed{Phrases.In(Venue)}";

    /// <inheritdoc/>
    protected override string? Code => "046";

    /// <inheritdoc/>
    protected override string? PlannedCode => "036";
}

/// <summary>How people met.</summary>
[JsonConverter(typeof(NamedValue<MeetingMeans>))]
public enum MeetingMeans
{
    /// <summary>In one place.</summary>
    InPerson,

    /// <summary>By telephone.</summary>
    Telephone,

    /// <summary>By video link.</summary>
    Video,
}

/// <summary>People met, outside the talks or within a round of them.</summary>
/// <param name="Parties">Whose people met; unknown when absent.</param>
/// <param name="Venue">Where.</param>
/// <param name="Means">How; unknown when absent.</param>
/// <param name="Text">On what, in words.</param>
/// <remarks>CAMEO 041, discuss by telephone, when they did; else 040, consult; 036, express intent to meet or negotiate, when planned.</remarks>
public sealed record MeetingHeld(
    IReadOnlyList<PartyId>? Parties = null,
    string? Venue = null,
    MeetingMeans? Means = null,
    string? Text = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names)
    {
        var how =
            Means is MeetingMeans.Telephone ? " by telephone"
            : Means is MeetingMeans.Video ? " by video link"
            : "";
        var who = Parties is { Count: > 0 } parties ? $"{names.All(parties)} meet" : "meeting held";
        return $"{who}{how}{Phrases.In(Venue)}{Phrases.Colon(Text)}";
    }

    /// <inheritdoc/>
    protected override string? Code => Means is MeetingMeans.Telephone ? "041" : "040";

    /// <inheritdoc/>
    protected override string? PlannedCode => "036";
}

/// <summary>A deadline was set for the talks, or for something in them; one that a party sets another is an ultimatum.</summary>
/// <param name="Deadline">By when; EDTF, meaning its end.</param>
/// <param name="Text">For what, in words.</param>
/// <param name="By">Who set it, when a party did.</param>
public sealed record DeadlineSet(Edtf Deadline, string? Text = null, PartyId? By = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    internal override IReadOnlyList<string> Opens => ["deadline"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"deadline {Deadline} set{names.By(By)}{Phrases.Colon(Text)}";
}

/// <summary>A deadline was put off.</summary>
/// <param name="Deadline">By when now; EDTF, meaning its end.</param>
/// <param name="From">By when until now; EDTF, meaning its end.</param>
/// <param name="Text">For what, in words.</param>
/// <param name="By">Who put it off, when a party did.</param>
public sealed record DeadlineExtended(Edtf Deadline, Edtf? From = null, string? Text = null, PartyId? By = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    internal override IReadOnlyList<string> Answers => ["deadline"];

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"deadline extended{(From is { } from ? $" from {from}" : "")} to {Deadline}{names.By(By)}{Phrases.Colon(Text)}";
}

/// <summary>The talks moved.</summary>
/// <param name="Venue">Where to.</param>
/// <param name="From">Where from.</param>
public sealed record VenueChanged(string Venue, string? From = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"talks moved to {Venue}";
}

/// <summary>A party called the process deadlocked.</summary>
/// <param name="By">Who said so.</param>
/// <param name="Reason">Why, as asserted.</param>
/// <remarks>CAMEO 012, make pessimistic comment.</remarks>
public sealed record DeadlockDeclared(PartyId By, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(By)} declares deadlock";

    /// <inheritdoc/>
    protected override string? Code => "012";
}

/// <summary>The talks broke down.</summary>
/// <param name="By">Who broke them off, when somebody did.</param>
/// <param name="Reason">Why, as asserted.</param>
/// <remarks>CAMEO 164, halt negotiations.</remarks>
public sealed record TalksCollapsed(PartyId? By = null, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"talks collapsed{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "164";
}

/// <summary>The negotiation is over and will not be taken up again.</summary>
/// <param name="Outcome">How it ended, as asserted.</param>
public sealed record NegotiationClosed(string? Outcome = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names) => "negotiation closed";
}
