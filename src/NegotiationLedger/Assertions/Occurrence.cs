using NegotiationLedger.Developments;

namespace NegotiationLedger.Assertions;

/// <summary>One happening: the visible assertions of the same type and occurrence name.</summary>
/// <param name="Members">Those that claim it is actual, in fold order; never empty.</param>
/// <param name="Denials">Those that deny it, in fold order.</param>
public sealed record Occurrence(IReadOnlyList<Assertion> Members, IReadOnlyList<Assertion> Denials)
{
    private static readonly Assertion[] None = [];

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

    /// <summary>
    /// The effects of assertions given in fold order: an occurrence takes effect once overall and once per viewpoint, each time at its first
    /// actual assertion there, with the payload of the latest.
    /// </summary>
    internal static IEnumerable<Step> Steps(IReadOnlyList<Assertion> assertions)
    {
        var shared = Shared(assertions);
        foreach (var assertion in assertions)
        {
            if (assertion.Data.Claim is not Claim.Actual)
                continue;
            if (shared is null || !shared.TryGetValue((assertion.Data.GetType(), assertion.Occurrence), out var occurrence))
                yield return new(assertion, new([assertion], None), IsOverall: true, assertion.Viewpoint);
            else
                foreach (var step in StepsAt(assertion, occurrence))
                    yield return step;
        }
    }

    private static bool IsAtFirstHand(Assertion member) =>
        member.Publisher is not null && member.Data.Attribution.RelayedBy?.Any(r => r.Publisher is not null) != true;

    private static IEnumerable<Step> StepsAt(Assertion member, Occurrence occurrence)
    {
        var isOverall = ReferenceEquals(member, occurrence.First);
        var viewpoint = member.Viewpoint;
        var isViewpoint = ReferenceEquals(member, occurrence.Members.First(m => m.Viewpoint == viewpoint));
        var overall = isOverall ? Latest(occurrence.Members) : null;
        var own = isViewpoint ? Latest(occurrence.Members.Where(m => m.Viewpoint == viewpoint)) : null;
        if (overall is not null && ReferenceEquals(overall, own))
        {
            yield return new(own, occurrence, IsOverall: true, viewpoint) { Place = member };
            yield break;
        }

        if (overall is not null)
            yield return new(overall, occurrence, IsOverall: true, Viewpoint: null) { Place = member };
        if (own is not null)
            yield return new(own, occurrence, IsOverall: false, viewpoint) { Place = member };
    }

    // Only names that more than one assertion bears, or may bear, need looking up: most occurrences are an assertion alone.
    private static Dictionary<(Type, string), Occurrence>? Shared(IReadOnlyList<Assertion> assertions)
    {
        if (assertions.All(a => a.Data.Occurrence is null))
            return null;
        var named = assertions.Where(a => a.Data.Occurrence is not null).Select(a => a.Data.Occurrence!).ToHashSet(StringComparer.Ordinal);
        return assertions
            .Where(a => a.Data.Claim is Claim.Actual or Claim.Denied && named.Contains(a.Occurrence))
            .GroupBy(a => (a.Data.GetType(), a.Occurrence))
            .Select(g =>
                (
                    g.Key,
                    Occurrence: new Occurrence(
                        [.. g.Where(a => a.Data.Claim is Claim.Actual)],
                        [.. g.Where(a => a.Data.Claim is Claim.Denied)]
                    )
                )
            )
            .Where(g => g.Occurrence.Members.Count > 0)
            .ToDictionary(g => g.Key, g => g.Occurrence);
    }
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
