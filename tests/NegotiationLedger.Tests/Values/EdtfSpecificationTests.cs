namespace NegotiationLedger.Tests.Values;

/// <summary>The examples that the specification of the Library of Congress gives for each feature of each level, with what they resolve to here.</summary>
public sealed class EdtfSpecificationTests
{
    [Theory]
    // Date
    [InlineData("1985-04-12", "1985-04-12", "1985-04-12")]
    [InlineData("1985-04", "1985-04-01", "1985-04-30")]
    [InlineData("1985", "1985-01-01", "1985-12-31")]
    // Time interval
    [InlineData("1964/2008", "1964-01-01", "2008-12-31")]
    [InlineData("2004-06/2006-08", "2004-06-01", "2006-08-31")]
    [InlineData("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08")]
    [InlineData("2004-02-01/2005-02", "2004-02-01", "2005-02-28")]
    [InlineData("2004-02-01/2005", "2004-02-01", "2005-12-31")]
    [InlineData("2005/2006-02", "2005-01-01", "2006-02-28")]
    public void Level_0(string text, string first, string last) => ShouldSpan(text, first, last, isQualified: false);

    [Theory]
    [InlineData("1985-04-12T23:20:30", "1985-04-12T23:20:30Z")]
    [InlineData("1985-04-12T23:20:30Z", "1985-04-12T23:20:30Z")]
    [InlineData("1985-04-12T23:20:30-04", "1985-04-13T03:20:30Z")]
    [InlineData("1985-04-12T23:20:30+04:30", "1985-04-12T18:50:30Z")]
    public void Level_0_date_and_time(string text, string instant)
    {
        var edtf = Edtf.Parse(text);

        (edtf.Text, edtf.Earliest, edtf.IsDayOrBetter).ShouldBe((text, DateTimeOffset.Parse(instant), true));
        edtf.FirstDay.ShouldBe(new(1985, 4, 12));
    }

    [Theory]
    // Seasons
    [InlineData("2001-21", "2001-03-01", "2001-05-31")]
    [InlineData("2001-22", "2001-06-01", "2001-08-31")]
    [InlineData("2001-23", "2001-09-01", "2001-11-30")]
    [InlineData("2001-24", "2001-12-01", "2002-02-28")]
    // Unspecified digits from the right
    [InlineData("201X", "2010-01-01", "2019-12-31")]
    [InlineData("20XX", "2000-01-01", "2099-12-31")]
    [InlineData("2004-XX", "2004-01-01", "2004-12-31")]
    [InlineData("1985-04-XX", "1985-04-01", "1985-04-30")]
    [InlineData("1985-XX-XX", "1985-01-01", "1985-12-31")]
    // Open and unknown starts
    [InlineData("../1985-04-12", "1985-04-12", "1985-04-12")]
    [InlineData("../1985-04", "1985-04-01", "1985-04-30")]
    [InlineData("../1985", "1985-01-01", "1985-12-31")]
    [InlineData("/1985-04-12", "1985-04-12", "1985-04-12")]
    [InlineData("/1985-04", "1985-04-01", "1985-04-30")]
    [InlineData("/1985", "1985-01-01", "1985-12-31")]
    public void Level_1(string text, string first, string last) => ShouldSpan(text, first, last, isQualified: false);

    [Theory]
    [InlineData("1984?", "1984-01-01", "1984-12-31")]
    [InlineData("2004-06~", "2004-06-01", "2004-06-30")]
    [InlineData("2004-06-11%", "2004-06-11", "2004-06-11")]
    [InlineData("1984~/2004-06", "1984-01-01", "2004-06-30")]
    [InlineData("1984/2004-06~", "1984-01-01", "2004-06-30")]
    [InlineData("1984?/2004%", "1984-01-01", "2004-12-31")]
    [InlineData("1984-06?/2004-08?", "1984-06-01", "2004-08-31")]
    [InlineData("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08")]
    public void Level_1_qualified(string text, string first, string last) => ShouldSpan(text, first, last, isQualified: true);

