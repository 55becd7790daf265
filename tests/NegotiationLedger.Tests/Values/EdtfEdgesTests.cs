namespace NegotiationLedger.Tests.Values;

/// <summary>Dates at the ends of what there is, and texts that are all but another fault.</summary>
public sealed class EdtfEdgesTests
{
    [Theory]
    [InlineData("9999-23", "9999-11-30")]
    [InlineData("9999-33", "9999-03-31")]
    [InlineData("9999-36", "9999-12-31")]
    [InlineData("9999-39", "9999-12-31")]
    [InlineData("9999-41", "9999-12-31")]
    public void The_last_year_has_all_divisions_that_end_in_it(string text, string last) =>
        Edtf.Parse(text).LastDay.ToString("O").ShouldBe(last);

    [Theory]
    [InlineData("2025-X9-31", "no day fits '2025-X9-31'. Write '2025-X9-XX'.")]
    [InlineData("XXXX-02-30", "no day fits 'XXXX-02-30'. Write 'XXXX-02-XX'.")]
    [InlineData("2024,2025-13", "several dates stand in [ ] for one of them, or in { } for all of them. Write '[2025-07-23,2025-07-24]'.")]
    [InlineData("[2024/2025-13]", "in a set, what runs from one date to another is written with '..'. Write '[2025-07-17..2025-07-24]'.")]
    [InlineData("202507", "the parts of a date are joined by hyphens. Write '2025-07'.")]
    [InlineData("202513", "the year 202513 is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    [InlineData("2025XXXX", "the year 2025XXXX is out of range: years are 0001 to 9999. Write '2025-07-24'.")]
    public void A_text_is_refused_for_its_own_fault(string text, string reason) =>
        ComplaintOf(text).ShouldBe($"'{text}' is not a valid EDTF date: {reason}");

    [Fact]
    public void A_complaint_repeats_a_hundred_characters_of_a_text_and_says_that_there_are_more()
    {
        var text = new string('z', 100);

        ComplaintOf(text).ShouldStartWith($"'{text}' is");
        ComplaintOf(text + "z").ShouldStartWith($"'{text}…' is");
    }

    [Fact]
    public void The_right_spelling_is_told_up_to_a_hundred_characters()
    {
        var set = $"[{string.Join(',', Enumerable.Repeat("2024", 15).Concat(Enumerable.Repeat("2024?", 4)))}]";
        set.Length.ShouldBe(100);

        ComplaintOf(" " + set).ShouldEndWith($" Write '{set}'.");
        ComplaintOf($" [2024?{set[5..]}").ShouldEndWith(" Write '[2025-07-23,2025-07-24]'.");
    }

    private static string ComplaintOf(string text)
    {
        Edtf.TryParse(text, out _, out var complaint).ShouldBeFalse();
        return complaint;
    }
}
