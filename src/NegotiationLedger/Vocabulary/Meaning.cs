namespace NegotiationLedger.Vocabulary;

/// <summary>How a type of development lies in time.</summary>
public enum Duration
{
    /// <summary>It happens at a moment: an interval means some time within.</summary>
    Moment,

    /// <summary>It begins a state that lasts: an interval is the time it lasted.</summary>
    Period,
}

/// <summary>What a type of development means, whatever a record of it says.</summary>
/// <param name="Duration">How it lies in time.</param>
/// <param name="MovesTalks">Whether it moves the talks, the teams, a proposal, a position or the situation on the ground; words, figures and the frame describe.</param>
/// <param name="Introduces">The property whose id other records name from then on; null when it introduces none.</param>
/// <param name="Subject">The properties that say whose happening it is; none when it is the negotiation's.</param>
public sealed record Meaning(Duration Duration, bool MovesTalks, string? Introduces, IReadOnlyList<string> Subject)
{
    /// <summary>Whether a second record with the id that it introduces is another happening (a demand stated again) rather than another account of the first.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The name of the happening of a record that gives none; null where that is the record's own id, or the id that it introduces.</summary>
    public string? Occurrence { get; init; }
}

/// <summary>A type of development, which says what it means; every record in the name table does.</summary>
public interface IDevelopmentType
{
    /// <summary>What it means.</summary>
    static abstract Meaning Meaning { get; }
}

/// <summary>Knows what readers call parties.</summary>
public interface IPartyNames
{
    /// <summary>The name of a party, or its id when none is known.</summary>
    string NameOf(PartyId party);
}

/// <summary>Parts of headlines that are left out when nothing is known.</summary>
internal static class Phrases
{
    internal static string By(this IPartyNames names, PartyId? party) => party is { } by ? $" by {names.NameOf(by)}" : "";

    internal static string In(string? place) => place is null ? "" : $" in {place}";
}
