using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording;

public sealed class OpenNegotiationTests
{
    private const string Account = "'occurred':'2025','attribution':{'source':'gazette','mode':'observed','assertedOn':'2025'}";

    [Fact]
    public void One_body_stands_for_the_opening_each_party_and_each_issue() =>
        Framed()
            .History.Entries.Select(e => EventNames.Of(e.Data).Name)
            .ShouldBe([
                "negotiation_opened",
                "party_joined",
                "party_joined",
                "party_joined",
                "party_joined",
                "issue_tabled",
                "issue_tabled",
            ]);

    [Fact]
    public void The_home_time_zone_is_said_with_the_opening()
    {
        var json = Json("{'id':'t','title':'T','zone':'America/Los_Angeles'," + Account + "}");

        new RecordDevelopments(Registered().History, new Dictionary<NegotiationLedger.Values.SourceId, string>())
            .Decide(OpenNegotiation.Read(json, () => Id(1)).Drafts)
            .Records.ShouldHaveSingleItem()
            .Data.ShouldBeOfType<NegotiationOpened>()
            .Zone.ShouldBe(HomeZone.Parse("America/Los_Angeles"));
    }

    [Theory]
    [InlineData("{'id':'t','title':'T','zone':'Los Angeles'," + Account + "}", "/zone")]
    [InlineData("{'id':'t','title':'T'}", "/attribution", "/occurred")]
    [InlineData("{'id':'t'," + Account + "}", "/title")]
    [InlineData("{'title':'T'," + Account + "}", "/id")]
    [InlineData("{'id':'Not A Slug','title':'T'," + Account + "}", "/id")]
    [InlineData("{'id':'t','title':'T','colour':'red'," + Account + "}", "/colour")]
    [InlineData("{'id':'t','title':'T','title':'U'," + Account + "}", "/title")]
    [InlineData("{'id':'t','title':'\\ud800'," + Account + "}", "/title")]
    [InlineData("{'id':'t','title':'T','parties':{}," + Account + "}", "/parties")]
    [InlineData("{'id':'t','title':'T','parties':[5]," + Account + "}", "/parties/0")]
    [InlineData(
        "{'id':'t','title':'T','parties':[{'party':'a','name':'A','role':'principal'},{'party':'b','role':'principal'}]," + Account + "}",
        "/parties/1/name"
    )]
    [InlineData(
        "{'id':'t','title':'T','parties':[{'party':'a','name':'A','role':'supporter','supports':'b'}]," + Account + "}",
        "/parties/0/supports"
    )]
    [InlineData("{'id':'t','title':'T','issues':[{'issue':'i','title':'I','by':'a'}]," + Account + "}", "/issues/0/by")]
    [InlineData(
        "{'id':'t','title':'T','parties':[{'type':'talks_collapsed'}]," + Account + "}",
        "/parties/0/name",
        "/parties/0/party",
        "/parties/0/role",
        "/parties/0/type"
    )]
    [InlineData(
        "{'id':'t','title':'T','parties':[{'party':'a','name':'A','role':'principal'}],'occurred':'then','attribution':{'source':'gazette','mode':'observed','assertedOn':'2025'}}",
        "/occurred"
    )]
    [InlineData(
        "{'id':'t','title':'T','parties':[{'party':'a','name':'A','role':'principal','occurred':'then'}]," + Account + "}",
        "/parties/0/occurred"
    )]
    [InlineData("[]", "")]
    public void What_is_wrong_is_named_where_its_sender_wrote_it(string body, params string[] pointers)
    {
        var json = Json(body);
        var (_, drafts, problems) = OpenNegotiation.Read(json, () => Id(1));
        var found =
            drafts.Count == 0
                ? []
                : new RecordDevelopments(Registered().History, new Dictionary<NegotiationLedger.Values.SourceId, string>())
                    .Decide(drafts)
                    .Problems;

        problems
            .Concat(found.Select(p => OpenNegotiation.Place(p, json)))
            .Select(p => p.Pointer)
            .Distinct()
            .ShouldBe(pointers, ignoreOrder: true);
    }
}
