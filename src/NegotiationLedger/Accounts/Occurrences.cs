namespace NegotiationLedger.Accounts;

/// <summary>
/// The happenings that assertions speak of, while assertions come and go. An occurrence takes effect once per subject, overall and per viewpoint,
/// each time at its first actual assertion there, with the payload of the latest.
/// </summary>
internal sealed class Occurrences
{
    private static readonly Assertion[] None = [];

    // Only names that are given or introduced need looking up: most occurrences are an assertion alone, under its own id.
    private readonly Dictionary<(Type, string), Group> _named = [];
    private readonly HashSet<EventId> _namedIds = [];

    // Denials that name no happening, by type and subject; and what each of those may be of.
    private readonly Dictionary<(Type, string), List<Assertion>> _unnamed = [];
    private readonly Dictionary<(Type, string), List<Assertion>> _told = [];

    /// <summary>The effects of assertions given in fold order.</summary>
    internal static IEnumerable<Step> Steps(IReadOnlyList<Assertion> assertions)
    {
        var occurrences = new Occurrences();
        foreach (var assertion in assertions.Where(a => a.Name is not null))
            occurrences.Name(assertion);
        var denies = assertions.Any(IsUnnamedDenial);
        if (occurrences._named.Count == 0 && !denies)
            return assertions.Where(IsActual).Select(Alone);
        foreach (var assertion in assertions)
        {
            occurrences.GroupOf(assertion)?.Add(assertion);
            if (denies)
                occurrences.Tell(assertion);
        }

        return occurrences.Of(assertions);
    }

    private IEnumerable<Step> Of(IReadOnlyList<Assertion> assertions)
    {
        foreach (var assertion in assertions)
        {
            if (_unnamed.Count == 0 && IsActual(assertion) && GroupOf(assertion) is null)
            {
                yield return Alone(assertion);
                continue;
            }

            foreach (var step in StepsAt(assertion))
                yield return step;
        }
    }

    /// <summary>Takes an assertion in.</summary>
    /// <param name="assertion">The assertion; it has its place in fold order.</param>
    /// <param name="find">Finds an assertion that was taken in before by its id.</param>
    internal void Add(Assertion assertion, Func<EventId, Assertion?> find)
    {
        if (assertion.Name is not null && Name(assertion) is { } id && find(id) is { Name: null } bearer)
            GroupOf(bearer)?.Add(bearer);
        GroupOf(assertion)?.Add(assertion);
        Tell(assertion);
    }

    /// <summary>Lets an assertion go.</summary>
    internal void Remove(Assertion assertion)
    {
        GroupOf(assertion)?.Remove(assertion);
        var kind = KindOf(assertion);
        if (ListOf(assertion)?.TryGetValue(kind, out var list) == true)
            list.RemoveInOrder(assertion);
        Unsettle(kind);
    }

    /// <summary>The first assertion whose effects those of another bear on: of the same happening, or one that the same denial may be of; null when there is none.</summary>
    internal Assertion? FirstOf(Assertion assertion)
    {
        var first =
            GroupOf(assertion) is { } group ? group.First
            : IsActual(assertion) ? assertion
            : null;
        if (IsUnnamedDenial(assertion) || _unnamed.GetValueOrDefault(KindOf(assertion)) is { Count: > 0 })
        {
            foreach (var told in _told.GetValueOrDefault(KindOf(assertion)) ?? [])
                first = new[] { first, told, GroupOf(told)?.First }.OfType<Assertion>().MinBy(a => a.Place);
        }

        return first;
    }

    /// <summary>The effects at an assertion's place.</summary>
    internal IEnumerable<Step> StepsAt(Assertion assertion)
    {
        if (!IsActual(assertion))
            return [];
        if (GroupOf(assertion) is { } group)
            return StepsAt(assertion, group.OccurrenceOf(assertion, WithDenials));
        return _unnamed.Count == 0 ? [Alone(assertion)] : StepsAt(assertion, WithDenials(new([assertion], None, None)));
    }

    private static bool IsUnnamedDenial(Assertion assertion) => assertion.Data.Claim is Claim.Denied && assertion.Name is null;

    private static (Type, string) KindOf(Assertion assertion) => (assertion.Data.GetType(), assertion.Subject);

    private Dictionary<(Type, string), List<Assertion>>? ListOf(Assertion assertion) =>
        IsActual(assertion) ? _told
        : IsUnnamedDenial(assertion) ? _unnamed
        : null;

    private void Tell(Assertion assertion)
    {
        if (ListOf(assertion) is not { } lists)
            return;
        var kind = KindOf(assertion);
        if (!lists.TryGetValue(kind, out var list))
            lists[kind] = list = [];
        list.AddInOrder(assertion);
        Unsettle(kind);
    }

    // What a denial may be of changes with every assertion like it.
    private void Unsettle((Type, string) kind)
    {
        if (_unnamed.GetValueOrDefault(kind) is null)
            return;
        foreach (var told in _told.GetValueOrDefault(kind) ?? [])
            GroupOf(told)?.Unsettle();
    }

