namespace NegotiationLedger.Accounts;

/// <summary>
/// The one order in which a negotiation is folded: by <c>at</c>, then by <c>after</c>, then by sequence, where <c>at(e)</c> is the latest of
/// <c>earliest(e)</c> and <c>at(o)</c> of every occurrence <c>o</c> that <c>e</c> came after, and <c>at(o)</c> the smallest of its assertions'.
/// </summary>
/// <remarks>
/// Edges are taken in order of the sequence that carries them; one that would close a cycle, or names nothing that stands, is ignored and
/// warned of. Within one <c>at</c> an assertion follows every assertion of the occurrences it came after.
/// </remarks>
internal sealed class FoldOrder
{
    private readonly IReadOnlyList<Standing> _standing;
    private readonly DateTimeOffset[] _at;

    // For each assertion, the members of each occurrence that it came after; null where there are none.
    private readonly List<int[]>?[] _after;

    private FoldOrder(IReadOnlyList<Standing> standing)
    {
        _standing = standing;
        _at = [.. standing.Select(s => s.Data.Occurred.Earliest)];
        _after = new List<int[]>?[standing.Count];
    }

    /// <summary>The standing assertions in fold order, each with its <c>at</c>.</summary>
    internal IReadOnlyList<(Standing Standing, DateTimeOffset At)> Ordered { get; private set; } = [];

    internal List<Warning> Warnings { get; } = [];

    /// <summary>Orders assertions given in sequence order.</summary>
    internal static FoldOrder Of(IReadOnlyList<Standing> standing)
    {
        var order = new FoldOrder(standing);
        if (standing.Any(s => s.Data.After is { Count: > 0 }))
        {
            order.TakeEdges();
            order.RaiseAt();
        }

        order.Sort();
        return order;
    }

    private void TakeEdges()
    {
        var members = Members();
        var isTarget = new bool[_standing.Count];
        for (var i = 0; i < _standing.Count; i++)
        {
            foreach (var name in _standing[i].Data.After ?? [])
            {
                if (!members.TryGetValue(name, out var group))
                    Warn(i, "after_unknown", $"came after '{name}', which is not an occurrence or a record that stands");
                else if (group.Contains(i) || (isTarget[i] && Reaches(group, i)))
                    Warn(i, "after_cycle", $"came after '{name}', which itself came after it");
                else
                    Take(i, [.. group], isTarget);
            }
        }
    }

    private void Take(int from, int[] group, bool[] isTarget)
    {
        (_after[from] ??= []).Add(group);
        foreach (var member in group)
            isTarget[member] = true;
    }

    private void Warn(int place, string code, string what) =>
        Warnings.Add(new(code, $"{_standing[place].Entry.Id} says it {what}; that is ignored.", [_standing[place].Entry.Id]));

    // A name means every assertion of the occurrence so named, and the record whose id it is.
    private Dictionary<string, List<int>> Members()
    {
        var members = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < _standing.Count; i++)
        {
            var id = _standing[i].Entry.Id.ToString();
            Add(id, i);
            if (_standing[i].Data.Occurrence is { } occurrence && occurrence != id)
                Add(occurrence, i);
        }

        return members;

        void Add(string name, int place)
        {
            if (!members.TryGetValue(name, out var group))
                members[name] = group = [];
            group.Add(place);
        }
    }

    private bool Reaches(List<int> start, int goal)
    {
        var seen = new HashSet<int>(start);
        var open = new Stack<int>(start);
        while (open.TryPop(out var place))
        {
            foreach (var next in (_after[place] ?? []).SelectMany(group => group))
            {
                if (next == goal)
                    return true;
                if (seen.Add(next))
                    open.Push(next);
            }
        }

        return false;
    }

    // Dependencies first, so that at(o) is final when at(e) is taken from it.
    private void RaiseAt()
    {
        foreach (var place in Topological(Enumerable.Range(0, _standing.Count).ToList(), _ => true))
        {
            foreach (var group in _after[place] ?? [])
            {
                var at = group.Min(member => _at[member]);
                if (at > _at[place])
                    _at[place] = at;
            }
        }
    }

    private void Sort()
    {
        var places = Enumerable.Range(0, _standing.Count).ToArray();
        Array.Sort(Array.ConvertAll(_at, at => at.UtcTicks), places);
        var ordered = new List<int>(places.Length);
        for (var start = 0; start < places.Length; )
        {
            var end = start + 1;
            while (end < places.Length && _at[places[end]] == _at[places[start]])
                end++;
            Array.Sort(places, start, end - start);
            AddTies(ordered, places[start..end]);
            start = end;
        }

        Ordered = ordered.ConvertAll(place => (_standing[place], _at[place]));
    }

    private void AddTies(List<int> ordered, int[] ties)
    {
        if (ties.Length == 1 || ties.All(place => _after[place] is null))
        {
            ordered.AddRange(ties);
            return;
        }

        var at = _at[ties[0]];
        ordered.AddRange(Topological(ties, place => _at[place] == at));
    }

    // Kahn's algorithm; among those that may come next, the lowest sequence comes first.
    private IEnumerable<int> Topological(IReadOnlyList<int> places, Func<int, bool> counts)
    {
        var waiting = new Dictionary<int, int>();
        var followers = new Dictionary<int, List<int>>();
        var ready = new PriorityQueue<int, int>();
        foreach (var place in places)
        {
            var before = (_after[place] ?? []).SelectMany(group => group).Where(counts).Distinct().ToList();
            waiting[place] = before.Count;
            foreach (var member in before)
                (followers.TryGetValue(member, out var list) ? list : followers[member] = []).Add(place);
            if (before.Count == 0)
                ready.Enqueue(place, place);
        }

        while (ready.TryDequeue(out var next, out _))
        {
            yield return next;
            foreach (var follower in followers.GetValueOrDefault(next) ?? [])
            {
                if (--waiting[follower] == 0)
                    ready.Enqueue(follower, follower);
            }
        }
    }
}
