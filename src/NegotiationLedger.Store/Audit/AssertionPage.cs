namespace NegotiationLedger.Store.Audit;

/// <summary>A record's present row that ends, and where.</summary>
internal sealed record Closing(long Sequence, long Until);

/// <summary>What a page of entries, in sequence order, makes of the index: rows that begin and rows that end.</summary>
/// <param name="registry">The sources and speakers registered before the page.</param>
/// <param name="contexts">For each negotiation with a record about a record in the page: the records before the page that such records, and those of the page, are about or are.</param>
internal sealed class AssertionPage(Registry registry, IReadOnlyDictionary<string, List<Entry>> contexts)
{
    private readonly Dictionary<string, RecordGroups> _groups = contexts.ToDictionary(
        c => c.Key,
        c => new RecordGroups(new(c.Key), c.Value),
        StringComparer.Ordinal
    );
    private readonly Dictionary<long, int> _places = [];
    private readonly List<AssertionVersion> _versions = [];
    private readonly List<Closing> _closings = [];

    /// <summary>The sources and speakers registered up to the last entry taken.</summary>
    public Registry Registry { get; private set; } = registry;

    /// <summary>The rows that begin.</summary>
    public IReadOnlyList<AssertionVersion> Versions => _versions;

    /// <summary>The rows from before the page that end.</summary>
    public IReadOnlyList<Closing> Closings => _closings;

    /// <summary>Takes the next entry.</summary>
    /// <returns>The speaker whose role it changes, so that earlier accounts may belong to another party; null for none.</returns>
    public SpeakerId? Take(Entry entry)
    {
        if (entry.Data is Registration)
        {
            Registry = Registry.With([entry]);
            return (entry.Data as SpeakerRoleChanged)?.Speaker;
        }

        if (_groups.TryGetValue(entry.Stream, out var groups))
            Take(entry, groups);
        else
            Begin(AuditRecord.Of(new(entry.Stream), entry, entry.Data, [], Registry), entry.Sequence, about: null);
        return null;
    }

    /// <summary>Forgets the rows, which have been written; what is known of the records stays.</summary>
    public void Clear()
    {
        _versions.Clear();
        _closings.Clear();
        _places.Clear();
    }

    private void Take(Entry entry, RecordGroups groups)
    {
        if (entry.Data is not Annotation note)
        {
            groups.Add(entry);
            Begin(AuditRecord.Of(groups.Negotiation, entry, entry.Data, [], Registry), entry.Sequence, about: null);
            return;
        }

        var before = groups.Trail(RecordGroups.NamedBy(note), Registry);
        groups.Add(entry);
        var after = groups.Trail([entry.Id], Registry);
        foreach (var id in Touched(entry.Id, before, after))
        {
            if (after.Find(id) is { } record)
                Begin(record, entry.Sequence, AboutOf(record, after));
        }
    }

    // What a record does reaches what it is about, what that is about, and so on; a correction may have changed what one is about.
    private static HashSet<EventId> Touched(EventId start, AuditTrail before, AuditTrail after)
    {
        var touched = new HashSet<EventId>();
        var open = new Stack<EventId>([start]);
        while (open.TryPop(out var id))
        {
            if (!touched.Add(id))
                continue;
            if (before.Find(id)?.About is { } until)
                open.Push(until);
            if (after.Find(id)?.About is { } from)
                open.Push(from);
        }

        return touched;
    }

    private static long? AboutOf(AuditRecord record, AuditTrail trail) =>
        record.About is { } about && trail.Find(about)?.Entry.Sequence is { } sequence && sequence < record.Entry.Sequence
            ? sequence
            : null;

    private void Begin(AuditRecord record, long since, long? about)
    {
        var sequence = record.Entry.Sequence;
        if (_places.TryGetValue(sequence, out var place))
            _versions[place] = _versions[place] with { Until = since };
        else if (sequence < since)
            _closings.Add(new(sequence, since));
        _places[sequence] = _versions.Count;
        _versions.Add(AssertionVersion.Of(record, since, about, Registry));
    }
}
