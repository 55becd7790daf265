using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>How one assertion tells a happening.</summary>
/// <param name="What">It in a line, in its own words.</param>
/// <param name="Occurred">When, as it asserts.</param>
/// <param name="Viewpoint">Whose account it is.</param>
/// <param name="Mode">How it reached its source.</param>
/// <param name="Event">The assertion.</param>
/// <param name="Differs">The fields in which it contradicts the item, as they are stored (<c>occurred</c> where the dates exclude each other); null when none.</param>
/// <param name="Revised">Whether a later account of its own viewpoint takes its place.</param>
public sealed record HappeningAccount(
    string What,
    Edtf Occurred,
    Viewpoint Viewpoint,
    Mode Mode,
    EventId Event,
    IReadOnlyList<string>? Differs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Revised = false
) : IIdentified
{
    string IIdentified.Identity => Event.ToString();
}

/// <summary>One happening on the timeline.</summary>
/// <param name="Type">Its type.</param>
/// <param name="What">It in a line.</param>
/// <param name="Claim">What is claimed of it.</param>
/// <param name="Occurred">When, as asserted.</param>
/// <param name="At">The instant it is folded at.</param>
/// <param name="Occurrence">Its name.</param>
/// <param name="Cameo">Its CAMEO 1.1b3 code; null where CAMEO has none.</param>
/// <param name="CameoName">The code's short name.</param>
/// <param name="Plover">The PLOVER event type of the code.</param>
/// <param name="Goldstein">The code's Goldstein score, −10 (conflict) to +10 (cooperation).</param>
/// <param name="Viewpoints">Who says just this of it, of this date, sorted.</param>
/// <param name="ViewpointCount">How many independent viewpoints assert it, in whichever words.</param>
/// <param name="PublisherCount">How many publishers carry it at first hand.</param>
/// <param name="DeniedBy">Who denies it, sorted; null when nobody does.</param>
/// <param name="DisputedBy">The standing disputes of its assertions; null when there are none.</param>
/// <param name="WeakestMode">The weakest mode of the assertions behind it.</param>
/// <param name="Events">The assertions of it, in fold order.</param>
/// <param name="PlannedUntil">Of what is planned and nobody reports to have happened: the last instant of the day planned. Else null.</param>
/// <param name="PerhapsDeniedBy">Who denies it or another happening like it, sorted; null when nobody does.</param>
/// <param name="IsPast">Whether the day planned has gone by; null when that is not judged.</param>
/// <param name="Accounts">How each assertion tells it, in fold order, where there is more than one; with those that tell it of another subject. Else null.</param>
public sealed record TimelineItem(
    string Type,
    string What,
    Claim Claim,
    Edtf Occurred,
    DateTimeOffset At,
    string Occurrence,
    string? Cameo,
    string? CameoName,
    string? Plover,
    decimal? Goldstein,
    IReadOnlyList<Viewpoint> Viewpoints,
    int ViewpointCount,
    int PublisherCount,
    IReadOnlyList<Viewpoint>? DeniedBy,
    IReadOnlyList<EventId>? DisputedBy,
    Mode WeakestMode,
    IReadOnlyList<EventId> Events,
    IReadOnlyList<HappeningAccount>? Accounts = null,
    DateTimeOffset? PlannedUntil = null,
    bool? IsPast = null,
    IReadOnlyList<Viewpoint>? PerhapsDeniedBy = null
) : IIdentified
{
    string IIdentified.Identity => $"{Type} {Claim} {Key ?? Occurrence}";

    /// <summary>What tells it from other happenings of its type; null for one that was read back.</summary>
    internal string? Key { get; init; }

    /// <summary>The accounts that contradict it, in fold order: those that their own viewpoint has not revised.</summary>
    internal IEnumerable<HappeningAccount> Rivals => (Accounts ?? []).Where(a => a is { Differs: not null, Revised: false });
}

/// <summary>Happenings in fold order with their codes, and the cooperation–conflict curve.</summary>
/// <remarks>Only actual happenings dated to a day or better enter the curve. It has a point for each day that has one.</remarks>
public sealed record Timeline : IView<Timeline>
{
    /// <inheritdoc/>
    public static string Name => "timeline";

    /// <inheritdoc/>
    public static int CodeVersion => 5;

    /// <summary>Title, parties and issues.</summary>
    public Frame Frame { get; init; } = new();

