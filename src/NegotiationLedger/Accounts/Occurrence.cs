namespace NegotiationLedger.Accounts;

/// <summary>One happening: the visible assertions of the same type and occurrence name.</summary>
/// <param name="Members">Those that claim it is actual, in fold order; never empty.</param>
/// <param name="Denials">Those that deny it, in fold order.</param>
public sealed record Occurrence(IReadOnlyList<Assertion> Members, IReadOnlyList<Assertion> Denials)
{
    /// <summary>The first effect of the happening, overall.</summary>
    public Assertion First => Members[0];

    /// <summary>The distinct viewpoints that assert it, sorted.</summary>
    public IReadOnlyList<Viewpoint> Viewpoints =>
        Members.Count == 1 ? [First.Viewpoint] : [.. Members.Select(m => m.Viewpoint).Distinct().Order()];

    /// <summary>How many distinct publishers carry it at first hand: an account that came through another outlet adds none.</summary>
    public int PublisherCount =>
        Members.Count == 1
            ? (IsAtFirstHand(First) ? 1 : 0)
            : Members.Where(IsAtFirstHand).Select(m => m.Publisher).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The assertion whose payload counts among some: the latest by (asserted on, sequence).</summary>
    public static Assertion Latest(IEnumerable<Assertion> assertions) =>
        assertions.MaxBy(a => (a.Data.Attribution.AssertedOn.Earliest, a.Entry.Sequence))!;

    private static bool IsAtFirstHand(Assertion member) =>
        member.Publisher is not null && member.Data.Attribution.RelayedBy?.Any(r => r.Publisher is not null) != true;
}

/// <summary>One effect of an occurrence, as a view applies it.</summary>
/// <param name="Assertion">The assertion whose payload counts.</param>
/// <param name="Occurrence">The happening.</param>
/// <param name="IsOverall">Whether it takes effect for everyone's account here.</param>
/// <param name="Viewpoint">Whose own account it takes effect for here; null for none.</param>
public readonly record struct Step(Assertion Assertion, Occurrence Occurrence, bool IsOverall, Viewpoint? Viewpoint)
{
    /// <summary>The assertion at whose place in fold order it takes effect.</summary>
    public Assertion Place
    {
        get => field ?? Assertion;
        init;
    }

    /// <summary>The payload.</summary>
    public Development Data => Assertion.Data;
}
