using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Tests.Recording.Imports;

public sealed class DateFormsTests
{
    private static readonly Dictionary<string, char> Qualifiers = new()
    {
        ["ca."] = '~',
        ["c"] = '~',
        ["(?)"] = '?',
        ["vers"] = '~',
    };

    private static readonly string[] French =
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];

    [Theory]
    [InlineData("dd/MM/yyyy", "24/07/2025", "2025-07-24")]
    [InlineData("MM/dd/yyyy", "07/04/2025", "2025-07-04")]
    [InlineData("d.M.yyyy", "4.7.2025", "2025-07-04")]
    [InlineData("d.M.yyyy", "04.07.2025", "2025-07-04")]
    [InlineData("d MMMM yyyy", "24 July 2025", "2025-07-24")]
    [InlineData("d MMMM yyyy", "24  JULY 2025", "2025-07-24")]
    [InlineData("MMMM d, yyyy", "July 4, 2025", "2025-07-04")]
    [InlineData("dd-MMM-yyyy", "24-Jul-2025", "2025-07-24")]
    [InlineData("d MMM yyyy", "24 Jul. 2025", "2025-07-24")]
    [InlineData("MMMM yyyy", "May 2025", "2025-05")]
    [InlineData("yyyy", "2025", "2025")]
    [InlineData("yyyyMMdd", "20250724", "2025-07-24")]
    [InlineData("yyyy-MM-dd' 00:00:00'", "2025-07-24 00:00:00", "2025-07-24")]
    [InlineData("edtf", "2025-07-17~/2025-07-24", "2025-07-17~/2025-07-24")]
    [InlineData("edtf", "2025-07-XX", "2025-07-XX")]
    [InlineData("dd/MM/yyyy", "ca. 24/07/2025", "2025-07-24~")]
    [InlineData("MMMM yyyy", "CA. July 2025", "2025-07~")]
    [InlineData("yyyy", "c2025", null)]
    [InlineData("yyyy", "c 2025", "2025~")]
    [InlineData("MMMM yyyy", "July 2025 (?)", "2025-07?")]
    [InlineData("dd/MM/yyyy", "31/06/2025", null)]
    [InlineData("dd/MM/yyyy", "07/24/2025", null)]
    [InlineData("dd/MM/yyyy", "24/7/2025", null)]
    [InlineData("dd/MM/yyyy", "24/07/25", null)]
    [InlineData("dd/MM/yyyy", "24/07/2025 x", null)]
    [InlineData("dd/MM/yyyy", "24/07/20250", null)]
    [InlineData("dd/MM/yyyy", "24/07", null)]
    [InlineData("dd/MM/yyyy", "2025-07-24", null)]
    [InlineData("MMMM yyyy", "Julys 2025", null)]
    [InlineData("edtf", "24 July", null)]
    [InlineData("edtf", "ca. 2025-07~", null)]
    [InlineData("edtf", "ca. 2025-07-17/2025-07-24", null)]
    [InlineData("edtf", "ca. 2025-07-24T18:00:00Z", null)]
    [InlineData("edtf", "ca. [2025-07-23,2025-07-24]", null)]
    [InlineData("edtf", "ca. ?2025-07-24", null)]
    [InlineData("edtf", "[2025-07-23,2025-07-24]", "[2025-07-23,2025-07-24]")]
    [InlineData("edtf", "ca. 2025-34", "2025-34~")]
    [InlineData("edtf", "45862", null)]
    [InlineData("dd/MM/yyyy", "٢٤/٠٧/٢٠٢٥", null)]
    public void A_date_is_read_by_its_form_or_refused(string format, string text, string? edtf)
    {
        var (date, complaint) = new DateForms { Formats = [format], Qualifiers = Qualifiers }.Read(text);
        date.ShouldBe(edtf);
        (complaint is null).ShouldBe(edtf is not null);
        complaint?.ShouldContain(text);
    }

    [Theory]
    [InlineData("4 août 2025", "2025-08-04")]
    [InlineData("vers 4 mars 2025", "2025-03-04~")]
    [InlineData("4 March 2025", null)]
    public void Months_may_have_the_names_of_another_language(string text, string? edtf) =>
        new DateForms
        {
            Formats = ["d MMMM yyyy"],
            Qualifiers = Qualifiers,
            Months = French,
        }
            .Read(text)
            .Edtf.ShouldBe(edtf);

    [Fact]
    public void The_number_behind_a_date_is_told_as_such() =>
        new DateForms { Formats = ["dd/MM/yyyy"] }
            .Read("45862")
            .Complaint!.ShouldContain("format the column as a date");

    [Fact]
    public void A_text_that_two_forms_read_differently_is_refused() =>
        new DateForms { Formats = ["ddMMyyyy", "yyyyMMdd"] }
            .Read("20101112")
            .Complaint!.ShouldContain("1112-10-20");

    [Theory]
    [InlineData("MMMM d, yyyy", "August 14-15, 2025", "2025-08-14/2025-08-15")]
    [InlineData("d MMMM yyyy", "14–15 August 2025", "2025-08-14/2025-08-15")]
    [InlineData("d MMMM yyyy", "30 July - 2 August 2025", "2025-07-30/2025-08-02")]
    [InlineData("MMMM d, yyyy", "July 30 to August 2, 2025", "2025-07-30/2025-08-02")]
    [InlineData("MMMM d, yyyy", "December 30, 2024 – January 2, 2025", "2024-12-30/2025-01-02")]
    [InlineData("dd/MM/yyyy", "14/08/2025-15/08/2025", "2025-08-14/2025-08-15")]
    [InlineData("dd/MM/yyyy", "14-15/08/2025", "2025-08-14/2025-08-15")]
    [InlineData("MMMM yyyy", "July-August 2025", "2025-07/2025-08")]
    [InlineData("yyyy", "2024-2025", "2024/2025")]
    [InlineData("yyyy-MM-dd", "2025-08-14", "2025-08-14")]
    [InlineData("d MMMM yyyy", "15-14 August 2025", null)]
    [InlineData("d MMMM yyyy", "14-31 June 2025", null)]
    [InlineData("d MMMM yyyy", "14- August 2025", null)]
    public void A_range_in_one_cell_is_an_interval(string format, string text, string? edtf) =>
        new DateForms { Formats = [format] }
            .Read(text)
            .Edtf.ShouldBe(edtf);

    [Theory]
    [InlineData("d MMMM yyyy HH:mm zone", "14 August 2025 14:00 ET", "2025-08-14T14:00:00-04:00")]
    [InlineData("d MMMM yyyy HH:mm zone", "14 January 2025 14:00 ET", "2025-01-14T14:00:00-05:00")]
    [InlineData("d MMMM yyyy HH:mm zone", "14 August 2025 14:00 +03:00", "2025-08-14T14:00:00+03:00")]
    [InlineData("d MMMM yyyy HH:mm zone", "14 August 2025 14:00 UTC", "2025-08-14T14:00:00Z")]
    [InlineData("MMMM d, yyyy h:mm tt", "August 14, 2025 2:05 PM", "2025-08-14T14:05:00")]
    [InlineData("MMMM d, yyyy h:mm tt", "August 14, 2025 12:05 am", "2025-08-14T00:05:00")]
    [InlineData("yyyyMMddHHmmss", "20250814140509", "2025-08-14T14:05:09")]
    [InlineData("d MMMM yyyy HH:mm zone", "14 August 2025 14:00 XY", null)]
    [InlineData("d MMMM yyyy HH:mm", "14 August 2025 25:00", null)]
    public void A_time_of_day_is_read_with_its_zone(string format, string text, string? edtf) =>
        new DateForms
        {
            Formats = [format],
            Zones = new Dictionary<string, string> { ["ET"] = "America/New_York" },
        }
            .Read(text)
            .Edtf.ShouldBe(edtf);

    [Fact]
    public void A_zone_that_is_not_known_is_answered_with_the_remedy() =>
        new DateForms { Formats = ["d MMMM yyyy HH:mm zone"] }
            .Read("14 August 2025 14:00 ET")
            .Complaint!.ShouldContain("'zones'");

    [Fact]
    public void A_year_of_two_digits_is_answered_with_the_remedy_and_read_where_the_map_says_which()
    {
        var forms = new DateForms { Formats = ["dd/MM/yyyy"] };
        forms.Read("10/07/25").Complaint!.ShouldContain("\"years\": 1950");
        (forms with { FirstYear = 1950 }).Read("10/07/25").Edtf.ShouldBe("2025-07-10");
        (forms with { FirstYear = 1950 }).Read("10/07/78").Edtf.ShouldBe("1978-07-10");
    }

    [Theory]
    [InlineData("2025-04-03", "3 April 2025")]
    [InlineData("2025-04~", "about April 2025")]
    [InlineData("2025-07-17~/2025-07-24", "about 17 July 2025 to 24 July 2025")]
    [InlineData("2025-07-17/..", "17 July 2025 to further on")]
    [InlineData("2025-08-14T14:00:00-04:00", "14 August 2025, 14:00:00-04:00")]
    [InlineData("2025-24", "2025-24")]
    [InlineData("[2025-07-23,2025-07-24]", "[2025-07-23,2025-07-24]")]
    public void A_date_is_told_in_words(string edtf, string words) => DateInWords.Of(Edtf.Parse(edtf)).ShouldBe(words);
}
