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
    [InlineData("2025-07-24", true)]
    [InlineData("2025-07-24~", true)]
    [InlineData("2025-07-24T18:00:00Z", true)]
    [InlineData("2025-07", false)]
    [InlineData("2025-07-XX", false)]
    [InlineData("2025-21", false)]
    [InlineData("2025-07-24/2025-07-25", false)]
    [InlineData("2025-07-24/..", false)]
    public void Only_a_day_or_an_instant_is_dated_to_a_day_or_better(string text, bool expected) =>
        Edtf.Parse(text).IsDayOrBetter.ShouldBe(expected);

    [Fact]
    public void Two_spellings_of_one_day_are_two_texts()
    {
        Edtf.Parse("2025-07-24").ShouldBe(Edtf.Day(2025, 7, 24));
        Edtf.Parse("2025-07-24").ShouldNotBe(Edtf.Parse("2025-07-24~"));
        Edtf.Day(2025, 7, 24).ToString().ShouldBe("2025-07-24");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_date_is_refused_with_a_remedy(string text)
    {
        Edtf.TryParse(text, out _, out var complaint).ShouldBeFalse();

        complaint.ShouldStartWith($"'{text}' is not a valid EDTF date");
        complaint.ShouldContain("2025-07-24");
        Should.Throw<FormatException>(() => Edtf.Parse(text));
    }

    [Fact]
    public void No_text_at_all_is_refused() => Edtf.TryParse(null, out _, out _).ShouldBeFalse();

    public static TheoryData<string> Refused =>
        [
            // No date at all
            "",
            " ",
            "last Tuesday",
            "now",
            "-",
            "--",
            "X",
            "T",
            "T18:00:00Z",
            "?",
            "~",
            "%",
            // Days and months that are none
            "0000",
            "2025-00",
            "2025-13",
            "2025-20",
            "2025-25",
            "2025-99",
            "2025-07-00",
            "2025-07-32",
            "2025-06-31",
            "2025-02-29",
            "2025-02-30",
            "1900-02-29",
            "2025-21-01",
            "2025-21-XX",
            "9999-24",
            "0000-01-01",
            "10000",
            "-0001",
            "Y17000",
            "+2025",
            // Other spellings
            "25",
            "205",
            "2025-7",
            "2025-7-4",
            "2025-07-4",
            "20250724",
            "2025/07/24",
            "24.07.2025",
            "07-24-2025",
            "2025-205",
            "2025-W30",
            "2025-07-24-",
            "-2025-07-24",
            "2025--24",
            "2025-07-24 18:00:00",
            "2025–07–24",
            // Digits of other scripts
            "٢٠٢٥",
            "２０２５",
            "२०२५-०७",
            "2025-０7-24",
            "2025-07-2４T18:00:00Z",
            "2025-07-24T1８:00:00Z",
            // White space and control characters
            " 2025",
            "2025 ",
            "2025-07-24\n",
            "2025-07-24\r\n",
            "\n2025-07-24",
            "2025-07-24T18:00:00Z\n",
            "2025-07-24T18:00:00Z ",
            "2025-07-24T18:00:00 Z",
            "2025-07-24T18:00:00 +04:00",
            "2025-07-24\0",
            "2025-07-24T18:00:00Z\0",
            "2025-07-24T18:00:00\0",
            "\uFEFF2025",
            "2025-07 -24",
            // Unspecified digits beyond level 1
            "XXXX",
            "2XXX",
            "X025",
            "20X5",
            "2X25",
            "202x",
            "2025-xx",
            "2025-0X",
            "2025-X7",
            "2025-07-2X",
            "2025-07-X4",
            "2025-XX-24",
            "202X-07",
            "202X-XX",
            "20XX-XX",
            "202X-XX-XX",
            "202X-07-24",
            "2025-XX-XX-XX",
            "XX",
            "XXXX-XX-XX",
            // Qualifiers out of place, and level 2
            "2025??",
            "2025?~",
            "?2025",
            "2025?-07",
            "2025-~07",
            "2025-07-24T18:00:00Z?",
            "2025-07-24T18:00:00~",
            "..?/2025",
            "1950S2",
            "Y-17E7",
            "[2024,2025]",
            "{2024,2025}",
            "2025-25/2025-26",
            "2025-33",
            // Times
            "2025-07-24T",
            "2025-07-24T18",
            "2025-07-24T18:00",
            "2025-07-24T18:00Z",
            "2025-07-24T24:00:00Z",
            "2025-07-24T25:00:00Z",
            "2025-07-24T18:60:00Z",
            "2025-07-24T18:00:60Z",
            "2025-07-24T18:00:00.5Z",
            "2025-07-24T18:00:00z",
            "2025-07-24t18:00:00Z",
            "2025-07-24T1:00:00Z",
            "2025-07T18:00:00Z",
            "2025T18:00:00Z",
            "2025-02-30T18:00:00Z",
            "2025-07-24T18:00:00+4",
            "2025-07-24T18:00:00+0400",
            "2025-07-24T18:00:00+04:",
            "2025-07-24T18:00:00+04:0",
            "2025-07-24T18:00:00+15:00",
            "2025-07-24T18:00:00+04:60",
            "2025-07-24T18:00:00+99",
            "2025-07-24T18:00:00ZZ",
            "2025-07-24T18:00:00Z+04",
            "0001-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59-01:00",
            "2025-07-24T18:00:00+-4",
            "2025-07-24T18:00:00++4",
            "2025-07-24T18:00:00+4:00",
            // Intervals
            "/",
            "../..",
            "../",
            "/..",
            "//",
            "2025/2026/2027",
            "2025-07-24/2025-07-01",
            "2025/2024",
            "2025-07-24//",
            "2025-07-24/...",
            "2025-07-24/.",
            "2025-07-24/last Tuesday",
            "2025-13/2025-14",
            "2025-07-01/31",
            "2025-07-24/P1D",
            "R5/2025",
            "2025-07-24 / 2025-07-25",
            "2025-07-24/..?",
        ];

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
