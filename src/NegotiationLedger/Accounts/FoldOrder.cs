namespace NegotiationLedger.Accounts;

/// <summary>
/// The one order in which a negotiation is folded: by <c>at</c> (calendar day as stated or at home, then instant), then by <c>after</c>, then by
/// sequence, where <c>at(e)</c> is the latest of
/// <c>earliest(e)</c> and <c>at(o)</c> of every occurrence <c>o</c> that <c>e</c> came after, and <c>at(o)</c> the smallest of its assertions'.
/// </summary>
/// <remarks>
/// Edges are taken in order of the sequence that carries them; one that would close a cycle, or names nothing that stands, is ignored and
/// warned of. Yielding to those, what answers comes after the one happening that it answers (<see cref="Openings{T}"/>). Within one <c>at</c> an assertion follows every assertion of the occurrences it came after.
/// </remarks>
internal sealed class FoldOrder
{
    private readonly IReadOnlyList<Standing> _standing;
    private readonly HomeZone _zone;
    private readonly DatedInstant[] _at;

    // For each assertion, the members of each occurrence that it came after; null where there are none.
    private readonly List<int[]>?[] _after;
    private readonly bool[] _isTarget;

    private FoldOrder(IReadOnlyList<Standing> standing, HomeZone zone)
    {
        (_standing, _zone) = (standing, zone);
        _at = [.. standing.Select(s => s.Data.Occurred.EarliestIn(zone))];
        _after = new List<int[]>?[standing.Count];
        _isTarget = new bool[standing.Count];
    }

    /// <summary>The standing assertions in fold order, each with its <c>at</c>.</summary>
    internal IReadOnlyList<(Standing Standing, DatedInstant At)> Ordered { get; private set; } = [];

    internal List<Warning> Warnings { get; } = [];

    /// <summary>Orders assertions given in sequence order.</summary>
    /// <param name="standing">The assertions.</param>
    /// <param name="zone">Where dates without an offset are read.</param>
    internal static FoldOrder Of(IReadOnlyList<Standing> standing, HomeZone zone)
    {
        var order = new FoldOrder(standing, zone);
        if (standing.Any(s => s.Data.After is { Count: > 0 }))
            order.TakeEdges();
        order.TakeAnswers();
        if (order._after.Any(a => a is not null))
            order.RaiseAt();

        order.Sort();
        return order;
    }

    private void TakeEdges()
    {
        var members = Members();
        for (var i = 0; i < _standing.Count; i++)
        {
            foreach (var name in _standing[i].Data.After ?? [])
            {
                if (!members.TryGetValue(name, out var group))
                    Warn(i, "after_unknown", $"came after '{name}', which is not an occurrence or a record that stands");
                else if (group.Contains(i) || (_isTarget[i] && Reaches(group, i)))
                    Warn(i, "after_cycle", $"came after '{name}', which itself came after it");
                else
                    Take(i, [.. group]);
            }
        }
    }

    // What answers comes after what it answers, unless what the records themselves say forbids it.
    private void TakeAnswers()
    {
        var openings = new Openings<int>(_zone);
        for (var i = 0; i < _standing.Count; i++)
            openings.Add(_standing[i].Data, _standing[i].Entry.Id, i);
        for (var i = 0; i < _standing.Count; i++)
        {
            if (openings.AnsweredBy(_standing[i].Data) is { } group && !group.Contains(i) && !(_isTarget[i] && Reaches(group, i)))
                Take(i, [.. group]);
        }
    }

    private void Take(int from, int[] group)
    {
        (_after[from] ??= []).Add(group);
        foreach (var member in group)
            _isTarget[member] = true;
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
            if (EventNames.Of(_standing[i].Data).OccurrenceOf(_standing[i].Data) is { } occurrence && occurrence != id)
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

    private bool Reaches(IReadOnlyList<int> start, int goal)
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
        Array.Sort((DatedInstant[])_at.Clone(), places);
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
