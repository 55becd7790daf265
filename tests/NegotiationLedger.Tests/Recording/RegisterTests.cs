using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording;

public sealed class RegisterTests
{
    [Theory]
    [InlineData("one\r\ntwo\rthree\n")]
    [InlineData("one\ntwo\nthree\n")]
    public void A_text_is_kept_with_line_feeds_and_known_by_its_hash(string text)
    {
        var decision = Register.Source(
            Ledger.Json(
                System.Text.Json.JsonSerializer.Serialize(
                    new
                    {
                        kind = "article",
                        title = "A Report: on Peace!",
                        text,
                    }
                )
            )
        );

        decision.Text.ShouldBe("one\ntwo\nthree\n");
        var source = decision.Data.ShouldBeOfType<SourceRegistered>();
        source.TextSha256.ShouldBe("b6285c57e8797db5d4c51c80d6f11938afda9b11c6a003549709189e9b4b92a2");
        source.Source.Value.ShouldBe($"a-report-on-peace-{source.TextSha256![..8]}");
    }

    [Fact]
    public void The_digest_of_a_long_text_is_that_of_its_UTF_8_wherever_its_pieces_end()
    {
        var random = new Random(20250724);
        for (var i = 0; i < 200; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40_000)).Select(_ => random.Next(4) == 0 ? "🕊" : "é"));
            Register
                .Sha256(text)
                .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));
        }
    }

    [Fact]
    public void A_derived_id_is_the_same_for_the_same_description_and_another_for_another()
    {
        static string Derived(string body) => ((SourceRegistered)Register.Source(Json(body)).Data!).Source.Value;

        Derived("{'kind':'article','title':'News'}").ShouldBe(Derived("{'kind':'article','title':'News'}"));
        Derived("{'kind':'article','title':'News'}").ShouldNotBe(Derived("{'kind':'cable','title':'News'}"));
        Slug.IsValid(Derived("{'kind':'article','title':'" + new string('x', 300) + "'}")).ShouldBeTrue();
        Slug.IsValid(Derived("{'kind':'article','title':'和平谈判'}")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("article", SourceKind.Article)]
    [InlineData("transcript", SourceKind.Transcript)]
    [InlineData("communique", SourceKind.Communique)]
    [InlineData("cable", SourceKind.Cable)]
    [InlineData("dataset", SourceKind.Dataset)]
    [InlineData("observation", SourceKind.Observation)]
    [InlineData("treaty", SourceKind.Treaty)]
    [InlineData("letter", SourceKind.Letter)]
    [InlineData("social_media_post", SourceKind.SocialMediaPost)]
    [InlineData("broadcast", SourceKind.Broadcast)]
    [InlineData("parliamentary_record", SourceKind.ParliamentaryRecord)]
    [InlineData("court_ruling", SourceKind.CourtRuling)]
    public void A_kind_of_source_has_a_name_for_ever(string name, SourceKind kind) =>
        Register.Source(Json($"{{'kind':'{name}','title':'X'}}")).Data.ShouldBeOfType<SourceRegistered>().Kind.ShouldBe(kind);

    [Theory]
    [InlineData("{'identity':'named','name':'Steve Witkoff'}", "steve-witkoff")]
    [InlineData("{'identity':'anonymous','title':'A senior official'}", "a-senior-official")]
    [InlineData("{'identity':'anonymous'}", "unnamed")]
    [InlineData("{'speaker':'own-id','identity':'named','name':'X'}", "own-id")]
    public void A_speakers_id_is_given_or_taken_from_the_name_or_title(string body, string id) =>
        Register.Speaker(Json(body)).Data.ShouldBeOfType<SpeakerRegistered>().Speaker.Value.ShouldBe(id);

    [Theory]
    [InlineData("{'kind':'article'}", "/title")]
    [InlineData("{'kind':'rumour','title':'X'}", "/kind")]
    [InlineData("{'kind':'article','title':'X','textSha256':'00'}", "/textSha256")]
    [InlineData("{'kind':'article','title':'X','text':''}", "/text")]
    [InlineData("{'kind':'article','title':'X','text':5}", "/text")]
    [InlineData("{'kind':'article','title':'X','text':'a\\u0000b'}", "/text")]
    [InlineData("{'kind':'article','title':'X','text':'a\\ud800b'}", "/text")]
    [InlineData("{'kind':'article','title':'X','author':'\\udc00'}", "/author")]
    [InlineData("{'kind':'article','title':'X','title':'Y'}", "/title")]
    [InlineData("{'kind':'article','title':'X','url':'ftp://example.org'}", "/url")]
    [InlineData("{'kind':'article','title':'X','published':'yesterday'}", "/published")]
    [InlineData("{'kind':'article','title':'X','source':'Not A Slug'}", "/source")]
    [InlineData("{'kind':'article','title':'X','colour':'red'}", "/colour")]
    [InlineData("[]", "")]
    public void A_source_that_cannot_be_one_is_refused(string body, string pointer) =>
        Register.Source(Json(body)).Problems.ShouldHaveSingleItem().Pointer.ShouldBe(pointer);

    [Theory]
    [InlineData("{'identity':'named'}", "/name")]
    [InlineData("{'identity':'secret','name':'X'}", "/identity")]
    [InlineData("{'identity':'named','name':'X','name':'Y'}", "/name")]
    [InlineData("{'identity':'named','name':'\\ud800'}", "/name")]
    [InlineData("{'identity':'named','name':'X','party':'Not A Slug'}", "/party")]
    [InlineData("5", "")]
    public void A_speaker_that_cannot_be_one_is_refused(string body, string pointer) =>
        Register.Speaker(Json(body)).Problems.ShouldHaveSingleItem().Pointer.ShouldBe(pointer);

    [Theory]
    [InlineData("{'patch':{'source':'other'},'reason':'r'}", "/patch/source")]
    [InlineData("{'patch':{'textSha256':null},'reason':'r'}", "/patch/textSha256")]
    [InlineData("{'patch':{'title':null},'reason':'r'}", "/patch/title")]
    [InlineData("{'patch':{'url':'nowhere'},'reason':'r'}", "/patch/url")]
    [InlineData("{'patch':{'colour':'red'},'reason':'r'}", "/patch/colour")]
    [InlineData("{'patch':{'title':'a','title':'b'},'reason':'r'}", "/patch/title")]
    [InlineData("{'patch':{}}", "/reason")]
    [InlineData("{'source':'speech','patch':{},'reason':'r'}", "/source")]
    public void A_correction_of_a_source_that_does_not_fit_is_refused(string body, string pointer) =>
        Register
            .Correction(Opened().History.Registry.Sources[new("speech")], Json(body))
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldBe(pointer);

    [Fact]
    public void A_speaker_speaks_for_the_party_of_the_role_borne_on_the_day()
    {
        var talks = Opened()
            .Role("official", Quotes("{'title':'Minister','party':'alpha','valid':'2025-01/2025-07-10'}"))
            .Role("official", Quotes("{'title':'Rebel','party':'beta','valid':'2025-07-11/..'}"));

        string Voice(string asserted) =>
            talks.Copy().Record(Said("talks_collapsed", by: "official", asserted: asserted)).Through().Visible[^1].Viewpoint.ToString();

        (Voice("2025-07-10"), Voice("2025-07-11"), Voice("2025-07")).ShouldBe(("party:alpha", "party:beta", "party:beta"));
        Voice("2024-12-31").ShouldBe("speaker:official");
    }

    [Fact]
    public void A_corrected_publisher_is_the_viewpoint_and_not_before_it_was_recorded()
    {
        var talks = Given(Said("talks_collapsed"));
        var before = talks.Position;
        talks.CorrectSource("gazette", Quotes("{'patch':{'publisher':'The Post'},'reason':'renamed'}"));

        talks.View<TalksStatus>().Phase!.Viewpoints.Single().ToString().ShouldBe("publisher:The Post");
        talks.View<TalksStatus>(recordedUntil: before).Phase!.Viewpoints.Single().ToString().ShouldBe("publisher:The Gazette");
    }
}
