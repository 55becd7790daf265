using System.Collections.Immutable;

namespace NegotiationLedger.Accounts;

/// <summary>One assertion as a lens shows it.</summary>
/// <param name="Entry">The entry as recorded.</param>
/// <param name="Data">The development with its standing corrections applied.</param>
/// <param name="Place">Rises in fold order: among all standing assertions of the prefix no two have the same.</param>
/// <param name="At">The calendar day and instant it is folded at.</param>
/// <param name="Latest">The latest day and instant it speaks of; not before <paramref name="At"/>.</param>
/// <param name="Viewpoint">Whose account it belongs to.</param>
/// <param name="Publisher">Who published the source that carries it, when known.</param>
/// <param name="CorrectedBy">The standing corrections applied, in sequence order.</param>
/// <param name="DisputedBy">The standing disputes, in sequence order.</param>
/// <param name="CorroboratedBy">The standing corroborations, in sequence order.</param>
public sealed record Assertion(
    Entry Entry,
    Development Data,
    long Place,
    DatedInstant At,
    DatedInstant Latest,
    Viewpoint Viewpoint,
    string? Publisher,
    IReadOnlyList<EventId> CorrectedBy,
    IReadOnlyList<EventId> DisputedBy,
    IReadOnlyList<EventId> CorroboratedBy
)
{
    /// <summary>Where the negotiation is at home: what dates without an offset are read by.</summary>
    internal HomeZone Zone { get; init; } = HomeZone.Utc;

    /// <summary>The record's id.</summary>
    public EventId Id => Entry.Id;

    /// <summary>The name of the happening it speaks of: as given, else the id that it introduces, else its own.</summary>
    public string Occurrence => Name ?? Id.ToString();

    /// <summary>The name of the happening, where it is known by more than the record's own id.</summary>
    internal string? Name => EventNames.Of(Data).OccurrenceOf(Data);

    /// <summary>Whose happening it is, in a text that is the same for the same.</summary>
    internal string Subject => field ??= string.Join('\n', EventNames.Of(Data).SubjectOf(Data));

    /// <summary>Whether it does not tell its happening as having happened: it plans, denies or conditions it.</summary>
    internal bool IsClaimedOnly => Data.Claim is not Claim.Actual;

    /// <summary>Whether it says of a happening what another says of it: in the same words, of the same date.</summary>
    internal bool SaysTheSameAs(Assertion other) =>
        ReferenceEquals(this, other) || (Data.Occurred.Equals(other.Data.Occurred) && EventNames.Of(Data).SaysTheSame(Data, other.Data));
}

/// <summary>What a lens lets through of one negotiation, in fold order. Every view is folded from this and from nothing else.</summary>
public sealed class Account
{
    private Account(NegotiationId negotiation, Lens lens, HomeZone zone, IReadOnlyList<Assertion> inTime, IReadOnlyList<Warning> warnings)
    {
        (Negotiation, Lens, Zone, InTime, Warnings) = (negotiation, lens, zone, inTime, warnings);
        Visible = lens.AccordingTo.IsEmpty ? inTime : [.. inTime.Where(a => lens.Accepts(a.Viewpoint, a.Data.Attribution))];
    }

    /// <summary>The negotiation.</summary>
    public NegotiationId Negotiation { get; }

    /// <summary>The lens.</summary>
    public Lens Lens { get; }

    /// <summary>Where the negotiation is at home.</summary>
    public HomeZone Zone { get; }

    /// <summary>What the clocks and the standing let through, whoever said it: the frame is read from this.</summary>
    public IReadOnlyList<Assertion> InTime { get; }

    /// <summary>What the whole lens lets through, whatever is claimed.</summary>
    public IReadOnlyList<Assertion> Visible { get; }

    /// <summary>What the whole lens lets through and does not tell as having happened, in fold order.</summary>
    public IReadOnlyList<Assertion> Claimed => [.. Visible.Where(a => a.IsClaimedOnly)];

    /// <summary>What could not be taken as it was recorded: edges ignored, corrections that do not fit.</summary>
    public IReadOnlyList<Warning> Warnings { get; }

    /// <summary>
    /// The instant by which an answer judges what has ended: the earliest of the request's time and the ends of the lens's bounds; only an explicit
    /// <c>occurredUntil</c> in the future is taken as given.
    /// </summary>
    /// <param name="request">When the answer is asked for; null for no such time.</param>
    /// <returns>Null when there is neither a request nor a bound, so that nothing is judged.</returns>
    public DateTimeOffset? AsOf(DateTimeOffset? request) =>
        Accounts.AsOf.Of(Lens, request, OccurredEnd, Lens.AssertedUntil?.LastInstantIn(Zone), RecordedEnd);

