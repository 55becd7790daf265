using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording.Quoting;

public sealed class QuotesTests
{
    // We came 🕊 to talk.⏎  We   stay to talk. “No crisis,” he said – for now.    (the dove is one code point and two characters)
    [Theory]
    [InlineData("We came", 0, 7)]
    [InlineData("🕊", 8, 9)]
    [InlineData("to talk. We stay", 10, 30)]
    [InlineData("We stay\t to  talk", 21, 38)]
    [InlineData("  for now.  ", 63, 71)]
    [InlineData("\"No crisis,\" he said", 40, 60)]
    public void A_quotation_is_found_with_white_space_collapsed_and_placed_in_code_points(string exact, int start, int end)
    {
        var quote = Recorded(Quoting(exact));

        exact = string.Join(
            ' ',
            exact
                .Replace("\"No crisis,\"", "“No crisis,”", StringComparison.Ordinal)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        (quote.Start, quote.End, quote.Check, quote.Exact).ShouldBe((start, end, QuoteCheck.Verified, exact));
        string.Concat(Register.Normalize(Speech).EnumerateRunes().Skip(start).Take(end - start))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(exact.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(null, null, 10)]
    [InlineData("stay ", null, 31)]
    [InlineData(null, ". We stay", 10)]
    [InlineData(null, ". “No", 31)]
    [InlineData("We  stay", ".", 31)]
    public void Prefix_and_suffix_tell_two_passages_apart(string? prefix, string? suffix, int start) =>
        Recorded(Quoting("to talk", prefix, suffix)).Start.ShouldBe(start);

    [Fact]
    public void A_start_given_tells_two_passages_apart_too() => Recorded(Quoting("to talk", start: 31, end: 38)).Start.ShouldBe(31);

    [Theory]
    [InlineData("he said - for now", "he said – for now")]
    [InlineData("NO CRISIS", "No crisis")]
    [InlineData("We stay to talk. “No chance", "We stay to talk. “No crisis")]
    public void A_near_miss_is_refused_with_the_nearest_passage(string exact, string nearest)
    {
        var problem = Opened().Decide(Quoting(exact)).Problems.ShouldHaveSingleItem();

        problem.Pointer.ShouldBe("/attribution/quote/exact");
        problem.Detail.ShouldContain($"'{nearest}");
    }

    [Fact]
    public void Words_that_stand_nowhere_near_are_refused_all_the_same() =>
        Opened()
            .Decide(Quoting("entirely other words"))
            .Problems.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(p => p.Pointer.ShouldBe("/attribution/quote/exact"), p => p.Detail.ShouldNotContain("nearest"));

    [Fact]
    public void A_wrong_prefix_is_refused() =>
        Opened()
            .Decide(Quoting("to talk", prefix: "came"))
            .Problems.ShouldHaveSingleItem()
            .Detail.ShouldContain("with that prefix and suffix");

    [Fact]
    public void A_wrong_position_is_refused_with_the_right_one() =>
        Opened()
            .Decide(Quoting("We came", start: 3, end: 9))
            .Problems.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(p => p.Pointer.ShouldBe("/attribution/quote/start"), p => p.Detail.ShouldContain("at 0"));

    [Fact]
    public void A_quotation_in_parts_keeps_the_place_of_each()
    {
        var quote = Recorded(Quoting("We came … to talk. [They] stay to talk."));

        quote.Exact.ShouldBe("We came … to talk. [They] stay to talk.");
        quote.Spans.ShouldBe([new(0, 7), new(10, 18), new(26, 39)]);
        (quote.Start, quote.End).ShouldBe((0, 39));
        Quoting("We came … to talk. [They] stay to talk.")
            .ShouldSatisfyAllConditions(
                body => Placed(body, """[{"start":0,"end":7},{"start":10,"end":18},{"start":26,"end":39}]""").Problems.ShouldBeEmpty(),
                body =>
                    Placed(body, """[{"start":0,"end":7},{"start":31,"end":39}]""")
                        .Problems.Single()
                        .Pointer.ShouldBe("/attribution/quote/spans")
            );

        static Decision Placed(string body, string spans) =>
            Opened().Decide(body.Replace("\"exact\"", $"\"start\":0,\"end\":39,\"spans\":{spans},\"exact\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "page", "/attribution/quote/page")]
    [InlineData("a page numbered by someone else", "page", "/attribution/quote/page")]
    [InlineData("12-13", "page", null)]
    [InlineData("xiv", "page", null)]
    [InlineData("01:02:03", "time", null)]
    [InlineData("1:02:03.5", "time", null)]
    [InlineData("01:62:03", "time", "/attribution/quote/time")]
    [InlineData("02:03", "time", "/attribution/quote/time")]
    public void Page_and_time_code_are_kept_with_a_quotation(string value, string member, string? pointer)
    {
        var body = Quoting("We came").Replace("\"exact\"", $"\"{member}\":\"{value}\",\"exact\"", StringComparison.Ordinal);

        Opened().Decide(body).Problems.Select(p => p.Pointer).ShouldBe(pointer is null ? [] : [pointer]);
    }

    [Fact]
    public void A_correction_from_parts_to_a_whole_takes_the_parts_places_away()
    {
        var talks = Opened().Record(Quoting("We came … to talk. We stay"));

        Standing(talks.Record(Corrected(Id(1), "'attribution':{'quote':{'exact':'for now'}}")))
            .ShouldSatisfyAllConditions(q => q.Spans.ShouldBeNull(), q => q.Start.ShouldBe(63));
    }

    [Fact]
    public void Where_the_text_is_not_held_the_quotation_is_kept_unverified_with_a_warning()
    {
        var decided = Opened().Decide(Quoting("whatever", source: "gazette")).Records.ShouldHaveSingleItem();

        ((Development)decided.Data).Attribution.Quote!.Check.ShouldBe(QuoteCheck.Unverified);
        decided.Warnings.ShouldHaveSingleItem().Code.ShouldBe("quote_unverified");
    }

    [Fact]
    public void Nobody_can_claim_that_a_quotation_was_checked() =>
        Opened()
            .Decide(
                Quoting("whatever", source: "gazette").Replace("\"exact\"", "\"check\":\"verified\",\"exact\"", StringComparison.Ordinal)
            )
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/attribution/quote/check");

    [Fact]
    public void A_corrected_quotation_is_held_against_the_text_and_placed_anew()
    {
        var talks = Opened().Record(Quoting("We came"));

        Standing(talks.Record(Corrected(Id(1), "'attribution':{'quote':{'exact':'for now'}}")))
            .ShouldSatisfyAllConditions(
                q => q.Exact.ShouldBe("for now"),
                q => q.Start.ShouldBe(63),
                q => q.End.ShouldBe(70),
                q => q.Check.ShouldBe(QuoteCheck.Verified)
            );
        talks
            .Decide(Corrected(Id(1), "'attribution':{'quote':{'exact':'for ever'}}"))
            .Problems.Single()
            .Pointer.ShouldBe("/patch/attribution/quote/exact");
    }

    [Fact]
    public void A_correction_of_a_correction_is_held_against_the_text_too()
    {
        var talks = Opened().Record(Quoting("We came")).Record(Corrected(Id(1), "'attribution':{'quote':{'exact':'for now'}}", id: Id(2)));

        talks
            .Decide(Corrected(Id(2), "'attribution':{'quote':{'exact':'for ever'}}"))
            .Problems.Single()
            .Pointer.ShouldBe("/patch/attribution/quote/exact");
        Standing(talks.Record(Corrected(Id(2), "'attribution':{'quote':{'exact':'he said'}}")))
            .ShouldSatisfyAllConditions(q => q.Exact.ShouldBe("he said"), q => q.Start.ShouldBe(53), q => q.End.ShouldBe(60));
    }

    [Fact]
    public void A_corrected_source_whose_text_is_not_held_leaves_the_quotation_unverified_and_without_a_place()
    {
        var talks = Opened().Record(Quoting("We came"));
        var correction = Corrected(Id(1), "'attribution':{'source':'gazette'}");

        talks.Decide(correction).Records.Single().Warnings.ShouldHaveSingleItem().Code.ShouldBe("quote_unverified");
        Standing(talks.Record(correction))
            .ShouldSatisfyAllConditions(
                q => q.Exact.ShouldBe("We came"),
                q => q.Start.ShouldBeNull(),
                q => q.End.ShouldBeNull(),
                q => q.Check.ShouldBe(QuoteCheck.Unverified)
            );
    }

    [Fact]
    public void A_corrected_source_whose_text_has_other_words_is_refused() =>
        Given(Quoting("whatever", source: "gazette"))
            .Decide(Corrected(Id(1), "'attribution':{'source':'speech'}"))
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/patch/attribution/quote/exact");

    [Fact]
    public void A_correction_may_take_the_quotation_away() =>
        Given(Quoting("We came"))
            .Record(Corrected(Id(1), "'attribution':{'quote':null,'mode':'attributed'}"))
            .Through()
            .Visible[^1]
            .Data.Attribution.Quote.ShouldBeNull();

    [Fact]
    public void A_quotation_in_a_record_about_a_record_is_held_against_its_text()
    {
        var retraction = JsonNode.Parse(Retracted(Id(1), asserted: "2025-07-30"))!;
        retraction["attribution"]!["source"] = "speech";
        retraction["attribution"]!["quote"] = new JsonObject { ["exact"] = "No crisis!" };

        Given(Said("talks_collapsed", id: Id(1)))
            .Decide(retraction.ToJsonString())
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/attribution/quote/exact");
    }

    private static string Quoting(
        string exact,
        string? prefix = null,
        string? suffix = null,
        int? start = null,
        int? end = null,
        string source = "speech"
    )
    {
        var body = JsonNode.Parse(Said("statement_made", "'text':'Words'", by: "envoy", source: source, id: Id(1)))!;
        body["attribution"]!["mode"] = "on_record";
        body["attribution"]!["quote"] = JsonSerializer.SerializeToNode(
            new Quote(exact, prefix, suffix, start, end),
            LedgerJson.Default.Quote
        );
        return body.ToJsonString();
    }

    private static Quote Recorded(string body) => Standing(Opened().Record(body));

    private static Quote Standing(Ledger talks) => talks.Through().Visible.Single(a => a.Id == Id(1)).Data.Attribution.Quote!;
}
