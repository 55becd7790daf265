using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>One field in which the answers of two lenses differ.</summary>
/// <param name="Field">Where it stands in the view: a JSON Pointer (RFC 6901), in the right answer unless it is only in the left.</param>
/// <param name="Left">What the left lens answers; null when nothing.</param>
/// <param name="Right">What the right lens answers; null when nothing.</param>
/// <param name="Words">
/// The difference in sentences without full stops: from left to right where the lenses differ in time or in what is known; what each has where they
/// differ in whose account they keep.
/// </param>
/// <param name="Causes">
/// The records that make it, in sequence order: with these as the right lens shows them, and all others as the left does, the field is as on the
/// right. Empty when the lenses alone make it, such as a deadline that is judged.
/// </param>
/// <param name="IsSmallest">
/// Whether fewer records are known not to account for it; false when the search was given up before that was known, and the records are then those
/// that were found to, or at worst those that the field itself names.
/// </param>
public sealed record Difference(
    string Field,
    JsonNode? Left,
    JsonNode? Right,
    IReadOnlyList<string> Words,
    IReadOnlyList<Cause> Causes,
    bool IsSmallest
);

/// <summary>Two lenses over one negotiation: what differs between the answers, and which records make the difference.</summary>
public static class Diff
{
    /// <summary>The differences of a view, by kind of field, then by place; none when the answers agree. Fields that only sum others up are told with those.</summary>
    /// <param name="history">The history.</param>
    /// <param name="left">The one lens.</param>
    /// <param name="right">The other.</param>
    /// <param name="request">When it is asked for; see <see cref="View.Of"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LensException">One of the lenses cannot be held against the history.</exception>
    public static IReadOnlyList<Difference> Of<T>(
        History history,
        Lens left,
        Lens right,
        DateTimeOffset? request = null,
        CancellationToken cancellation = default
    )
        where T : IView<T>
    {
        var (leftAccount, rightAccount) = (history.Through(left), history.Through(right));
        var (from, to) = (View.Of<T>(leftAccount, request, cancellation), View.Of<T>(rightAccount, request, cancellation));
        var telling = new Telling(from.Frame, to.Frame);
        var sides = Sides.Of(left, right, telling);
        var mixture = new Mixture<T>(leftAccount, rightAccount, request, cancellation);
        var search = new CauseSearch<T>(mixture, from, to);
        var reasons = new Reasons(history, leftAccount, rightAccount);
        return
        [
            .. ChangedFields<T>
                .Of(ViewDifference.Of(from, to), from, to)
                .Select(field => Explain(field, telling, sides, search, ids => [.. ids.Select(id => reasons.Of(id, to.Frame))])),
        ];
    }

    private static Difference Explain<T>(
        ChangedField field,
        Telling telling,
        Sides? sides,
        CauseSearch<T> search,
        Func<IEnumerable<EventId>, IEnumerable<Cause>> causesOf
    )
        where T : IView<T>
    {
        var (ids, isSmallest) = search.For(field);
        List<Cause> causes = [.. causesOf(ids).OrderBy(c => c.Entry.Sequence)];
        var words = sides is null ? field.Say(telling) : sides.Say(telling, field);
        return new(field.Pointer, field.Before, field.After, [.. words.Distinct()], causes, isSmallest);
    }
}
