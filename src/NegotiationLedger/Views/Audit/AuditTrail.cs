namespace NegotiationLedger.Views;

/// <summary>One record as an audit shows it: as it was recorded, as it stands, and what became of it.</summary>
/// <param name="Negotiation">The negotiation it belongs to.</param>
/// <param name="Entry">The entry as recorded.</param>
/// <param name="Standing">The record with its standing corrections applied; the recorded data itself when there are none, and the last standing form of a record that was withdrawn.</param>
/// <param name="Attribution">Who said so, of the standing form; null for a recorder's own record about a record.</param>
/// <param name="Viewpoint">Whose account that makes it; null without an attribution.</param>
/// <param name="Fates">What became of it, in sequence order, withdrawn fates included.</param>
public sealed record AuditRecord(
    NegotiationId Negotiation,
    Entry Entry,
    LedgerEvent Standing,
    Attribution? Attribution,
    Viewpoint? Viewpoint,
    IReadOnlyList<Fate> Fates
)
{
    /// <summary>The record's id.</summary>
    public EventId Id => Entry.Id;

    /// <summary>The earlier record that it is about; null for a development.</summary>
    public EventId? About => (Standing as Annotation)?.Assertion;

    /// <summary>The name of the happening it speaks of; null for a record about a record.</summary>
    public string? Occurrence => Standing is Development development ? development.Occurrence ?? Id.ToString() : null;

    /// <summary>Whether it is withdrawn.</summary>
    public bool IsRetracted => Has(FateKind.Retracted);

    /// <summary>Whether a fate of a kind stands.</summary>
    public bool Has(FateKind kind) => Fates.Any(f => f.Kind == kind && f.Stands);

    /// <summary>The record of an entry in a standing form.</summary>
    public static AuditRecord Of(NegotiationId negotiation, Entry entry, LedgerEvent standing, IReadOnlyList<Fate> fates, Registry registry)
    {
        var attribution = standing.Attribution;
        return new(negotiation, entry, standing, attribution, attribution is null ? null : registry.ViewpointOf(attribution), fates);
    }
}

/// <summary>
/// Who asserted what, when, through which source, in which words, recorded by whom and when, and what became of it: every record of a
/// negotiation that a lens lets through, in sequence order, withdrawn ones among them, because an audit shows what was withdrawn.
/// </summary>
/// <remarks>
/// <para><c>recordedUntil</c> shows the records of that prefix of the log as they stood then: fates and corrections recorded later are not
/// known yet. <c>assertedUntil</c> leaves out what was asserted in public later, newspapers' corrections included; a recorder's own record
/// about a record has no such date and stays.</para>
/// <para><c>occurredUntil</c>, <c>accordingTo</c> and <c>standing=undisputed</c> choose among developments as they do in every view; a
/// withdrawn one has no place in fold order, so the earliest instant it speaks of is compared. A record about a record is shown with the
/// record it is about.</para>
/// </remarks>
public sealed class AuditTrail
{
    private readonly Dictionary<EventId, AuditRecord> _byId;
    private readonly Resolution _resolution;

    private AuditTrail(History history, Lens lens, Resolution resolution)
    {
        (Negotiation, Lens, Warnings) = (history.Negotiation, lens, resolution.Warnings);
        _resolution = resolution;
        var registry = history.Registry.Through(lens);
        var shown = Shown.Of(history, lens, registry);
        Records =
        [
            .. resolution
                .Settled.Select(s => AuditRecord.Of(history.Negotiation, s.Entry, s.Data, s.Fates, registry))
                .Where(shown.LetsThrough),
        ];
        _byId = Records.ToDictionary(r => r.Id);
    }

    /// <summary>The name by which readers ask for it.</summary>
    public static string Name => "audit";

    /// <summary>Counts up with every change to what it answers from the same log.</summary>
    public static int CodeVersion => 3;

    /// <summary>The negotiation.</summary>
    public NegotiationId Negotiation { get; }

    /// <summary>The lens.</summary>
    public Lens Lens { get; }

    /// <summary>The records, in sequence order.</summary>
    public IReadOnlyList<AuditRecord> Records { get; }

    /// <summary>What could not be taken as it was recorded: corrections that do not fit, annotations of what is not an earlier record.</summary>
    public IReadOnlyList<Warning> Warnings { get; }

    /// <summary>The audit trail of a negotiation through a lens.</summary>
    /// <exception cref="LensException">The lens names a record that does not stand in the part of the log it lets through.</exception>
    public static AuditTrail Of(History history, Lens lens)
    {
        var prefix = lens.RecordedUntil is { } until ? [.. history.Entries.TakeWhile(until.Includes)] : history.Entries;
        return new(history, lens, Resolution.Of(prefix, Ordered.ZoneOf(prefix), lens.AssertedUntil, followsWithdrawn: true));
    }

    /// <summary>The record of an id; null when the lens lets none through.</summary>
    public AuditRecord? Find(EventId id) => _byId.GetValueOrDefault(id);

    /// <summary>The other accounts of the happening that a record speaks of, in sequence order: those of the same type and occurrence, withdrawn ones included.</summary>
    public IReadOnlyList<AuditRecord> OtherAccounts(AuditRecord record) =>
        record.Occurrence is null
            ? []
            :
            [
                .. Records.Where(r =>
                    r.Id != record.Id && r.Occurrence == record.Occurrence && r.Standing.GetType() == record.Standing.GetType()
                ),
            ];

    /// <summary>The form of a record before and after each correction that stands, in sequence order; empty when there is none.</summary>
    public IReadOnlyList<Correction> CorrectionsOf(EventId id) => _resolution.CorrectionsOf(id);

    /// <summary>Which records a lens shows, asked in sequence order.</summary>
    private sealed class Shown(Lens lens, HashSet<EventId>? visible, HomeZone zone, DatedInstant occurredUntil)
    {
        private readonly HashSet<EventId> _known = [];
        private readonly HashSet<EventId> _shown = [];

        internal static Shown Of(History history, Lens lens, Registry registry)
        {
            if (lens == new Lens { RecordedUntil = lens.RecordedUntil })
                return new(lens, visible: null, HomeZone.Utc, DatedInstant.EndOfTime);
            var account = new History(history.Negotiation, history.Entries, registry).Through(lens);
            var last = account.InTime.Count == 0 ? default : account.InTime[^1].At;
            var bound = lens.OccurredUntil is null ? DatedInstant.EndOfTime : lens.OccurredUntil.EndIn(account.Zone) ?? last;
            return new(lens, [.. account.Visible.Select(a => a.Id)], account.Zone, bound);
        }

        internal bool LetsThrough(AuditRecord record)
        {
            var isShown = visible is null || (record.About is { } about ? IsShownWith(about) : IsShown(record));
            _known.Add(record.Id);
            if (isShown)
                _shown.Add(record.Id);
            return isShown;
        }

        private bool IsShownWith(EventId about) => _shown.Contains(about) || !_known.Contains(about);

        // A withdrawn record is in no account: the same questions are asked of it here.
        private bool IsShown(AuditRecord record)
        {
            if (!record.IsRetracted || record.Standing is not Development development)
                return visible!.Contains(record.Id);
            return development.Occurred.EarliestIn(zone) <= occurredUntil
                && !(development.Attribution.AssertedOn.EarliestIn(zone) > lens.AssertedUntil?.EndIn(zone))
                && !(lens.UndisputedOnly && record.Has(FateKind.Disputed))
                && lens.Accepts(record.Viewpoint!.Value, development.Attribution);
        }
    }
}
