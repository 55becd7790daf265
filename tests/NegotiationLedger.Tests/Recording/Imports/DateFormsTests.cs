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
        var (date, complaint) = new DateForms([format], Qualifiers, []).Read(text);
        date.ShouldBe(edtf);
        (complaint is null).ShouldBe(edtf is not null);
        complaint?.ShouldContain(text);
    }

    [Theory]
    [InlineData("4 août 2025", "2025-08-04")]
    [InlineData("vers 4 mars 2025", "2025-03-04~")]
    [InlineData("4 March 2025", null)]
    public void Months_may_have_the_names_of_another_language(string text, string? edtf) =>
        new DateForms(["d MMMM yyyy"], Qualifiers, French).Read(text).Edtf.ShouldBe(edtf);

    [Fact]
    public void The_number_behind_a_date_is_told_as_such() =>
        new DateForms(["dd/MM/yyyy"], Qualifiers, []).Read("45862").Complaint!.ShouldContain("format the column as a date");

    [Fact]
    public void A_text_that_two_forms_read_differently_is_refused() =>
        new DateForms(["ddMMyyyy", "yyyyMMdd"], Qualifiers, []).Read("20101112").Complaint!.ShouldContain("1112-10-20");
}
