using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>
/// Finds the smallest set of records that accounts for a difference. From those that the field itself names, or else from all, records are left
/// out as long as the rest accounts for it; then every smaller set is tried, unless that would take too long. When all the differences together
/// have taken too long, what is left is answered with the records that the field itself names.
/// </summary>
/// <param name="mixture">Views of what lies between the two accounts.</param>
/// <param name="from">The one account's view.</param>
/// <param name="to">The other's.</param>
internal sealed class CauseSearch<T>(Mixture<T> mixture, T from, T to)
    where T : IView<T>
{
    // So many records are folded for one field, and for all of them together.
    private const long Patience = 40_000;
    private const long PatienceInAll = 300_000;

    private readonly Dictionary<string, T> _views = new(StringComparer.Ordinal);
    private long _folded;
    private long _foldedInAll;

    /// <summary>The records, and whether no fewer would do.</summary>
    internal (IReadOnlyList<EventId> Ids, bool IsSmallest) For(ChangedField field)
    {
        _folded = 0;
        var named = NamedIn(field.Before).Concat(NamedIn(field.After)).ToHashSet();
        List<EventId> all = [.. mixture.Differing.OrderByDescending(named.Contains)];
        var likely = all[..all.Count(named.Contains)];
        if (_foldedInAll > PatienceInAll)
            return (likely.Count > 0 ? likely : all, false);
        if (Accounts(field, []))
            return ([], true);
        var enough = LeaveOut(field, Accounts(field, likely) ? likely : all);
        foreach (var fewer in Enumerable.Range(1, Math.Max(0, enough.Count - 1)).SelectMany(size => Sets(all, size, 0)))
        {
            if (_folded > Patience)
                return (enough, false);
            if (Accounts(field, fewer))
                return (fewer, true);
        }

        return (enough, true);
    }

    // Halves, quarters and so on are left out while the rest accounts for the difference; then single records.
    private List<EventId> LeaveOut(ChangedField field, List<EventId> all)
    {
        var kept = all;
        for (var chunk = Math.Max(1, kept.Count / 2); ; chunk = Math.Max(1, chunk / 2))
        {
            for (var start = 0; start < kept.Count && _folded <= Patience; )
            {
                List<EventId> fewer = [.. kept[..start], .. kept[Math.Min(start + chunk, kept.Count)..]];
                if (Accounts(field, fewer))
                    kept = fewer;
                else
                    start += chunk;
            }

            if (chunk == 1 || _folded > Patience)
                return kept;
        }
    }

    private bool Accounts(ChangedField field, IReadOnlyList<EventId> ids)
    {
        var view = ViewWith(ids);
        if (field.Rule.ItemKey is null)
            return JsonNode.DeepEquals(ViewTree.At(view, field.Pointer), field.After);
        var item = ViewTree.Twin(view, field.After is null ? from : to, field.Pointer);
        return (field.After is null || JsonNode.DeepEquals(item, field.After))
            && (field.Before is null || !JsonNode.DeepEquals(item, field.Before));
    }

    private T ViewWith(IReadOnlyList<EventId> ids)
    {
        var key = string.Join(' ', ids.Order());
        if (_views.TryGetValue(key, out var view))
            return view;
        _folded += mixture.Size;
        _foldedInAll += mixture.Size;
        view = mixture.With(ids.ToHashSet());
        if (ids.Count <= 2)
            _views[key] = view;
        return view;
    }

    private static IEnumerable<List<EventId>> Sets(List<EventId> ids, int size, int start)
    {
        if (size == 0)
        {
            yield return [];
            yield break;
        }

        for (var i = start; i <= ids.Count - size; i++)
        {
            foreach (var rest in Sets(ids, size - 1, i + 1))
                yield return [ids[i], .. rest];
        }
    }

    private static IEnumerable<EventId> NamedIn(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(m => NamedIn(m.Value)),
            JsonArray items => items.SelectMany(NamedIn),
            JsonValue value when EventId.TryParse(value.ToString(), out var id) => [id],
            _ => [],
        };
}
