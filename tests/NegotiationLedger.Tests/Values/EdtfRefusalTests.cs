using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Values;

public sealed class EdtfRefusalTests
{
    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_a_date_is_refused_with_a_form_that_is_right(string text)
    {
        Edtf.TryParse(text, out _, out var complaint).ShouldBeFalse();

        complaint.ShouldStartWith($"'{text}' is not a valid EDTF date: ");
        Edtf.TryParse(RightForm(complaint), out _, out var other).ShouldBeTrue(other);
        complaint.ShouldNotContain(" is no ");
        Should.Throw<FormatException>(() => Edtf.Parse(text));
    }

    [Fact]
    public void No_text_at_all_is_refused_as_an_empty_one_is()
    {
        Edtf.TryParse(null, out _, out var complaint).ShouldBeFalse();

        complaint.ShouldBe("'' is not a valid EDTF date: it is empty. Write '2025-07-24'.");
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Edtf>("3")).Message.ShouldStartWith(complaint);
    }

    [Fact]
    public void A_day_whose_year_stands_last_is_refused_with_each_day_that_it_may_be() =>
        Laws.ForAll(
            Arb.From(
                from day in Gen.Choose(0, DateOnly.MaxValue.DayNumber)
                from separator in Gen.Elements('/', '.', '-')
                from isDayFirst in Gen.Elements(true, false)
                select (DateOnly.FromDayNumber(day), separator, isDayFirst)
            ),
            written =>
            {
                var (day, separator, isDayFirst) = written;
                var form = isDayFirst ? $"dd'{separator}'MM'{separator}'yyyy" : $"MM'{separator}'dd'{separator}'yyyy";
                Edtf.TryParse(day.ToString(form, CultureInfo.InvariantCulture), out _, out var complaint).ShouldBeFalse();
                complaint.ShouldContain($"'{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'");
                complaint.Contains(" or '", StringComparison.Ordinal).ShouldBe(day.Day <= 12 && day.Day != day.Month);
                return true;
            },
            rounds: 300
        );

    [Theory]
    [InlineData("9")]
    [InlineData("2024, ")]
    [InlineData("2024,-,")]
    [InlineData("[")]
    [InlineData("2025-")]
    [InlineData("2025-9")]
    public void A_long_text_is_not_repeated_in_full(string piece)
    {
        Edtf.TryParse("[" + string.Concat(Enumerable.Repeat(piece, 100_000)) + "2025]", out _, out var complaint).ShouldBeFalse();
        complaint.Length.ShouldBeLessThan(500);

        Edtf.TryParse(string.Concat(Enumerable.Repeat(piece, 100_000)), out _, out complaint).ShouldBeFalse();
        complaint.Length.ShouldBeLessThan(500);

        Edtf.TryParse("2025-07-" + string.Concat(Enumerable.Repeat(piece, 100_000)), out _, out complaint).ShouldBeFalse();
        complaint.Length.ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData("2025-02-30", "February 2025 has 28 days. Write '2025-02-28'.")]
    [InlineData("2024-06-31", "June 2024 has 30 days. Write '2024-06-30'.")]
    [InlineData("2025-02-3X", "no day fits '2025-02-3X'. Write '2025-02-XX'.")]
    [InlineData("2025-07-32", "32 is not a valid day: days are 01 to 31. Write '2025-07-01'.")]
    [InlineData(
        "2025-13",
        "13 is not a valid month: months are 01 to 12, and 21 to 41 are seasons, quarters and other divisions of a year. Write '2025-12'."
    )]
    [InlineData("2025-24-07", "a season or another division of a year has no days, and '24' is one. Write '2025-24'.")]
    [InlineData(
        "2025-13-07",
        "13 is not a valid month: months are 01 to 12, and 21 to 41 are seasons, quarters and other divisions of a year. Write '2025-07-13'."
    )]
    [InlineData("2025-2X", "no month fits '2X'. Write '2025-XX'.")]
    [InlineData("9999-24", "'9999-24' would end after the year 9999. Write '9999-12'.")]
    [InlineData("0000", "the year 0000 is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    [InlineData("12025-07", "the year 12025 is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    [InlineData("-1985", "a year before 0001 is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    [InlineData("Y170000002", "the year that 'Y170000002' means is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    [InlineData("Y2025", "a year of up to four digits is written without Y. Write '2025'.")]
    [InlineData("1950S5", "after S stands how many digits of the year are significant, 1 to 4. Write '1950S4'.")]
    [InlineData("205-07", "a year has four digits. Write '2025-07-24'.")]
    [InlineData("24.07.2025", "a date is written year-month-day. Write '2025-07-24'.")]
    [InlineData("07-24-2025", "a date is written year-month-day. Write '2025-07-24'.")]
    [InlineData(
        "05/02/2026",
        "a date is written year-month-day, and it is not known whether the day or the month stands first here. Write '2026-02-05' or '2026-05-02'."
    )]
    [InlineData("5/5/2026", "a date is written year-month-day. Write '2026-05-05'.")]
    [InlineData("31/02/2026", "a date is written year-month-day. Write '2025-07-24'.")]
    [InlineData("02/2026", "a date is written year-month-day. Write '2026-02'.")]
    [InlineData("24/07/2025 18:00:00", "a date is written year-month-day. Write '2025-07-24T18:00:00'.")]
    [InlineData(
        "05/02/2026-06/02/2026",
        "a date is written year-month-day, and an interval as its start and its end with '/' between. Write '2025-07-17/2025-07-24'."
    )]
    [InlineData("2025-W30", "a month has two digits, and 'W30' is not a valid one. Write '2025-07'.")]
    [InlineData("2025-07-123", "a day has two digits, and '123' is not a valid one. Write '2025-07-01'.")]
    [InlineData("2025-07-24-01", "a date has a year, a month and a day, and nothing after them. Write '2025-07-24'.")]
    [InlineData("+2025", "a year has no sign. Write '2025-07-24'.")]
    [InlineData("195XS2", "a year has unspecified digits (X) or significant digits (S), not both. Write '195X'.")]
    [InlineData("0950S4", "after S stands how many digits of the year are significant, 1 to 3. Write '0950S3'.")]
    [InlineData("Y17E", "a year with an exponent is written Y, digits, E, digits, and stands alone. Write 'Y17E2'.")]
    [InlineData("Y-17E7", "a year before 0001 is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    [InlineData(
        "Y17E123456789012345678",
        "the year that 'Y17E12345678901234567…' means is out of range: years are 0001 to 9999. Write '2025-07-24'."
    )]
    [InlineData("1234567890", "the year 123456789… is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    public void A_day_a_month_or_a_year_that_does_not_exist_is_refused_as_such(string text, string reason) => ShouldBeRefused(text, reason);

    [Theory]
    [InlineData("2025-07-24/2025-07-01", "its end is before its start. Write '2025-07-01/2025-07-24'.")]
    [InlineData("2025/2026/2027", "an interval has one start and one end. Write '2025-07-17/2025-07-24'.")]
    [InlineData("../..", "an interval has a date at one end at least. Write '2025-07-24/..'.")]
    [InlineData("2025-07-24/P1D", "in 'P1D', an interval has two ends, not a duration or a repetition. Write '2025-07-17/2025-07-24'.")]
    [InlineData("2025-07-24/2025-07-45", "in '2025-07-45', 45 is not a valid day: days are 01 to 31. Write '2025-07-01'.")]
    [InlineData("2024..2025", "the start and the end of an interval are joined by '/'. Write '2024/2025'.")]
    [InlineData("..2025", "the start and the end of an interval are joined by '/'. Write '../2025'.")]
    [InlineData("2025..", "the start and the end of an interval are joined by '/'. Write '2025/..'.")]
    [InlineData(
        "2025-07-24/...",
        "in '...', '..' stands alone at one end of an interval, or beside a date in a set. Write '2025-07-24/..'."
    )]
    [InlineData("R5/2025", "in 'R5', an interval has two ends, not a duration or a repetition. Write '2025-07-17/2025-07-24'.")]
    [InlineData(
        "2024/[2025,2026]",
        "in '[2025,2026]', a set stands alone, not in an interval or in another set. Write '[2025-07-23,2025-07-24]'."
    )]
    public void An_interval_is_refused_for_what_is_wrong_with_it(string text, string reason) => ShouldBeRefused(text, reason);

    [Theory]
    [InlineData("[2025..2024]", "the end of '2025..2024' is before its start. Write '[2024..2025]'.")]
    [InlineData("[2024/2025]", "in a set, what runs from one date to another is written with '..'. Write '[2024..2025]'.")]
    [InlineData("[2024", "a set that opens with [ closes with ]. Write '[2025-07-23,2025-07-24]'.")]
    [InlineData("[2024,]", "a set has a date before and after each comma. Write '[2025-07-23,2025-07-24]'.")]
    [InlineData("[2024..,2025]", "'..' leaves a set open only before its first date or after its last. Write '[..2025-07-24]'.")]
    [InlineData("[..]", "'..' has a date before it or after it. Write '[..2025-07-24]'.")]
    [InlineData("{2024]", "a set that opens with { closes with }. Write '[2025-07-23,2025-07-24]'.")]
    [InlineData("[2024]2025", "a set stands alone, with nothing after it. Write '[2025-07-23,2025-07-24]'.")]
    [InlineData("[2024,..2025]", "'..' leaves a set open only before its first date or after its last. Write '[..2025-07-24]'.")]
    [InlineData(
        "[2024..2025-13]",
        "in '2024..2025-13', 13 is not a valid month: months are 01 to 12, and 21 to 41 are seasons, quarters and other divisions of a year. Write '2025-12'."
    )]
    [InlineData("2024,2025", "several dates stand in [ ] for one of them, or in { } for all of them. Write '[2024,2025]'.")]
    [InlineData("{2024,2025-02-30}", "in '2025-02-30', February 2025 has 28 days. Write '2025-02-28'.")]
    public void A_set_is_refused_for_what_is_wrong_with_it(string text, string reason) => ShouldBeRefused(text, reason);

    [Theory]
    [InlineData("2025-07-24T18:00Z", "the seconds are missing in its time of day. Write '2025-07-24T18:00:00Z'.")]
    [InlineData("2023-05-01T20:00-07:00", "the seconds are missing in its time of day. Write '2023-05-01T20:00:00-07:00'.")]
    [InlineData("2025-07-24T18", "the seconds are missing in its time of day. Write '2025-07-24T18:00:00'.")]
    [InlineData("2025-07-24T18:00:00.25Z", "a time of day has no fractions of a second. Write '2025-07-24T18:00:00Z'.")]
    [InlineData("2025-07-24T24:00:00", "the midnight that ends a day is 00:00:00 of the next. Write '2025-07-25T00:00:00'.")]
    [InlineData("2025-07-24T25:00:00Z", "hours are 00 to 23, not 25. Write '2025-07-24T23:00:00Z'.")]
    [InlineData("2025-07-24T18:60:00Z", "minutes are 00 to 59, not 60. Write '2025-07-24T18:59:00Z'.")]
    [InlineData("2025-07-24T18:00:60Z", "seconds are 00 to 59, not 60. Write '2025-07-24T18:00:59Z'.")]
    [InlineData("2025-07-24T18:00:00+0400", "an offset is written +04, +04:30 or Z. Write '2025-07-24T18:00:00+04:00'.")]
    [InlineData("2025-07-24T18:00:00+15:00", "an offset is at most 14 hours, with minutes from 00 to 59. Write '2025-07-24T18:00:00'.")]
    [InlineData("2025-07T18:00:00Z", "a time of day follows one whole day, without qualifier or unspecified digits. Write '2025-07'.")]
    [InlineData("2025-07-24T18:00:00Z~", "a time of day has no qualifier, but a day may have one. Write '2025-07-24~'.")]
    [InlineData("T18:00:00Z", "a time of day follows a date. Write '2025-07-24T18:00:00Z'.")]
    [InlineData("2025-07-24T1:00:00Z", "a time of day is written as 18:00:00. Write '2025-07-24T18:00:00Z'.")]
    [InlineData("2025-07-24T18:00:00+04:60", "an offset is at most 14 hours, with minutes from 00 to 59. Write '2025-07-24T18:00:00'.")]
    [InlineData("2025-07-24T18:00:00+14:01", "an offset is at most 14 hours, with minutes from 00 to 59. Write '2025-07-24T18:00:00'.")]
    [InlineData("2025-07-24T18:00:00-1400", "an offset is written +04, +04:30 or Z. Write '2025-07-24T18:00:00-14:00'.")]
    [InlineData("2025-07-24T18:00:00-1500", "an offset is written +04, +04:30 or Z. Write '2025-07-24T18:00:00'.")]
    [InlineData("2025-07-24T18:00:00Z+04", "an offset is written +04, +04:30 or Z. Write '2025-07-24T18:00:00'.")]
    [InlineData("0001-01-01T00:00:00+01:00", "what this is in universal time is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    public void A_time_of_day_is_refused_for_what_is_wrong_with_it(string text, string reason) => ShouldBeRefused(text, reason);

    [Theory]
    [InlineData(" 2025-07-24", "it has a space or an invisible character in it. Write '2025-07-24'.")]
    [InlineData("2025-07-17 / 2025-07-24", "it has a space or an invisible character in it. Write '2025-07-17/2025-07-24'.")]
    [InlineData("2025-07-24 18:00:00", "it has a space in it, and a time of day follows T. Write '2025-07-24T18:00:00'.")]
    [InlineData("2025-02-30 ", "February 2025 has 28 days. Write '2025-02-28'.")]
    [InlineData("", "it is empty. Write '2025-07-24'.")]
    [InlineData(" ", "it is empty. Write '2025-07-24'.")]
    [InlineData("2025–07–24", "a date is written with the digits 0 to 9, hyphens and capital letters. Write '2025-07-24'.")]
    [InlineData("2025-07-xx", "a date is written with the digits 0 to 9, hyphens and capital letters. Write '2025-07-XX'.")]
    [InlineData("２０２５", "a date is written with the digits 0 to 9, hyphens and capital letters. Write '2025'.")]
    [InlineData("20250724", "the parts of a date are joined by hyphens. Write '2025-07-24'.")]
    [InlineData("2025/07/24", "the parts of a date are joined by hyphens. Write '2025-07-24'.")]
    [InlineData("2025-7-4", "months and days have two digits. Write '2025-07-04'.")]
    [InlineData("2025?~", "a part of a date has one qualifier on a side: '?' uncertain, '~' approximate, '%' both. Write '2025-07-24%'.")]
    [InlineData("20?25", "a qualifier stands right before or right after a year, a month or a day. Write '2025-07-24?'.")]
    public void Another_spelling_is_refused_with_the_right_one(string text, string reason) => ShouldBeRefused(text, reason);

    public static TheoryData<string> Refused =>
        [
            // Not a date at all
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
            // Days, months and years that are not valid
            "0000",
            "2025-00",
            "2025-13",
            "2025-20",
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
            // Unspecified digits of no date
            "202x",
            "2025-xx",
            "2025-XX-XX-XX",
            "XX",
            // Qualifiers out of place
            "2025??",
            "2025?~",
            "2025-07-24T18:00:00Z?",
            "2025-07-24T18:00:00~",
            "..?/2025",
            "Y-17E7",
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
            // Years of other forms
            "-1985",
            "Y170000002",
            "Y-170000002",
            "Y2025",
            "Y02025",
            "Y0",
            "Y",
            "Y-",
            "Y17E",
            "YE2",
            "Y17E2E3",
            "Y0E2",
            "Y17E3",
            "Y17E99999999999999999999",
            "Y17E2-05",
            "Y171010000S3",
            "Y3388E2S3",
            "1950S",
            "1950S0",
            "1950S5",
            "1950S10",
            "0950S4",
            "195XS2",
            "S2",
            "1950S2-05",
            "17E2",
            // Digits that fit no date
            "2025-2X",
            "2025-XX-4X",
            "2025-02-3X",
            "XXXX-02-30",
            "X900-02-29",
            "2025-X3-31X",
            "X0000",
            "2025-22-X1",
            "2025-2X-01",
            "9999-28",
            "9999-30",
            "2025-42",
            // Qualifiers
            "2025-07-24?~",
            "??2025",
            "20?25",
            "2025-?",
            "2025-?-01",
            "[2025]?",
            "2025-07-24~T18:00:00Z",
            "2025-07-XXT18:00:00Z",
            // Sets
            "[",
            "]",
            "{",
            "[]",
            "{}",
            "[,]",
            "[2024,]",
            "[,2024]",
            "[2024,,2025]",
            "[2024",
            "2024]",
            "[2024}",
            "{2024]",
            "[2024]2025",
            "[[2024],2025]",
            "[2024,{2025}]",
            "[2024/2025]",
            "[2024]/2025",
            "2024/[2025,2026]",
            "[..]",
            "[..,2024]",
            "[2024,..]",
            "[..2024..]",
            "[2024,..2025]",
            "[2024..,2025]",
            "[2025..2024]",
            "[2024...2025]",
            "[2024..2025..2026]",
            "[2024, 2025]",
            "[2024,2025-13]",
            "2024,2025",
            "2024..2025",
            "..2025",
            "2025..",
            "[1667,1668,1672..1670]",
        ];

    /// <summary>The form that a complaint says would be right.</summary>
    // Where two may be meant, the first.
    internal static string RightForm(string complaint) =>
        complaint[(complaint.LastIndexOf("Write '", StringComparison.Ordinal) + 7)..^2].Split('\'')[0];

    private static void ShouldBeRefused(string text, string reason)
    {
        Edtf.TryParse(text, out _, out var complaint).ShouldBeFalse();

        complaint.ShouldBe($"'{text}' is not a valid EDTF date: {reason}");
    }
}
