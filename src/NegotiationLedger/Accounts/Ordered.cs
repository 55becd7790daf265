namespace NegotiationLedger.Accounts;

/// <summary>What stands of some entries, in fold order.</summary>
/// <param name="Standing">The standing assertions, each with its <c>at</c>.</param>
/// <param name="Warnings">What could not be taken as it was recorded.</param>
internal sealed record Ordered(IReadOnlyList<(Standing Standing, DateTimeOffset At)> Standing, IReadOnlyList<Warning> Warnings)
{
    /// <summary>Resolves and orders a prefix of a stream; annotations asserted after the bound are not looked at.</summary>
    internal static Ordered Of(IReadOnlyList<Entry> prefix, DateTimeOffset? assertedUntil)
    {
        var resolution = Resolution.Of(prefix, assertedUntil);
        var order = FoldOrder.Of(resolution.Standing);
        return new(order.Ordered, [.. resolution.Warnings, .. order.Warnings]);
    }
}
