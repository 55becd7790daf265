namespace NegotiationLedger.Console;

/// <summary>A lane with its marks.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Y">Where it begins.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Marks">What is in it.</param>
public sealed record DrawnLane(string Name, double Y, int Rows, IReadOnlyList<Mark> Marks)
{
    /// <summary>How high a row is.</summary>
    internal const double RowHeight = 27;

    /// <summary>The room above and below the rows.</summary>
    internal const double Padding = 4;

    /// <summary>How high it is.</summary>
    public double Height => Rows * RowHeight + 2 * Padding;

    /// <summary>The middle of a row.</summary>
    internal double MiddleOf(int row) => Y + Padding + (row + 0.5) * RowHeight;
}

/// <summary>How much a timeline may draw.</summary>
/// <param name="Width">How wide it is, without the names of the lanes.</param>
/// <param name="Lanes">The most lanes.</param>
/// <param name="Rows">The most rows of a lane.</param>
/// <param name="AllRows">The most rows of all lanes, while more of their marks can become one.</param>
/// <param name="Marks">The most marks, likewise.</param>
internal sealed record TimelineRoom(double Width, int Lanes, int Rows, int AllRows, int Marks)
{
    /// <summary>For a page of its own.</summary>
    internal static TimelineRoom Page { get; } = new(980, 9, 11, 32, 420);

    /// <summary>For a strip above something else.</summary>
    internal static TimelineRoom Strip { get; } = new(660, 5, 6, 12, 80);
}

/// <summary>A timeline as it is drawn.</summary>
/// <param name="Window">The time that it shows.</param>
/// <param name="Whole">The time of all happenings.</param>
/// <param name="Width">How wide it is, without the names of the lanes.</param>
/// <param name="Ticks">The axis.</param>
/// <param name="Lanes">The lanes.</param>
/// <param name="Curve">The cooperation–conflict curve; null where none is drawn.</param>
public sealed record TimelineDrawing(
    TimeWindow Window,
    TimeWindow Whole,
    double Width,
    IReadOnlyList<Tick> Ticks,
    IReadOnlyList<DrawnLane> Lanes,
    CurveDrawing? Curve
)
{
    /// <summary>How high the axis is.</summary>
    internal const double AxisHeight = 26;

    // From loose to tight: how many small marks may be stacked, and what part of the rows a lane may have.
    private static readonly (int Stack, double Rows)[] Packings = [(10, 1), (6, 0.7), (4, 0.5), (2, 0.35), (1, 0.25), (1, 0)];

    /// <summary>How high it is with its axis, without its curve.</summary>
    public double Height => AxisHeight + Lanes.Sum(l => l.Height);

    /// <summary>All marks.</summary>
    internal IEnumerable<Mark> Marks => Lanes.SelectMany(l => l.Marks);

    /// <summary>Draws what a window shows of some lanes.</summary>
    internal static TimelineDrawing Of(
        IReadOnlyList<Lane> lanes,
        TimeWindow window,
        TimeWindow whole,
        TimelineRoom room,
        HomeZone zone,
        IReadOnlyList<CurvePoint>? curve = null
    )
    {
        var packings = Packings.Select(p => Packed(lanes, window, new(room.Width, Math.Max(1, (int)(room.Rows * p.Rows)), p.Stack)));
        List<IReadOnlyList<Mark>> packed = [];
        foreach (var packing in packings)
        {
            packed = packing;
            if (packed.Sum(l => l.Count) <= room.Marks && packed.Sum(RowsOf) <= room.AllRows)
                break;
        }

        var drawn = new List<DrawnLane>();
        var y = AxisHeight;
        foreach (var (lane, marks) in lanes.Zip(packed))
        {
            drawn.Add(new(lane.Name, y, RowsOf(marks), marks));
            y += drawn[^1].Height;
        }

        return new(
            window,
            whole,
            room.Width,
            AxisTicks.Of(window, room.Width, zone),
            drawn,
            curve is null ? null : CurveDrawing.Of(curve, window, room.Width, zone)
        );
    }

    /// <summary>The mark of several happenings that begins with one of them; null when none does.</summary>
    internal Mark? Cluster(int first) => Marks.FirstOrDefault(m => m.IsCluster && m.Happenings[0].Index == first);

    private static List<IReadOnlyList<Mark>> Packed(IReadOnlyList<Lane> lanes, TimeWindow window, LaneRoom room) =>
        [.. lanes.Select(lane => RowsTogether(LanePacking.Of(lane.Happenings, window, room)))];

    private static int RowsOf(IReadOnlyList<Mark> marks) => marks.Count == 0 ? 1 : marks.Max(m => m.Row) + 1;

    // Rows that nothing is in are left out.
    private static IReadOnlyList<Mark> RowsTogether(IReadOnlyList<Mark> marks)
    {
        var rows = marks.Select(m => m.Row).Distinct().Order().ToList();
        return rows.Count == 0 || rows[^1] == rows.Count - 1 ? marks : [.. marks.Select(m => m with { Row = rows.IndexOf(m.Row) })];
    }
}
