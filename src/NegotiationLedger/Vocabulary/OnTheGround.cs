using System.Globalization;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>A party began military operations.</summary>
/// <param name="Party">Who.</param>
/// <param name="Area">Where.</param>
/// <param name="Objectives">To what ends, as asserted.</param>
/// <param name="Operation">The id that tells it from the party's other operations; without one its area does.</param>
/// <param name="Until">When they end; EDTF, meaning its end. Else the end of the interval that they are dated by.</param>
/// <remarks>CAMEO 190, use conventional military force.</remarks>
public sealed record MilitaryOperationsBegun(
    PartyId Party,
    string? Area = null,
    IReadOnlyList<string>? Objectives = null,
    OperationId? Operation = null,
    Edtf? Until = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    internal override IReadOnlyList<string> Opens =>
        [$"operations {Party} in {Phrases.OperationKey(Operation, Area)}", $"operations {Party}"];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} begins military operations{Phrases.In(Area)}";

    /// <inheritdoc/>
    protected override string? Code => "190";
}

/// <summary>A party stopped its military operations.</summary>
/// <param name="Party">Who.</param>
/// <param name="Area">Where; everywhere when absent.</param>
/// <param name="Operation">Which operation; when neither it nor the area is given, all of them.</param>
/// <remarks>CAMEO 087, de-escalate military engagement; 0356, express intent to de-escalate, when planned.</remarks>
public sealed record MilitaryOperationsHalted(PartyId Party, string? Area = null, OperationId? Operation = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    internal override IReadOnlyList<string> Answers =>
        Phrases.OperationKey(Operation, Area) is { } named
            ? [$"operations {Party} in {named}", $"operations {Party} in "]
            : [$"operations {Party}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} halts military operations{Phrases.In(Area)}";

    /// <inheritdoc/>
    protected override string? Code => "087";

    /// <inheritdoc/>
    protected override string? PlannedCode => "0356";
}

/// <summary>A ceasefire took hold.</summary>
/// <param name="Parties">Whom it binds; unknown when absent.</param>
/// <param name="Until">How long; EDTF.</param>
/// <remarks>CAMEO 0871, declare truce, ceasefire; 0356 when planned.</remarks>
public sealed record CeasefireBegan(IReadOnlyList<PartyId>? Parties = null, Edtf? Until = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: []);

    internal override IReadOnlyList<string> Opens => ["ceasefire"];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => "ceasefire begins";

    /// <inheritdoc/>
    protected override string? Code => "0871";

    /// <inheritdoc/>
    protected override string? PlannedCode => "0356";
}