    [Theory]
    [InlineData("1985-04-12/..", EdtfEnd.Open, "1985-04-12")]
    [InlineData("1985-04/..", EdtfEnd.Open, "1985-04-01")]
    [InlineData("1985/..", EdtfEnd.Open, "1985-01-01")]
    [InlineData("1985-04-12/", EdtfEnd.Unknown, "1985-04-12")]
    [InlineData("1985-04/", EdtfEnd.Unknown, "1985-04-01")]
    [InlineData("1985/", EdtfEnd.Unknown, "1985-01-01")]
    public void Level_1_open_and_unknown_ends(string text, EdtfEnd end, string first)
    {
        var edtf = Edtf.Parse(text);

        (edtf.Text, edtf.End, edtf.FirstDay).ShouldBe((text, end, DateOnly.Parse(first)));
        edtf.Latest.ShouldBe(DateTimeOffset.MaxValue);
    }

    [Theory]
    // Significant digits and exponents
    [InlineData("1950S2", "1900-01-01", "1999-12-31")]
    [InlineData("1950S1", "1000-01-01", "1999-12-31")]
    [InlineData("1950S3", "1950-01-01", "1959-12-31")]
    [InlineData("1950S4", "1950-01-01", "1950-12-31")]
    [InlineData("0950S1", "0900-01-01", "0999-12-31")]
    [InlineData("Y17E2", "1700-01-01", "1700-12-31")]
    [InlineData("Y2E3", "2000-01-01", "2000-12-31")]
    [InlineData("Y17E2S1", "1000-01-01", "1999-12-31")]
    // Divisions of a year: seasons by hemisphere, quarters, thirds, halves
    [InlineData("2001-25", "2001-03-01", "2001-05-31")]
    [InlineData("2001-26", "2001-06-01", "2001-08-31")]
    [InlineData("2001-27", "2001-09-01", "2001-11-30")]
    [InlineData("2001-28", "2001-12-01", "2002-02-28")]
    [InlineData("2001-29", "2001-09-01", "2001-11-30")]
    [InlineData("2001-30", "2001-12-01", "2002-02-28")]
    [InlineData("2001-31", "2001-03-01", "2001-05-31")]
    [InlineData("2001-32", "2001-06-01", "2001-08-31")]
    [InlineData("2001-33", "2001-01-01", "2001-03-31")]
    [InlineData("2001-34", "2001-04-01", "2001-06-30")]
    [InlineData("2001-35", "2001-07-01", "2001-09-30")]
    [InlineData("2001-36", "2001-10-01", "2001-12-31")]
    [InlineData("2001-37", "2001-01-01", "2001-04-30")]
    [InlineData("2001-38", "2001-05-01", "2001-08-31")]
    [InlineData("2001-39", "2001-09-01", "2001-12-31")]
    [InlineData("2001-40", "2001-01-01", "2001-06-30")]
    [InlineData("2001-41", "2001-07-01", "2001-12-31")]
    [InlineData("200X-24", "2000-12-01", "2010-02-28")]
    [InlineData("XXXX-24", "0001-12-01", "9999-02-28")]
    // Sets
    [InlineData("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31")]
    [InlineData("[..1760-12-03]", "1760-12-03", "1760-12-03")]
    [InlineData("[1667,1760-12]", "1667-01-01", "1760-12-31")]
    [InlineData("[..1984]", "1984-01-01", "1984-12-31")]
    [InlineData("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31")]
    [InlineData("{1960,1961-12}", "1960-01-01", "1961-12-31")]
    [InlineData("{..1984}", "1984-01-01", "1984-12-31")]
    [InlineData("[1672,1667]", "1667-01-01", "1672-12-31")]
    // Unspecified digits anywhere
    [InlineData("156X-12-25", "1560-12-25", "1569-12-25")]
    [InlineData("15XX-12-25", "1500-12-25", "1599-12-25")]
    [InlineData("XXXX-12-XX", "0001-12-01", "9999-12-31")]
    [InlineData("1XXX-XX", "1000-01-01", "1999-12-31")]
    [InlineData("1XXX-12", "1000-12-01", "1999-12-31")]
    [InlineData("1984-1X", "1984-10-01", "1984-12-31")]
    [InlineData("1984-0X", "1984-01-01", "1984-09-30")]
    [InlineData("1984-X2", "1984-02-01", "1984-12-31")]
    [InlineData("XXXX", "0001-01-01", "9999-12-31")]
    [InlineData("XXXX-02-29", "0004-02-29", "9996-02-29")]
    [InlineData("19XX-02-29", "1904-02-29", "1996-02-29")]
    [InlineData("2025-XX-31", "2025-01-31", "2025-12-31")]
    [InlineData("2025-02-2X", "2025-02-20", "2025-02-28")]
    [InlineData("202X-02-29", "2020-02-29", "2028-02-29")]
    // Intervals
    [InlineData("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03")]
    public void Level_2(string text, string first, string last) => ShouldSpan(text, first, last, isQualified: false);

