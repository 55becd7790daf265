using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Views;

/// <summary>What the ledger must answer from the negotiation of the United Kingdom's withdrawal from the European Union.</summary>
public class BrexitTests
{
    private const string Uk = "united-kingdom";
    private const string Eu = "european-union";
    private static readonly string[] Agreed = ["citizens", "future", "ireland", "settlement", "transition"];
    private static readonly Ledger Talks = Seed.Ledger("brexit-2018");

    [Theory]
    [InlineData("2017-04-30", null)]
    [InlineData("2017-06-19", Phase.InSession)]
    [InlineData("2017-06-20", Phase.OutOfSession)]
    [InlineData("2017-10-12", Phase.Deadlocked)]
    [InlineData("2017-11-10", Phase.InSession)]
    [InlineData("2018-02-28", Phase.OutOfSession)]
    [InlineData("2018-08-21", Phase.InSession)]
    [InlineData("2018-09-21", Phase.Deadlocked)]
    [InlineData("2018-10-15", Phase.Deadlocked)]
    [InlineData("2018-11-14", Phase.Agreed)]
    [InlineData("2019-01-14", Phase.Agreed)]
    [InlineData("2019-01-16", Phase.AgreementRefused)]
    [InlineData("2019-03-30", Phase.AgreementRefused)]
    [InlineData("2019-10-11", Phase.InSession)]
    [InlineData("2019-10-18", Phase.Agreed)]
    [InlineData("2020-01-30", Phase.Agreed)]
    [InlineData("2020-02-02", Phase.Closed)]
    public void The_phase_on_a_day(string day, Phase? phase) => (Status(day).Phase?.Value).ShouldBe(phase);

    [Theory]
    [InlineData("2017-12-07", "")]
    [InlineData("2017-12-08", "joint-report Reached")]
    [InlineData("2018-11-13", "joint-report Reached")]
    [InlineData("2018-11-14", "deal-2018 Reached, joint-report Reached")]
    [InlineData("2019-01-16", "deal-2018 Rejected, joint-report Reached")]
    [InlineData("2019-03-30", "deal-2018 Rejected, joint-report Reached, strasbourg-instrument Reached")]
    [InlineData("2019-10-18", "deal-2018 Rejected, deal-2019 Reached, joint-report Reached, strasbourg-instrument Reached")]
    [InlineData("2020-01-24", "deal-2018 Rejected, deal-2019 Signed, joint-report Reached, strasbourg-instrument Reached")]
    [InlineData("2020-02-02", "deal-2018 Rejected, deal-2019 InForce, joint-report Reached, strasbourg-instrument Reached")]
    public void The_agreements_on_a_day(string day, string agreements)
    {
        string.Join(", ", Agreements(day).ById.Select(a => $"{a.Key} {a.Value.State!.Value}")).ShouldBe(agreements);
        Status(day).Agreements.Keys.ShouldBe(Agreements(day).ById.Keys, ignoreOrder: true);
    }

    [Theory]
    [InlineData("2018-02-28", "commission-draft")]
    [InlineData("2018-06-08", "uk-backstop")]
    [InlineData("2018-07-12", "chequers, uk-backstop")]
    [InlineData("2019-10-02", "chequers, johnson-plan, uk-backstop")]
    [InlineData("2020-02-02", "")]
    public void What_is_on_the_table_on_a_day(string day, string proposals) =>
        string.Join(", ", Proposals(day).OnTheTable).ShouldBe(proposals);

    [Fact]
    public void On_30_April_2017_the_order_of_the_talks_is_what_they_are_stuck_on()
    {
        var matrix = Matrix("2017-04-30");
        foreach (var issue in new[] { "sequence", "future" })
            matrix.Issues[issue].State.ShouldBe(RowState.Conflicting);
        foreach (var issue in new[] { "citizens", "settlement", "ireland" })
        {
            matrix.Issues[issue].State.ShouldBe(RowState.OneSided);
            matrix.Issues[issue].Cells.Keys.ShouldBe([Eu]);
        }
        matrix.Issues["transition"].State.ShouldBe(RowState.Open);
        var demands = Demands("2017-04-30");
        demands.Parties[Eu].Demands.Count.ShouldBe(5);
        demands.Parties[Eu].Demands["four-freedoms"].RedLine!.Value.ShouldBeTrue();
        demands.Parties[Uk].Demands["parallel-talks"].Status!.Value.ShouldBe(DemandStatus.Standing);
    }