/// <summary>A ceasefire lasts longer than was said at first.</summary>
/// <param name="Parties">Whom it binds; unknown when absent.</param>
/// <param name="Until">How long now; EDTF, meaning its end; unknown when absent.</param>
/// <remarks>CAMEO 0871, declare truce, ceasefire, which covers observing one; 0356 when planned.</remarks>
public sealed record CeasefireExtended(IReadOnlyList<PartyId>? Parties = null, Edtf? Until = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    internal override IReadOnlyList<string> Answers => ["ceasefire"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"ceasefire extended{Phrases.Until(Until)}";

    /// <inheritdoc/>
    protected override string? Code => "0871";

    /// <inheritdoc/>
    protected override string? PlannedCode => "0356";
}

/// <summary>A ceasefire is over: it ran out, or somebody ended it.</summary>
/// <param name="Parties">Whom it bound; unknown when absent.</param>
/// <param name="By">Who ended it, when somebody did.</param>
/// <param name="Reason">Why, as asserted.</param>
public sealed record CeasefireEnded(IReadOnlyList<PartyId>? Parties = null, PartyId? By = null, string? Reason = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    internal override IReadOnlyList<string> Answers => ["ceasefire"];

    /// <inheritdoc/>
    public override string Headline(INames names) => By is { } by ? $"{names.NameOf(by)} ends the ceasefire" : "ceasefire ends";
}

/// <summary>A ceasefire was broken.</summary>
/// <param name="By">Who broke it.</param>
/// <param name="Text">How, in words.</param>
/// <remarks>CAMEO 196, violate ceasefire.</remarks>
public sealed record CeasefireViolated(PartyId? By = null, string? Text = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    internal override IReadOnlyList<string> Answers => ["ceasefire"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"ceasefire violated{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "196";
}

/// <summary>Persons were taken hostage.</summary>
/// <param name="By">Who took them.</param>
/// <param name="Count">How many; 1 or more.</param>
/// <param name="Who">Who they are, in words: <c>soldiers</c>.</param>
/// <param name="Area">Where.</param>
/// <remarks>CAMEO 181, abduct, hijack, or take hostage.</remarks>
public sealed record HostagesTaken(PartyId? By = null, int? Count = null, string? Who = null, string? Area = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{Phrases.Some(Count)} {Who ?? "persons"} taken hostage{Phrases.In(Area)}{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "181";
}

/// <summary>What one side let go in an exchange.</summary>
/// <param name="By">Who let them go.</param>
/// <param name="Count">How many; 1 or more.</param>
/// <param name="Who">Who they are, in words: <c>prisoners</c>.</param>
public sealed record ExchangedBy(PartyId By, int? Count = null, string? Who = null);

/// <summary>Sides let persons go in exchange for each other's.</summary>
/// <param name="Sides">What each side let go; unknown when absent.</param>
/// <param name="Venue">Where they were handed over.</param>
/// <remarks>CAMEO 0841, return, release person(s), which covers exchanges of prisoners; 0353 when planned.</remarks>
public sealed record PrisonersExchanged(IReadOnlyList<ExchangedBy>? Sides = null, string? Venue = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: []);

    /// <inheritdoc/>
    public override string Headline(INames names)
    {
        var sides = (Sides ?? []).Select(s => $"{Phrases.Some(s.Count)} {s.Who ?? "prisoners"}{names.By(s.By)}");
        return $"prisoners exchanged{Phrases.In(Venue)}{Phrases.Colon(Sides is { Count: > 0 } ? string.Join(", ", sides) : null)}";
    }

    /// <inheritdoc/>
    protected override string? Code => "0841";

    /// <inheritdoc/>
    protected override string? PlannedCode => "0353";
}

/// <summary>People protested.</summary>
/// <param name="Text">What happened, in words.</param>
/// <param name="Kind">What form it took.</param>
/// <param name="Area">Where.</param>
/// <param name="By">The party that protested or called for it, when one did.</param>
/// <param name="Matter">What was demanded, for the CAMEO code: a change in leadership or policy, rights, or a change in institutions.</param>
/// <param name="Count">How many took part; 1 or more.</param>
/// <remarks>CAMEO 14x by its kind, with a fourth digit for what was demanded, which 140 has not.</remarks>
public sealed record UnrestReported(
    string Text,
    UnrestKind Kind = UnrestKind.Dissent,
    string? Area = null,
    PartyId? By = null,
    Matter? Matter = null,
    int? Count = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"unrest{Phrases.In(Area)}{names.By(By)}: {Text}";

    /// <inheritdoc/>
    protected override string? Code => Cameo.Protest(Kind, Matter);
}

/// <summary>Persons were set free.</summary>
/// <param name="By">Who let them go.</param>
/// <param name="Count">How many; 1 or more.</param>
/// <param name="Who">Who they are, in words: <c>hostages</c>.</param>
/// <remarks>CAMEO 0841, return, release person(s); 0353, express intent to release, when planned.</remarks>
public sealed record PersonsReleased(PartyId? By = null, int? Count = null, string? Who = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{Phrases.Some(Count)} {Who ?? "persons"} released{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "0841";

    /// <inheritdoc/>
    protected override string? PlannedCode => "0353";
}

/// <summary>What kind of aid was given, after CAMEO 07x.</summary>
[JsonConverter(typeof(NamedValue<AidKind>))]
public enum AidKind
{
    /// <summary>070, provide aid.</summary>
    Unspecified,

    /// <summary>071, provide economic aid.</summary>
    Economic,

    /// <summary>072, provide military aid.</summary>
    Military,

    /// <summary>073, provide humanitarian aid.</summary>
    Humanitarian,

    /// <summary>074, provide military protection or peacekeeping.</summary>
    Protection,
}

/// <summary>Aid reached those it was meant for.</summary>
/// <param name="By">Who gave it.</param>
/// <param name="Kind">What kind.</param>
/// <param name="To">Who received it, when a party did.</param>
/// <param name="Text">What, in words.</param>
/// <remarks>CAMEO 07x by its kind; 033x when planned.</remarks>
public sealed record AidDelivered(PartyId? By = null, AidKind Kind = AidKind.Unspecified, PartyId? To = null, string? Text = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"aid delivered{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => $"07{(int)Kind}";

    /// <inheritdoc/>
    protected override string? PlannedCode => Kind is AidKind.Unspecified ? "033" : $"033{(int)Kind}";
}

/// <summary>Sanctions were imposed on a party.</summary>
/// <param name="By">Who imposed them, when a party did.</param>
/// <param name="Against">On whom.</param>
/// <param name="Text">Which, in words.</param>
/// <param name="Until">When they end; EDTF, meaning its end. Else the end of the interval that they are dated by.</param>
/// <remarks>CAMEO 163, impose embargo, boycott, or sanctions.</remarks>
public sealed record SanctionsImposed(PartyId? By = null, PartyId? Against = null, string? Text = null, Edtf? Until = null)
    : Development,
        IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Period, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Against)]);

    internal override IReadOnlyList<string> Opens => [$"sanctions {By} {Against}"];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => $"sanctions imposed{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "163";
}

/// <summary>Sanctions on a party were eased.</summary>
/// <param name="By">Who eased them, when a party did.</param>
/// <param name="Against">On whom they lay.</param>
/// <param name="Text">Which, in words.</param>
/// <remarks>CAMEO 085, ease economic sanctions, boycott, embargo; 0354 when planned.</remarks>
public sealed record SanctionsEased(PartyId? By = null, PartyId? Against = null, string? Text = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Against)]);

    internal override IReadOnlyList<string> Answers => [$"sanctions {By} {Against}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"sanctions eased{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "085";

    /// <inheritdoc/>
    protected override string? PlannedCode => "0354";
}

/// <summary>Sanctions that had been eased or lifted were put back.</summary>
/// <param name="By">Who put them back, when a party did.</param>
/// <param name="Against">On whom.</param>
/// <param name="Text">Which, in words.</param>
/// <remarks>CAMEO 163, impose embargo, boycott, or sanctions.</remarks>
public sealed record SanctionsReinstated(PartyId? By = null, PartyId? Against = null, string? Text = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Period, MovesTalks: true, Introduces: null, Subject: [nameof(By), nameof(Against)]);

    internal override IReadOnlyList<string> Answers => [$"sanctions {By} {Against}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"sanctions reinstated{names.By(By)}";

    /// <inheritdoc/>
    protected override string? Code => "163";
}

/// <summary>A figure was reported: how many hostages, how much aid.</summary>
/// <param name="Subject">What is counted, in words that stay the same from report to report.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Of what.</param>
public sealed record FigureReported(string Subject, decimal Value, string? Unit = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: [nameof(Subject)]);

    /// <inheritdoc/>
    public override string Headline(INames names) =>
        $"{Subject}: {Value.ToString(CultureInfo.InvariantCulture)}{(Unit is null ? "" : $" {Unit}")}";
}