    /// <summary>The happenings, actual and merely claimed, in fold order.</summary>
    public IReadOnlyList<TimelineItem> Items { get; init; } = [];

    /// <summary>The curve, by day.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>The happenings on which accounts differ.</summary>
    public IReadOnlyList<ContestedField> Contested { get; init; } = [];

    // By the happening; by the assertion where nothing else is known of the happening.
    private static readonly ConditionalWeakTable<object, KnownItem> Known = [];

    private ImmutableStack<Step> Effects { get; init; } = [];

    // Of a finished view: what its effects came to, without what is merely claimed.
    private Grown<TimelineItem> Happened { get; init; } = Grown<TimelineItem>.None;

    private Curve Scores { get; init; } = Views.Curve.Empty;

    // By what its happenings are told with.
    private ImmutableDictionary<object, string> Names { get; init; } = ImmutableDictionary<object, string>.Empty;

    /// <inheritdoc/>
    public static Timeline Start { get; } = new();

    /// <inheritdoc/>
    public Timeline Apply(Step step) => step.IsOverall ? this with { Effects = Effects.Push(step) } : this;

    /// <inheritdoc/>
    public Timeline Finish(Frame frame, IReadOnlyList<Assertion> claimed, Timeline? earlier = null)
    {
        var known =
            earlier is not null && (ReferenceEquals(earlier.Frame, frame) || NamesUsed.IsSame(earlier.Names, frame)) ? earlier : Start;
        var added = EffectsSince(known);
        var names = new Dictionary<object, string>();
        TimelineItem[] items = [.. added.Select(e => KnownItemOf(frame, e.Assertion, e.Occurrence, names))];
        var happened = known.Happened.With(items);
        var scores = known.Scores.With([
            .. added
                .Zip(items)
                .Where(e => e.First.Place.Data.Occurred.IsDayOrBetter && e.Second.Goldstein is not null)
                .Select(e => (e.First.Place.At.Day, e.Second.Goldstein!.Value)),
        ]);
        var finished = this with
        {
            Frame = frame,
            Happened = happened,
            Scores = scores,
            Names = known.Names.SetItems(names),
            Items = happened,
            Curve = scores.Points,
        };
        if (claimed.Count > 0)
            finished = finished with { Items = WithClaims(frame, happened, claimed) };
        return finished with
        {
            Contested =
                claimed.Count == 0 && !known.HasClaims
                    ? Extended(known.Contested, ContestedIn(items, known.Happened.Count))
                    : [.. ContestedIn(finished.Items, 0)],
        };
    }

    // A view that was read back has only items.
    private bool HasClaims => Items.Count > Happened.Count;

    private static IReadOnlyList<ContestedField> Extended(IReadOnlyList<ContestedField> before, IEnumerable<ContestedField> more) =>
        more.ToList() is { Count: > 0 } added ? [.. before, .. added] : before;

