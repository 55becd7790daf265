using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording;

/// <summary>What a sender reads in a refusal: what is wrong, and what would be right.</summary>
public sealed class RefusalWordsTests
{
    [Theory]
    [InlineData("[]", "A development is a JSON object.")]
    [InlineData("{}", "'type' is required: the name of the development, such as proposal_rejected.")]
    [InlineData(
        "{'type':'source_registered','source':'x','kind':'article','title':'X'}",
        "'source_registered' is a registration: record it under /sources or /speakers."
    )]
    public void What_names_no_development_is_told_what_would(string body, string words) =>
        new RecordDevelopments(Opened().History, new Dictionary<SourceId, string>())
            .Decide([new(Id(1), Json(body))])
            .Problems.ShouldHaveSingleItem()
            .Detail.ShouldBe(words);

    [Fact]
    public void An_unknown_type_is_refused_with_the_nearest_and_all_that_developments_have()
    {
        var words = Refused(Opened(), Said("talks_colapsed"));

        words.ShouldStartWith("'talks_colapsed' is not a type of development. Did you mean 'talks_collapsed'? The types are: ");
        words.ShouldContain(", talks_collapsed, ");
        words.ShouldContain(", assertion_retracted");
        words.ShouldNotContain("source_registered");
        words.ShouldEndWith(".");
    }

    [Theory]
    [InlineData(
        "team_recalled",
        "'party':'alhpa'",
        null,
        "The party 'alhpa' is unknown in this negotiation: record its party_joined first. Known parties: alpha, beta, delta, gamma."
    )]
    [InlineData(
        "proposal_rejected",
        "'proposal':'plna','by':'beta'",
        null,
        "The proposal 'plna' is unknown: record its proposal_offered first. Known proposals: plan."
    )]
    [InlineData(
        "talks_collapsed",
        "",
        "stranger",
        "The speaker 'stranger' is unknown: register it under /speakers first, or give party:<id> for a party that speaks for itself."
    )]
    public void An_unknown_id_is_refused_with_those_that_are_known(string type, string payload, string? by, string words) =>
        Refused(Opened(), Said(type, payload, by: by)).ShouldBe(words);

    [Fact]
    public void An_unknown_source_is_refused_with_where_to_register_it() =>
        Refused(Opened(), Said("talks_collapsed", source: "unread"))
            .ShouldBe("The source 'unread' is unknown: register it under /sources first.");

    [Fact]
    public void Where_nothing_is_known_a_refusal_says_so_and_of_many_it_names_the_first_twenty()
    {
        Refused(Framed(), Said("proposal_rejected", "'proposal':'plan','by':'beta'"))
            .ShouldBe("The proposal 'plan' is unknown: record its proposal_offered first. No proposals are known yet.");

        Refused(Many(20), Said("proposal_rejected", "'proposal':'plan','by':'beta'")).ShouldEndWith(", p-19, p-20.");
        Refused(Many(21), Said("proposal_rejected", "'proposal':'plan','by':'beta'")).ShouldEndWith(", p-19, p-20, ….");

        static Ledger Many(int count) =>
            Framed().Record(Enumerable.Range(1, count).Select(i => Said("proposal_offered", $"'proposal':'p-{i:00}'")));
    }

    [Fact]
    public void What_is_about_no_earlier_record_or_would_change_its_type_is_told_how_to_mend_it()
    {
        var talks = Given(Said("talks_collapsed", id: Id(1)));

        Refused(talks, Retracted(Id(9))).ShouldBe($"'{Id(9)}' is not an earlier record of this negotiation: give the id of one that is.");
        Refused(talks, Corrected(Id(1), "'type':'talks_adjourned'"))
            .ShouldBe("A correction cannot change the type: retract the record and record it again.");
    }

    [Theory]
    [InlineData("[]", "A source is a JSON object with kind, title and whatever else is known of it.")]
    [InlineData("{'kind':'article','title':'X','textSha256':'00'}", "The ledger computes the SHA-256 from the text: leave it out.")]
    [InlineData("{'kind':'article','title':'X','text':' '}", "The text is empty: leave it out when it is not held.")]
    [InlineData("{'kind':'article','title':'X','text':5}", "The text should be a string.")]
    [InlineData(
        "{'kind':'article','title':'X','text':'a\\u0000b'}",
        "The text contains the character U+0000, which cannot be stored: remove it."
    )]
    [InlineData("{'kind':'article','title':'X','type':'source_registered'}", "'type' is not a field here: leave it out.")]
    [InlineData("{'kind':'article','title':'X','id':'1'}", "'id' is not a field here: leave it out.")]
    public void A_source_that_cannot_be_one_is_told_why(string body, string words) =>
        Register.Source(Json(body)).Problems.ShouldHaveSingleItem().Detail.ShouldBe(words);

