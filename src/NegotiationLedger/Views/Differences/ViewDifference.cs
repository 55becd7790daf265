using System.Collections;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Views;

/// <summary>
/// The difference of two views as a JSON Patch (RFC 6902): <c>add</c>, <c>remove</c> and <c>replace</c> alone. Views folded one from the other
/// share most of what they hold; what is shared is not looked at.
/// </summary>
public static class ViewDifference
{
    /// <summary>The operations that turn the JSON of one view into that of the other, in the order in which they are to be applied; empty when they are equal.</summary>
    public static JsonArray Of<T>(T from, T to)
        where T : IView<T>
    {
        var operations = new JsonArray();
        Compare("", from, to, typeof(T), operations);
        return operations;
    }

    private static void Compare(string path, object from, object to, Type type, JsonArray operations)
    {
        if (ReferenceEquals(from, to))
            return;
        var shape = ViewTree.ShapeOf(type);
        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object:
                Objects(path, from, to, shape, operations);
                break;
            case JsonTypeInfoKind.Dictionary:
                Maps(path, (IDictionary)from, (IDictionary)to, shape.ElementType!, operations);
                break;
            case JsonTypeInfoKind.Enumerable:
                Lists(path, (IList)from, (IList)to, shape.ElementType!, operations);
                break;
            default:
                if (!IsSameValue(from, to))
                    operations.Add(Operation("replace", path, to, type));
                break;
        }
    }

    private static void Objects(string path, object from, object to, JsonTypeInfo shape, JsonArray operations)
    {
        foreach (var member in shape.Properties)
            Member($"{path}/{member.Name}", ViewTree.ValueOf(member, from), ViewTree.ValueOf(member, to), member.PropertyType, operations);
    }

    private static void Member(string path, object? from, object? to, Type type, JsonArray operations)
    {
        if (from is not null && to is not null)
            Compare(path, from, to, type, operations);
        else if (from is not null)
            operations.Add(Remove(path));
        else if (to is not null)
            operations.Add(Operation("add", path, to, type));
    }

    // Both are in ordinal order of their keys.
    private static void Maps(string path, IDictionary from, IDictionary to, Type type, JsonArray operations)
    {
        var (left, right) = (from.GetEnumerator(), to.GetEnumerator());
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var order =
                !hasLeft ? 1
                : !hasRight ? -1
                : string.CompareOrdinal((string)left.Key, (string)right.Key);
            Member(
                JsonPointer.Then(path, (string)(order <= 0 ? left.Key : right.Key)),
                order <= 0 ? left.Value : null,
                order >= 0 ? right.Value : null,
                type,
                operations
            );
            if (order <= 0)
                hasLeft = left.MoveNext();
            if (order >= 0)
                hasRight = right.MoveNext();
        }
    }

    // What stands alike at both ends stays; between them the same items are compared wherever they stand, and the rest is removed or added.
    private static void Lists(string path, IList from, IList to, Type type, JsonArray operations)
    {
        var start = SharedStart(from, to, type);
        var ending = SharedEnd(from, to, type, start);
        var (end, last) = (from.Count - ending, to.Count - ending);
        var kept = Kept(from, start..end, to, start..last);
        if (kept is null)
        {
            ByPlace(path, from, to, type, start, end, last, operations);
            return;
        }

        var stays = kept.Values.ToHashSet();
        for (var i = end - 1; i >= start; i--)
        {
            if (!stays.Contains(i))
                operations.Add(Remove($"{path}/{i}"));
        }

        for (var i = start; i < last; i++)
        {
            if (kept.TryGetValue(i, out var before))
                Compare($"{path}/{i}", from[before]!, to[i]!, type, operations);
            else
                operations.Add(Operation("add", $"{path}/{i}", to[i]!, type));
        }
    }

    // Items that have nothing to be known by are compared pair by pair.
    private static void ByPlace(string path, IList from, IList to, Type type, int start, int end, int last, JsonArray operations)
    {
        var pairs = Math.Min(end, last);
        for (var i = start; i < pairs; i++)
            Compare($"{path}/{i}", from[i]!, to[i]!, type, operations);
        for (var i = end - 1; i >= pairs; i--)
            operations.Add(Remove($"{path}/{i}"));
        for (var i = pairs; i < last; i++)
            operations.Add(Operation("add", $"{path}/{i}", to[i]!, type));
    }

    /// <summary>
    /// Which items of the one list are which of the other, as many as stand in the same order in both: the place in the one by that in the other.
    /// Null when items cannot be told apart.
    /// </summary>
    private static Dictionary<int, int>? Kept(IList from, Range old, IList to, Range now)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = old.Start.Value; i < old.End.Value; i++)
        {
            if (ViewTree.IdentityOf(from[i]) is not { } identity || !places.TryAdd(identity, i))
                return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pairs = new List<(int New, int Old)>();
        for (var i = now.Start.Value; i < now.End.Value; i++)
        {
            if (ViewTree.IdentityOf(to[i]) is not { } identity || !seen.Add(identity))
                return null;
            if (places.TryGetValue(identity, out var place))
                pairs.Add((i, place));
        }

        return Rising(pairs).ToDictionary(p => p.New, p => p.Old);
    }

    // The longest run of pairs that rise in both, by patience sorting.
    private static List<(int New, int Old)> Rising(List<(int New, int Old)> pairs)
    {
        var (tails, previous) = (new List<int>(), new int[pairs.Count]);
        for (var i = 0; i < pairs.Count; i++)
        {
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = pairs[tails[middle]].Old < pairs[i].Old ? (middle + 1, high) : (low, middle);
            }

            previous[i] = low == 0 ? -1 : tails[low - 1];
            if (low == tails.Count)
                tails.Add(i);
            else
                tails[low] = i;
        }

        var rising = new List<(int New, int Old)>();
        for (var i = tails.Count == 0 ? -1 : tails[^1]; i >= 0; i = previous[i])
            rising.Add(pairs[i]);
        return rising;
    }

    private static int SharedStart(IList from, IList to, Type type)
    {
        var (start, count) = (0, Math.Min(from.Count, to.Count));
        if (ItemsOf(from) is { } one && ItemsOf(to) is { } other)
        {
            if (ReferenceEquals(one, other))
                return count;
            while (start < count && IsSame(one[start], other[start], type))
                start++;
            return start;
        }

        var (left, right) = (from.GetEnumerator(), to.GetEnumerator());
        while (left.MoveNext() && right.MoveNext() && IsSame(left.Current!, right.Current!, type))
            start++;
        return start;
    }

    // Behind those of the list, the items of others may stand.
    private static object[]? ItemsOf(IList list) =>
        list switch
        {
            IGrown grown => grown.Items,
            object[] items => items,
            _ => null,
        };

    private static int SharedEnd(IList from, IList to, Type type, int start)
    {
        var (end, last) = (from.Count, to.Count);
        if (ItemsOf(from) is { } one && ItemsOf(to) is { } other)
            while (end > start && last > start && ReferenceEquals(one[end - 1], other[last - 1]))
                (end, last) = (end - 1, last - 1);
        while (end > start && last > start && IsSame(from[end - 1]!, to[last - 1]!, type))
            (end, last) = (end - 1, last - 1);
        return from.Count - end;
    }

    /// <summary>Whether two parts of views are written alike.</summary>
    internal static bool IsSame(object from, object to, Type type)
    {
        if (ReferenceEquals(from, to))
            return true;
        if (ViewTree.ShapeOf(type).Kind is JsonTypeInfoKind.None)
            return IsSameValue(from, to);
        var operations = new JsonArray();
        Compare("", from, to, type, operations);
        return operations.Count == 0;
    }

    // 1 and 1.0 are equal numbers, and written differently.
    private static bool IsSameValue(object from, object to) =>
        from.Equals(to) && (from is not decimal left || to is not decimal right || left.Scale == right.Scale);

    private static JsonObject Remove(string path) => new() { ["op"] = "remove", ["path"] = path };

    private static JsonObject Operation(string op, string path, object value, Type type) =>
        new()
        {
            ["op"] = op,
            ["path"] = path,
            ["value"] = ViewTree.Write(value, type),
        };
}
