namespace NegotiationLedger.Accounts;

/// <summary>
/// The account that a lens gives of a negotiation as its entries are recorded: after each what <see cref="History.Through"/> gives of the
/// prefix. A development that comes in order costs its own effects; one that comes late goes to its place; a record about another record
/// settles again that one alone. Only what other records came after is ordered again.
/// </summary>
/// <remarks>
/// Which order results is decided by <see cref="Resolution"/> and <see cref="FoldOrder"/>; here is only what they need not be asked again, and a
/// law holds the two equal (FoldingLawsTests). It is worth its lines: a replay of 10,000 records in order of recording spends 0.1 s here, and more
/// than a minute when every prefix is resolved and ordered afresh.
/// </remarks>
public sealed class AccountByRecording
{
    // Between neighbours in fold order, so that a late one finds a place between them.
    private const long Gap = 1 << 20;

    private readonly Lens _lens;
    private readonly Dictionary<EventId, Placed> _developments = [];
    private readonly Dictionary<EventId, List<Entry>> _about = [];
    private readonly Dictionary<EventId, EventId> _rootOf = [];
    private readonly HashSet<string> _afterNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Placed>> _occurrences = new(StringComparer.Ordinal);

    // What was answered, and the latest that an answer to it stands.
    private readonly Dictionary<string, DatedInstant> _answered = new(StringComparer.Ordinal);
    private readonly HashSet<SourceId> _sources = [];
    private readonly HashSet<SpeakerId> _speakers = [];
    private List<Placed> _ordered = [];
    private HashSet<EventId> _denied = [];
    private bool _hasDenials;
    private Openings<Placed> _openings = new(HomeZone.Utc);
    private Registry _registry = Registry.Empty;
    private Voices _voices = new(Registry.Empty);

    /// <summary>An account of nothing.</summary>
    /// <param name="lens">The lens; its <c>recordedUntil</c> is not looked at, because what is added is what was recorded.</param>
    /// <exception cref="LensException">It ends at a record, which the first entries do not know yet.</exception>
    public AccountByRecording(Lens lens)
    {
        if (lens.OccurredUntil is { Event: not null } until)
            throw new LensException(
                new(
                    "/occurredUntil",
                    $"'{until.Text}' names a record, and a replay in order of recording begins before it was recorded: give a date or an instant."
                )
            );
        _lens = lens;
        Account = new(lens);
    }

    /// <summary>What the lens lets through of the entries added so far.</summary>
    public GrowingAccount Account { get; }

    /// <summary>Adds the next entry.</summary>
    /// <param name="entry">An entry of the negotiation; by rising sequence.</param>
    /// <param name="registry">The sources and speakers registered before it.</param>
    /// <returns>Whether the lens shows it, or what it is about, now or did before it.</returns>
    public bool Add(Entry entry, Registry registry)
    {
        Learn(registry);
        var isShown = entry.Data switch
        {
            Development development => Stand(new(entry, development, [], [], [])),
            Annotation annotation => Note(entry, annotation),
            _ => false,
        };
        return Judge(entry)
            ? _developments.TryGetValue(entry.Id, out var placed)
                ? placed.IsShown
                : isShown
            : isShown;
    }

    /// <summary>Takes in what was registered: whose account an assertion belongs to changes with its speaker's roles and its source's publisher.</summary>
    /// <param name="registry">The sources and speakers that are registered by now; none that was known is missing.</param>
    public void Learn(Registry registry)
    {
        var known = _registry.Sequence;
        if (registry.Sequence == known)
            return;
        (_registry, _voices) = (registry, new(registry));
        if (!registry.EntriesAfter(known).Any(IsReferredTo))
            return;
        foreach (var placed in _ordered)
        {
            var attribution = placed.Standing!.Data.Attribution;
            if (
                placed.Assertion is not { } shown
                || (shown.Viewpoint == registry.ViewpointOf(attribution) && shown.Publisher == registry.PublisherOf(attribution.Source))
            )
                continue;
            Hide(placed);
            Show(placed);
        }
    }

    // Which assertions a denial leaves out of a lens of undisputed ones; asked again only where there is a denial.
    private bool Judge(Entry entry)
    {
        _hasDenials |= entry.Data is Development { Claim: Claim.Denied } or AssertionCorrected;
        if (!_lens.UndisputedOnly || !_hasDenials)
            return false;
        var denied = Denials.DeniedIn(_ordered.Select(p => p.Standing!));
        var changed = _ordered.Where(p => _denied.Contains(p.Entry.Id) != denied.Contains(p.Entry.Id)).ToList();
        _denied = denied;
        foreach (var placed in changed)
        {
            Hide(placed);
            Show(placed);
        }

        return changed.Count > 0;
    }