    private static IEnumerable<ContestedField> ContestedIn(IReadOnlyList<TimelineItem> items, int offset)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Accounts is not null && item.Rivals.Any())
                yield return new(
                    $"/items/{offset + i}",
                    item.What,
                    [.. item.Rivals.Select(r => new ContestedBy(r.What, r.Viewpoint, item.At, [r.Event], Occurred: r.Occurred))]
                );
        }
    }

    // In the order in which they came.
    private List<Step> EffectsSince(Timeline earlier)
    {
        var effects = new List<Step>();
        for (var left = Effects; !left.IsEmpty && !ReferenceEquals(left, earlier.Effects); left = left.Pop())
            effects.Add(left.Peek());
        effects.Reverse();
        return effects;
    }

    private TimelineItem[] WithClaims(Frame frame, Grown<TimelineItem> happened, IReadOnlyList<Assertion> claimed)
    {
        var effects = EffectsSince(Start);
        var actual = effects.Select(e => (e.Data.GetType(), e.Assertion.Subject)).ToHashSet();
        var claims = claimed
            .GroupBy(a => (a.Data.GetType(), a.Occurrence, a.Data.Claim, a.Subject))
            .Select(g =>
                (g.First().Place, Item: PlannedOf(ItemOf(frame, Occurrence.Latest(g), new([.. g], [], [])), Occurrence.Latest(g), actual))
            );
        return
        [
            .. effects.Zip(happened, (e, item) => (e.Place.Place, Item: item)).Concat(claims).OrderBy(e => e.Place).Select(e => e.Item),
        ];
    }

    // An item that nothing happened to stays the same object from view to view, so that what two views share can be seen.
    private static TimelineItem KnownItemOf(Frame frame, Assertion payload, Occurrence happening, Dictionary<object, string> names)
    {
        object key = happening.IsOf(payload) ? payload : happening;
        if (
            !Known.TryGetValue(key, out var known)
            || !ReferenceEquals(known.Payload, payload)
            || !(ReferenceEquals(known.Frame, frame) || NamesUsed.IsSame(known.Names, frame))
        )
        {
            var used = new NamesUsed(frame);
            var item = ItemOf(used, payload, happening);
            Known.AddOrUpdate(key, known = new(frame, payload, item, used.Used));
        }

        foreach (var (id, name) in known.Names)
            names[id] = name;
        return known.Item;
    }

    private static TimelineItem ItemOf(INames frame, Assertion payload, Occurrence happening)
    {
        var code = Cameo.Find(payload.Data.CameoCode);
        var (members, denials) = (happening.Members, happening.Denials);
        var disputes = members.Count == 1 ? members[0].DisputedBy : [.. members.SelectMany(m => m.DisputedBy)];
        var saying = happening.SayingThe(payload);
        return new(
            EventNames.Of(payload.Data).Name,
            payload.Data.Headline(frame),
            payload.Data.Claim,
            payload.Data.Occurred,
            members[0].At.Instant,
            members[0].Occurrence,
            code?.Code,
            code?.Name,
            code?.Plover,
            code?.Goldstein,
            saying.Count == 1 ? [saying[0].Viewpoint] : [.. saying.Select(m => m.Viewpoint).Distinct().Order()],
            happening.Viewpoints.Count,
            happening.PublisherCount,
            denials.Count == 0 ? null : [.. denials.Select(d => d.Viewpoint).Distinct().Order()],
            disputes.Count == 0 ? null : disputes,
            members.Max(m => m.Data.Attribution.Mode),
            [.. members.Select(m => m.Id)],
            members.Count + happening.Others.Count == 1 ? null : AccountsOf(frame, payload, happening),
            PerhapsDeniedBy: happening.PerhapsDenials.Count == 0
                ? null
                : [.. happening.PerhapsDenials.Select(d => d.Viewpoint).Distinct().Order()]
        )
        {
            Key = payload.Data.Claim is Claim.Actual ? happening.Key : $"{members[0].Occurrence} {payload.Subject}",
        };
    }

    /// <inheritdoc/>
    public Timeline At(DateTimeOffset asOf) =>
        HasClaims && Items.Any(i => i.PlannedUntil is not null)
            ? this with
            {
                Items = [.. Items.Select(i => i.PlannedUntil is { } until ? i with { IsPast = until < asOf } : i)],
            }
            : this;

    /// <inheritdoc/>
    public DateTimeOffset? NextChangeAt(DateTimeOffset asOf) => HasClaims ? Items.Select(i => i.PlannedUntil).NextAfter(asOf) : null;

    private static TimelineItem PlannedOf(TimelineItem item, Assertion planned, HashSet<(Type, string)> happened) =>
        planned.Data.Claim is Claim.Planned && !happened.Contains((planned.Data.GetType(), planned.Subject))
            ? item with
            {
                PlannedUntil = PeriodEnd.InstantOf(planned.Data.Occurred, planned.Zone),
            }
            : item;

    private static List<HappeningAccount> AccountsOf(INames frame, Assertion payload, Occurrence happening) =>
        [
            .. happening
                .Members.Concat(happening.Others)
                .OrderBy(m => m.Place)
                .Select(m => new HappeningAccount(
                    m.Data.Headline(frame),
                    m.Data.Occurred,
                    m.Viewpoint,
                    m.Data.Attribution.Mode,
                    m.Id,
                    Differences(payload, m) is { Count: > 0 } differs ? differs : null,
                    happening.IsRevised(m)
                )),
        ];

    private static IReadOnlyList<string> Differences(Assertion payload, Assertion other)
    {
        var fields = EventNames.Of(payload.Data).Differences(payload.Data, other.Data);
        return payload.Data.Occurred.Overlaps(other.Data.Occurred) ? fields : [.. fields, "occurred"];
    }

    private sealed record KnownItem(Frame Frame, Assertion Payload, TimelineItem Item, IReadOnlyDictionary<object, string> Names);
}
