namespace NegotiationLedger.Tests.Recording.Quoting;

public sealed class QuoteLawsTests
{
    private const int Rounds = 1000;

    private static readonly QuoteFinder Finder = new(RandomQuotes.Article);

    [Fact]
    public void A_thousand_falsified_quotations_are_all_refused_and_answered_with_a_passage()
    {
        var quotes = new RandomQuotes(2031);
        for (var i = 0; i < Rounds; i++)
        {
            var falsified = quotes.Falsified();
            var found = Finder.Find(new(falsified));
            found.Spans.ShouldBeEmpty(falsified);
            found.Nearest.ShouldNotBeNull(falsified);
        }
    }

    [Fact]
    public void A_thousand_quotations_as_people_copy_them_are_found_and_kept_as_the_source_has_them()
    {
        var quotes = new RandomQuotes(1815);
        for (var i = 0; i < Rounds; i++)
        {
            var copied = quotes.Copied();
            var found = Finder.Find(new(copied));
            var span = found.Spans.ShouldHaveSingleItem(copied);
            found.Exact.ShouldBe(QuoteFinder.Seen(RandomQuotes.Slice(RandomQuotes.Article, span)));
        }
    }

    [Fact]
    public void What_is_kept_of_a_quotation_is_found_again_in_the_same_place()
    {
        var quotes = new RandomQuotes(1919);
        for (var i = 0; i < Rounds; i++)
        {
            var found = Finder.Find(new(i % 2 == 0 ? quotes.Copied() : quotes.Shortened()));
            var again = Finder.Find(new(found.Exact, Start: found.Spans[0].Start, End: found.Spans[^1].End));
            again.Exact.ShouldBe(found.Exact);
            again.Spans.ShouldBe(found.Spans, found.Exact);
        }
    }

    [Fact]
    public void Parts_stand_in_order_and_do_not_overlap()
    {
        var quotes = new RandomQuotes(1648);
        for (var i = 0; i < Rounds; i++)
        {
            var shortened = quotes.Shortened();
            var spans = Finder.Find(new(shortened)).Spans;
            spans.Count.ShouldBe(2, shortened);
            spans.Zip(spans.Skip(1)).ShouldAllBe(s => s.First.End <= s.Second.Start);
        }
    }
}
