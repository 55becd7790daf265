namespace NegotiationLedger.Tests.Views;

public sealed class QuoteInContextTests
{
    private const string Text = "🕊 We came to talk. “No crisis,”\n he said – 🕊 for now.";

    [Theory]
    [InlineData("No crisis,")]
    [InlineData("for now.")]
    [InlineData("🕊 We")]
    [InlineData("🕊 for")]
    public void A_found_quotation_is_shown_as_it_stands_and_nothing_of_the_text_is_lost(string words)
    {
        var place = new QuoteFinder(Text).Find(new(words)).Spans[0];

        var shown = QuoteInContext.Of(Text, new(words, Start: place.Start, End: place.End))!;

        shown.Exact.ShouldBe(words);
        (shown.Before + shown.Exact + shown.After).ShouldBe(Text);
        (shown.Start, shown.End).ShouldBe((place.Start, place.End));
    }

    [Fact]
    public void Some_words_are_shown_on_each_side_and_no_more()
    {
        var text = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"w{i}"));
        var place = new QuoteFinder(text).Find(new("w500 w501")).Spans[0];

        var shown = QuoteInContext.Of(text, new("w500 w501", Start: place.Start, End: place.End))!;

        shown.Before.ShouldStartWith("w480 ");
        shown.After.ShouldEndWith(" w521");
    }

    [Fact]
    public void Without_a_place_or_beyond_the_text_there_is_none()
    {
        QuoteInContext.Of(Text, new("No crisis")).ShouldBeNull();
        QuoteInContext.Of("short", new("x", Start: 2, End: 9)).ShouldBeNull();
        QuoteInContext.Of("short", new("x", Start: 7, End: 9)).ShouldBeNull();
        QuoteInContext.Of("short", new("ort", Start: 2, End: 5))!.Exact.ShouldBe("ort");
    }
}
