using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>Anything the log stores: a development of a negotiation, a record about another record, or a registration.</summary>
public abstract record LedgerEvent
{
    /// <summary>Who said so, through which source; null where nobody in the world did: of a recorder's own fix, and of a registration.</summary>
    [JsonIgnore]
    public Attribution? Attribution => AttributionOfKind;

    /// <summary>The attribution that records of the kind have, or may have.</summary>
    [JsonIgnore]
    protected abstract Attribution? AttributionOfKind { get; }

    /// <summary>One line that says what it is, without its attribution and without a full stop.</summary>
    /// <param name="names">What parties are called.</param>
    public abstract string Headline(INames names);

    /// <summary>The headline where nothing beside it says what is claimed: of what is not claimed to have happened, that comes first.</summary>
    /// <inheritdoc cref="Headline"/>
    public string Told(INames names) => this is Development development ? Told(development.Claim, Headline(names)) : Headline(names);

    /// <summary>A headline where nothing beside it says what is claimed.</summary>
    internal static string Told(Claim claim, string headline) =>
        claim is Claim.Actual ? headline : $"{claim.ToString().ToLowerInvariant()}: {headline}";
}

/// <summary>What is claimed of a development.</summary>
[JsonConverter(typeof(NamedValue<Claim>))]
public enum Claim
{
    /// <summary>It happened. The only claim that takes effect in a view.</summary>
    Actual,

    /// <summary>It did not happen.</summary>
    Denied,

    /// <summary>It is going to happen.</summary>
    Planned,

    /// <summary>It happens if something else does.</summary>
    Conditional,
}

/// <summary>Something asserted to have happened in or around a negotiation. Each type is one record of this kind; its properties are the stored JSON.</summary>
public abstract record Development : LedgerEvent
{
    /// <summary>When it happened in the world; EDTF, often vague.</summary>
    public required Edtf Occurred { get; init; }

    /// <summary>Who said so, through which source, when, in which words.</summary>
    public new required Attribution Attribution { get; init; }

    /// <summary>What is claimed of it; <see cref="Claim.Actual"/> when not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Claim Claim { get; init; }

    /// <summary>Names the happening, so that several assertions may speak of one: those of the same type and name. The event's own id when absent.</summary>
    public string? Occurrence { get; init; }

    /// <summary>Occurrences, or event ids, of the same negotiation that this one came after.</summary>
    public IReadOnlyList<string>? After { get; init; }

    /// <summary>The CAMEO 1.1b3 code of what is asserted, by its payload and claim; null where CAMEO has none.</summary>
    [JsonIgnore]
    public string? CameoCode =>
        Claim switch
        {
            Claim.Actual or Claim.Conditional => Code,
            Claim.Planned => PlannedCode,
            _ => null,
        };

    /// <summary>The code when it happened, or happens on a condition.</summary>
    [JsonIgnore]
    protected virtual string? Code => null;

    /// <summary>The code when it is announced for later: one of the 03x family, where one matches.</summary>
    [JsonIgnore]
    protected virtual string? PlannedCode => null;

    /// <summary>
    /// Keys by which what it begins can be answered, such as <c>proposal plan</c>; none when nothing answers it. Where it is known by more than
    /// one, answers may name any of them.
    /// </summary>
    internal virtual IReadOnlyList<string> Opens => [];

    /// <summary>Keys of what it answers, and so comes after, the most exact first: the first that anything opens is meant. None when it answers nothing.</summary>
    internal virtual IReadOnlyList<string> Answers => [];

    /// <summary>Until when the state that it begins lasts, where the payload says so.</summary>
    internal virtual Edtf? Ends => null;

    /// <summary>Whether it tells how the negotiation was opened, and so may say where it is at home.</summary>
    internal virtual bool IsOpening => false;

    /// <summary>Where it says that the negotiation is at home; null when it says nothing of that.</summary>
    internal virtual HomeZone? Home => null;

    /// <inheritdoc/>
    protected sealed override Attribution? AttributionOfKind => Attribution;
}

/// <summary>A record about another record of the same negotiation. It did not occur in the world, so it has no <c>occurred</c>.</summary>
public abstract record Annotation : LedgerEvent
{
    /// <summary>The earlier record that this one is about.</summary>
    public required EventId Assertion { get; init; }

    /// <summary>Who said so, when the world did (a newspaper's correction); absent for a recorder's own fix.</summary>
    public new Attribution? Attribution { get; init; }

    /// <inheritdoc/>
    protected sealed override Attribution? AttributionOfKind => Attribution;
}

/// <summary>Describes a source or a speaker; it asserts nothing about a negotiation.</summary>
public abstract record Registration : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override string Headline(INames names) => EventNames.Of(this).Name;

    /// <inheritdoc/>
    protected sealed override Attribution? AttributionOfKind => null;
}
