using System.Globalization;

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

/// <summary>Knows what readers call parties, proposals and agreements.</summary>
public interface INames
{
    /// <summary>The name of a party, or its id when none is known.</summary>
    string NameOf(PartyId party);

    /// <summary>The title of a proposal in quotation marks, or its id when none is known.</summary>
    string TitleOf(ProposalId proposal);

    /// <summary>The title of an agreement in quotation marks, or its id when none is known.</summary>
    string TitleOf(AgreementId agreement);
}

/// <summary>Parts of headlines that are left out when nothing is known.</summary>
internal static class Phrases
{
    internal static string By(this INames names, PartyId? party) => party is { } by ? $" by {names.NameOf(by)}" : "";

    /// <summary>The names of parties as a sentence lists them: <c>Alpha, Beta and Gamma</c>.</summary>
    internal static string All(this INames names, IReadOnlyList<PartyId> parties) =>
        parties.Count == 1
            ? names.NameOf(parties[0])
            : $"{string.Join(", ", parties.SkipLast(1).Select(names.NameOf))} and {names.NameOf(parties[^1])}";

    /// <summary>The agreement a record speaks of: <c>agreement</c>, and its title or id when it is named.</summary>
    internal static string Agreement(this INames names, AgreementId? agreement) =>
        agreement is { } id ? $"agreement {names.TitleOf(id)}" : "agreement";

    /// <summary>Words of an account as a key: without difference in case and white space.</summary>
    internal static string Key(string words) =>
        string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    /// <summary>What tells a party's operations apart: the id, else the area; null when neither is named.</summary>
    internal static string? OperationKey(OperationId? operation, string? area) => operation?.Value ?? (area is null ? null : Key(area));

    /// <summary>The key by which an agreement is answered: its id, or the proposal it came from; any agreement where neither is named.</summary>
    internal static string AgreementKey(AgreementId? agreement, ProposalId? proposal = null) =>
        (agreement?.Value ?? proposal?.Value) is { } name ? $"agreement {name}" : "agreement";

    /// <summary>Who voted and how, in brackets; empty when nothing is known of a vote.</summary>
    internal static string Vote(string? body, int? votesFor, int? votesAgainst)
    {
        string?[] parts = [body, votesFor is { } yes ? $"{yes} for" : null, votesAgainst is { } no ? $"{no} against" : null];
        var known = string.Join(", ", parts.OfType<string>());
        return known.Length == 0 ? "" : $" ({known})";
    }

    /// <summary>How many: the number, or <c>some</c> when it is not known.</summary>
    internal static string Some(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "some";

    internal static string Until(Edtf? end) => end is { } until ? $" until {until}" : "";

    /// <summary>Text behind a colon; empty when there is none.</summary>
    internal static string Colon(string? text) => text is null ? "" : $": {text}";

    internal static string In(string? place) => place is null ? "" : $" in {place}";
}
