using System.Globalization;

namespace NegotiationLedger.Console;

/// <summary>How a mark is drawn: what it is and what is claimed of it by its shape, colour only repeating it.</summary>
public static class MarkShape
{
    private const double Radius = 6;

    /// <summary>A number as SVG writes it.</summary>
    internal static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>What styles and tests know a mark by.</summary>
    internal static string ClassOf(Mark mark)
    {
        if (mark.IsCluster)
            return "mark several";
        var (happening, item) = (mark.Happenings[0], mark.Happenings[0].Item);
        var tone = item.Goldstein switch
        {
            < 0 => " conflict",
            > 0 => " cooperation",
            _ => "",
        };
        return $"mark at-{Say.Stored(happening.Extent)} {Say.Stored(item.Claim)}{tone}{(happening.IsAbout ? " about" : "")}";
    }

    /// <summary>The signs beside a mark: ≠ where somebody says otherwise, ? where it stands disputed.</summary>
    internal static string SignsOf(Mark mark) =>
        $"{(mark.Happenings.Any(h => h.IsContested) ? "≠" : "")}{(mark.Happenings.Any(h => h.Item.DisputedBy is not null) ? "?" : "")}";

    /// <summary>Whether a happening is drawn as a dot: what is shorter than the smallest mark has no length to be seen.</summary>
    internal static bool IsDot(Mark mark) =>
        !mark.IsCluster && mark.Happenings[0].Extent is TimeShape.Moment && mark.X1 - mark.X0 < LanePacking.Smallest * 2;

    /// <summary>The outline of a mark as the path of an SVG.</summary>
    internal static string Outline(Mark mark, double y)
    {
        var x = (mark.X0 + mark.X1) / 2;
        if (mark.IsCluster)
            return Bar(mark.X0 + 1, mark.X1 - 1, y, 9, 9, isOpen: false);
        var happening = mark.Happenings[0];
        if (IsDot(mark))
            return happening.Item.Claim is Claim.Conditional ? Diamond(x, y) : Circle(x, y);
        var half = happening.Extent is TimeShape.Period ? 8 : Radius;
        return Bar(mark.X0 + 1, mark.X1 - 1, y, half, happening.Item.Claim is Claim.Conditional ? 1 : half, happening.IsOpenEnded);
    }

    /// <summary>What strikes a denied happening through; null where nothing does.</summary>
    internal static string? Strike(Mark mark, double y)
    {
        if (mark.IsCluster || mark.Happenings[0].Item.Claim is not Claim.Denied)
            return null;
        var x = (mark.X0 + mark.X1) / 2;
        return IsDot(mark) ? $"M{N(x - 4)} {N(y - 4)}l8 8m0 -8l-8 8" : $"M{N(mark.X0 + 3)} {N(y)}H{N(mark.X1 - 3)}";
    }

    private static string Circle(double x, double y) => $"M{N(x - Radius)} {N(y)}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z";

    private static string Diamond(double x, double y) => $"M{N(x)} {N(y - 8)}l8 8l-8 8l-8 -8z";

    // Round at its ends; one without an end runs out in an arrow.
    private static string Bar(double x0, double x1, double y, double half, double round, bool isOpen)
    {
        var (r, h) = (Math.Min(round, (x1 - x0) / 2), half);
        var end = isOpen ? $"H{N(x1 - h)}l{N(h)} {N(h)}l{N(-h)} {N(h)}" : $"H{N(x1 - r)}a{N(r)} {N(h)} 0 0 1 0 {N(2 * h)}";
        return $"M{N(x0 + r)} {N(y - h)}{end}H{N(x0 + r)}a{N(r)} {N(h)} 0 0 1 0 {N(-2 * h)}z";
    }
}
