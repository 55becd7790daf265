namespace NegotiationLedger.Accounts;

/// <summary>What stands of some entries, in fold order.</summary>
/// <param name="Standing">The standing assertions, each with its <c>at</c>.</param>
/// <param name="Zone">Where the negotiation is at home.</param>
/// <param name="Warnings">What could not be taken as it was recorded.</param>
internal sealed record Ordered(IReadOnlyList<(Standing Standing, DatedInstant At)> Standing, HomeZone Zone, IReadOnlyList<Warning> Warnings)
{
    /// <summary>Resolves and orders a prefix of a stream; annotations asserted after the bound are not looked at.</summary>
    /// <param name="prefix">The entries.</param>
    /// <param name="assertedUntil">The bound.</param>
    /// <param name="zone">Where the negotiation is at home by that prefix.</param>
    internal static Ordered Of(IReadOnlyList<Entry> prefix, Bound? assertedUntil, HomeZone zone)
    {
        var resolution = Resolution.Of(prefix, zone, assertedUntil);
        var order = FoldOrder.Of(resolution.Standing, zone);
        return new(order.Ordered, zone, [.. resolution.Warnings, .. order.Warnings]);
    }

    /// <summary>Where a negotiation is at home by a prefix of its stream: the zone said by the standing account recorded last; universal time when none says one.</summary>
    internal static HomeZone ZoneOf(IReadOnlyList<Entry> prefix) =>
        prefix.Any(MaySayZone)
            ? ZoneOf(
                Resolution
                    .Of([.. prefix.Where(e => e.Data is Annotation or Development { IsOpening: true })], HomeZone.Utc, assertedUntil: null)
                    .Standing
            )
            : HomeZone.Utc;

    /// <summary>The zone that standing assertions say, in sequence order.</summary>
    internal static HomeZone ZoneOf(IEnumerable<Standing> standing) =>
        standing.Select(s => s.Data.Home).LastOrDefault(zone => zone is not null) ?? HomeZone.Utc;

    /// <summary>Whether an entry says a zone, or changes one that says it.</summary>
    internal static bool MaySayZone(Entry entry) =>
        entry.Data is Development { Home: not null }
        || (entry.Data is AssertionCorrected correction && correction.Patch.TryGetProperty("zone", out _));
}
