using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>How the parties stand to each other on an issue.</summary>
[JsonConverter(typeof(NamedValue<RowState>))]
public enum RowState
{
    /// <summary>No party is known to hold a position, or a term is accepted on conditions.</summary>
    Open,

    /// <summary>One party holds a position, and no other speaks to it.</summary>
    OneSided,

    /// <summary>Two or more parties hold positions, and they are not known to be the same.</summary>
    Conflicting,

    /// <summary>An agreement covers it, or every party with a position takes the same term.</summary>
    Agreed,
}

/// <summary>What kind of position a party holds.</summary>
[JsonConverter(typeof(NamedValue<PositionKind>))]
public enum PositionKind
{
    /// <summary>It demands something.</summary>
    Demands,

    /// <summary>It offered to give something up.</summary>
    Concedes,

    /// <summary>It offers a term.</summary>
    Offers,

    /// <summary>It takes a term on the table.</summary>
    Accepts,

    /// <summary>It refuses a term on the table, or what was agreed.</summary>
    Rejects,

    /// <summary>It takes a term on the table on conditions, which are the words.</summary>
    AcceptsConditionally,

    /// <summary>It agreed to the words.</summary>
    Agrees,
}

/// <summary>What was agreed on an issue, whether it still is or not.</summary>
/// <param name="Reference">The agreement, or the proposal that all accepted.</param>
/// <param name="Text">The words.</param>
/// <param name="Since">From when.</param>
/// <param name="IsReopened">Whether a later demand, offer, amendment or rejection of one of its parties, a refusal or a breach opened it again.</param>
public sealed record AgreedTerm(
    string Reference,
    string Text,
    DateTimeOffset Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsReopened = false
);

/// <summary>A position.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its words: the demand's, the concession's or the term's.</param>
/// <param name="Reference">The demand or proposal it is about.</param>
/// <param name="Since">From when.</param>
/// <param name="Occurred">The date as asserted.</param>
/// <param name="Viewpoints">Who says so, sorted.</param>
/// <param name="Events">The assertions of it.</param>
/// <param name="RedLine">Whether the party calls it not negotiable.</param>
/// <param name="Contested">Who says otherwise of it; absent when nobody does.</param>
public sealed record Position(
    PositionKind Kind,
    string? Text,
    string? Reference,
    DateTimeOffset Since,
    Edtf Occurred,
    IReadOnlyList<Viewpoint> Viewpoints,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool RedLine = false,
    IReadOnlyList<ContestedBy>? Contested = null
) : IIdentified
{
    string IIdentified.Identity => $"{Kind} {Reference} {Events[0]}";
}

/// <summary>What one party holds on one issue.</summary>
/// <param name="Current">Its latest position in fold order.</param>
/// <param name="Others">Its other standing positions, latest first.</param>
public sealed record MatrixCell(Position Current, IReadOnlyList<Position> Others);

/// <summary>One issue.</summary>
/// <param name="State">How the parties stand to each other on it.</param>
/// <param name="Cells">The parties with a position, by id.</param>
/// <param name="Agreed">What was last agreed on it; null when nothing was.</param>
public sealed record MatrixRow(RowState State, IReadOnlyDictionary<string, MatrixCell> Cells, AgreedTerm? Agreed = null);
