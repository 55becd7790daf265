using System.Collections.ObjectModel;

namespace NegotiationLedger.Views;

/// <summary>A list that others grow from: they share what it holds, so that adding to the last of them costs what is added.</summary>
internal sealed class Grown<T> : ReadOnlyCollection<T>, IGrown
    where T : class
{
    private readonly Store _store;

    private Grown(Store store, int count)
        : base(new ArraySegment<T>(store.Items, 0, count)) => _store = store;

    /// <summary>A list of nothing.</summary>
    internal static Grown<T> None { get; } = new(new([]), 0);

    object[] IGrown.Items => _store.Items;

    /// <summary>The list with more items after its own.</summary>
    internal Grown<T> With(IReadOnlyCollection<T> items)
    {
        if (items.Count == 0)
            return this;
        var count = Count + items.Count;
        // What grew from the same list before has the room behind it.
        var store = _store;
        if (count > store.Items.Length || Interlocked.CompareExchange(ref store.Used, count, Count) != Count)
        {
            store = new(new T[Math.Max(4, count + count / 2)]) { Used = count };
            Array.Copy(_store.Items, store.Items, Count);
        }

        var place = Count;
        foreach (var item in items)
            store.Items[place++] = item;
        return new(store, count);
    }

    private sealed class Store(T[] items)
    {
        internal readonly T[] Items = items;
        internal int Used;
    }
}

/// <summary>A list that may share its items with others.</summary>
internal interface IGrown
{
    /// <summary>The items, and behind them those of lists that grew from it: two lists of one array are alike as far as both reach.</summary>
    object[] Items { get; }
}