    [Theory]
    [InlineData("2004-06-11%", "2004-06-11", "2004-06-11")]
    [InlineData("2004-06~-11", "2004-06-11", "2004-06-11")]
    [InlineData("2004?-06-11", "2004-06-11", "2004-06-11")]
    [InlineData("?2004-06-~11", "2004-06-11", "2004-06-11")]
    [InlineData("2004-%06-11", "2004-06-11", "2004-06-11")]
    [InlineData("2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20")]
    [InlineData("2004?-XX-~11", "2004-01-11", "2004-12-11")]
    [InlineData("[2004-06~,2004-09]", "2004-06-01", "2004-09-30")]
    [InlineData("2001-34?", "2001-04-01", "2001-06-30")]
    [InlineData("1950S2~", "1900-01-01", "1999-12-31")]
    public void Level_2_qualified(string text, string first, string last) => ShouldSpan(text, first, last, isQualified: true);

    [Theory]
    [InlineData("[1760-12..]", "1760-12-01")]
    [InlineData("[1760-01,1760-02,1760-12..]", "1760-01-01")]
    [InlineData("{1985..}", "1985-01-01")]
    public void Level_2_open_sets(string text, string first)
    {
        var edtf = Edtf.Parse(text);

        (edtf.Text, edtf.End, edtf.FirstDay).ShouldBe((text, EdtfEnd.Open, DateOnly.Parse(first)));
        edtf.Latest.ShouldBe(DateTimeOffset.MaxValue);
    }

    [Theory]
    // Level 1: years before 0000 and of more than four digits
    [InlineData("-1985")]
    [InlineData("Y170000002")]
    [InlineData("Y-170000002")]
    // Level 2: exponents and significant digits
    [InlineData("Y-17E7")]
    [InlineData("Y171010000S3")]
    [InlineData("Y3388E2S3")]
    public void Years_beyond_0001_to_9999_are_refused_saying_so(string text)
    {
        Edtf.TryParse(text, out _, out var complaint).ShouldBeFalse();

        complaint.ShouldContain("is out of range: years are 0001 to 9999");
    }

    private static void ShouldSpan(string text, string first, string last, bool isQualified)
    {
        var edtf = Edtf.Parse(text);

        (edtf.Text, edtf.FirstDay, edtf.LastDay, edtf.IsQualified).ShouldBe(
            (text, DateOnly.Parse(first), DateOnly.Parse(last), isQualified)
        );
        edtf.Earliest.ShouldBe(new(DateOnly.Parse(first), TimeOnly.MinValue, TimeSpan.Zero));
        edtf.Latest.ShouldBe(
            new DateTimeOffset(DateOnly.Parse(last), TimeOnly.MinValue, TimeSpan.Zero)
                + (TimeSpan.FromDays(1) - TimeSpan.FromMicroseconds(1))
        );
    }
}