    [Fact]
    public void With_the_first_round_the_order_is_settled_as_the_Union_demanded()
    {
        var demands = Demands("2017-06-19");
        demands.Parties[Uk].Demands["parallel-talks"].Status!.Value.ShouldBe(DemandStatus.Dropped);
        demands.Parties[Eu].Demands["withdrawal-first"].Status!.Value.ShouldBe(DemandStatus.Met);
        Matrix("2017-06-19").Issues["sequence"].State.ShouldBe(RowState.Open);
    }

    [Fact]
    public void On_12_October_2017_the_Union_declares_a_deadlock_that_not_everybody_sees()
    {
        var status = Status("2017-10-12");
        status.DeadlockDeclaredBy.Keys.ShouldBe([Eu]);
        status.Phase!.Contested!.Select(r => r.Value).ShouldBe([Phase.InSession]);
        status.Round!.Value.ToString().ShouldBe("5");
    }

    [Fact]
    public void On_28_February_2018_one_term_of_the_draft_is_refused_and_on_19_March_three_are_accepted()
    {
        var refused = Proposals("2018-02-28").Proposals["commission-draft"];
        refused.Responses[Uk].Latest.Value.ShouldBe(Response.Rejected);
        Matrix("2018-02-28").Issues["ireland"].State.ShouldBe(RowState.Conflicting);
        Demands("2018-02-28").Parties[Uk].Demands["no-sea-border"].RedLine!.Value.ShouldBeTrue();

        var accepted = Matrix("2018-03-19");
        foreach (var issue in new[] { "citizens", "settlement", "transition" })
        {
            accepted.Issues[issue].State.ShouldBe(RowState.Agreed);
            accepted.Issues[issue].Agreed!.Reference.ShouldBe("commission-draft");
            accepted.Issues[issue].Cells[Uk].Current.Kind.ShouldBe(PositionKind.Accepts);
        }
        accepted.Issues["ireland"].State.ShouldBe(RowState.Conflicting);
    }

    [Fact]
    public void After_Salzburg_the_white_paper_is_rejected_and_the_phase_contested()
    {
        var status = Status("2018-09-21");
        status.DeadlockDeclaredBy.Keys.ShouldBe([Uk]);
        status.Phase!.Contested!.Select(r => r.Value).ShouldBe([Phase.InSession]);
        status.Proposals["chequers"].Responses[Eu].Latest.Value.ShouldBe(Response.Rejected);
        status.Proposals["chequers"].Move.Select(p => p.Value).ShouldBe([Uk]);
        Matrix("2018-09-21").Issues["future"].State.ShouldBe(RowState.Conflicting);
        Talks.View<TalksStatus>(occurredUntil: "2018-09-21", accordingTo: $"party:{Uk}").Phase!.Value.ShouldBe(Phase.Deadlocked);
        Talks.View<TalksStatus>(occurredUntil: "2018-09-21", accordingTo: $"party:{Eu}").Phase!.Value.ShouldBe(Phase.InSession);
    }

    [Fact]
    public void A_deal_denied_in_October_2018_does_not_contest_that_of_November()
    {
        Agreements("2018-10-15").ById.Keys.ShouldBe(["joint-report"]);
        var deal = Agreements("2018-11-14").ById["deal-2018"];
        deal.State!.Contested.ShouldBeNull();
        deal.State.Occurred.Text.ShouldBe("2018-11-14");
        Talks.View<Timeline>().Items.Single(i => i.Occurrence == "deal-in-october").Claim.ShouldBe(Claim.Denied);
    }

    [Fact]
    public void On_14_November_2018_every_issue_that_the_deal_has_terms_for_is_agreed()
    {
        var deal = Agreements("2018-11-14").ById["deal-2018"];
        deal.Scope!.Value.ShouldBe(AgreementScope.Whole);
        deal.Parties.ShouldBe([Eu, Uk]);
        deal.Terms.Keys.ShouldBe(Agreed);
        deal.Decisions.ShouldBeEmpty();
        var matrix = Matrix("2018-11-14");
        matrix.Issues.Where(i => i.Value.State == RowState.Agreed).Select(i => i.Key).ShouldBe(Agreed);
        matrix.Issues["ireland"].Agreed!.Reference.ShouldBe("deal-2018");
        Proposals("2018-11-14").Proposals["commission-draft"].State!.Value.ShouldBe(ProposalState.Agreed);
    }

