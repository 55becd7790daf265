namespace NegotiationLedger.Console;

/// <summary>What was said of a field before, as its story.</summary>
internal static class PastWords
{
    /// <summary>The words in the order of what they speak of, each once for the same date; without what its own viewpoint has since told otherwise, and without the present value of the same date.</summary>
    internal static IReadOnlyList<PastWord<T>> InOrder<T>(Field<T> field) =>
        [
            .. (field.History ?? [])
                .Where(w => !w.Revised && !(Equals(w.Value, field.Value) && w.Occurred == field.Occurred))
                .DistinctBy(w => (w.Value, w.Occurred))
                .OrderBy(w => w.Since),
        ];
}
