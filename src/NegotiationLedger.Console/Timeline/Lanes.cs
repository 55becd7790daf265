namespace NegotiationLedger.Console;

/// <summary>What the lanes of a timeline are.</summary>
public enum LaneKind
{
    /// <summary>Whose doing it is.</summary>
    Party,

    /// <summary>Whose word it is.</summary>
    Account,
}

/// <summary>A lane of a timeline.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Happenings">What lies in it, in fold order.</param>
public sealed record Lane(string Name, IReadOnlyList<Happening> Happenings);

/// <summary>Puts happenings into lanes.</summary>
internal static class Lanes
{
    /// <summary>The lanes, that of nobody's own first, then the fullest; those beyond the most are folded into one.</summary>
    /// <param name="happenings">What is to be shown, whatever the window, so that lanes stay where they are when it moves.</param>
    /// <param name="kind">What the lanes are.</param>
    /// <param name="names">What parties and accounts are called.</param>
    /// <param name="most">How many lanes there may be; at least 2.</param>
    internal static IReadOnlyList<Lane> Of(IReadOnlyList<Happening> happenings, LaneKind kind, Names names, int most)
    {
        var groups = happenings
            .GroupBy(h => KeyOf(h, kind))
            .OrderBy(g => g.Key is not null)
            .ThenByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Lane(NameOf(g.First(), kind, names), [.. g]))
            .ToList();
        if (groups.Count <= most)
            return groups;
        var others = groups.Skip(most - 1).SelectMany(l => l.Happenings).OrderBy(h => h.Index);
        return [.. groups.Take(most - 1), new(Say.Of(Strings.TimelineOthers, groups.Count - most + 1), [.. others])];
    }

    private static string? KeyOf(Happening happening, LaneKind kind) =>
        kind is LaneKind.Party ? happening.Actor?.Value : happening.Account?.ToString();

    private static string NameOf(Happening happening, LaneKind kind, Names names) =>
        kind is LaneKind.Party
            ? happening.Actor is { } party
                ? names.Party(party)
                : Strings.TimelineTogether
            : happening.Account is { } account
                ? names.Viewpoint(account)
                : Strings.TimelineSeveral;
}