    [Theory]
    [InlineData("2019-01-16", 202, 432, 0)]
    [InlineData("2019-03-12", 242, 391, 1)]
    [InlineData("2019-03-30", 286, 344, 2)]
    public void The_deal_is_refused_three_times(string day, int votesFor, int votesAgainst, int before)
    {
        var deal = Agreements(day).ById["deal-2018"];
        var decision = deal.Decisions[Uk];
        decision.Value.ShouldBe(new PartyDecision(DecisionKind.Rejected, "House of Commons", votesFor, votesAgainst));
        (decision.History?.Count ?? 0).ShouldBe(before);
        deal.IsStanding.ShouldBeFalse();
        Matrix(day).Issues.Values.ShouldAllBe(row => row.State != RowState.Agreed);
        Matrix(day).Issues["settlement"].Agreed!.IsReopened.ShouldBeTrue();
    }

    [Fact]
    public void On_16_January_2019_the_last_movement_is_the_vote_of_confidence() =>
        Status("2019-01-16")
            .LastMovement!.ShouldSatisfyAllConditions(
                m => m.Type.ShouldBe("vote_held"),
                m => m.What.ShouldContain("306 for, 325 against"),
                m => m.Occurred.Text.ShouldBe("2019-01-16")
            );

    [Fact]
    public void The_demand_to_replace_the_backstop_hardens_and_is_met()
    {
        Demand("2019-01-28").ShouldBeNull();
        Demand("2019-03-30")!.RedLine!.Value.ShouldBeFalse();
        var hardened = Demand("2019-08-19")!;
        (hardened.Status!.Value, hardened.RedLine!.Value, hardened.Text!.Value).ShouldBe(
            (DemandStatus.Revised, true, "The backstop is taken out.")
        );
        hardened.Wordings.Count.ShouldBe(2);
        Demand("2019-10-18")!.Status!.Value.ShouldBe(DemandStatus.Met);

        static Demand? Demand(string day) => Demands(day).Parties[Uk].Demands.GetValueOrDefault("replace-backstop");
    }

