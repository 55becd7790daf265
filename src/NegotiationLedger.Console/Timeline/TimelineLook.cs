using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Console;

/// <summary>What a timeline page shows, as its address says.</summary>
/// <param name="All">All happenings through the lens.</param>
/// <param name="Shown">Those that the filter lets through, in fold order.</param>
/// <param name="Drawing">They as they are drawn.</param>
/// <param name="Kind">What the lanes are.</param>
public sealed record TimelineLook(IReadOnlyList<Happening> All, IReadOnlyList<Happening> Shown, TimelineDrawing Drawing, LaneKind Kind)
{
    /// <summary>Those that the window shows, in fold order.</summary>
    public IReadOnlyList<Happening> InWindow { get; } = [.. Shown.Where(h => Drawing.Window.Shows(h.From, h.To))];

    /// <summary>What a request asks for.</summary>
    /// <exception cref="ProblemException">A parameter is not valid.</exception>
    internal static TimelineLook Of(HttpRequest request, Look look, Timeline timeline)
    {
        var kind = KindOf(request);
        var zone = look.Account.Zone;
        var happenings = Happenings.Of(timeline, look.Account);
        var shown = Filtered(happenings, request, look);
        var whole = TimeWindow.Around(shown, look.Request);
        var drawing = TimelineDrawing.Of(
            Lanes.Of(shown, kind, look.Names, TimelineRoom.Page.Lanes),
            WindowOf(request, whole, zone),
            whole,
            TimelineRoom.Page,
            zone,
            timeline.Curve
        );
        return new(happenings, shown, drawing, kind);
    }

    /// <summary>The page with another window; without any for all of it.</summary>
    internal static Address At(Address here, TimeWindow window, TimeWindow whole) =>
        window == whole ? here.With("from", null).With("to", null) : here.With("from", Written(window.From)).With("to", Written(window.To));

    // As the API filters the same timeline.
    private static IReadOnlyList<Happening> Filtered(IReadOnlyList<Happening> happenings, HttpRequest request, Look look)
    {
        if (!EntryFilter.Filters.Concat(EntryFilter.Asserted).Any(p => request.Query.ContainsKey(p.Name)))
            return happenings;
        var filter = EntryFilter.Of(request);
        var registry = look.Names.Registry;
        var accepted = look.Snapshot.History.Entries.Where(e => filter.Accepts(e, registry)).Select(e => e.Id).ToHashSet();
        return [.. happenings.Where(h => h.Item.Events.Any(accepted.Contains))];
    }

    private static LaneKind KindOf(HttpRequest request) =>
        (string?)request.Query["lanes"] switch
        {
            null or "account" => LaneKind.Account,
            "party" => LaneKind.Party,
            var other => throw Problems.Query(new Problem("/lanes", $"'{other}' is not a kind of lanes: give party or account.")),
        };

    private static TimeWindow WindowOf(HttpRequest request, TimeWindow whole, HomeZone zone)
    {
        var problems = new List<Problem>();
        var from = Bound.Read("from", request.Query["from"], BoundMark.None, isEnd: false, problems);
        var to = Bound.Read("to", request.Query["to"], BoundMark.None, isEnd: true, problems);
        if (problems.Count > 0)
            throw Problems.Query(problems);
        var start = from is null ? whole.From : AtHome(from, zone, isEnd: false);
        var end = to is null ? whole.To : AtHome(to, zone, isEnd: true);
        return end - start >= TimeWindow.Shortest
            ? new(start, end)
            : throw Problems.Query(new Problem("/to", "The window ends before it begins, or is shorter than an hour: give a later 'to'."));
    }

    // A date is read where the negotiation is at home; it ends with its last moment.
    private static DateTimeOffset AtHome(Bound bound, HomeZone zone, bool isEnd) =>
        !Edtf.TryParse(bound.Text, out var date, out _) || Instants.TryParse(bound.Text, out _) ? bound.Instant!.Value
        : isEnd ? date.LatestIn(zone).Instant
        : date.EarliestIn(zone).Instant;

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
