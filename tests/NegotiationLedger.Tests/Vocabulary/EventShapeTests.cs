using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Vocabulary;

public sealed class EventShapeTests
{
    private const string Attribution = "'attribution':{'source':'s','mode':'observed','assertedOn':'2025'}";
    private const string Rest = "'occurred':'2025'," + Attribution;

    [Theory]
    [InlineData("talks_collapsed", "{'colour':'red'," + Rest + "}", "/colour")]
    [InlineData("talks_collapsed", "{'a/b~c':1," + Rest + "}", "/a~1b~0c")]
    [InlineData("talks_collapsed", "{'Occurred':'2025'," + Rest + "}", "/Occurred")]
    [InlineData("talks_collapsed", "{'cameoCode':'164'," + Rest + "}", "/cameoCode")]
    [InlineData("talks_collapsed", "{'occurred':'2025'}", "/attribution")]
    [InlineData("talks_collapsed", "{" + Attribution + "}", "/occurred")]
    [InlineData("talks_collapsed", "{'occurred':'2025','attribution':'s'}", "/attribution")]
    [InlineData("talks_collapsed", "{'occurred':'2025','attribution':{'source':'s','mode':'observed'}}", "/attribution/assertedOn")]
    [InlineData("talks_collapsed", "{'occurred':2025," + Attribution + "}", "/occurred")]
    [InlineData("talks_collapsed", "{'occurred':null," + Attribution + "}", "/occurred")]
    [InlineData("talks_collapsed", "{'claim':null," + Rest + "}", "/claim")]
    [InlineData("talks_collapsed", "{'claim':1," + Rest + "}", "/claim")]
    [InlineData("talks_collapsed", "{'claim':'Actual'," + Rest + "}", "/claim")]
    [InlineData("talks_collapsed", "{'after':'one'," + Rest + "}", "/after")]
    [InlineData("talks_collapsed", "{'after':['one',null]," + Rest + "}", "/after/1")]
    [InlineData("talks_collapsed", "{'by':'Not A Slug'," + Rest + "}", "/by")]
    [InlineData("talks_collapsed", "{'by':{}," + Rest + "}", "/by")]
    [InlineData("talks_collapsed", "{'reason':''," + Rest + "}", "/reason")]
    [InlineData("talks_collapsed", "{'reason':' \\t\\n'," + Rest + "}", "/reason")]
    [InlineData("talks_collapsed", "{'reason':'a\\u0000b'," + Rest + "}", "/reason")]
    [InlineData("talks_collapsed", "{'reason':'\\ud800'," + Rest + "}", "/reason")]
    [InlineData("talks_collapsed", "{'reason':'\\udc00\\ud800'," + Rest + "}", "/reason")]
    [InlineData("talks_collapsed", "{'reason':'a','reason':'b'," + Rest + "}", "/reason")]
    [InlineData("talks_collapsed", "{'\\ud800':'a'," + Rest + "}", "")]
    [InlineData("talks_collapsed", "{'type':'x','type':'y'," + Rest + "}", "/type")]
    [InlineData("talks_convened", "{'round':1.5," + Rest + "}", "/round")]
    [InlineData("talks_convened", "{'round':''," + Rest + "}", "/round")]
    [InlineData("talks_convened", "{'round':'a\\u0000b'," + Rest + "}", "/round")]
    [InlineData("talks_convened", "{'round':'\\ud800'," + Rest + "}", "/round")]
    [InlineData("talks_convened", "{'round':'1'," + Rest + "}", "/round")]
    [InlineData("talks_convened", "{'round':99999999999," + Rest + "}", "/round")]
    [InlineData("talks_convened", "{'format':'loud'," + Rest + "}", "/format")]
    [InlineData("talks_convened", "{'parties':{'0':'a'}," + Rest + "}", "/parties")]
    [InlineData("talks_convened", "{'parties':['a',['b']]," + Rest + "}", "/parties/1")]
    [InlineData("demand_stated", "{'demand':'d','party':'p','text':'T','redLine':'yes'," + Rest + "}", "/redLine")]
    [InlineData("demand_stated", "{'demand':'d','party':'p','text':'T','redLine':null," + Rest + "}", "/redLine")]
    [InlineData("figure_reported", "{'subject':'s','value':'50'," + Rest + "}", "/value")]
    [InlineData("figure_reported", "{'subject':'s','value':1e3," + Rest + "}", "/value")]
    [InlineData("figure_reported", "{'subject':'s','value':12345678901234567890123456789," + Rest + "}", "/value")]
    [InlineData("figure_reported", "{'subject':'s','value':0.12345678901234567890123456789," + Rest + "}", "/value")]
    [InlineData("proposal_offered", "{'proposal':'p','terms':[]," + Rest + "}", "/terms")]
    [InlineData("proposal_offered", "{'proposal':'p','terms':{'Land':{'text':'T'}}," + Rest + "}", "/terms/Land")]
    [InlineData("proposal_offered", "{'proposal':'p','terms':{'land':'T'}," + Rest + "}", "/terms/land")]
    [InlineData("proposal_offered", "{'proposal':'p','terms':{'land':null}," + Rest + "}", "/terms/land")]
    [InlineData("proposal_offered", "{'proposal':'p','terms':{'land':{'matter':'aid'}}," + Rest + "}", "/terms/land/text")]
    [InlineData("proposal_offered", "{'proposal':'p','terms':{'land':{'text':'T','matter':'soup'}}," + Rest + "}", "/terms/land/matter")]
    [InlineData("proposal_offered", "{'proposal':'p','terms':{'land':{'text':'T'},'land':{'text':'U'}}," + Rest + "}", "/terms/land")]
    [InlineData("assertion_retracted", "{'assertion':'x','reason':'r'}", "/assertion")]
    [InlineData("assertion_retracted", "{'assertion':'01983D97-0000-7000-8000-000000000001','reason':'r'}", "/assertion")]
    [InlineData("assertion_retracted", "{'assertion':'01983d97-0000-7000-8000-000000000001'}", "/reason")]
    [InlineData("assertion_retracted", "{'assertion':'01983d97-0000-7000-8000-000000000001','reason':'r','occurred':'2025'}", "/occurred")]
    [InlineData("assertion_corrected", "{'assertion':'01983d97-0000-7000-8000-000000000001','reason':'r','patch':[]}", "/patch")]
    [InlineData("assertion_corrected", "{'assertion':'01983d97-0000-7000-8000-000000000001','reason':'r','patch':null}", "/patch")]
    [InlineData(
        "assertion_corrected",
        "{'assertion':'01983d97-0000-7000-8000-000000000001','reason':'r','patch':{'a':[{'b':'\\ud800'}]}}",
        "/patch/a/0/b"
    )]
    public void What_does_not_fit_is_named_by_its_place(string type, string body, string pointer)
    {
        var reading = EventShape.Read(Talks.Json(body), EventNames.Find(type)!);

        reading.Data.ShouldBeNull();
        reading
            .Problems.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(p => p.Pointer.ShouldBe(pointer), p => p.Detail.ShouldNotBeEmpty());
    }