    private bool Stand(Standing standing)
    {
        Refer(standing.Data.Attribution);
        var placed = new Placed(standing);
        _developments.Add(standing.Entry.Id, placed);
        if ((IsTarget(standing) && !IsOneMoreOpening(standing)) || NamesItself(standing) || MovesHome(standing.Data))
            Reorder();
        else
            Insert(placed);
        return placed.IsShown;
    }

    private bool Note(Entry entry, Annotation annotation)
    {
        var target = annotation.Assertion;
        var root = _rootOf.GetValueOrDefault(target, target);
        if (!_developments.TryGetValue(root, out var placed))
            return false;
        _rootOf[entry.Id] = root;
        if (!_about.TryGetValue(root, out var strand))
            _about[root] = strand = [placed.Entry];
        strand.Add(entry);
        var wasShown = placed.IsShown;
        Restand(placed, Resolution.Of(strand, Account.Zone, _lens.AssertedUntil).Standing is [var standing] ? standing : null);
        return (wasShown || placed.IsShown)
            && !(annotation.Attribution?.AssertedOn.EarliestIn(Account.Zone) > _lens.AssertedUntil?.EndIn(Account.Zone));
    }

    private void Restand(Placed placed, Standing? standing)
    {
        var before = placed.Standing;
        Hide(placed);
        placed.Standing = standing;
        if (standing is not null)
            Refer(standing.Data.Attribution);
        if (before is not null && standing is not null && IsOrderedAlike(before, standing))
            Show(placed);
        else if (before is not null && standing is null && !IsTarget(before) && before.Data.Opens.Count == 0 && !MovesHome(before.Data))
            Leave(placed, before);
        else if (before is not null || standing is not null)
            Reorder();
    }

    private static bool IsOrderedAlike(Standing before, Standing after)
    {
        var (left, right) = (before.Data, after.Data);
        return left.Occurred.Equals(right.Occurred)
            && left.Claim == right.Claim
            && NameOf(before) == NameOf(after)
            && (left.After ?? []).SequenceEqual(right.After ?? [], StringComparer.Ordinal)
            && left.Opens.SequenceEqual(right.Opens, StringComparer.Ordinal)
            && left.Answers.SequenceEqual(right.Answers, StringComparer.Ordinal)
            && !MovesHome(left)
            && !MovesHome(right);
    }

    private static bool MovesHome(Development data) => data.IsOpening;

    private static string? NameOf(Standing standing) => EventNames.Of(standing.Data).OccurrenceOf(standing.Data);

    // Whether anything says that it came after this one: then its coming or going may move others.
    private bool IsTarget(Standing standing) => IsNamedByAfter(standing) || standing.Data.Opens.Any(_answered.ContainsKey);

    // One more account of what was answered, after all the answers, moves none of them.
    private bool IsOneMoreOpening(Standing standing) =>
        standing.Data is { Claim: Claim.Actual, After: null or { Count: 0 }, Answers.Count: 0 } data
        && !IsNamedByAfter(standing)
        && data.Opens.Where(_answered.ContainsKey)
            .All(key => _openings.IsKnown(key, data, standing.Entry.Id) && data.Occurred.EarliestIn(Account.Zone) > _answered[key]);

    private bool IsNamedByAfter(Standing standing) =>
        _afterNames.Count > 0
        && (_afterNames.Contains(standing.Entry.Id.ToString()) || (NameOf(standing) is { } occurrence && _afterNames.Contains(occurrence)));

    private static bool NamesItself(Standing standing) =>
        (
            standing.Data.After is { Count: > 0 } after
            && (after.Contains(standing.Entry.Id.ToString()) || (NameOf(standing) is { } own && after.Contains(own)))
        ) || standing.Data.Opens.Any(standing.Data.Answers.Contains);

    // It is the last recorded and nothing came after it, so it comes last of all that have its at.
    private void Insert(Placed placed)
    {
        placed.At = AtOf(placed.Standing!.Data);
        Join(placed);
        var index = FirstLater(placed.At);
        var before = index == 0 ? 0 : _ordered[index - 1].Place;
        var room = index == _ordered.Count ? 2 * Gap : _ordered[index].Place - before;
        placed.Place = before + room / 2;
        _ordered.Insert(index, placed);
        if (room < 2)
            Space(index);
        else
            Show(placed);
    }

    private DatedInstant AtOf(Development data)
    {
        var at = data.Occurred.EarliestIn(Account.Zone);
        foreach (var group in (data.After ?? []).Select(Named).Append(_openings.AnsweredBy(data) ?? []))
        {
            if (group.Count > 0 && group.Min(p => p.At) is var earliest && earliest > at)
                at = earliest;
        }

        return at;
    }

    private IReadOnlyList<Placed> Named(string name)
    {
        List<Placed> group = [.. _occurrences.GetValueOrDefault(name) ?? []];
        if (EventId.TryParse(name, out var id) && _developments.TryGetValue(id, out var one) && one.Standing is not null)
            group.Add(one);
        return group;
    }

