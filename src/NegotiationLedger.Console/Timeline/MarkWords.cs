using System.Globalization;

namespace NegotiationLedger.Console;

/// <summary>What a mark stands for, in words.</summary>
internal static class MarkWords
{
    /// <summary>The whole of it, as it is read out: when, what, who says so, and what stands against it.</summary>
    internal static string Of(Mark mark, Names names) => mark.IsCluster ? Several(mark) : One(mark.Happenings[0], names);

    /// <summary>How many a mark stands for, in at most three letters.</summary>
    internal static string Count(int count) =>
        count < 1000 ? count.ToString(CultureInfo.InvariantCulture) : $"{Math.Min(count / 1000, 99)}k";

    /// <summary>From the earliest to the latest day of several, as they are stated.</summary>
    internal static string Days(IReadOnlyList<Happening> happenings)
    {
        var from = happenings.Min(h => h.Item.Occurred.FirstDay);
        var to = happenings.Max(h => h.IsOpenEnded ? h.Item.Occurred.FirstDay : h.Item.Occurred.LastDay);
        return DateWords.Of(from == to ? Day(from) : $"{Day(from)}/{Day(to)}");
    }

    /// <summary>A happening with its claim where it is not simply told.</summary>
    internal static string What(TimelineItem item) =>
        item.Claim is Claim.Actual ? item.What : Say.Of(Strings.TimelineClaimed, Say.Named(item.Claim), item.What);

    private static string One(Happening happening, Names names)
    {
        var item = happening.Item;
        string[] parts =
        [
            $"{DateWords.Of(item.Occurred)}: {What(item)}",
            names.Viewpoints(item.Viewpoints),
            .. happening.Rivals.Take(4).Select(r => Rival(r, names)),
            item.DeniedBy is { } denied ? Say.Of(Strings.RivalDenies, names.Viewpoints(denied)) : "",
            item.PerhapsDeniedBy is { } perhaps ? Say.Of(Strings.RivalPerhapsDenies, names.Viewpoints(perhaps)) : "",
            item.DisputedBy is { } disputes ? Say.Count(disputes.Count, Strings.TimelineDisputedOne, Strings.TimelineDisputedSeveral) : "",
            item.IsPast == true ? Strings.TimelineDayGone : "",
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    /// <summary>Another account of a happening: whose, what it says, of which date.</summary>
    internal static string Rival(HappeningAccount rival, Names names) =>
        Say.Of(Strings.TimelineRival, names.Viewpoint(rival.Viewpoint), rival.What, DateWords.Of(rival.Occurred));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Several(Mark mark) => Say.Of(Strings.TimelineCluster, mark.Happenings.Count, Days(mark.Happenings));
}