    private Occurrence WithDenials(Occurrence occurrence)
    {
        if (_unnamed.GetValueOrDefault(KindOf(occurrence.First)) is not { Count: > 0 } denials)
            return occurrence;
        List<Assertion> sure = [],
            perhaps = [];
        foreach (var denial in denials.Where(d => d.DisputedBy.Count == 0))
        {
            var matches = _told[KindOf(denial)]
                .Where(t => denial.Data.Occurred.Overlaps(t.Data.Occurred))
                .Select(t => t.Occurrence)
                .ToHashSet(StringComparer.Ordinal);
            if (matches.Contains(occurrence.First.Occurrence))
                (matches.Count == 1 ? sure : perhaps).Add(denial);
        }

        return occurrence with
        {
            Denials = sure.Count == 0 ? occurrence.Denials : [.. occurrence.Denials.Concat(sure).OrderBy(d => d.Place)],
            PerhapsDenials = perhaps,
        };
    }

    private static bool IsActual(Assertion assertion) => assertion.Data.Claim is Claim.Actual;

    private static Step Alone(Assertion assertion) => new(assertion, new([assertion], None, None), IsOverall: true, assertion.Viewpoint);

    private static IEnumerable<Step> StepsAt(Assertion member, Occurrence occurrence)
    {
        var (first, latest, all) = occurrence.ToldBy(member.Viewpoint);
        var overall = ReferenceEquals(member, occurrence.First) ? Occurrence.Latest(occurrence.Members) : null;
        var own = ReferenceEquals(member, first) ? latest : null;
        if (overall is not null && ReferenceEquals(overall, own))
        {
            yield return new(own, occurrence, IsOverall: true, member.Viewpoint) { Place = member };
        }
        else
        {
            if (overall is not null)
                yield return new(overall, occurrence, IsOverall: true, Viewpoint: null) { Place = member };
            if (own is not null)
                yield return new(own, occurrence, IsOverall: false, member.Viewpoint) { Place = member };
        }

        if (own is null)
            yield break;
        foreach (var revised in all.Where(occurrence.IsRevised))
            yield return new(revised, occurrence, IsOverall: false, member.Viewpoint) { Place = member, IsRevised = true };
    }

    // The id that the name is, when it is one and new: the record of that id may have been alone so far.
    private EventId? Name(Assertion assertion)
    {
        var name = assertion.Name!;
        if (!_named.TryAdd((assertion.Data.GetType(), name), new()) || !EventId.TryParse(name, out var id))
            return null;
        _namedIds.Add(id);
        return id;
    }

    private Group? GroupOf(Assertion assertion)
    {
        if (_named.Count == 0 || (assertion.Name is null && !_namedIds.Contains(assertion.Id)))
            return null;
        return _named.GetValueOrDefault((assertion.Data.GetType(), assertion.Occurrence));
    }

    /// <summary>The assertions of one name, in fold order.</summary>
    private sealed class Group
    {
        private readonly List<Assertion> _members = [];
        private readonly List<Assertion> _denials = [];
        private Dictionary<string, Occurrence>? _settled;

        internal Assertion? First => _members.Count == 0 ? null : _members[0];

        // What steps hold of a happening does not change afterwards.
        internal Occurrence OccurrenceOf(Assertion member, Func<Occurrence, Occurrence> finish) =>
            (_settled ??= Settle().ToDictionary(o => o.Key, o => finish(o.Value), StringComparer.Ordinal))[member.Subject];

        internal void Unsettle() => _settled = null;

        private Dictionary<string, Occurrence> Settle()
        {
            // A denial that is itself disputed does not count.
            List<Assertion> denials = [.. _denials.Where(d => d.DisputedBy.Count == 0)];
            if (_members.Skip(1).All(m => m.Subject == _members[0].Subject))
                return new(StringComparer.Ordinal) { [_members[0].Subject] = new([.. _members], denials, None) };
            // A denial of one subject's happening is none of another's; one of nobody's that is told is of all.
            var told = _members.Select(m => m.Subject).ToHashSet(StringComparer.Ordinal);
            return told.ToDictionary(
                subject => subject,
                subject => new Occurrence(
                    [.. _members.Where(m => m.Subject == subject)],
                    [.. denials.Where(d => d.Subject == subject || !told.Contains(d.Subject))],
                    [.. _members.Where(m => m.Subject != subject)]
                ),
                StringComparer.Ordinal
            );
        }

        internal void Add(Assertion assertion) => ListOf(assertion)?.AddInOrder(assertion);

        internal void Remove(Assertion assertion) => ListOf(assertion)?.RemoveInOrder(assertion);

        private List<Assertion>? ListOf(Assertion assertion)
        {
            _settled = null;
            return assertion.Data.Claim switch
            {
                Claim.Actual => _members,
                Claim.Denied => _denials,
                _ => null,
            };
        }
    }
}

/// <summary>Lists of assertions in fold order.</summary>
internal static class InFoldOrder
{
    /// <summary>Puts an assertion in its place, and says where that is.</summary>
    internal static int AddInOrder(this List<Assertion> assertions, Assertion assertion)
    {
        var index = assertions.IndexOf(assertion.Place);
        assertions.Insert(index, assertion);
        return index;
    }

    /// <summary>Takes an assertion out of its place, and says where that was.</summary>
    internal static int RemoveInOrder(this List<Assertion> assertions, Assertion assertion)
    {
        var index = assertions.IndexOf(assertion.Place);
        assertions.RemoveAt(index);
        return index;
    }

    /// <summary>How many assertions stand before a place.</summary>
    internal static int IndexOf(this IReadOnlyList<Assertion> assertions, long place)
    {
        var (low, high) = (0, assertions.Count);
        if (high == 0 || assertions[high - 1].Place < place)
            return high;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = assertions[middle].Place < place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
