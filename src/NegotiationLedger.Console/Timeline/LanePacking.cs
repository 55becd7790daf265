namespace NegotiationLedger.Console;

/// <summary>Where the label of a mark stands.</summary>
public enum LabelSide
{
    /// <summary>After it.</summary>
    After,

    /// <summary>Before it, ending where it begins.</summary>
    Before,

    /// <summary>On it.</summary>
    Within,
}

/// <summary>A label in a picture.</summary>
/// <param name="Text">What it says; cut where there is no room for more.</param>
/// <param name="X">Where it begins, or ends when it stands before its mark.</param>
/// <param name="Width">About how wide it is.</param>
/// <param name="Side">Where it stands.</param>
public sealed record MarkLabel(string Text, double X, double Width, LabelSide Side)
{
    /// <summary>Where it begins.</summary>
    internal double Start => Side is LabelSide.Before ? X - Width : X;

    /// <summary>Where it ends.</summary>
    internal double End => Side is LabelSide.Before ? X : X + Width;
}

/// <summary>One mark in a lane: a happening, or several that fall together.</summary>
/// <param name="X0">Where it begins.</param>
/// <param name="X1">Where it ends.</param>
/// <param name="Row">The row of the lane, from 0.</param>
/// <param name="Happenings">What it stands for, in fold order.</param>
/// <param name="Label">What stands beside it; null for nothing.</param>
public sealed record Mark(double X0, double X1, int Row, IReadOnlyList<Happening> Happenings, MarkLabel? Label = null)
{
    /// <summary>Whether it stands for several.</summary>
    public bool IsCluster => Happenings.Count > 1;

    /// <summary>Where it begins with its label.</summary>
    internal double Start => Math.Min(X0, Label?.Start ?? X0);

    /// <summary>Where it ends with its label.</summary>
    internal double End => Math.Max(X1, Label?.End ?? X1);
}

/// <summary>How closely a lane is packed.</summary>
/// <param name="Width">How wide it is.</param>
/// <param name="Rows">How many rows it may have, beside one for what finds no place.</param>
/// <param name="Stack">How many small marks may fall on the same place before they become one.</param>
internal sealed record LaneRoom(double Width, int Rows, int Stack);

/// <summary>Packs happenings into the rows of a lane so that neither marks nor labels overlap.</summary>
internal static class LanePacking
{
    /// <summary>The side of the smallest mark: what a finger can meet.</summary>
    internal const double Smallest = 26;

    private const double Gap = 2;
    private const double LabelGap = 5;
    private const double LongestLabel = 240;

    /// <summary>Where the label of a long mark of several begins: behind their number.</summary>
    internal const double CountWidth = 34;

    private const int MostLabelled = 80;
    private const int MostAlike = 4;

    /// <summary>The marks of what a window shows of a lane. Each happening that it shows is in exactly one of them.</summary>
    internal static IReadOnlyList<Mark> Of(IReadOnlyList<Happening> happenings, TimeWindow window, LaneRoom room)
    {
        var boxes = happenings.Where(h => window.Shows(h.From, h.To)).Select(h => BoxOf(h, window, room.Width));
        List<Mark> marks = [.. Together(boxes, room).OrderBy(m => m.X0).ThenBy(m => m.X1).ThenBy(m => m.Happenings[0].Index)];
        if (marks.Count <= MostLabelled && Placed(marks.Select(m => Labelled(m, room.Width)), room.Rows) is { Left.Count: 0 } roomy)
            return roomy.Placed;
        var (placed, left) = Placed(marks, room.Rows);
        return [.. WithLabels(placed, room.Width), .. WithLabels(Folded(left, room), room.Width)];
    }

    /// <summary>Where a happening lies in a lane; never beyond its ends, and never smaller than a finger.</summary>
    internal static Mark BoxOf(Happening happening, TimeWindow window, double width)
    {
        var (x0, x1) = (Clamped(window.X(happening.From, width), width), Clamped(window.X(happening.To, width), width));
        if (happening.Extent is TimeShape.Moment && x1 - x0 < Smallest * 2)
            x0 = x1 = Clamped(window.X(happening.Middle, width), width);
        (x0, x1) = Grown(x0, x1, width);
        return new(x0, x1, 0, [happening]);
    }

    // Small ones on the same place, and long ones of the same time, become one when there are more than can be stacked.
    private static IEnumerable<Mark> Together(IEnumerable<Mark> boxes, LaneRoom room)
    {
        var places = Math.Max(1, (int)(room.Width / (Smallest + Gap)));
        foreach (var group in boxes.GroupBy(b => PlaceOf(b, room.Width, places)))
        {
            var isSmall = group.Key.End is null;
            if (group.Count() <= Math.Max(1, isSmall ? room.Stack : Math.Min(room.Stack, MostAlike)))
            {
                foreach (var box in group)
                    yield return box;
                continue;
            }

            var (x0, x1) = isSmall
                ? Around((group.Key.Start + 0.5) * room.Width / places, room.Width)
                : (group.Min(b => b.X0), group.Max(b => b.X1));
            yield return new(x0, x1, 0, [.. group.SelectMany(b => b.Happenings).OrderBy(h => h.Index)]);
        }
    }

    private static (int Start, int? End) PlaceOf(Mark box, double width, int places) =>
        box.X1 - box.X0 > Smallest + 1
            ? ((int)box.X0, (int)box.X1)
            : ((int)Math.Min((box.X0 + box.X1) / 2 / width * places, places - 1), null);