    private int FirstLater(DatedInstant at)
    {
        var (low, high) = (0, _ordered.Count);
        if (high == 0 || _ordered[high - 1].At <= at)
            return high;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ordered[middle].At <= at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Join(Placed placed)
    {
        var data = placed.Standing!.Data;
        _afterNames.UnionWith(data.After ?? []);
        foreach (var key in data.Answers)
            _answered[key] = _answered.TryGetValue(key, out var latest) && latest > placed.At ? latest : placed.At;
        _openings.Add(data, placed.Entry.Id, placed);
        if (NameOf(placed.Standing) is not { } occurrence)
            return;
        if (!_occurrences.TryGetValue(occurrence, out var group))
            _occurrences[occurrence] = group = [];
        group.Add(placed);
    }

    private void Leave(Placed placed, Standing before)
    {
        _ordered.Remove(placed);
        if (NameOf(before) is { } occurrence)
            _occurrences[occurrence].Remove(placed);
    }

    // From the first that stands elsewhere now, everything is put in its place again.
    private void Reorder()
    {
        var standing = _developments.Values.Where(p => p.Standing is not null).OrderBy(p => p.Entry.Sequence).ToList();
        var zone = Home();
        var isAtHome = zone.Equals(Account.Zone);
        Account.Zone = zone;
        var order = FoldOrder.Of([.. standing.Select(p => p.Standing!)], zone).Ordered;
        var ordered = order.Select(o => _developments[o.Standing.Entry.Id]).ToList();
        var same = 0;
        while (isAtHome && same < _ordered.Count && same < ordered.Count && IsInPlace(same))
            same++;
        foreach (var placed in _ordered.Skip(same))
            Hide(placed);
        for (var i = same; i < order.Count; i++)
            ordered[i].At = order[i].At;
        _ordered = ordered;
        _afterNames.Clear();
        _occurrences.Clear();
        _answered.Clear();
        _openings = new(zone);
        foreach (var placed in standing)
            Join(placed);
        Space(same);
        return;

        bool IsInPlace(int i) =>
            ReferenceEquals(_ordered[i], ordered[i])
            && ordered[i].At == order[i].At
            && ordered[i].Standing is not null
            && !IsHidden(ordered[i]);
    }

    // Whatever was not asserted yet by the lens: where the negotiation is at home depends on what is recorded alone.
    private HomeZone Home() =>
        _lens.AssertedUntil is null
            ? Ordered.ZoneOf(_developments.Values.OrderBy(p => p.Entry.Sequence).Select(p => p.Standing).OfType<Standing>())
            : Ordered.ZoneOf([
                .. _developments.Values.SelectMany(p => _about.GetValueOrDefault(p.Entry.Id) ?? [p.Entry]).OrderBy(e => e.Sequence),
            ]);

    private bool IsHidden(Placed placed) => placed.Assertion is null && IsInTime(placed);

    private void Space(int from)
    {
        var place = from == 0 ? 0 : _ordered[from - 1].Place;
        foreach (var placed in _ordered.Skip(from))
        {
            Hide(placed);
            placed.Place = place += Gap;
            Show(placed);
        }
    }

    private bool IsInTime(Placed placed) =>
        !_denied.Contains(placed.Entry.Id)
        && Accounts.Account.IsInTime(_lens, Account.Zone, placed.Standing!.Data, placed.At, placed.Standing.DisputedBy.Count > 0);

    private void Show(Placed placed)
    {
        if (!IsInTime(placed))
            return;
        placed.Assertion = Accounts.Account.Show(placed.Standing!, placed.Place, placed.At, Account.Zone, _voices);
        placed.IsShown = Account.Add(placed.Assertion);
    }

    private void Hide(Placed placed)
    {
        if (placed.Assertion is not null)
            Account.Remove(placed.Assertion);
        (placed.Assertion, placed.IsShown) = (null, false);
    }

    private void Refer(Attribution attribution)
    {
        _sources.Add(attribution.Source);
        if (attribution.Speaker?.Speaker is { } speaker)
            _speakers.Add(speaker);
    }

    private bool IsReferredTo(Entry registration) =>
        registration.Data switch
        {
            SourceRegistered e => _sources.Contains(e.Source),
            SourceCorrected e => _sources.Contains(e.Source),
            SourceTextAdded e => _sources.Contains(e.Source),
            SpeakerRegistered e => _speakers.Contains(e.Speaker),
            SpeakerRoleChanged e => _speakers.Contains(e.Speaker),
            _ => true,
        };

    /// <summary>A development, where it stands.</summary>
    private sealed class Placed(Standing standing)
    {
        internal Entry Entry { get; } = standing.Entry;

        internal Standing? Standing { get; set; } = standing;

        internal DatedInstant At { get; set; }

        internal long Place { get; set; }

        /// <summary>As it was given to the account; null when the clocks do not let it through.</summary>
        internal Assertion? Assertion { get; set; }

        internal bool IsShown { get; set; }
    }
}
