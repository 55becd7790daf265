namespace NegotiationLedger.Tests.Values;

public sealed class EdtfTests
{
    [Theory]
    [InlineData("2025-07-24", "2025-07-24", "2025-07-24")]
    [InlineData("2025-07", "2025-07-01", "2025-07-31")]
    [InlineData("2025", "2025-01-01", "2025-12-31")]
    [InlineData("0001", "0001-01-01", "0001-12-31")]
    [InlineData("9999-12-31", "9999-12-31", "9999-12-31")]
    [InlineData("9999", "9999-01-01", "9999-12-31")]
    [InlineData("2024-02-29", "2024-02-29", "2024-02-29")]
    [InlineData("2000-02-29", "2000-02-29", "2000-02-29")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2025-02", "2025-02-01", "2025-02-28")]
    [InlineData("1900-02", "1900-02-01", "1900-02-28")]
    public void A_date_runs_from_the_first_to_the_last_moment_of_its_days(string text, string first, string last) =>
        ShouldSpan(text, first, last);

    [Theory]
    [InlineData("2025-07-24T18:00:00", "2025-07-24T18:00:00Z")]
    [InlineData("2025-07-24T18:00:00Z", "2025-07-24T18:00:00Z")]
    [InlineData("2025-07-24T18:00:00+03:00", "2025-07-24T15:00:00Z")]
    [InlineData("2025-07-24T23:30:00-05:30", "2025-07-25T05:00:00Z")]
    [InlineData("2025-07-24T18:00:00+04", "2025-07-24T14:00:00Z")]
    [InlineData("2025-07-24T18:00:00-04", "2025-07-24T22:00:00Z")]
    [InlineData("2025-01-01T00:00:00+14:00", "2024-12-31T10:00:00Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    public void An_instant_is_one_second_of_universal_time(string text, string instant)
    {
        var edtf = Edtf.Parse(text);

        edtf.Earliest.ShouldBe(DateTimeOffset.Parse(instant));
        edtf.Latest.ShouldBe(edtf.Earliest + TimeSpan.FromMicroseconds(999_999));
        (edtf.Earliest.Offset, edtf.Latest.Offset, edtf.IsDayOrBetter).ShouldBe((TimeSpan.Zero, TimeSpan.Zero, true));
    }

    [Theory]
    [InlineData("2025-07-24?", "2025-07-24", "2025-07-24")]
    [InlineData("2025-07-24~", "2025-07-24", "2025-07-24")]
    [InlineData("2025-07-24%", "2025-07-24", "2025-07-24")]
    [InlineData("2025-07~", "2025-07-01", "2025-07-31")]
    [InlineData("2025?", "2025-01-01", "2025-12-31")]
    [InlineData("2025-21%", "2025-03-01", "2025-05-31")]
    [InlineData("2025-07-17~/2025-07-24", "2025-07-17", "2025-07-24")]
    [InlineData("2025-07-17/2025-07-24?", "2025-07-17", "2025-07-24")]
    public void A_qualifier_is_known_but_moves_no_bound(string text, string first, string last)
    {
        ShouldSpan(text, first, last);
        Edtf.Parse(text).IsQualified.ShouldBeTrue();
    }

    [Theory]
    [InlineData("2025-07-XX", "2025-07-01", "2025-07-31")]
    [InlineData("2024-02-XX", "2024-02-01", "2024-02-29")]
    [InlineData("2025-XX", "2025-01-01", "2025-12-31")]
    [InlineData("2025-XX-XX", "2025-01-01", "2025-12-31")]
    [InlineData("202X", "2020-01-01", "2029-12-31")]
    [InlineData("20XX", "2000-01-01", "2099-12-31")]
    [InlineData("000X", "0001-01-01", "0009-12-31")]
    [InlineData("00XX", "0001-01-01", "0099-12-31")]
    [InlineData("99XX", "9900-01-01", "9999-12-31")]
    public void Unspecified_digits_span_all_they_may_be(string text, string first, string last) => ShouldSpan(text, first, last);

    [Theory]
    [InlineData("2025-21", "2025-03-01", "2025-05-31")]
    [InlineData("2025-22", "2025-06-01", "2025-08-31")]
    [InlineData("2025-23", "2025-09-01", "2025-11-30")]
    [InlineData("2025-24", "2025-12-01", "2026-02-28")]
    [InlineData("2023-24", "2023-12-01", "2024-02-29")]
    public void A_season_is_three_whole_months(string text, string first, string last) => ShouldSpan(text, first, last);

    [Theory]
    [InlineData("2025-07-17/2025-07-24", "2025-07-17", "2025-07-24")]
    [InlineData("2025-07-24/2025-07-24", "2025-07-24", "2025-07-24")]
    [InlineData("2025-07/2025-07-24", "2025-07-01", "2025-07-24")]
    [InlineData("2025-07-24/2025-07", "2025-07-24", "2025-07-31")]
    [InlineData("2024/2025", "2024-01-01", "2025-12-31")]
    [InlineData("2025-21/2025-23", "2025-03-01", "2025-11-30")]
    [InlineData("2025-07-XX/2025-09", "2025-07-01", "2025-09-30")]
    [InlineData("../2025-07-24", "2025-07-24", "2025-07-24")]
    [InlineData("/2025-07-24", "2025-07-24", "2025-07-24")]
    [InlineData("../2025-07", "2025-07-01", "2025-07-31")]
    [InlineData("2025-07-24/9999-12-31", "2025-07-24", "9999-12-31")]
    public void An_interval_runs_from_its_start_to_its_end(string text, string first, string last) => ShouldSpan(text, first, last);

    [Theory]
    [InlineData("2025-07-24/..")]
    [InlineData("2025-07-24/")]
    [InlineData("2025-07-24~/..")]
    public void An_open_or_unknown_end_is_the_end_of_time(string text)
    {
        var edtf = Edtf.Parse(text);

        edtf.Earliest.ShouldBe(Edtf.Day(2025, 7, 24).Earliest);
        edtf.Latest.ShouldBe(DateTimeOffset.MaxValue);
    }

    [Theory]
    [InlineData("2025-07-24", EdtfForm.Date, EdtfEnd.Known, EdtfEnd.Known)]
    [InlineData("2025-07-XX~", EdtfForm.Date, EdtfEnd.Known, EdtfEnd.Known)]
    [InlineData("2025-07-17/2025-07-24", EdtfForm.Interval, EdtfEnd.Known, EdtfEnd.Known)]
    [InlineData("2025-07-17/..", EdtfForm.Interval, EdtfEnd.Known, EdtfEnd.Open)]
    [InlineData("2025-07-17/", EdtfForm.Interval, EdtfEnd.Known, EdtfEnd.Unknown)]
    [InlineData("../2025-07-24", EdtfForm.Interval, EdtfEnd.Open, EdtfEnd.Known)]
    [InlineData("/2025-07-24", EdtfForm.Interval, EdtfEnd.Unknown, EdtfEnd.Known)]
    [InlineData("[2025-07-23,2025-07-24]", EdtfForm.OneOf, EdtfEnd.Known, EdtfEnd.Known)]
    [InlineData("{2025-07-23,2025-07-25}", EdtfForm.AllOf, EdtfEnd.Known, EdtfEnd.Known)]
    [InlineData("[..2025-07-24]", EdtfForm.OneOf, EdtfEnd.Open, EdtfEnd.Known)]
    [InlineData("{2025-07-01,2025-07-24..}", EdtfForm.AllOf, EdtfEnd.Known, EdtfEnd.Open)]
    [InlineData("[..2025-07-01,2025-07-24..]", EdtfForm.OneOf, EdtfEnd.Open, EdtfEnd.Open)]
    public void A_date_says_what_it_is_made_of_and_how_it_begins_and_ends(string text, EdtfForm form, EdtfEnd start, EdtfEnd end)
    {
        var edtf = Edtf.Parse(text);

        (edtf.Form, edtf.Start, edtf.End).ShouldBe((form, start, end));
    }

    [Theory]
    [InlineData("2025-07-24T09:00:00Z/2025-07-24T18:00:00Z", "2025-07-24T09:00:00Z", "2025-07-24T18:00:00Z")]
    [InlineData("2025-07-24T09:00:00+12:00/2025-07-23T18:00:00-04:00", "2025-07-23T21:00:00Z", "2025-07-23T22:00:00Z")]
    [InlineData("[2025-07-24T18:00:00Z,2025-07-24T09:00:00Z]", "2025-07-24T09:00:00Z", "2025-07-24T18:00:00Z")]
    public void Intervals_and_sets_may_hold_times_of_day(string text, string first, string last)
    {
        var edtf = Edtf.Parse(text);

        edtf.Earliest.ShouldBe(DateTimeOffset.Parse(first));
        edtf.Latest.ShouldBe(DateTimeOffset.Parse(last) + TimeSpan.FromMicroseconds(999_999));
    }

    [Theory]
    [InlineData("2025-07-24", "2025-07-24", "2025-07-24")]
    [InlineData("2025-07-24T23:30:00-07:00", "2025-07-24", "2025-07-24")]
    [InlineData("2025-07", "2025-07-01", "2025-07-31")]
    [InlineData("../2025-07", "2025-07-01", "2025-07-31")]
    [InlineData("2025-07/..", "2025-07-01", "9999-12-31")]
    [InlineData("[2025-07-24,2025-07-20]", "2025-07-20", "2025-07-24")]
    public void The_days_of_a_date_are_those_it_states(string text, string first, string last) =>
        (Edtf.Parse(text).FirstDay, Edtf.Parse(text).LastDay).ShouldBe((DateOnly.Parse(first), DateOnly.Parse(last)));

    [Theory]
    [InlineData("2025-07-24", "2025-07", true)]
    [InlineData("2025-07-24T23:30:00-07:00", "2025-07-24T00:10:00+09:00", true)]
    [InlineData("2025-07-24T23:30:00-07:00", "2025-07-25", false)]
    [InlineData("2025-07-24", "2025-07-25", false)]
    [InlineData("2021/2025-07-24", "2025-07-24/..", true)]
    [InlineData("../2021-01-20", "2019", true)]
    [InlineData("/2021-01-20", "2019", true)]
    [InlineData("../2021-01-20", "2021-01-21", false)]
    [InlineData("2021-01-20/..", "2025", true)]
    [InlineData("2021-01-20/", "2020", false)]
    [InlineData("[2025-07-20,2025-07-24]", "2025-07-22", true)]
    public void Where_there_is_no_home_dates_are_compared_as_calendar_days(string one, string other, bool overlap)
    {
        Edtf.Parse(one).Overlaps(Edtf.Parse(other)).ShouldBe(overlap);
        Edtf.Parse(other).Overlaps(Edtf.Parse(one)).ShouldBe(overlap);
    }

    [Theory]
    [InlineData("2025-07-24", true)]
    [InlineData("2025-07-24~", true)]
    [InlineData("2025-07-24T18:00:00Z", true)]
    [InlineData("2025-07", false)]
    [InlineData("2025-07-XX", false)]
    [InlineData("2025-21", false)]
    [InlineData("2025-07-24/2025-07-25", false)]
    [InlineData("2025-07-24/..", false)]
    [InlineData("2025-07-24/2025-07-24", false)]
    [InlineData("2025-07-2X", false)]
    [InlineData("2025-04-3X", true)]
    [InlineData("?2025-07-24", true)]
    [InlineData("[2025-07-24]", true)]
    [InlineData("{2025-07-24T09:00:00,2025-07-24T18:00:00}", true)]
    [InlineData("[2025-07-23,2025-07-24]", false)]
    [InlineData("[..2025-07-24]", false)]
    [InlineData("[2025-07-24..]", false)]
    public void Only_a_day_or_an_instant_is_dated_to_a_day_or_better(string text, bool expected) =>
        Edtf.Parse(text).IsDayOrBetter.ShouldBe(expected);

    [Fact]
    public void Two_spellings_of_one_day_are_two_texts()
    {
        Edtf.Parse("2025-07-24").ShouldBe(Edtf.Day(2025, 7, 24));
        Edtf.Parse("2025-07-24").ShouldNotBe(Edtf.Parse("2025-07-24~"));
        Edtf.Day(2025, 7, 24).ToString().ShouldBe("2025-07-24");
    }

    private static void ShouldSpan(string text, string first, string last)
    {
        var edtf = Edtf.Parse(text);

        edtf.Text.ShouldBe(text);
        edtf.Earliest.ShouldBe(Midnight(first));
        edtf.Latest.ShouldBe(Midnight(last) + (TimeSpan.FromDays(1) - TimeSpan.FromMicroseconds(1)));
        (edtf.Earliest.Offset, edtf.Latest.Offset).ShouldBe((TimeSpan.Zero, TimeSpan.Zero));
    }

    private static DateTimeOffset Midnight(string day) => new(DateOnly.ParseExact(day, "yyyy-MM-dd"), TimeOnly.MinValue, TimeSpan.Zero);
}