    [Theory]
    [InlineData("5", "", "The body is a JSON object with the text.")]
    [InlineData("{}", "/text", "'text' is required: the document's text.")]
    [InlineData("{'text':''}", "/text", "The text is empty: leave it out when it is not held.")]
    [InlineData("{'text':'T','textSha256':'00'}", "/textSha256", "The ledger computes the SHA-256 from the text: leave it out.")]
    [InlineData("{'text':'T','source':'memo'}", "/source", "The source is in the URL: leave it out here.")]
    [InlineData("{'text':'T','type':'source_text_added'}", "/type", "'type' is not a field here: leave it out.")]
    public void A_text_that_cannot_be_added_to_its_source_is_told_why(string body, string pointer, string words) =>
        Register.Text(Memo, Json(body)).Problems.ShouldHaveSingleItem().ShouldBe(new Problem(pointer, words));

    [Fact]
    public void A_text_is_added_with_line_feeds_and_its_hash()
    {
        var decision = Register.Text(Memo, Json("{'text':'one\\r\\ntwo'}"));

        decision.Text.ShouldBe("one\ntwo");
        var added = decision.Data.ShouldBeOfType<SourceTextAdded>();
        (added.Source.Value, added.TextSha256).ShouldBe(("memo", Register.Sha256("one\ntwo")));
    }

    [Theory]
    [InlineData("5", "", "The body should be a JSON object.")]
    [InlineData("{'source':'memo','patch':{},'reason':'r'}", "/source", "The source is in the URL: leave it out here.")]
    [InlineData(
        "{'patch':{'source':'other'},'reason':'r'}",
        "/patch/source",
        "A source's id and text cannot change: register another source."
    )]
    [InlineData("{'id':'1','patch':{},'reason':'r'}", "/id", "'id' is not a field here: leave it out.")]
    public void A_correction_of_a_source_that_cannot_be_made_is_told_why(string body, string pointer, string words) =>
        Register.Correction(Memo, Json(body)).Problems.ShouldHaveSingleItem().ShouldBe(new Problem(pointer, words));

    [Fact]
    public void A_speaker_or_a_role_that_cannot_be_one_is_told_why()
    {
        Register
            .Speaker(Json("[]"))
            .Problems.ShouldHaveSingleItem()
            .Detail.ShouldBe("A speaker is a JSON object with identity, name, title and party.");
        Register
            .Role(new("envoy"), Json("{'speaker':'envoy','title':'Minister','valid':'2025'}"))
            .Problems.ShouldHaveSingleItem()
            .ShouldBe(new Problem("/speaker", "The speaker is in the URL: leave it out here."));
    }

    [Theory]
    [InlineData("[]", "", "A negotiation is a JSON object with id, title, parties, issues, occurred and attribution.")]
    [InlineData("{'title':'T'}", "/id", "'id' is required: the negotiation's id, such as doha-2025.")]
    [InlineData(
        "{'id':'t','colour':'red'}",
        "/colour",
        "'colour' is not a field here. The fields are: id, title, subject, zone, occurred, attribution, parties, issues."
    )]
    [InlineData("{'id':'t','parties':{}}", "/parties", "'parties' should be a JSON array.")]
    [InlineData("{'id':'t','issues':5}", "/issues", "'issues' should be a JSON array.")]
    [InlineData(
        "{'id':'t','parties':[{'id':'1'}]}",
        "/parties/0/id",
        "'id' is not a field here: each of these becomes a record of the type party_joined, with an id of its own. Leave it out."
    )]
    [InlineData(
        "{'id':'t','issues':[{},{'type':'x'}]}",
        "/issues/1/type",
        "'type' is not a field here: each of these becomes a record of the type issue_tabled, with an id of its own. Leave it out."
    )]
    public void A_negotiation_that_cannot_be_opened_is_told_why(string body, string pointer, string words) =>
        OpenNegotiation.Read(Json(body), () => Id(1)).Problems.ShouldHaveSingleItem().ShouldBe(new Problem(pointer, words));

    private static Source Memo => Opened().History.Registry.Sources[new("memo")];

    private static string Refused(Ledger talks, string body) => talks.Decide(body).Problems.ShouldHaveSingleItem().Detail;
}
