namespace NegotiationLedger.Tests.Recording.Quoting;

public sealed class QuoteFinderTests
{
    private const string Text =
        "The envoy said: “We won’t accept a cease-\nfire that isn’t honoured… never.” Re-sign, he added, means to re\u00adsign;\n"
        + "the ef\ufb01cient \ufb02eet of Cafe\u0301 Ko\u0308ln\u00a0and caf\u00e9 K\u00f6ln\u200b left on 12 May - or so\nthey say. They are well-known. 각하.";

    [Theory]
    [InlineData("\"We won't accept", "“We won’t accept")]
    [InlineData("accept a ceasefire that", "accept a cease-fire that")]
    [InlineData("accept a cease-fire that", "accept a cease-fire that")]
    [InlineData("accept a cease-\n  fire that", "accept a cease-fire that")]
    [InlineData("accept a cease\u00ad\nfire that", "accept a cease-fire that")]
    [InlineData("honoured... never", "honoured… never")]
    [InlineData("honoured… never", "honoured… never")]
    [InlineData("means to resign;", "means to resign;")]
    [InlineData("means to re\u00ad\nsign;", "means to resign;")]
    [InlineData("the efficient fleet of", "the ef\ufb01cient \ufb02eet of")]
    [InlineData("Caf\u00e9 K\u00f6ln and cafe\u0301 Ko\u0308ln left", "Cafe\u0301 Ko\u0308ln and caf\u00e9 K\u00f6ln left")]
    [InlineData("  on\u200b 12\u00a0May\t- or so they  ", "on 12 May - or so they")]
    [InlineData("well\u2011known", "well-known")]
    [InlineData("\u1100\u1161\u11a8하.", "각하.")]
    [InlineData("“", "“")]
    public void What_people_copy_is_found_and_kept_in_the_source_s_own_characters(string copied, string kept)
    {
        var found = new QuoteFinder(Text).Find(new(copied));

        found.Exact.ShouldBe(kept);
        QuoteFinder.Seen(Slice(Text, found.Spans.ShouldHaveSingleItem())).ShouldBe(kept);
    }

    [Theory]
    [InlineData("resign, he added", "Re-sign, he added")]
    [InlineData("Resign, he added", "Re-sign, he added")]
    [InlineData("They are wellknown", "They are well-known")]
    [InlineData("We will accept", "We won’t accept")]
    [InlineData("of Koln and", "Ko\u0308ln and")]
    [InlineData("Caf", null)]
    [InlineData("WE WON'T ACCEPT", "“We won’t accept")]
    [InlineData("cease fire that isn’t", "cease- fire that isn’t")]
    [InlineData("left in 12 May", "12 May")]
    [InlineData("honored", "honoured…")]
    public void Another_word_is_refused_with_the_nearest_passage(string wrong, string? nearest)
    {
        var found = new QuoteFinder(Text.Replace("Cafe\u0301", "Cafe\u0301s", StringComparison.Ordinal)).Find(
            new(wrong == "Caf" ? "cafe" : wrong)
        );

        found.Spans.ShouldBeEmpty();
        found.Exact.ShouldBe(wrong == "Caf" ? "cafe" : wrong);
        if (nearest is not null)
            found.Nearest.ShouldNotBeNull().ShouldContain(nearest);
    }

    [Theory]
    [InlineData("We won't … honoured", "We won’t … honoured", "We won’t", "honoured")]
    [InlineData("“We won’t accept [...] never.”", "“We won’t accept [...] never.”", "“We won’t accept", "never.”")]
    [InlineData("[He] said: “We won't", "[He] said: “We won’t", "said: “We won’t")]
    [InlineData("[Th]e envoy [has] said", "[Th]e envoy [has] said", "e envoy", "said")]
    [InlineData("they say. They [were] well-known", "they say. They [were] well-known", "they say. They", "well-known")]
    [InlineData("...accept a ceasefire...", "...accept a cease-fire...", "accept a cease-\nfire")]
    [InlineData("left . . . they say", "left . . . they say", "left", "they say")]
    public void Words_left_out_or_put_in_by_an_editor_make_a_quotation_of_several_spans(string given, string kept, params string[] spans)
    {
        var found = new QuoteFinder(Text).Find(new(given));

        found.Exact.ShouldBe(kept);
        found.Spans.Select(s => Slice(Text, s)).ShouldBe(spans);
    }

    [Theory]
    [InlineData("honoured … We won’t")]
    [InlineData("We … nowhere")]
    [InlineData("won’t … se that")]
    [InlineData("… …")]
    [InlineData("[We] [they]")]
    public void Parts_out_of_order_out_of_place_or_of_no_words_are_refused(string given) =>
        new QuoteFinder(Text).Find(new(given)).Spans.ShouldBeEmpty();

    [Fact]
    public void Brackets_stand_for_a_phrase_and_an_ellipsis_for_some_paragraphs()
    {
        string Far(int letters) => $"Alpha {new string('x', letters)} omega";

        Find(Far(100), "Alpha [and] omega").ShouldBe(2);
        Find(Far(200), "Alpha [and] omega").ShouldBe(0);
        Find(Far(1900), "Alpha … omega").ShouldBe(2);
        Find(Far(2100), "Alpha … omega").ShouldBe(0);

        static int Find(string text, string exact) => new QuoteFinder(text).Find(new(exact)).Spans.Count;
    }

    [Fact]
    public void Brackets_and_ellipses_of_the_source_itself_are_its_words() =>
        new QuoteFinder("He wrote [sic] of “peace … now”.").Find(new("wrote [sic] of \"peace ... now\"")).Spans.ShouldHaveSingleItem();

    [Fact]
    public void A_text_made_to_be_slow_is_given_up_not_searched_for_ever()
    {
        var text = string.Concat(Enumerable.Repeat("a-", 200_000));
        var words = string.Concat(Enumerable.Repeat("a-", 20_000)) + "aa";

        new QuoteFinder(text).Find(new(words)).Spans.ShouldBeEmpty();
    }

    private static string Slice(string text, QuoteSpan span) => RandomQuotes.Slice(text, span);
}
