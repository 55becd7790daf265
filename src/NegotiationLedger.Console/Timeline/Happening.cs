namespace NegotiationLedger.Console;

/// <summary>How a happening lies in time.</summary>
public enum TimeShape
{
    /// <summary>At an instant, or on a day.</summary>
    Moment,

    /// <summary>Some time within.</summary>
    Vague,

    /// <summary>All of the time.</summary>
    Period,
}

/// <summary>A happening as it lies in time where the negotiation is at home.</summary>
/// <param name="Index">Its place among the items of the timeline.</param>
/// <param name="Item">The happening.</param>
/// <param name="Extent">How it lies in time.</param>
/// <param name="From">The first instant it may mean.</param>
/// <param name="To">The last; far away when it is open-ended.</param>
/// <param name="Actor">Whose doing it is; null for what is nobody's own.</param>
/// <param name="Account">Whose word it is; null where several say the same.</param>
public sealed record Happening(
    int Index,
    TimelineItem Item,
    TimeShape Extent,
    DateTimeOffset From,
    DateTimeOffset To,
    PartyId? Actor,
    Viewpoint? Account
)
{
    /// <summary>Whether its end is open, or nobody gives it.</summary>
    public bool IsOpenEnded => Item.Occurred.End is not EdtfEnd.Known;

    /// <summary>Whether its beginning is open, or nobody gives it.</summary>
    public bool IsOpenBegun => Item.Occurred.Start is not EdtfEnd.Known;

    /// <summary>The accounts that contradict it, in fold order: those that their own viewpoint has not revised.</summary>
    public IEnumerable<HappeningAccount> Rivals => (Item.Accounts ?? []).Where(a => a is { Differs: not null, Revised: false });

    /// <summary>Whether somebody says otherwise of it, or denies it.</summary>
    public bool IsContested => Item.DeniedBy is not null || Item.PerhapsDeniedBy is not null || Rivals.Any();

    /// <summary>Whether it is the less sure for its date being uncertain or about right.</summary>
    public bool IsAbout => Item.Occurred.IsQualified;

    /// <summary>The instant at which it is drawn when it is drawn as a dot: the middle of its day.</summary>
    public DateTimeOffset Middle => IsOpenEnded ? From : From + (To - From) / 2;
}

/// <summary>The happenings of a timeline as they lie in time.</summary>
internal static class Happenings
{
    /// <summary>All of them, in fold order.</summary>
    internal static IReadOnlyList<Happening> Of(Timeline timeline, Account account)
    {
        var told = account.Visible.ToDictionary(a => a.Id, a => a.Data);
        return [.. timeline.Items.Select((item, index) => Of(index, item, account.Zone, ActorOf(item, told)))];
    }

    /// <summary>A happening where the negotiation is at home.</summary>
    internal static Happening Of(int index, TimelineItem item, HomeZone zone, PartyId? actor = null) =>
        new(
            index,
            item,
            ExtentOf(item),
            item.Occurred.EarliestIn(zone).Instant,
            item.Occurred.LatestIn(zone).Instant,
            actor,
            item.Viewpoints.Count == 1 ? item.Viewpoints[0] : null
        );

    // Of several accounts the last was taken.
    private static PartyId? ActorOf(TimelineItem item, Dictionary<EventId, Development> told) =>
        item.Events.Reverse().Select(told.GetValueOrDefault).FirstOrDefault(d => d is not null) is { } data ? Actors.Of(data) : null;

    private static TimeShape ExtentOf(TimelineItem item)
    {
        var (date, meaning) = (item.Occurred, EventNames.Find(item.Type)?.Meaning);
        return date.IsDayOrBetter && !date.IsQualified ? TimeShape.Moment
            : date.Form is EdtfForm.AllOf || (date.Form is EdtfForm.Interval && meaning?.Duration is Duration.Period) ? TimeShape.Period
            : TimeShape.Vague;
    }
}
