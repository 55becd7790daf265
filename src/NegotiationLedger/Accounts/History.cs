using System.Collections.Immutable;

namespace NegotiationLedger.Accounts;

/// <summary>All that the log holds of one negotiation at one position: its entries, and the registrations they refer to.</summary>
/// <param name="negotiation">The negotiation.</param>
/// <param name="entries">Its entries in sequence order, from version 1, without gaps.</param>
/// <param name="registry">The sources and speakers registered up to the same position.</param>
public sealed class History(NegotiationId negotiation, ImmutableList<Entry> entries, Registry registry)
{
    private const int Long = 1000;

    private Known? _known;
    private HomeZone? _zone;

    // Most lenses show the whole of it, as of today: for them a long one is settled and ordered once.
    private Ordered? _ordered;

    /// <summary>The negotiation.</summary>
    public NegotiationId Negotiation => negotiation;

    /// <summary>Its entries in sequence order, from version 1, without gaps.</summary>
    public ImmutableList<Entry> Entries => entries;

    /// <summary>The sources and speakers registered up to the same position.</summary>
    public Registry Registry => registry;

    /// <summary>A negotiation of which nothing is recorded.</summary>
    public static History Empty(NegotiationId negotiation, Registry registry) => new(negotiation, [], registry);

    /// <summary>The version of the stream; 0 when nothing is recorded.</summary>
    public long Version => Entries.IsEmpty ? 0 : Entries[^1].Version;

    /// <summary>Every id that anything in the history introduces, retracted or not.</summary>
    public Known Known => _known ??= Known.Of(Entries);

    /// <summary>Where the negotiation is at home, as of all its entries.</summary>
    internal HomeZone Zone => _zone ??= Ordered.ZoneOf(Entries);

    /// <summary>The history with further entries, which follow those it has.</summary>
    public History With(IEnumerable<Entry> later, Registry current)
    {
        IReadOnlyList<Entry> more = [.. later];
        // What is known only grows: a long history is not looked through again for each record that comes.
        return new(Negotiation, Entries.AddRange(more), current)
        {
            _known = _known?.With(more.Select(e => (e.Id, e.Data))),
            _zone = more.Any(e => e.Data is Annotation || Ordered.MaySayZone(e)) ? null : _zone,
            _ordered = more.Count == 0 ? _ordered : null,
        };
    }

    /// <summary>The history as it will be when records have been appended: a forecast for warnings and dry runs, never an answer.</summary>
    public History Foresee(IReadOnlyList<(EventId Id, LedgerEvent Data)> records)
    {
        // What is worked out of this history is kept for the next forecast.
        _zone ??= Ordered.ZoneOf(Entries);
        var (sequence, recordedAt) = Entries.IsEmpty ? (0, DateTimeOffset.MinValue) : (Entries[^1].Sequence, Entries[^1].RecordedAt);
        return With(
            records.Select((r, i) => new Entry(r.Id, sequence + i + 1, Negotiation.Value, Version + i + 1, recordedAt, "", r.Data)),
            Registry
        );
    }

    /// <summary>What a lens lets through: resolve, order, filter.</summary>
    /// <exception cref="LensException">The lens names a record that does not stand in the part of the log it lets through.</exception>
    public Account Through(Lens lens)
    {
        if (lens.RecordedUntil is { } until && !Entries.IsEmpty && !until.Includes(Entries[^1]))
            return Through(lens, [.. Entries.TakeWhile(until.Includes)]);
        return lens.AssertedUntil is null
            ? Account.Of(Negotiation, lens, Registry.Through(lens), Entries, Whole())
            : Through(lens, Entries);
    }

    private Ordered Whole() =>
        Entries.Count < Long ? Ordered.Of(Entries, assertedUntil: null, Zone) : _ordered ??= Ordered.Of(Entries, assertedUntil: null, Zone);

    private Account Through(Lens lens, IReadOnlyList<Entry> prefix) =>
        Account.Of(Negotiation, lens, Registry.Through(lens), prefix, Ordered.Of(prefix, lens.AssertedUntil, Ordered.ZoneOf(prefix)));
}

/// <summary>A lens cannot be held against this history.</summary>
/// <param name="problem">Which part of the lens, and why.</param>
public sealed class LensException(Problem problem) : Exception(problem.Detail)
{
    /// <summary>Which part of the lens, and why.</summary>
    public Problem Problem { get; } = problem;
}
