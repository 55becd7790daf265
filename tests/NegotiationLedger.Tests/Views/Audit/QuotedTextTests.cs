using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class QuotedTextTests
{
    private const string Text = "We came 🕊 to talk.";

    [Fact]
    public void Quotes_stand_by_their_place_the_longer_first_and_then_as_recorded()
    {
        var quoted = QuotedText.Of([Taken(4, 8, 11), Taken(3, 3, 7), Taken(2, 3, 9), Taken(1, 3, 7)]);

        quoted.Placed.Select(q => q.Event).ShouldBe([Id(2), Id(1), Id(3), Id(4)]);
    }

    [Fact]
    public void Overlapping_quotes_cut_the_text_where_one_begins_or_ends() =>
        Shape([Taken(1, 0, 7), Taken(2, 3, 9), Taken(3, 3, 7)]).ShouldBe(["0-3:1", "3-7:1,2,3", "7-9:2"]);

    [Fact]
    public void A_quote_within_another_and_two_side_by_side_are_told_apart() =>
        Shape([Taken(1, 0, 7), Taken(2, 3, 5), Taken(3, 7, 9), Taken(4, 12, 13)])
            .ShouldBe(["0-3:1", "3-5:1,2", "5-7:1", "7-9:3", "12-13:4"]);

    [Fact]
    public void A_quote_in_parts_stands_where_its_parts_do()
    {
        var inParts = Taken(1, 0, 9);

        Shape([inParts with { Quote = inParts.Quote with { Spans = [new(0, 2), new(6, 9)] } }, Taken(2, 1, 7)])
            .ShouldBe(["0-1:1", "1-2:1,2", "2-6:2", "6-7:1,2", "7-9:1"]);
    }

    [Fact]
    public void The_runs_are_the_whole_text_counted_in_code_points()
    {
        var quoted = QuotedText.Of([Taken(1, 3, 9), Taken(2, 8, 11)]);

        quoted
            .Runs(Text)
            .Select(r => $"{r.Passage.Start}-{r.Passage.End}:{r.Words}:{Names(r.Passage)}")
            .ShouldBe(["0-3:We :", "3-8:came :1", "8-9:🕊:1,2", "9-11: t:2", "11-18:o talk.:"]);
        string.Concat(quoted.Runs(Text).Select(r => r.Words)).ShouldBe(Text);
    }

    [Fact]
    public void Without_quotes_the_text_is_one_run() => QuotedText.Of([]).Runs(Text).ShouldHaveSingleItem().Words.ShouldBe(Text);

    [Fact]
    public void A_place_beyond_the_text_is_its_end() =>
        QuotedText.Of([Taken(1, 11, 900)]).Runs(Text).Select(r => r.Words).ShouldBe(["We came 🕊 t", "o talk."]);

    [Fact]
    public void A_quote_without_a_place_is_listed_apart_in_the_order_recorded()
    {
        var unplaced = new Quote("somewhere", Check: QuoteCheck.Unverified);
        var quoted = QuotedText.Of([Taken(2, 0, 1) with { Quote = unplaced }, Taken(1, 0, 1) with { Quote = unplaced }]);

        quoted.Placed.ShouldBeEmpty();
        quoted.Passages.ShouldBeEmpty();
        quoted.Unplaced.Select(q => q.Event).ShouldBe([Id(1), Id(2)]);
    }

    private static TakenQuote Taken(int number, int start, int end) =>
        new(
            Id(number),
            number,
            new("talks"),
            new("words", Start: start, End: end, Check: QuoteCheck.Verified),
            Speaker: null,
            IsRetracted: false
        );

    private static IEnumerable<string> Shape(IEnumerable<TakenQuote> quotes) =>
        QuotedText.Of(quotes).Passages.Select(p => $"{p.Start}-{p.End}:{Names(p)}");

    private static string Names(Passage passage) =>
        string.Join(',', passage.Quotes.Select(id => int.Parse(id.ToString()[^12..], System.Globalization.NumberStyles.HexNumber)).Order());
}
