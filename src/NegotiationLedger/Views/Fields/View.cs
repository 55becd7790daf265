using System.Collections.Immutable;

namespace NegotiationLedger.Views;

/// <summary>A question answered by folding what a lens lets through. A view is a pure function of the log and the lens.</summary>
public interface IView<TSelf>
    where TSelf : IView<TSelf>
{
    /// <summary>The name by which readers ask for it.</summary>
    static abstract string Name { get; }

    /// <summary>Counts up with every change to what the view answers from the same log, so that kept answers are known to be old.</summary>
    static abstract int CodeVersion { get; }

    /// <summary>Title, parties and issues.</summary>
    Frame Frame { get; }

    /// <summary>The view before the first effect.</summary>
    static abstract TSelf Start { get; }

    /// <summary>The view after an effect.</summary>
    TSelf Apply(Step step);

    /// <summary>The view after the last effect, with what only the whole account can tell. What <see cref="Apply"/> goes on from is the view before this.</summary>
    /// <param name="frame">Title, parties and issues, whoever said so.</param>
    /// <param name="claimed">What the lens lets through and does not tell as having happened (planned, denied, conditional), in fold order.</param>
    /// <param name="earlier">A view that this gave before, of which the present one was folded on; null for none. It saves work and changes no answer.</param>
    TSelf Finish(Frame frame, IReadOnlyList<Assertion> claimed, TSelf? earlier = default);

    /// <summary>The view with what has ended by an instant shown as ended. It judges from what the view shows alone, so that a view that was read back gives the same.</summary>
    /// <param name="asOf">The instant; what ends at it is not over yet.</param>
    TSelf At(DateTimeOffset asOf) => (TSelf)this;

    /// <summary>The next instant after one at which the view would change by itself; null when time alone changes nothing more.</summary>
    DateTimeOffset? NextChangeAt(DateTimeOffset asOf) => null;
}

/// <summary>Folds views.</summary>
public static class View
{
    /// <summary>Folds a view: the only way to make one.</summary>
    /// <param name="account">What a lens lets through.</param>
    /// <param name="request">
    /// When it is asked for, by which what has ended is judged (<see cref="Account.AsOf"/>); without it only the lens's own bounds judge, and
    /// without those nothing does, as in a document that is judged when it is read.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    public static T Of<T>(Account account, DateTimeOffset? request = null, CancellationToken cancellation = default)
        where T : IView<T> => StateOf<T>(account, cancellation).Finish(Frame.Of(account), account.Claimed).AsOf(account.AsOf(request));

    /// <summary>The view judged by an instant, or as it is when there is none.</summary>
    internal static T AsOf<T>(this T view, DateTimeOffset? asOf)
        where T : IView<T> => asOf is { } instant ? view.At(instant) : view;

    /// <summary>The first instant after one that follows any of some ends.</summary>
    internal static DateTimeOffset? NextAfter(this IEnumerable<DateTimeOffset?> ends, DateTimeOffset asOf) =>
        ends.Where(end => end >= asOf && end < DateTimeOffset.MaxValue.AddDays(-1)).Min()?.AddMicroseconds(1);

    /// <summary>What a view is folded on from when the account grows.</summary>
    internal static T StateOf<T>(Account account, CancellationToken cancellation = default)
        where T : IView<T>
    {
        var view = T.Start;
        foreach (var step in account.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            view = view.Apply(step);
        }

        return view;
    }

    /// <summary>The map with the value of a key changed; a key that is not there begins from <paramref name="start"/>.</summary>
    internal static ImmutableSortedDictionary<string, T> Change<T>(
        this ImmutableSortedDictionary<string, T> map,
        string key,
        T start,
        Func<T, T> change
    ) => map.SetItem(key, change(map.TryGetValue(key, out var present) ? present : start));

    /// <summary>The map with every value judged; the same map when that changes none.</summary>
    internal static ImmutableSortedDictionary<string, T> Judge<T>(this ImmutableSortedDictionary<string, T> map, Func<T, T> judge)
        where T : class
    {
        foreach (var (key, value) in map)
        {
            if (judge(value) is var judged && !ReferenceEquals(judged, value))
                map = map.SetItem(key, judged);
        }

        return map;
    }

    /// <summary>The map of what its values come to, without those that come to nothing; what an earlier one shares with it is taken from there.</summary>
    /// <param name="map">The map.</param>
    /// <param name="judge">What a value comes to: the same for the same value, in the earlier map too.</param>
    /// <param name="earlier">A map, and what this gave for it; null for none.</param>
    internal static ImmutableSortedDictionary<string, T> Judge<T>(
        this ImmutableSortedDictionary<string, T> map,
        Func<T, T?> judge,
        (ImmutableSortedDictionary<string, T> Map, ImmutableSortedDictionary<string, T> Judged)? earlier
    )
        where T : class
    {
        var (before, judged) = earlier ?? (Map<T>(), Map<T>());
        if (ReferenceEquals(map, before))
            return judged;
        var changed = judged.ToBuilder();
        foreach (var (key, _, value) in Changes(before, map))
        {
            if (value is not null && judge(value) is { } present)
                changed[key] = present;
            else
                changed.Remove(key);
        }

        return changed.ToImmutable();
    }

    /// <summary>What two maps do not share: each key whose value is another object, or stands in one of them alone, in order of keys.</summary>
    internal static IEnumerable<(string Key, T? Before, T? After)> Changes<T>(
        ImmutableSortedDictionary<string, T> before,
        ImmutableSortedDictionary<string, T> after
    )
        where T : class
    {
        if (ReferenceEquals(before, after))
            yield break;
        using var left = before.GetEnumerator();
        using var right = after.GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var order =
                !hasLeft ? 1
                : !hasRight ? -1
                : string.CompareOrdinal(left.Current.Key, right.Current.Key);
            var (one, other) = (order <= 0 ? left.Current.Value : null, order >= 0 ? right.Current.Value : null);
            if (!ReferenceEquals(one, other))
                yield return (order <= 0 ? left.Current.Key : right.Current.Key, one, other);
            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }
    }

    /// <summary>An empty map in ordinal order of keys.</summary>
    internal static ImmutableSortedDictionary<string, T> Map<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
