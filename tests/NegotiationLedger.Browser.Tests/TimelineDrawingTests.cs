using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Console;
using NegotiationLedger.Tests.Support;
using Timeline = NegotiationLedger.Views.Timeline;

namespace NegotiationLedger.Browser.Tests;

/// <summary>How happenings are laid out in time, without a browser.</summary>
public sealed class TimelineDrawingTests
{
    private static readonly string[] Dates =
    [
        "2025-07-24",
        "2025-07-24T10:30:00Z",
        "2025-07-17/2025-07-24",
        "2025-07",
        "2025-07~",
        "2025-07-23~",
        "2025-07-24/..",
        "../2025-07-20",
        "2025-07-20/",
        "[2025-07-21,2025-07-23]",
        "{2025-07-21,2025-07-23}",
        "2024",
    ];

    private static readonly string[] Types = ["talks_convened", "proposal_rejected", "statement_made", "ceasefire_began"];

    private static readonly Gen<Happening> Happening =
        from date in Gen.OneOf(
            Gen.Elements(Dates),
            Gen.Choose(1, 28).Select(day => $"2025-07-{day:00}"),
            Gen.Choose(1, 12).Select(month => $"2025-{month:00}")
        )
        from type in Gen.Elements(Types)
        from claim in Gen.Elements(Enum.GetValues<Claim>())
        from what in Gen.Elements("talks collapse", "Israel demands: all of it, at once and for good", "المحادثات تنهار", "会谈破裂", "x")
        from account in Gen.Choose(0, 14)
        select Of(0, date, type, claim, what, $"party:p{account}");

    private static readonly Gen<TimeWindow> Window =
        from start in Gen.Choose(-400, 400)
        from hours in Gen.Choose(1, 24 * 500)
        let first = Instant("2025-07-15").AddDays(start)
        select new TimeWindow(first, first.AddHours(hours));

    private static readonly Arbitrary<(IReadOnlyList<Happening> Happenings, TimeWindow Window)> Pictures = Arb.From(
        from happenings in Happening.ListOf()
        from many in Gen.Choose(1, 12)
        from window in Window
        select (
            (IReadOnlyList<Happening>)[.. Enumerable.Repeat(happenings, many).SelectMany(h => h).Select((h, i) => h with { Index = i })],
            window
        )
    );

    [Fact]
    public void What_the_window_shows_is_in_exactly_one_mark_and_nothing_else_is() =>
        ForAll(
            (drawing, happenings) =>
                drawing
                    .Marks.SelectMany(m => m.Happenings)
                    .Select(h => h.Index)
                    .Order()
                    .SequenceEqual(happenings.Where(h => drawing.Window.Shows(h.From, h.To)).Select(h => h.Index))
        );

    [Fact]
    public void Neither_marks_nor_labels_leave_the_picture() =>
        ForAll(
            (drawing, _) =>
                drawing.Marks.All(m => m.Start >= 0 && m.End <= drawing.Width + 0.001 && m.X1 - m.X0 >= LanePacking.Smallest - 0.001)
        );

    [Fact]
    public void In_a_row_neither_marks_nor_labels_overlap() =>
        ForAll(
            (drawing, _) =>
                drawing.Lanes.All(lane =>
                    lane.Marks.All(m => m.Row < lane.Rows)
                    && lane.Marks.GroupBy(m => m.Row)
                        .All(row =>
                            row.OrderBy(m => m.Start).Zip(row.OrderBy(m => m.Start).Skip(1)).All(p => p.First.End <= p.Second.Start + 0.001)
                        )
                )
        );

    [Fact]
    public void Lanes_follow_one_another_and_fold_when_there_are_many() =>
        ForAll(
            (drawing, happenings) =>
                drawing.Lanes.Count <= TimelineRoom.Page.Lanes
                && drawing.Lanes.Zip(drawing.Lanes.Skip(1)).All(p => p.First.Y + p.First.Height == p.Second.Y)
                && Lanes.Of(happenings, LaneKind.Account, Names, 4).Sum(l => l.Happenings.Count) == happenings.Count
        );

    [Fact]
    public void Ticks_are_in_the_window_in_order_and_apart() =>
        ForAll(
            (drawing, _) =>
                drawing.Ticks.All(t => t.X >= 0 && t.X <= drawing.Width)
                && drawing.Ticks.Zip(drawing.Ticks.Skip(1)).All(p => p.Second.X - p.First.X > LabelText.Width(p.First.Text))
        );

    [Fact]
    public void Five_thousand_happenings_are_few_marks_and_all_are_counted()
    {
        IReadOnlyList<Happening> many =
        [
            .. Enumerable
                .Range(0, 5000)
                .Select(i =>
                    Of(
                        i,
                        Instant("2015-01-01").AddDays(i * 7919 % 3650).ToString("yyyy-MM-dd"),
                        Types[i % 4],
                        (Claim)(i % 4),
                        "what",
                        $"party:p{i % 12}"
                    )
                ),
        ];
        var drawing = Draw(many, TimeWindow.Around(many, Instant("2025-01-01")));

        drawing.Marks.Sum(m => m.Happenings.Count).ShouldBe(5000);
        drawing.Marks.Count().ShouldBeLessThanOrEqualTo(TimelineRoom.Page.Marks);
        drawing.Lanes.Sum(l => l.Rows).ShouldBeLessThanOrEqualTo(TimelineRoom.Page.AllRows);
        drawing.Lanes[^1].Name.ShouldBe("4 others");
    }

