namespace NegotiationLedger.Tests.Recording.Quoting;

public sealed class AnchorLawsTests
{
    private const int Rounds = 1000;

    private static readonly SourceId Source = new("article");

    [Fact]
    public void A_thousand_falsified_quotations_anchor_nothing()
    {
        var quotes = new RandomQuotes(2027);
        for (var i = 0; i < Rounds; i++)
            ShouldBeRefused(quotes.Falsified());
    }

    [Fact]
    public void What_is_left_out_of_a_passage_leaves_none_to_anchor_by()
    {
        var quotes = new RandomQuotes(1648);
        for (var i = 0; i < Rounds; i++)
            ShouldBeRefused(quotes.Shortened());
    }

    [Fact]
    public void A_passage_as_people_copy_it_anchors_where_it_stands_unless_it_is_too_short()
    {
        var quotes = new RandomQuotes(1815);
        for (var i = 0; i < Rounds; i++)
        {
            var copied = quotes.Copied();
            var anchor = Anchor.Of(Source, RandomQuotes.Article, new(copied));
            if (anchor.Place is { } place)
                QuoteFinder
                    .Seen(RandomQuotes.Slice(RandomQuotes.Article, place))
                    .Count(char.IsLetterOrDigit)
                    .ShouldBeGreaterThanOrEqualTo(Anchor.LeastLetters);
            else
                anchor.Complaint!.ShouldContain("too short", customMessage: copied);
        }
    }

    [Fact]
    public void Every_single_letter_and_word_of_the_text_is_too_short_or_a_long_word()
    {
        foreach (var word in RandomQuotes.Article.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            (Anchor.Of(Source, RandomQuotes.Article, new(word)).Place is null).ShouldBe(
                word.Count(char.IsLetterOrDigit) < Anchor.LeastLetters,
                word
            );
    }

    private static void ShouldBeRefused(string quotation)
    {
        var anchor = Anchor.Of(Source, RandomQuotes.Article, new(quotation));
        anchor.Place.ShouldBeNull(quotation);
        anchor.Complaint.ShouldNotBeNullOrWhiteSpace();
    }
}
