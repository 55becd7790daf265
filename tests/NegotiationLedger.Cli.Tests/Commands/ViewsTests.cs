using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class ViewsTests
{
    public static TheoryData<string, int, bool> EveryViewEverywhere()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var view in new[] { "status", "demands", "proposals", "agreements", "matrix", "timeline" })
        {
            foreach (var width in new[] { 20, 40, 60, 80, 100, 120, 200 })
            {
                data.Add(view, width, false);
                data.Add(view, width, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryViewEverywhere))]
    public void No_line_is_wider_than_the_paper(string view, int width, bool isScreen)
    {
        var paper = Print(view, Fixture.Of(view), width, isScreen);
        paper.Lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(width);
        paper.Raw.Contains('\u001b').ShouldBe(isScreen);
    }

    [Theory]
    [MemberData(nameof(EveryViewEverywhere))]
    public void What_others_wrote_colours_nothing_and_moves_no_cursor(string view, int width, bool isScreen)
    {
        var paper = Print(view, Fixture.Of(view, answer => Spoiler.Spoil(answer)), width, isScreen);
        paper.Text.ShouldNotContain('\u001b');
        paper.Text.ShouldNotContain('\u009b');
        paper.Text.ShouldNotContain('\u202e');
        paper.Text.ShouldNotContain("owned");
        if (width >= 80)
            paper.Flat.ShouldContain("[red]Doha[/]");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void An_agreement_says_who_refused_it_with_which_vote_and_what_became_of_it(int width)
    {
        var text = Print("agreements", Fixture.Of("agreements"), width, isScreen: false).Flat;
        text.ShouldContain("The deal (deal)");
        text.ShouldContain("state rejected, 2024-02-20 (publisher The Gazette; observed)");
        text.ShouldContain("Alpha signed, 2024-02-11 says publisher The Gazette");
        text.ShouldContain("Beta rejected by beta's members, 120 to 300, 2024-02-20 says publisher The Gazette");
        text.ShouldContain("Five per cent, 2024-02-01");
        text.ShouldContain("breach by Alpha: \"Paid nothing\", 2024-02-25");
        text.ShouldContain(
            "To come back to the table, 2024-02-10 (publisher The Gazette; observed) by 2024-03-01 overdue, 2024-03-01 (by the term stated by publisher The Gazette; observed)"
        );
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void The_status_says_what_is_contested_and_by_whom(int width)
    {
        var text = Print("status", Fixture.Of("status"), width, isScreen: false).Flat;
        text.ShouldContain("collapsed (contested), 2025-07-24 (source peace-talks-collapse; observed)");
        text.ShouldContain("Israel says: adjourned, 2025-07-24");
        text.ShouldContain("United States says: deadlocked, 2025-07-24");
        text.ShouldContain("mediators Arab mediators");
        text.ShouldContain("Hamas: rejected, twice, 2025-07-17~/2025-07-24");
        text.ShouldContain("Israel: accepted, 2025-07~");
        text.ShouldContain("hostages remaining 50 persons, 2025-07-24");
        text.ShouldContain("last movement Israel begins military operations");
        text.ShouldContain("supporter of Israel");
        text.ShouldContain("under way");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void A_view_ends_with_its_warnings_its_lens_and_its_position(int width) =>
        Print("status", Fixture.Of("status"), width, isScreen: false)
            .Flat.TrimEnd()
            .ShouldEndWith(
                "warning It says it came after what nobody recorded. (after_unknown) "
                    + "lens: occurred until 2025-07-24 · according to party:israel, party:hamas · position @58 · version 41"
            );

    [Fact]
    public void A_proposal_that_the_lens_does_not_show_is_a_stub()
    {
        var answer = Fixture.Of(
            "status",
            status => status["proposals"] = new JsonObject { ["hidden-plan"] = new JsonObject { ["isStub"] = true } }
        );
        Print("status", answer, 120, isScreen: false).Flat.ShouldContain("hidden-plan (stub:");
    }

    [Fact]
    public void An_ultimatum_shows_its_deadline_and_whether_it_is_past()
    {
        var answer = Fixture.Of(
            "status",
            status =>
                status["ultimatums"] = JsonNode.Parse(
                    """{"noon":{"by":"israel","to":"hamas","text":{"value":"Answer."},"deadline":{"value":{"on":"2025-07-25"}},"state":{"value":"past","occurred":"2025-07-24","viewpoints":["party:israel"]},"isPast":true}}"""
                )
        );
        Print("status", answer, 120, isScreen: false).Flat.ShouldContain("Israel to Hamas: Answer. past · deadline 2025-07-25");
    }

    [Fact]
    public void A_denial_is_told_as_one()
    {
        var answer = Fixture.Of(
            "status",
            status =>
                status["phase"]!["contested"] = JsonNode.Parse(
                    """[{"viewpoint":"party:hamas","occurred":"2025-07-24","denies":true,"kind":"denial"}]"""
                )
        );
        Print("status", answer, 120, isScreen: false).Flat.ShouldContain("Hamas denies it, 2025-07-24");
    }

    [Fact]
    public void An_empty_answer_is_no_error()
    {
        foreach (var view in new[] { "status", "demands", "proposals", "matrix", "timeline" })
            Print(view, Fixture.Read(Fixture.Envelope(view, [])), 60, isScreen: true).Flat.ShouldContain("position @58");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void Demands_stand_under_their_parties(int width)
    {
        var text = Print("demands", Fixture.Of("demands"), width, isScreen: false).Flat;
        text.IndexOf("Full withdrawal of Israeli troops.", StringComparison.Ordinal)
            .ShouldBeInRange(text.IndexOf("Hamas", StringComparison.Ordinal), text.IndexOf("Hamas disarms.", StringComparison.Ordinal));
        text.ShouldContain("standing");
        text.ShouldContain("2025-07~");
        text.ShouldNotContain("red line");
    }

    [Fact]
    public void A_demand_shows_its_red_line_its_earlier_wordings_and_its_rivals()
    {
        var answer = Fixture.Of(
            "demands",
            demands =>
            {
                var demand = demands["parties"]!["hamas"]!["demands"]!["full-withdrawal"]!;
                demand["redLine"]!["value"] = true;
                demand["reaffirmed"] = 2;
                demand["status"]!["contested"] = JsonNode.Parse(
                    """[{"value":"dropped","viewpoint":"party:israel","occurred":"2025-07-24"}]"""
                );
                demand["wordings"]!.AsArray().Insert(0, JsonNode.Parse("""{"text":"Withdrawal from the cities.","occurred":"2025-06"}"""));
            }
        );
        var text = Print("demands", answer, 60, isScreen: false).Flat;
        text.ShouldContain("red line: yes");
        text.ShouldContain("before: Withdrawal from the cities., 2025-06");
        text.ShouldContain("again 2x");
        text.ShouldContain("contested: Israel says: dropped, 2025-07-24");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void A_proposal_shows_terms_answers_in_order_and_the_words_for_them(int width)
    {
        var text = Print("proposals", Fixture.Of("proposals"), width, isScreen: false).Flat;
        text.ShouldContain("Phased ceasefire with an aid corridor (phased-ceasefire)");
        text.ShouldContain(
            "2025-07~ Israel accepted 2025-07-17~/2025-07-24 Hamas rejected 2025-07-17~/2025-07-24 Hamas submitted 2025-07-17~/2025-07-24 Hamas rejected"
        );
        text.ShouldContain("The answer of Hamas was called \"not serious\" by Arab mediators.");
        text.ShouldContain("next move nobody's, or unknown");
        text.ShouldContain("offered by unknown");
    }

    [Fact]
    public void A_proposal_that_waits_says_for_whom()
    {
        var answer = Fixture.Of(
            "proposals",
            proposals =>
            {
                proposals["proposals"]!["phased-ceasefire"]!["awaiting"] = new JsonArray("hamas");
                proposals["proposals"]!["phased-ceasefire"]!["move"] = new JsonArray("hamas");
            }
        );
        Print("proposals", answer, 120, isScreen: false).Flat.ShouldContain("yet to answer Hamas next move Hamas");
    }

    [Fact]
    public void The_matrix_is_a_grid_where_there_is_room()
    {
        var paper = Print("matrix", Fixture.Of("matrix"), 120, isScreen: false);
        paper.Lines.ShouldContain(l => l.Contains("issue") && l.Contains("state") && l.Contains("Hamas") && l.Contains("Israel"));
        paper.Lines.ShouldContain(l =>
            l.Contains("Humanitarian aid")
            && l.Contains("conflicting")
            && l.Contains("rejects \"An aid corridor\"")
            && l.Contains("accepts \"An aid corridor\"")
        );
    }

    [Fact]
    public void The_matrix_is_a_list_of_issues_where_there_is_none()
    {
        var paper = Print("matrix", Fixture.Of("matrix"), 60, isScreen: false);
        paper.Lines.ShouldContain("Humanitarian aid  conflicting");
        paper.Lines.ShouldContain("  Hamas: rejects \"An aid corridor\"");
        paper.Lines.ShouldContain("Release of the hostages  open");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void The_timeline_names_actors_codes_and_claims(int width)
    {
        var text = Print("timeline", Fixture.Of("timeline"), width, isScreen: false).Flat;
        text.ShouldContain("Israel recalls its team");
        text.ShouldContain("164");
        text.ShouldContain("−6.5");
        text.ShouldContain("conditional: United States intends:");
        text.ShouldContain("2025-07-24 to 2025-07-24 · sum of a day −38.7 · mean of 7 days −5.53");
        text.ShouldContain("by day ▁");
    }

    [Fact]
    public void History_shows_the_quote_and_who_recorded_it_when()
    {
        var history = JsonNode.Parse(
            """
            {"negotiation":"doha-2025","lens":{},"position":"@58","version":41,"next":25,"entries":[{"id":"x","sequence":25,"version":20,"type":"response_characterized",
            "recordedAt":"2025-07-25T09:30:00.123456Z","recordedBy":"local","viewpoint":"party:arab-mediators","data":{"occurred":"2025-07-24","claim":"denied",
            "attribution":{"quote":{"exact":"not serious"}}}}]}
            """
        )!;
        foreach (var width in new[] { 60, 120 })
        {
            var paper = Paper.Pipe(width);
            History.Show(paper.Page, System.Text.Json.JsonSerializer.SerializeToElement(history), Fixture.Of("status").Names);
            paper.Flat.ShouldContain("@25 #20");
            paper.Flat.ShouldContain("response characterized (denied)");
            paper.Flat.ShouldContain("\"not serious\"");
            paper.Flat.ShouldContain("Arab mediators");
            paper.Flat.ShouldContain("2025-07-25 09:30:00Z");
            paper.Flat.ShouldContain("There are more: --after 25");
        }
    }

    [Fact]
    public void The_curve_has_every_day_between_its_points()
    {
        var curve = Curve.Of(
            System.Text.Json.JsonElement.Parse("""{"curve":[{"day":"2025-07-01","sum":7},{"day":"2025-07-09","sum":-14}]}""")
        );
        curve.Sums.ShouldBe([7, 0, 0, 0, 0, 0, 0, 0, -14]);
        curve.Means.ShouldBe([1, 1, 1, 1, 1, 1, 1, 0, -2]);
        (curve.First, curve.Last).ShouldBe(("2025-07-01", "2025-07-09"));
    }

    private static Paper Print(string view, Answer answer, int width, bool isScreen)
    {
        var paper = isScreen ? Paper.Screen(width) : Paper.Pipe(width);
        Action<Page, Answer> show = view switch
        {
            "status" => Status.Show,
            "demands" => Demands.Show,
            "proposals" => Proposals.Show,
            "agreements" => Agreements.Show,
            "matrix" => Matrix.Show,
            _ => Timeline.Show,
        };
        show(paper.Page, answer);
        return paper;
    }
}