    [Theory]
    [InlineData("proposal_rejected", "2025-07-24", TimeShape.Moment)]
    [InlineData("proposal_rejected", "2025-07-17/2025-07-24", TimeShape.Vague)]
    [InlineData("talks_convened", "2025-07-17/2025-07-24", TimeShape.Period)]
    [InlineData("talks_convened", "2025-07", TimeShape.Vague)]
    [InlineData("talks_convened", "2025-07-24~", TimeShape.Vague)]
    public void A_date_means_another_thing_of_a_moment_than_of_a_period(string type, string date, TimeShape extent) =>
        Of(0, date, type).Extent.ShouldBe(extent);

    [Fact]
    public void What_is_claimed_is_told_by_the_outline_and_not_by_colour_alone()
    {
        var window = new TimeWindow(Instant("2025-07-01"), Instant("2025-07-31"));
        foreach (var date in new[] { "2025-07-24", "2025-07-10/2025-07-20" })
        {
            var marks = Enum.GetValues<Claim>().Select(c => LanePacking.BoxOf(Of(0, date, "talks_convened", c), window, 980)).ToList();

            marks
                .Select(m =>
                    $"{MarkShape.Outline(m, 20)} {MarkShape.Strike(m, 20)} {(m.Happenings[0].Item.Claim is Claim.Planned ? "dashed" : "")}"
                )
                .Distinct()
                .Count()
                .ShouldBe(4, date);
            marks.Select(MarkShape.ClassOf).Distinct().Count().ShouldBe(4);
        }
    }

    [Fact]
    public void An_open_end_runs_out_of_the_picture_in_an_arrow()
    {
        var window = new TimeWindow(Instant("2025-07-01"), Instant("2025-07-31"));
        var open = LanePacking.BoxOf(Of(0, "2025-07-24/..", "talks_convened"), window, 980);

        open.X1.ShouldBe(980);
        MarkShape
            .Outline(open, 20)
            .ShouldNotBe(MarkShape.Outline(open with { Happenings = [Of(0, "2025-07-24/2025-07-31", "talks_convened")] }, 20));
    }

    [Fact]
    public void A_window_zooms_around_its_middle_and_stays_within_the_whole()
    {
        var whole = new TimeWindow(Instant("2025-07-01"), Instant("2025-07-31"));

        whole.Zoom(0.5).ShouldBe(new(Instant("2025-07-08").AddHours(12), Instant("2025-07-23").AddHours(12)));
        whole.Zoom(0.5).Zoom(2).ShouldBe(whole);
        whole.Zoom(0.5).Shift(3).Within(whole).To.ShouldBe(whole.To);
        whole.Zoom(4).Within(whole).ShouldBe(whole);
        whole.Zoom(0.00001).Length.ShouldBe(TimeWindow.Shortest);
    }

    [Fact]
    public void The_curve_goes_up_for_cooperation_and_down_for_conflict_on_the_axis_of_the_timeline()
    {
        var window = new TimeWindow(Instant("2025-07-01"), Instant("2025-07-31"));
        var curve = CurveDrawing.Of(
            [new("2025-06-01", 9, 9), new("2025-07-11", 4, 1), new("2025-07-24", -8, -2)],
            window,
            900,
            HomeZone.Utc
        );

        curve.Bars.Select(b => b.X).ShouldBe([315, 705]);
        curve.Bars.Select(b => b.Y + b.Height <= CurveDrawing.Middle).ShouldBe([true, false]);
        curve.Bars.All(b => b.Y >= 0 && b.Y + b.Height <= CurveDrawing.Height).ShouldBeTrue();
        curve.Most.ShouldBe(8);
        curve.Bars[1].Text.ShouldBe("24 July 2025: −8; mean of seven days −2");
    }

    [Theory]
    [InlineData("talks collapse", 400, "talks collapse")]
    [InlineData("talks collapse", 60, "talks…")]
    [InlineData("talks collapse", 20, "")]
    public void A_label_is_cut_where_there_is_no_room(string text, double room, string fitting) =>
        LabelText.Fit(text, room).ShouldBe(fitting);

    private static Names Names => new(new Frame(), Registry.Empty);

    private static void ForAll(Func<TimelineDrawing, IReadOnlyList<Happening>, bool> law) =>
        Laws.ForAll(Pictures, p => law(Draw(p.Happenings, p.Window), p.Happenings), rounds: 150);

    private static TimelineDrawing Draw(IReadOnlyList<Happening> happenings, TimeWindow window) =>
        TimelineDrawing.Of(
            Lanes.Of(happenings, LaneKind.Account, Names, TimelineRoom.Page.Lanes),
            window,
            window,
            TimelineRoom.Page,
            HomeZone.Parse("America/Los_Angeles")
        );

    private static DateTimeOffset Instant(string day) => Edtf.Parse(day).Earliest;

    private static Happening Of(
        int index,
        string date,
        string type,
        Claim claim = Claim.Actual,
        string what = "what",
        string viewpoint = "party:alpha"
    )
    {
        var occurred = Edtf.Parse(date);
        Viewpoint.TryParse(viewpoint, out var account).ShouldBeTrue();
        return Happenings.Of(
            index,
            new(
                type,
                what,
                claim,
                occurred,
                occurred.Earliest,
                "o",
                null,
                null,
                null,
                null,
                [account],
                1,
                1,
                null,
                null,
                Mode.Observed,
                []
            ),
            HomeZone.Utc
        );
    }
}
