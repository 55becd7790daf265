using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Where a party's team is.</summary>
[JsonConverter(typeof(NamedValue<Presence>))]
public enum Presence
{
    /// <summary>At the talks.</summary>
    AtTable,

    /// <summary>Called back.</summary>
    Recalled,

    /// <summary>Out of the negotiation.</summary>
    Left,
}

/// <summary>Whether a party fights.</summary>
[JsonConverter(typeof(NamedValue<Hostilities>))]
public enum Hostilities
{
    /// <summary>Its military operations are under way.</summary>
    UnderWay,

    /// <summary>It stopped them.</summary>
    Halted,

    /// <summary>A ceasefire binds it.</summary>
    Ceasefire,
}

/// <summary>The state of one party in the talks.</summary>
public sealed record PartyStatus
{
    /// <summary>Where its team is.</summary>
    public Field<Presence>? Presence { get; init; }

    /// <summary>Whether it fights.</summary>
    public Field<Hostilities>? Hostilities { get; init; }

    /// <summary>Where it fights.</summary>
    public Field<string>? Area { get; init; }

    /// <summary>To what ends it says, or is said, to fight.</summary>
    public IReadOnlyList<string>? Objectives { get; init; }

    /// <summary>What it last said it means to do.</summary>
    public Field<string>? Intent { get; init; }

    /// <summary>Whether it mediates.</summary>
    public Field<bool>? Mediating { get; init; }
}
