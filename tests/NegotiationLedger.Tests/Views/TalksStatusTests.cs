using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class TalksStatusTests
{
    [Theory]
    [InlineData("talks_announced", "", Phase.Announced)]
    [InlineData("talks_convened", "", Phase.InSession)]
    [InlineData("talks_resumed", "", Phase.InSession)]
    [InlineData("talks_adjourned", "", Phase.Adjourned)]
    [InlineData("talks_suspended", "", Phase.Suspended)]
    [InlineData("deadlock_declared", "'by':'alpha'", Phase.Deadlocked)]
    [InlineData("talks_collapsed", "", Phase.Collapsed)]
    [InlineData("agreement_reached", "", Phase.Agreed)]
    [InlineData("negotiation_closed", "", Phase.Closed)]
    public void A_development_moves_the_phase(string type, string payload, Phase phase) =>
        Given(Said("talks_convened", "", "2025-07-01"), Said(type, payload, "2025-07-02")).View<TalksStatus>().Phase!.Value.ShouldBe(phase);

    [Theory]
    [InlineData("team_dispatched", "'party':'alpha'", Presence.AtTable)]
    [InlineData("team_recalled", "'party':'alpha'", Presence.Recalled)]
    [InlineData("party_left", "'party':'alpha'", Presence.Left)]
    [InlineData("talks_convened", "'parties':['alpha']", Presence.AtTable)]
    [InlineData("talks_resumed", "'parties':['alpha']", Presence.AtTable)]
    public void A_development_moves_a_team_and_no_other(string type, string payload, Presence presence)
    {
        var parties = Given(Said(type, payload)).View<TalksStatus>().Parties;

        parties["alpha"].Presence!.Value.ShouldBe(presence);
        parties.Keys.ShouldBe(["alpha"]);
    }

    [Fact]
    public void Round_venue_and_format_are_those_last_said()
    {
        var status = Given(
                Said("talks_convened", "'round':1,'venue':'Doha','format':'indirect'", "2025-07-01"),
                Said("talks_resumed", "'round':2", "2025-07-02"),
                Said("venue_changed", "'venue':'Cairo'", "2025-07-03")
            )
            .View<TalksStatus>();

        (status.Round!.Value, status.Venue!.Value, status.Format!.Value.ToString()).ShouldBe((Round.Of(2)!.Value, "Cairo", "Indirect"));
    }

    [Fact]
    public void A_round_may_have_a_name_and_a_number_may_say_otherwise()
    {
        var round = Given(
                Said("talks_convened", "'round':1", "2025-07-01", by: "party:alpha"),
                Said("talks_convened", "'round':'COP 1'", "2025-07-01", by: "party:beta")
            )
            .View<TalksStatus>()
            .Round!;

        round.Value.ToString().ShouldBe("COP 1");
        round.Contested!.ShouldHaveSingleItem().Value.ToString().ShouldBe("1");
    }

    [Fact]
    public void A_late_report_changes_the_state_of_the_day_it_speaks_of()
    {
        var talks = Given(
            Said("talks_convened", "", "2025-07-01"),
            Said("talks_collapsed", "", "2025-07-20"),
            Said("talks_suspended", "", "2025-07-10")
        );

        talks.View<TalksStatus>(occurredUntil: "2025-07-15").Phase!.Value.ShouldBe(Phase.Suspended);
        talks.View<TalksStatus>().Phase!.Value.ShouldBe(Phase.Collapsed);
    }

    [Fact]
    public void Who_declared_a_deadlock_is_forgotten_when_the_talks_go_on()
    {
        string[] deadlock =
        [
            Said("deadlock_declared", "'by':'alpha'", "2025-07-01"),
            Said("deadlock_declared", "'by':'beta'", "2025-07-02"),
        ];

        Given(deadlock).View<TalksStatus>().DeadlockDeclaredBy.Keys.ShouldBe(["alpha", "beta"]);
        Given([.. deadlock, Said("talks_resumed", "", "2025-07-03")]).View<TalksStatus>().DeadlockDeclaredBy.ShouldBeEmpty();
        Given([.. deadlock, Said("talks_collapsed", "", "2025-07-03")]).View<TalksStatus>().DeadlockDeclaredBy.ShouldBeEmpty();
    }

    [Fact]
    public void One_viewpoints_later_date_of_a_deadlock_that_is_over_does_not_bring_it_back()
    {
        var status = Given(
                Said("deadlock_declared", "'by':'alpha'", "2025-07-01", "party:alpha", occurrence: "stuck"),
                Said("talks_resumed", "", "2025-07-02"),
                Said("deadlock_declared", "'by':'alpha'", "2025-07-03", "party:beta", occurrence: "stuck")
            )
            .View<TalksStatus>();

        status.Phase!.Value.ShouldBe(Phase.InSession);
        status.DeadlockDeclaredBy.ShouldBeEmpty();
        status.Phase.Contested!.Single().Value.ShouldBe(Phase.Deadlocked);
    }

    [Fact]
    public void Who_broke_off_is_known_while_the_talks_are_collapsed()
    {
        var collapse = Said("talks_collapsed", "'by':'beta'", "2025-07-01");

        Given(collapse).View<TalksStatus>().CollapsedBy!.Value.Value.ShouldBe("beta");
        Given(collapse, Said("talks_resumed", "", "2025-07-02"), Said("talks_collapsed", "", "2025-07-03"))
            .View<TalksStatus>()
            .CollapsedBy.ShouldBeNull();
    }

    [Fact]
    public void A_mediator_works_until_it_withdraws()
    {
        var engaged = Said("mediator_engaged", "'mediator':'gamma'", "2025-07-01");

        Given(engaged).View<TalksStatus>().Mediators.ShouldBe(["gamma"]);
        Given(engaged, Said("mediator_withdrawn", "'mediator':'gamma'", "2025-07-02")).View<TalksStatus>().Mediators.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("proposal_rejected", "'by':'beta'", true)]
    [InlineData("proposal_accepted", "'by':'beta'", true)]
    [InlineData("proposal_withdrawn", "", false)]
    [InlineData("proposal_expired", "", false)]
    [InlineData("agreement_reached", "", false)]
    public void A_rejection_does_not_close_a_proposal(string type, string payload, bool isOpen) =>
        Given(Said(type, $"'proposal':'plan'{(payload.Length > 0 ? "," : "")}{payload}"))
            .View<TalksStatus>()
            .Proposals.ContainsKey("plan")
            .ShouldBe(isOpen);

    [Fact]
    public void A_proposal_that_a_viewpoint_only_saw_withdrawn_is_not_on_its_table() =>
        Given(Said("proposal_withdrawn", "'proposal':'plan'", by: "party:beta"))
            .View<TalksStatus>(accordingTo: "party:beta")
            .Proposals.ShouldBeEmpty();

    [Fact]
    public void An_ultimatum_runs_and_its_deadline_is_judged_only_by_a_given_day()
    {
        var talks = Given(
            Said("ultimatum_issued", "'ultimatum':'leave','by':'alpha','to':'beta','text':'Leave','deadline':'2025-07-12'", "2025-07-10")
        );

        Ultimatum(talks).ShouldBe((UltimatumState.Running, null));
        Ultimatum(talks, "2025-07-11").ShouldBe((UltimatumState.Running, false));
        Ultimatum(talks, "2025-07-12").ShouldBe((UltimatumState.Running, false));
        Ultimatum(talks, "2025-07-13").ShouldBe((UltimatumState.Past, true));
    }

    [Theory]
    [InlineData("answered", UltimatumState.Answered)]
    [InlineData("withdrawn", UltimatumState.Withdrawn)]
    public void An_ultimatum_ends(string outcome, UltimatumState state) =>
        Ultimatum(
            Given(
                Said("ultimatum_issued", "'ultimatum':'leave','by':'alpha','to':'beta','text':'Leave'", "2025-07-10"),
                Said("ultimatum_ended", $"'ultimatum':'leave','outcome':'{outcome}'", "2025-07-11")
            )
        )
            .State.ShouldBe(state);

    [Fact]
    public void The_end_of_an_ultimatum_that_the_lens_does_not_show_is_a_stub()
    {
        var ultimatum = Given(Said("ultimatum_ended", "'ultimatum':'leave','outcome':'answered'")).View<TalksStatus>().Ultimatums["leave"];

        (ultimatum.Text, ultimatum.By, ultimatum.State.Value).ShouldBe((null, null, UltimatumState.Answered));
    }

    [Fact]
    public void A_party_fights_until_it_halts_or_a_ceasefire_binds_it()
    {
        var begun = Said("military_operations_begun", "'party':'alpha','area':'North','objectives':['hills']", "2025-07-01");
        var ceasefire = Said("ceasefire_began", "'parties':['alpha','beta']", "2025-07-02");

        Given(begun)
            .View<TalksStatus>()
            .Parties["alpha"]
            .ShouldSatisfyAllConditions(
                p => p.Hostilities!.Value.ShouldBe(Hostilities.UnderWay),
                p => p.Area!.Value.ShouldBe("North"),
                p => p.Objectives.ShouldBe(["hills"])
            );
        Given(begun, Said("military_operations_halted", "'party':'alpha'", "2025-07-02"))
            .View<TalksStatus>()
            .Parties["alpha"]
            .Hostilities!.Value.ShouldBe(Hostilities.Halted);
        Given(begun, ceasefire).View<TalksStatus>().Parties.Values.ShouldAllBe(p => p.Hostilities!.Value == Hostilities.Ceasefire);
        Given(begun, ceasefire, Said("military_operations_begun", "'party':'alpha'", "2025-07-03"))
            .View<TalksStatus>()
            .Parties["alpha"]
            .Hostilities!.Value.ShouldBe(Hostilities.UnderWay);
    }

    [Fact]
    public void A_figure_is_the_latest_with_the_unit_it_was_reported_in()
    {
        var figure = Given(
                Said(
                    "figure_reported",
                    "'subject':'held/alive','value':50,'unit':'persons'",
                    "2025-07-02",
                    "party:alpha",
                    asserted: "2025-07-09",
                    occurrence: "count"
                ),
                Said(
                    "figure_reported",
                    "'subject':'held/alive','value':48.5,'unit':'bodies'",
                    "2025-07-03",
                    "party:beta",
                    asserted: "2025-07-08",
                    occurrence: "count"
                )
            )
            .View<TalksStatus>();

        figure.Figures["held/alive"].Value.Value.ShouldBe(new Quantity(50, "persons"));
        figure
            .Contested.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                c => c.Field.ShouldBe("/figures/held~1alive/value"),
                c => c.Rivals[0].Value.ShouldBe("48.5 bodies")
            );
    }

    [Fact]
    public void The_last_movement_is_no_statement_and_no_figure()
    {
        var movement = Given(
                Said("team_recalled", "'party':'alpha'", "2025-07-10", "party:beta", id: Id(1)),
                Said("statement_made", "'text':'Words'", "2025-07-11"),
                Said("figure_reported", "'subject':'held','value':1", "2025-07-12")
            )
            .View<TalksStatus>()
            .LastMovement!;

        (movement.Type, movement.What, movement.Occurred.Text).ShouldBe(("team_recalled", "Alpha recalls its team", "2025-07-10"));
        (movement.Events.Single(), movement.Viewpoints.Single().ToString()).ShouldBe((Id(1), "party:beta"));
    }

    [Fact]
    public void An_intent_is_shown_with_who_means_it() =>
        Given(Said("intent_declared", "'by':'alpha','text':'To leave'"))
            .View<TalksStatus>()
            .Parties["alpha"]
            .Intent!.Value.ShouldBe("To leave");

    [Theory]
    [InlineData("talks_adjourned", "")]
    [InlineData("talks_suspended", "")]
    [InlineData("talks_collapsed", "")]
    [InlineData("negotiation_closed", "")]
    public void Who_sat_at_the_table_when_the_talks_left_the_session_was_there_until_then(string type, string payload)
    {
        var status = Given(
                Said("talks_convened", "'parties':['alpha','beta']", "2025-07-01"),
                Said("team_recalled", "'party':'alpha'", "2025-07-02"),
                Said(type, payload, "2025-07-03")
            )
            .View<TalksStatus>();

        status.Parties["alpha"].Presence!.Value.ShouldBe(Presence.Recalled);
        var beta = status.Parties["beta"].Presence!;
        (beta.Value, beta.Occurred.Text, beta.Contested).ShouldBe((Presence.WasAtTable, "2025-07-03", null));
    }

    [Fact]
    public void Hostages_taken_and_persons_released_are_counted_once_each_and_contested_where_accounts_differ()
    {
        var status = Given(
                Said("hostages_taken", "'by':'beta','count':240", "2025-07-01", asserted: "2025-07-02", occurrence: "raid"),
                Said("hostages_taken", "'by':'beta','count':251", "2025-07-01", "party:alpha", asserted: "2025-07-03", occurrence: "raid"),
                Said("persons_released", "'by':'beta','count':10", "2025-07-04"),
                Said("persons_released", "'by':'beta','count':12", "2025-07-05"),
                Said("prisoners_exchanged", "'sides':[{'by':'alpha','count':30},{'by':'beta','count':3}]", "2025-07-06", occurrence: "swap")
            )
            .View<TalksStatus>();

        (status.TakenCount, status.ReleasedCount).ShouldBe((251, 55));
        status.Released["swap alpha"].Count!.Value.ShouldBe(30);
        status.Taken["raid"].Count!.Contested!.Single().Value.ShouldBe(240);
        status.Contested.Single().Field.ShouldBe("/taken/raid/count");
    }

    [Fact]
    public void A_closed_negotiation_shows_its_outcome_and_nothing_runs_on()
    {
        string[] told =
        [
            Said("talks_convened", "'parties':['alpha','beta']", "2025-07-01"),
            Said("intent_declared", "'by':'alpha','text':'To leave'", "2025-07-02"),
            Said("ultimatum_issued", "'ultimatum':'leave','by':'alpha','to':'beta','text':'Leave'", "2025-07-02"),
            Said("negotiation_closed", "'outcome':'No agreement'", "2025-07-03"),
        ];

        var status = Given(told).View<TalksStatus>();
        (status.Phase!.Value, status.Outcome!.Value).ShouldBe((Phase.Closed, "No agreement"));
        status.Proposals.ShouldBeEmpty();
        status.Parties.Values.ShouldAllBe(p => p.Presence!.Value == Presence.WasAtTable);
        status.Parties["alpha"].IsIntentOver.ShouldBeTrue();
        status.Ultimatums["leave"].State.Value.ShouldBe(UltimatumState.Over);
        Given(told).View<ProposalBook>().Proposals["plan"].State!.Value.ShouldBe(ProposalState.Lapsed);

        var resumed = Given([.. told, Said("talks_resumed", "", "2025-07-04")]).View<TalksStatus>();
        resumed.Proposals.Keys.ShouldBe(["plan"]);
        (resumed.Outcome, resumed.Ultimatums["leave"].State.Value, resumed.Parties["alpha"].IsIntentOver).ShouldBe(
            (null, UltimatumState.Running, false)
        );
    }

    [Fact]
    public void Of_several_operations_one_that_halts_leaves_the_party_fighting_where_the_others_are()
    {
        string[] told =
        [
            Said("military_operations_begun", "'party':'alpha','area':'North','objectives':['hills']", "2025-07-01"),
            Said("military_operations_begun", "'party':'alpha','area':'South','objectives':['coast']", "2025-07-02"),
            Said("military_operations_halted", "'party':'alpha','area':'South'", "2025-07-03"),
        ];

        var both = Given(told[..2]).View<TalksStatus>().Parties["alpha"];
        (both.Area!.Value, both.Objectives!.Single()).ShouldBe(("South", "coast"));
        var one = Given(told).View<TalksStatus>().Parties["alpha"];
        (one.Area!.Value, one.Objectives!.Single()).ShouldBe(("North", "hills"));
        (one.Hostilities!.Value, one.Hostilities.Occurred.Text).ShouldBe((Hostilities.UnderWay, both.Hostilities!.Occurred.Text));
        var none = Given([.. told, Said("military_operations_halted", "'party':'alpha','area':'North'", "2025-07-04")])
            .View<TalksStatus>()
            .Parties["alpha"];
        (none.Hostilities!.Value, none.Hostilities.Occurred.Text, none.Area!.Value).ShouldBe((Hostilities.Halted, "2025-07-04", "North"));
    }

    [Fact]
    public void What_ends_by_itself_ends_each_at_its_own_time_and_fighting_with_the_last_of_it()
    {
        var status = Given(
                Said("military_operations_begun", "'party':'alpha','area':'North','until':'2025-07-05'", "2025-07-01"),
                Said("military_operations_begun", "'party':'alpha','area':'South','until':'2025-07-07'", "2025-07-02"),
                Said("ceasefire_began", "'parties':['beta'],'until':'2025-07-06'", "2025-07-02"),
                Said("mediator_engaged", "'mediator':'gamma','until':'2025-07-08'", "2025-07-02")
            )
            .View<TalksStatus>();

        (Hostilities, OperationState, OperationState) At(string day)
        {
            var alpha = status.At(Day(day)).Parties["alpha"];
            return (alpha.Hostilities!.Value, alpha.Operations["north"].State!.Value, alpha.Operations["south"].State!.Value);
        }

        At("2025-07-05").ShouldBe((Hostilities.UnderWay, OperationState.UnderWay, OperationState.UnderWay));
        At("2025-07-06").ShouldBe((Hostilities.UnderWay, OperationState.Over, OperationState.UnderWay));
        At("2025-07-09").ShouldBe((Hostilities.Halted, OperationState.Over, OperationState.Over));
        status
            .At(Day("2025-07-09"))
            .Parties["alpha"]
            .Hostilities!.Since.ShouldBe(status.Parties["alpha"].Operations["south"].Until!.Value.At!.Value);
        EndsAfter(status).ShouldBe(["2025-07-05", "2025-07-06", "2025-07-07", "2025-07-08"]);
    }

    [Fact]
    public void What_was_ended_before_its_time_ends_no_more_by_itself()
    {
        var status = Given(
                Said("military_operations_begun", "'party':'alpha','area':'North','until':'2025-07-05'", "2025-07-01"),
                Said("military_operations_halted", "'party':'alpha'", "2025-07-02"),
                Said("ceasefire_began", "'parties':['beta'],'until':'2025-07-06'", "2025-07-02"),
                Said("military_operations_begun", "'party':'beta'", "2025-07-03"),
                Said("mediator_engaged", "'mediator':'gamma','until':'2025-07-08'", "2025-07-02"),
                Said("mediator_withdrawn", "'mediator':'gamma'", "2025-07-03"),
                Said("talks_convened", "'parties':['alpha'],'until':'2025-07-09'", "2025-07-02"),
                Said("talks_adjourned", "", "2025-07-03")
            )
            .View<TalksStatus>();

        EndsAfter(status).ShouldBeEmpty();
        status.At(Day("2025-07-20")).Parties["alpha"].Operations["north"].State!.Value.ShouldBe(OperationState.Halted);
        EndsAfter(Given(Said("talks_convened", "'parties':['alpha'],'until':'2025-07-09'", "2025-07-02")).View<TalksStatus>())
            .ShouldBe(["2025-07-09"]);
    }

    [Fact]
    public void A_truce_that_is_extended_without_a_date_ends_when_it_did_and_one_that_is_ended_never()
    {
        string[] told =
        [
            Said("ceasefire_began", "'parties':['alpha','beta'],'until':'2025-07-06'", "2025-07-01"),
            Said("ceasefire_extended", "'until':'2025-07-08'", "2025-07-05"),
            Said("ceasefire_ended", "", "2025-07-07"),
        ];

        EndsAfter(Given(told[..2]).View<TalksStatus>()).ShouldBe(["2025-07-08"]);
        var ended = Given(told).View<TalksStatus>();
        (ended.Parties["alpha"].Hostilities!.Value, ended.Parties["alpha"].CeasefireUntil).ShouldBe((Hostilities.CeasefireOver, null));
        EndsAfter(ended).ShouldBeEmpty();
    }

    [Fact]
    public void What_accounts_of_the_talks_contest_is_listed_by_its_field()
    {
        string[] Two(string type, string older, string latest) =>
            [
                Said(type, older, "2025-07-02", source: "wire", asserted: "2025-07-03", occurrence: "end"),
                Said(type, latest, "2025-07-02", asserted: "2025-07-04", occurrence: "end"),
            ];
        string Contested(params string[] told) => Given(told).View<TalksStatus>().Contested.ShouldHaveSingleItem().Field;

        Contested(Two("talks_collapsed", "'by':'alpha'", "'by':'beta'")).ShouldBe("/collapsedBy");
        Contested(Two("negotiation_closed", "'outcome':'Peace'", "'outcome':'Nothing'")).ShouldBe("/outcome");
        Contested(Two("talks_convened", "'until':'2025-07-08'", "'until':'2025-07-09'")).ShouldBe("/session");
        Contested(Two("talks_convened", "'round':1", "'round':2")).ShouldBe("/round");
        Contested(Two("talks_convened", "'format':'direct'", "'format':'indirect'")).ShouldBe("/format");
        Contested(Two("venue_changed", "'venue':'Rome'", "'venue':'Doha'")).ShouldBe("/venue");
    }

    [Fact]
    public void What_a_party_meant_to_do_on_the_day_of_the_closing_is_over_with_it() =>
        Given(Said("intent_declared", "'by':'alpha','text':'To leave'", "2025-07-03"), Said("negotiation_closed", "", "2025-07-03"))
            .View<TalksStatus>()
            .Parties["alpha"]
            .IsIntentOver.ShouldBeTrue();

    [Fact]
    public void Whose_word_the_last_movement_is_is_told_in_order()
    {
        var movement = Given(
                Said("team_recalled", "'party':'alpha'", "2025-07-10", source: "wire", occurrence: "recall"),
                Said("team_recalled", "'party':'alpha'", "2025-07-10", by: "party:beta", occurrence: "recall"),
                Said("team_recalled", "'party':'alpha'", "2025-07-10", occurrence: "recall")
            )
            .View<TalksStatus>()
            .LastMovement!;

        movement.Viewpoints.Select(v => v.ToString()).ShouldBe(["party:beta", "publisher:The Gazette", "publisher:The Wire"]);
    }

    private static DateTimeOffset Day(string day) => Edtf.Parse(day).Earliest;

    // The last days of what ends by itself, one after the other.
    private static List<string> EndsAfter(TalksStatus status)
    {
        var days = new List<string>();
        for (var next = status.NextChangeAt(Day("2025-07-03")); next is { } at; next = status.NextChangeAt(at))
            days.Add(at.AddSeconds(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        return days;
    }

    private static (UltimatumState State, bool? IsPast) Ultimatum(Ledger talks, string? occurredUntil = null)
    {
        var ultimatum = talks.View<TalksStatus>(occurredUntil: occurredUntil).Ultimatums["leave"];
        return (ultimatum.State.Value, ultimatum.IsPast);
    }
}