    internal DateTimeOffset? OccurredEnd { get; private init; }

    internal DateTimeOffset? RecordedEnd { get; private init; }

    /// <summary>The effects of what is visible and actual, in fold order.</summary>
    public IEnumerable<Step> Steps => Occurrences.Steps(Visible);

    /// <summary>The effects of the frame's assertions, in fold order: title, parties, issues and what was tabled, whoever said so, and the titles of the agreements that the lens shows.</summary>
    public IEnumerable<Step> FrameSteps => Occurrences.Steps([.. InTime.Where(a => IsInFrame(Lens, a))]);

    /// <summary>Whether a development tells of the frame, which every lens shows whoever said so.</summary>
    internal static bool IsOfFrame(Development data) =>
        data is NegotiationOpened or PartyJoined or IssueTabled or ProposalOffered or CounterProposalOffered;

    /// <summary>Whether the frame that a lens shows is read from an assertion: an agreement's title only where the lens shows the agreement.</summary>
    internal static bool IsInFrame(Lens lens, Assertion assertion) =>
        IsOfFrame(assertion.Data)
        || (assertion.Data is AgreementReached { Title: not null } && lens.Accepts(assertion.Viewpoint, assertion.Data.Attribution));

    /// <summary>An assertion as a registry shows it.</summary>
    internal static Assertion Show(Standing standing, long place, DatedInstant at, HomeZone zone, Voices voices)
    {
        var attribution = standing.Data.Attribution;
        var latest = standing.Data.Occurred.LatestIn(zone);
        return new(
            standing.Entry,
            standing.Data,
            place,
            at,
            latest > at ? latest : at,
            voices.ViewpointOf(attribution),
            voices.PublisherOf(attribution.Source),
            standing.CorrectedBy,
            standing.DisputedBy,
            standing.CorroboratedBy
        )
        {
            Zone = zone,
        };
    }

    /// <summary>Whether the clocks of a lens, its recording clock apart, and its standing let an assertion through; of a bound that names a record nothing is asked.</summary>
    internal static bool IsInTime(Lens lens, HomeZone zone, Development data, DatedInstant at, bool isDisputed) =>
        !(at > lens.OccurredUntil?.EndIn(zone))
        && !(lens.AssertedUntil?.EndIn(zone) is { } until && data.Attribution.AssertedOn.EarliestIn(zone) > until)
        && !(lens.UndisputedOnly && isDisputed);

    internal static Account Of(NegotiationId negotiation, Lens lens, Registry registry, IReadOnlyList<Entry> entries, Ordered ordered)
    {
        var order = ordered.Standing;
        var lastPlace = LastPlace(lens, entries, order);
        var voices = new Voices(registry);
        var inTime = new List<Assertion>(order.Count);
        var denied = lens.UndisputedOnly ? Denials.DeniedIn(order.Select(o => o.Standing)) : [];
        for (var place = 0; place < order.Count && place <= lastPlace; place++)
        {
            var (standing, at) = order[place];
            if (denied.Contains(standing.Entry.Id))
                continue;
            if (IsInTime(lens, ordered.Zone, standing.Data, at, standing.DisputedBy.Count > 0))
                inTime.Add(Show(standing, place, at, ordered.Zone, voices));
        }

        return new(negotiation, lens, ordered.Zone, inTime, ordered.Warnings)
        {
            OccurredEnd = lens.OccurredUntil is { Event: not null }
                ? order[lastPlace].At.Instant
                : lens.OccurredUntil?.LastInstantIn(ordered.Zone),
            RecordedEnd =
                lens.RecordedUntil is not { } recorded ? null
                : recorded.Position is null ? recorded.Instant
                : entries.Count == 0 ? null
                : entries[^1].RecordedAt,
        };
    }

    private static int LastPlace(Lens lens, IReadOnlyList<Entry> entries, IReadOnlyList<(Standing Standing, DatedInstant At)> order)
    {
        if (lens.OccurredUntil?.Event is not { } id)
            return int.MaxValue;
        for (var place = 0; place < order.Count; place++)
        {
            if (order[place].Standing.Entry.Id == id)
                return place;
        }

        var known = entries.Any(e => e.Id == id)
            ? "is not a development that stands (it was retracted, or is a record about another record)"
            : "is not a record of this negotiation in the part of the log that the lens reads";
        throw new LensException(new("/occurredUntil", $"'@{id}' {known}: give the id of a development that stands."));
    }
}
