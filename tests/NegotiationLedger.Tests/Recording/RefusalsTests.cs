using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording;

public sealed class RefusalsTests
{
    [Theory]
    [InlineData("team_recalled", "'party':'nobody'", "/party")]
    [InlineData("talks_convened", "'parties':['alpha','nobody']", "/parties/1")]
    [InlineData("proposal_offered", "'proposal':'new','to':['nobody'],'drafter':'no-one'", "/drafter", "/to/0")]
    [InlineData("proposal_rejected", "'proposal':'unheard-of','by':'beta'", "/proposal")]
    [InlineData("counter_proposal_offered", "'proposal':'new','inReplyTo':'unheard-of'", "/inReplyTo")]
    [InlineData("proposal_amended", "'proposal':'unheard-of','terms':{}", "/proposal")]
    [InlineData("agreement_reached", "'proposal':'unheard-of'", "/proposal")]
    [InlineData("agreement_rejected", "'by':'alpha','proposal':'unheard-of'", "/proposal")]
    [InlineData("commitment_made", "'commitment':'maps','by':'nobody','text':'The maps'", "/by")]
    [InlineData("prisoners_exchanged", "'sides':[{'by':'alpha'},{'by':'nobody'}]", "/sides/1/by")]
    [InlineData("envoy_appointed", "'party':'alpha','name':'X','envoy':'stranger'", "/envoy")]
    [InlineData("accusation_made", "'against':'nobody','of':'lies','by':'no-one'", "/against", "/by")]
    public void An_id_that_nothing_introduced_is_refused(string type, string payload, params string[] pointers) =>
        Pointers(Said(type, payload)).ShouldBe(pointers, ignoreOrder: true);

    [Theory]
    [InlineData("'source':'unread','mode':'observed','assertedOn':'2025'", "/attribution/source")]
    [InlineData("'source':'gazette','mode':'attributed','assertedOn':'2025','speaker':'stranger'", "/attribution/speaker")]
    [InlineData("'source':'gazette','mode':'attributed','assertedOn':'2025','speaker':'party:nobody'", "/attribution/speaker")]
    [InlineData(
        "'source':'gazette','mode':'attributed','assertedOn':'2025','speaker':'envoy','relayedBy':[{'publisher':'P'},{'speaker':'stranger'}]",
        "/attribution/relayedBy/1/speaker"
    )]
    [InlineData(
        "'source':'gazette','mode':'attributed','assertedOn':'2025','speaker':'envoy','relayedBy':[{}]",
        "/attribution/relayedBy/0"
    )]
    [InlineData(
        "'source':'gazette','mode':'attributed','assertedOn':'2025','speaker':'envoy','relayedBy':[{'publisher':'P','speaker':'envoy'}]",
        "/attribution/relayedBy/0"
    )]
    [InlineData("'source':'gazette','mode':'attributed','assertedOn':'2025'", "/attribution/speaker")]
    [InlineData("'source':'gazette','mode':'on_record','assertedOn':'2025'", "/attribution/quote", "/attribution/speaker")]
    [InlineData("'source':'gazette','mode':'observed','assertedOn':'2025','speaker':'envoy'", "/attribution/speaker")]
    [InlineData("'source':'gazette','mode':'on_record','assertedOn':'2025','speaker':'envoy'", "/attribution/quote")]
    [InlineData(
        "'source':'gazette','mode':'observed','assertedOn':'2025','grade':{'reliability':'A','credibility':7}",
        "/attribution/grade/credibility"
    )]
    [InlineData(
        "'source':'gazette','mode':'observed','assertedOn':'2025','grade':{'reliability':'G','credibility':1}",
        "/attribution/grade/reliability"
    )]
    [InlineData("'source':'gazette','mode':'observed','assertedOn':'2025','quote':{'exact':'x','start':3}", "/attribution/quote/start")]
    [InlineData(
        "'source':'gazette','mode':'observed','assertedOn':'2025','quote':{'exact':'x','start':3,'end':3}",
        "/attribution/quote/start"
    )]
    [InlineData("'source':'gazette','mode':'overheard','assertedOn':'2025-7-1'", "/attribution/assertedOn", "/attribution/mode")]
    public void An_attribution_that_cannot_be_one_is_refused(string attribution, params string[] pointers) =>
        Pointers(Quotes($"{{'type':'talks_collapsed','occurred':'2025','attribution':{{{attribution}}}}}"))
            .ShouldBe(pointers, ignoreOrder: true);