    // Each into the first row where it is free: what is exact before what is vague. What is left found none.
    private static (List<Mark> Placed, List<Mark> Left) Placed(IEnumerable<Mark> marks, int rows)
    {
        var taken = new List<List<Mark>>();
        var (placed, left) = (new List<Mark>(), new List<Mark>());
        foreach (var mark in marks.OrderBy(Rank).ThenBy(m => m.Start).ThenBy(m => m.Happenings[0].Index))
        {
            var row = taken.FindIndex(others => others.TrueForAll(o => o.End + Gap <= mark.Start || mark.End + Gap <= o.Start));
            if (row < 0 && taken.Count < rows)
            {
                row = taken.Count;
                taken.Add([]);
            }

            if (row < 0)
            {
                left.Add(mark);
                continue;
            }

            placed.Add(mark with { Row = row });
            taken[row].Add(mark);
        }

        return (placed, left);
    }

    private static int Rank(Mark mark) =>
        mark.X1 - mark.X0 <= Smallest + 1 ? 1
        : mark.Happenings[0].Extent is TimeShape.Vague ? 2
        : 0;

    // What found no row becomes one where it overlaps, in a row of its own.
    private static IEnumerable<Mark> Folded(List<Mark> left, LaneRoom room)
    {
        Mark? last = null;
        foreach (var mark in left.OrderBy(m => m.X0))
        {
            if (last is not null && mark.X0 < last.X1 + Gap)
            {
                last = last with { X1 = Math.Max(last.X1, mark.X1), Happenings = [.. last.Happenings, .. mark.Happenings] };
                continue;
            }

            if (last is not null)
                yield return InOrder(last);
            last = mark with { Row = room.Rows };
        }

        if (last is not null)
            yield return InOrder(last);
    }

    private static Mark InOrder(Mark mark) => mark with { Happenings = [.. mark.Happenings.OrderBy(h => h.Index)] };

    // With the label that it would have if all the lane were free.
    private static Mark Labelled(Mark mark, double width)
    {
        if (mark.IsCluster)
            return WithMembers(mark);
        var text = mark.Happenings[0].Item.What;
        var wanted = Math.Min(LabelText.Width(text), LongestLabel);
        if (mark.X1 - mark.X0 >= wanted + 2 * LabelGap)
            return mark with { Label = Label(text, mark.X0 + LabelGap + 3, wanted, LabelSide.Within) };
        return mark.X1 + LabelGap + wanted <= width ? mark with { Label = Label(text, mark.X1 + LabelGap, wanted, LabelSide.After) }
            : mark.X0 - LabelGap - wanted >= 0 ? mark with { Label = Label(text, mark.X0 - LabelGap, wanted, LabelSide.Before) }
            : mark with { Label = Label(text, mark.X1 + LabelGap, width - mark.X1 - LabelGap, LabelSide.After) };
    }

    // On a long one there is room to say what the first of them are.
    private static Mark WithMembers(Mark mark)
    {
        var room = mark.X1 - mark.X0 - CountWidth - 2 * LabelGap;
        var text = string.Join("; ", mark.Happenings.Take(8).Select(h => h.Item.What));
        return mark with { Label = room < LongestLabel / 2 ? null : Label(text, mark.X0 + CountWidth, room, LabelSide.Within, room) };
    }

    // With as much of its label as finds room between its neighbours.
    private static IEnumerable<Mark> WithLabels(IEnumerable<Mark> marks, double width)
    {
        foreach (var row in marks.GroupBy(m => m.Row))
        {
            var inRow = row.OrderBy(m => m.X0).ToList();
            var free = 0.0;
            for (var i = 0; i < inRow.Count; i++)
            {
                var next = i + 1 < inRow.Count ? inRow[i + 1].X0 - Gap : width;
                var mark = Between(inRow[i], free, next);
                free = mark.End + LabelGap;
                yield return mark;
            }
        }
    }

    private static Mark Between(Mark mark, double free, double next)
    {
        if (mark.IsCluster)
            return WithMembers(mark);
        var text = mark.Happenings[0].Item.What;
        var (before, within, after) = (mark.X0 - LabelGap - free, mark.X1 - mark.X0 - 2 * LabelGap - 3, next - mark.X1 - LabelGap);
        var room = Math.Max(before, Math.Max(within, after));
        return mark with
        {
            Label =
                within >= room || within >= LongestLabel / 2 ? Label(text, mark.X0 + LabelGap + 3, within, LabelSide.Within)
                : after >= room || after >= LongestLabel / 2 ? Label(text, mark.X1 + LabelGap, after, LabelSide.After)
                : Label(text, mark.X0 - LabelGap, before, LabelSide.Before),
        };
    }

    private static MarkLabel? Label(string text, double x, double room, LabelSide side, double longest = LongestLabel) =>
        LabelText.Fit(text, Math.Min(room, longest)) is { Length: > 0 } fitting
            ? new(fitting, x, Math.Min(LabelText.Width(fitting), Math.Min(room, longest)), side)
            : null;

    private static (double X0, double X1) Grown(double x0, double x1, double width) =>
        x1 - x0 >= Smallest ? (x0, x1) : Around((x0 + x1) / 2, width);

    private static (double X0, double X1) Around(double middle, double width)
    {
        var start = Math.Clamp(middle - Smallest / 2, 0, Math.Max(0, width - Smallest));
        return (start, Math.Min(start + Smallest, width));
    }

    private static double Clamped(double x, double width) => Math.Clamp(x, 0, width);
}
