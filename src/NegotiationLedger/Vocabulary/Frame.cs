using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>What a party is in a negotiation.</summary>
[JsonConverter(typeof(NamedValue<Role>))]
public enum Role
{
    /// <summary>Negotiates for itself.</summary>
    Principal,

    /// <summary>Backs a named party.</summary>
    Supporter,

    /// <summary>Mediates between the principals.</summary>
    Mediator,

    /// <summary>Guarantees what is agreed.</summary>
    Guarantor,

    /// <summary>Watches.</summary>
    Observer,
}

/// <summary>A negotiation began to be followed.</summary>
/// <param name="Title">What readers know it by.</param>
/// <param name="Subject">What it is about, in a sentence.</param>
/// <param name="Zone">Where it is at home: an IANA time zone name. Dates without an offset are read there; universal time when nobody says one.</param>
public sealed record NegotiationOpened(string Title, string? Subject = null, HomeZone? Zone = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning =>
        new(Duration.Moment, MovesTalks: false, Introduces: null, Subject: []) { Occurrence = "opening" };

    internal override bool IsOpening => true;

    internal override HomeZone? Home => Zone;

    /// <inheritdoc/>
    public override string Headline(INames names) => Title;
}

/// <summary>A party takes part.</summary>
/// <param name="Party">The id by which every other record names it.</param>
/// <param name="Name">What readers know it by.</param>
/// <param name="Role">What it is in this negotiation.</param>
/// <param name="Supports">The party it backs; required for <see cref="Role.Supporter"/> and allowed for no other role.</param>
/// <param name="Wikidata">Its Wikidata item, <c>Q801</c>.</param>
/// <param name="Actor">Its CAMEO actor code, or ISO 3166-1 alpha-3 code.</param>
public sealed record PartyJoined(
    PartyId Party,
    string Name,
    Role Role,
    PartyId? Supports = null,
    string? Wikidata = null,
    string? Actor = null
) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: false, Introduces: nameof(Party), Subject: [nameof(Party)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} joins as {Role.ToString().ToLowerInvariant()}";
}

/// <summary>A party left the negotiation.</summary>
/// <param name="Party">Who left.</param>
/// <param name="Reason">Why, as asserted.</param>
/// <remarks>CAMEO 164, halt negotiations.</remarks>
public sealed record PartyLeft(PartyId Party, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Party)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Party)} leaves the negotiation";

    /// <inheritdoc/>
    protected override string? Code => "164";
}

/// <summary>A mediator is at work.</summary>
/// <param name="Mediator">The party that mediates.</param>
/// <param name="Until">When it ends; EDTF, meaning its end. Else the end of the interval that it is dated by.</param>
/// <remarks>CAMEO 045, mediate; 039, express intent to mediate, when planned.</remarks>
public sealed record MediatorEngaged(PartyId Mediator, Edtf? Until = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Period, MovesTalks: true, Introduces: null, Subject: [nameof(Mediator)]);

    internal override IReadOnlyList<string> Opens => [$"mediation {Mediator}"];

    internal override Edtf? Ends => Until;

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Mediator)} mediates";

    /// <inheritdoc/>
    protected override string? Code => "045";

    /// <inheritdoc/>
    protected override string? PlannedCode => "039";
}

/// <summary>A mediator stopped its work.</summary>
/// <param name="Mediator">The party that mediated.</param>
/// <param name="Reason">Why, as asserted.</param>
/// <remarks>CAMEO 165, halt mediation.</remarks>
public sealed record MediatorWithdrawn(PartyId Mediator, string? Reason = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: true, Introduces: null, Subject: [nameof(Mediator)]);

    internal override IReadOnlyList<string> Answers => [$"mediation {Mediator}"];

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{names.NameOf(Mediator)} stops mediating";

    /// <inheritdoc/>
    protected override string? Code => "165";
}

/// <summary>A matter came on the agenda.</summary>
/// <param name="Issue">The id by which terms and demands name it.</param>
/// <param name="Title">What readers know it by.</param>
/// <param name="By">Who brought it up.</param>
public sealed record IssueTabled(IssueId Issue, string Title, PartyId? By = null) : Development, IDevelopmentType
{
    static Meaning IDevelopmentType.Meaning => new(Duration.Moment, MovesTalks: false, Introduces: nameof(Issue), Subject: [nameof(Issue)]);

    /// <inheritdoc/>
    public override string Headline(INames names) => $"{Title} on the agenda";
}