    [Theory]
    [InlineData("talks_collapsed", "'claim':'rumoured'", "/claim")]
    [InlineData("talks_collapsed", "'occurrence':'The End'", "/occurrence")]
    [InlineData("talks_collapsed", "'after':['one','Two Three']", "/after/1")]
    [InlineData("talks_convened", "'round':0", "/round")]
    [InlineData("persons_released", "'count':0", "/count")]
    [InlineData("negotiation_opened", "'title':'Talks','zone':'Mars/Base'", "/zone")]
    [InlineData("negotiation_opened", "'title':'Talks','zone':2", "/zone")]
    [InlineData("hostages_taken", "'count':0", "/count")]
    [InlineData("unrest_reported", "'text':'A march','count':0", "/count")]
    [InlineData("strike_begun", "'party':'alpha','count':0", "/count")]
    [InlineData("prisoners_exchanged", "'sides':[{'by':'alpha'},{'by':'beta','count':0}]", "/sides/1/count")]
    [InlineData("military_operations_halted", "'party':'alpha','operation':'Operation One'", "/operation")]
    [InlineData("agreement_ratified", "'by':'alpha','votesFor':-1", "/votesFor")]
    [InlineData("agreement_rejected", "'by':'alpha','votesAgainst':-1", "/votesAgainst")]
    [InlineData("vote_held", "'on':'the plan','votesFor':-1", "/votesFor")]
    [InlineData("agreement_reached", "'scope':'most'", "/scope")]
    [InlineData("agreement_reached", "'agreement':'The Accord'", "/agreement")]
    [InlineData("party_joined", "'party':'new','name':'New','role':'supporter'", "/supports")]
    [InlineData("party_joined", "'party':'new','name':'New','role':'observer','supports':'alpha'", "/supports")]
    [InlineData("party_joined", "'party':'new','name':'New','role':'observer','wikidata':'801'", "/wikidata")]
    [InlineData("intent_declared", "'by':'alpha','text':'To','matter':'aid','threat':'sanctions'", "/threat")]
    public void What_does_not_fit_its_type_is_refused(string type, string payload, string pointer) =>
        Pointers(Said(type, payload)).ShouldBe([pointer]);

    [Fact]
    public void A_party_introduced_by_a_body_with_another_fault_is_not_called_unknown() =>
        Pointers(Said("party_joined", "'party':'new'")).ShouldBe(["/name", "/role"]);

    [Theory]
    [InlineData("{}", "/type")]
    [InlineData("{'type':5}", "/type")]
    [InlineData("{'type':'peace_broke_out'}", "/type")]
    [InlineData("{'type':'source_registered','source':'x','kind':'article','title':'X'}", "/type")]
    [InlineData("[]", "")]
    [InlineData("'talks_collapsed'", "")]
    public void What_names_no_development_is_refused(string body, string pointer) =>
        new RecordDevelopments(Opened().History, new Dictionary<SourceId, string>())
            .Decide([new(Id(1), Json(body))])
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldBe(pointer);

    [Fact]
    public void A_date_that_is_none_is_refused_with_how_to_write_one() =>
        Opened()
            .Decide(Said("talks_collapsed", "", on: "24.7.2025"))
            .Problems.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(p => p.Pointer.ShouldBe("/occurred"), p => p.Detail.ShouldContain("2025-07-24"));

    [Fact]
    public void An_unknown_party_is_refused_with_those_that_are_known() =>
        Opened().Decide(Said("team_recalled", "'party':'alhpa'")).Problems.Single().Detail.ShouldContain("alpha, beta, delta, gamma");

    [Fact]
    public void Of_an_array_all_is_recorded_or_nothing_and_each_fault_names_its_place()
    {
        var decision = Opened()
            .DecideArray(Said("talks_collapsed"), Said("team_recalled", "'party':'nobody'"), Said("talks_convened", "'round':0"));

        decision.Records.ShouldBeEmpty();
        decision.Problems.Select(p => p.Pointer).ShouldBe(["/1/party", "/2/round"], ignoreOrder: true);
    }