    [Fact]
    public void Everything_wrong_is_named_at_once() =>
        EventShape
            .Read(
                Talks.Json("{'colour':'red','round':true,'occurred':'then','attribution':{'mode':'loud'}}"),
                EventNames.Find("talks_convened")!
            )
            .Problems.Select(p => p.Pointer)
            .ShouldBe(
                ["/colour", "/round", "/occurred", "/attribution/mode", "/attribution/source", "/attribution/assertedOn"],
                ignoreOrder: true
            );

    [Fact]
    public void Every_id_is_found_with_its_place() =>
        EventShape
            .Read(
                Talks.Json("{'proposal':'p','by':'a','to':['b','c'],'terms':{'land':{'text':'T'}}," + Rest + "}"),
                EventNames.Find("proposal_offered")!
            )
            .References.Select(r => $"{r.Pointer} {r.Type.Name} {r.Value}")
            .ShouldBe(
                [
                    "/proposal ProposalId p",
                    "/by PartyId a",
                    "/to/0 PartyId b",
                    "/to/1 PartyId c",
                    "/terms/land IssueId land",
                    "/attribution/source SourceId s",
                ],
                ignoreOrder: true
            );

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{'by':null,'after':null,'claim':null}", null)]
    [InlineData("{'attribution':{'quote':{'start':null}}}", null)]
    [InlineData("{'attribution':null}", null)]
    [InlineData("{'colour':null}", "/colour")]
    [InlineData("{'attribution':{'quote':{'colour':1}}}", "/attribution/quote/colour")]
    public void A_patch_may_leave_out_and_take_away_but_not_add_what_is_unknown(string patch, string? pointer) =>
        EventShape
            .ReadPatch(Talks.Json(patch), EventNames.Find("talks_collapsed")!)
            .Problems.Select(p => p.Pointer)
            .ShouldBe(pointer is null ? [] : [pointer]);
}