    [Fact]
    public void On_18_October_2019_the_revised_deal_is_agreed_and_the_unionists_red_line_stands()
    {
        var matrix = Matrix("2019-10-18");
        matrix.Issues.Where(i => i.Value.State == RowState.Agreed).Select(i => i.Key).ShouldBe(Agreed);
        matrix.Issues.Values.Where(r => r.Agreed is not null).ShouldAllBe(r => r.Agreed!.Reference == "deal-2019");
        matrix.Issues["ireland"].Cells["dup"].Current.Kind.ShouldBe(PositionKind.Demands);
        var sameTerms = Demands("2019-10-18").Parties["dup"].Demands["same-terms"];
        (sameTerms.Status!.Value, sameTerms.RedLine!.Value, sameTerms.Reaffirmed).ShouldBe((DemandStatus.Standing, true, 1));
        Agreements("2019-10-18").ById["deal-2019"].Decisions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2019-04-12", "Open", null)]
    [InlineData("2019-05-23", "Met", null)]
    [InlineData("2019-10-30", "Met", "Open")]
    [InlineData("2019-11-15", "Met", "Missed")]
    public void What_the_extensions_asked_of_the_United_Kingdom(string day, string elections, string? commissioner)
    {
        var commitments = Agreements(day).Commitments.ToDictionary(c => c.Key.Split(' ')[0], c => c.Value.State!.Value.ToString());
        commitments["hold-european-elections"].ShouldBe(elections);
        commitments.GetValueOrDefault("name-commissioner").ShouldBe(commissioner);
    }

    [Fact]
    public void Every_extension_is_told_and_the_third_with_both_its_dates()
    {
        var extensions = Talks.View<Timeline>().Items.Where(i => i.Type == "deadline_extended").ToList();
        extensions
            .Select(i => (i.Occurrence, i.Claim))
            .ShouldBe(
                [
                    ("extension-1-long", Claim.Conditional),
                    ("extension-1", Claim.Actual),
                    ("extension-2", Claim.Actual),
                    ("extension-3", Claim.Actual),
                ],
                ignoreOrder: true
            );
        var third = extensions.Single(i => i.Occurrence == "extension-3");
        third.Accounts!.Count.ShouldBe(2);
        third.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void Both_sides_approve_and_the_Parliaments_consent_is_kept_behind_the_Councils_conclusion()
    {
        var deal = Agreements("2020-02-02").ById["deal-2019"];
        deal.Decisions[Eu].Value.ShouldBe(new PartyDecision(DecisionKind.Ratified, "Council of the European Union"));
        deal.Decisions[Eu]
            .History!.Select(h => h.Value)
            .ShouldContain(new PartyDecision(DecisionKind.Ratified, "European Parliament", 621, 49));
        deal.Decisions[Uk]
            .History!.Select(h => h.Value)
            .Append(deal.Decisions[Uk].Value)
            .ShouldContain(new PartyDecision(DecisionKind.Ratified, "Parliament"));
    }

    [Fact]
    public void On_2_February_2020_the_negotiation_is_closed_with_the_deal_in_force_since_a_moment_of_two_dates()
    {
        var status = Status("2020-02-02");
        status.Outcome!.Value.ShouldBe("The United Kingdom left with an agreement.");
        foreach (var party in new[] { Uk, Eu })
            status.Parties[party].Presence!.Value.ShouldBe(Presence.WasAtTable);
        status.Parties[Uk].IsIntentOver.ShouldBeTrue();
        status.Proposals.ShouldBeEmpty();
        foreach (var proposal in new[] { "chequers", "uk-backstop" })
            Proposals("2020-02-02").Proposals[proposal].State!.Value.ShouldBe(ProposalState.Lapsed);

        Agreements("2020-01-31").ById["deal-2019"].State!.Value.ShouldBe(AgreementState.InForce);
        var force = Agreements("2020-02-02").ById["deal-2019"].State!;
        (force.Value, force.Occurred.Text).ShouldBe((AgreementState.InForce, "2020-01-31T23:00:00Z"));
        force.Contested!.Select(r => r.Occurred?.Text).ShouldBe(["2020-02-01"]);
        force.Contested!.ShouldAllBe(r => r.Kind == RivalKind.Date);
    }

    [Fact]
    public void The_settlement_is_counted_differently_and_in_the_end_in_another_unit()
    {
        var count = Status("2020-02-02").Figures["financial settlement"].Value;
        count.Value.ShouldBe(new Quantity(37.1m, "GBP billion"));
        count.Contested!.Select(r => (r.Viewpoint.ToString(), r.Value)).ShouldBe([($"party:{Uk}", new Quantity(39, "GBP billion"))]);
        Talks
            .View<TalksStatus>(occurredUntil: "2020-02-02", assertedUntil: "2018-01-01")
            .Figures["financial settlement"]
            .Value.Value.ShouldBe(new Quantity(39, "GBP billion"));
        Talks.View<TalksStatus>().Figures["financial settlement"].Value.Value.ShouldBe(new Quantity(47.5m, "EUR billion"));
        Talks
            .View<TalksStatus>(standing: "undisputed")
            .Figures["financial settlement"]
            .Value.Value.ShouldBe(new Quantity(37.1m, "GBP billion"), "Downing Street disputes the figure in the accounts");
    }

    [Fact]
    public void The_entry_into_force_is_planned_before_it_is_reported()
    {
        var told = Talks.View<Timeline>(assertedUntil: "2020-01-30").Items.Single(i => i.Occurrence == "entry-into-force");
        (told.Claim, told.Occurred.Text).ShouldBe((Claim.Planned, "2020-01-31T23:00:00Z"));
        Talks
            .View<Agreements>(assertedUntil: "2020-01-30")
            .ById["deal-2019"]
            .ShouldSatisfyAllConditions(a => a.State!.Value.ShouldBe(AgreementState.Signed), a => a.Until.ShouldBeNull());
    }

    [Theory]
    [InlineData("cox-advice", "2018-12-04", "2018-12-05")]
    [InlineData("yellowhammer", "2019-09-10", "2019-09-11")]
    public void Late_news_stands_on_its_day_once_it_is_out(string occurrence, string before, string after)
    {
        Talks.View<Timeline>(assertedUntil: before).Items.ShouldNotContain(i => i.Occurrence == occurrence);
        var items = Talks.View<Timeline>(assertedUntil: after).Items.ToList();
        items.ShouldContain(i => i.Occurrence == occurrence);
        items.Select(i => i.At).ShouldBeInOrder();
    }

    [Fact]
    public void What_its_speaker_disputes_is_left_out_where_only_the_undisputed_counts()
    {
        Talks.View<Timeline>().Items.Single(i => i.Occurrence == "davis-on-the-joint-report").DisputedBy!.Count.ShouldBe(1);
        Talks.View<Timeline>(standing: "undisputed").Items.ShouldNotContain(i => i.Occurrence == "davis-on-the-joint-report");
    }

    private static TalksStatus Status(string day) => Talks.View<TalksStatus>(occurredUntil: day);

    private static Agreements Agreements(string day) => Talks.View<Agreements>(occurredUntil: day);

    private static IssueMatrix Matrix(string day) => Talks.View<IssueMatrix>(occurredUntil: day);

    private static ProposalBook Proposals(string day) => Talks.View<ProposalBook>(occurredUntil: day);

    private static PartyDemands Demands(string day) => Talks.View<PartyDemands>(occurredUntil: day);
}