    [Fact]
    public void Later_records_of_an_array_may_name_what_earlier_ones_introduce() =>
        Opened()
            .DecideArray(
                Said("party_joined", "'party':'epsilon','name':'Epsilon','role':'guarantor'"),
                Said("proposal_offered", "'proposal':'new','by':'epsilon'"),
                Said("counter_proposal_offered", "'proposal':'newer','inReplyTo':'new','by':'beta'", id: Id(5)),
                Corrected(Id(5), "'by':'epsilon'", id: Id(6)),
                Retracted(Id(6))
            )
            .ShouldSatisfyAllConditions(d => d.Problems.ShouldBeEmpty(), d => d.Records.Count.ShouldBe(5));

    [Fact]
    public void What_a_retracted_record_introduced_stays_known() =>
        Given(Said("party_joined", "'party':'epsilon','name':'Epsilon','role':'guarantor'", id: Id(1)), Retracted(Id(1)))
            .Decide(Said("team_recalled", "'party':'epsilon'"))
            .Problems.ShouldBeEmpty();

    [Fact]
    public void A_corrected_id_is_known_from_then_on() =>
        Given(Said("proposal_offered", "'proposal':'gaff'", id: Id(1)), Corrected(Id(1), "'proposal':'gaffe'"))
            .Decide(Said("proposal_rejected", "'proposal':'gaffe','by':'beta'"), Said("proposal_rejected", "'proposal':'gaff','by':'beta'"))
            .Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("assertion_retracted", "'reason':'wrong'")]
    [InlineData("assertion_disputed", "'grounds':'doubtful'")]
    [InlineData("assertion_corroborated", "")]
    [InlineData("assertion_corrected", "'patch':{},'reason':'wrong'")]
    public void A_record_about_no_earlier_record_is_refused(string type, string payload)
    {
        Pointers(About(type, Id(9), payload)).ShouldBe(["/assertion"]);
        Pointers(About(type, Id(9), payload, id: Id(9))).ShouldBe(["/assertion"]);
        Opened()
            .DecideArray(About(type, Id(9), payload), Said("talks_collapsed", id: Id(9)))
            .Problems.Select(p => p.Pointer)
            .ShouldBe(["/0/assertion"]);
    }

    [Theory]
    [InlineData("'colour':'red'", "/patch/colour")]
    [InlineData("'type':'talks_collapsed'", "/patch/type")]
    [InlineData("'id':'x'", "/patch/id")]
    [InlineData("'party':'nobody'", "/patch/party")]
    [InlineData("'party':7", "/patch/party")]
    [InlineData("'attribution':{'source':'unread'}", "/patch/attribution/source")]
    [InlineData("'attribution':{'speaker':'party:nobody'}", "/patch/attribution/speaker")]
    [InlineData("'attribution':{'quote':'words'}", "/patch/attribution/quote")]
    [InlineData("'attribution':{'colour':'red'}", "/patch/attribution/colour")]
    [InlineData("'occurred':'24.7.2025'", "/patch/occurred")]
    [InlineData("'after':['one',2]", "/patch/after/1")]
    public void A_patch_that_cannot_fit_is_refused(string patch, string pointer)
    {
        var talks = Given(Said("team_recalled", "'party':'alpha'", id: Id(1)), Corrected(Id(1), "'from':'Doha'", id: Id(2)));

        talks.Decide(Corrected(Id(1), patch)).Problems.Select(p => p.Pointer).ShouldBe([pointer]);
        talks.Decide(Corrected(Id(2), patch)).Problems.Select(p => p.Pointer).ShouldBe([pointer]);
    }

    [Theory]
    [InlineData("{'party':'\\ud800'}")]
    [InlineData("{'\\ud800':1}")]
    [InlineData("{'party':'alpha','party':'beta'}")]
    [InlineData("{'attribution':{'quote':{'exact':'a','exact':'b'}}}")]
    public void A_patch_that_is_no_lasting_JSON_is_refused(string patch) =>
        Given(Said("party_joined", "'party':'epsilon','name':'E','role':'observer'", id: Id(1)))
            .Decide(Quotes($"{{'type':'assertion_corrected','assertion':'{Id(1)}','reason':'r','patch':{patch}}}"))
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldStartWith("/patch");

    [Fact]
    public void A_correction_of_a_retraction_may_not_name_an_unknown_record() =>
        Given(Said("talks_collapsed", id: Id(1)), Retracted(Id(1), id: Id(2)))
            .Decide(Corrected(Id(2), $"'assertion':'{Id(44)}'"))
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/patch/assertion");

    private static IEnumerable<string> Pointers(string body) => Opened().Decide(body).Problems.Select(p => p.Pointer);
}
