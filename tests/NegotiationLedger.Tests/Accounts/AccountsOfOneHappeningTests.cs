using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>Accounts of one happening that differ: each with its own words and date, and nobody's in another's mouth.</summary>
public sealed class AccountsOfOneHappeningTests
{
    private static readonly string[] Releases =
    [
        Said("persons_released", "'by':'beta','count':13", "2025-07-04", asserted: "2025-07-05", occurrence: "release", id: Id(1)),
        Said(
            "persons_released",
            "'by':'beta','count':12",
            "2025-07-04",
            source: "wire",
            asserted: "2025-07-06",
            occurrence: "release",
            id: Id(2)
        ),
    ];

    [Fact]
    public void Two_counts_of_one_release_are_contested_and_each_is_said_by_who_said_it()
    {
        var talks = Given(Releases);

        var item = talks.View<Timeline>().Items.Single(i => i.Occurrence is "release" or "recall");
        (item.What, Names(item.Viewpoints)).ShouldBe(("12 persons released by Beta", "publisher:The Wire"));
        item.Accounts!.Select(a => (a.What, a.Viewpoint.ToString(), a.Event, a.Differs?.Single()))
            .ShouldBe([
                ("13 persons released by Beta", "publisher:The Gazette", Id(1), "count"),
                ("12 persons released by Beta", "publisher:The Wire", Id(2), null),
            ]);
        talks.View<Timeline>().Contested.ShouldHaveSingleItem().Rivals.ShouldHaveSingleItem().Value.ShouldBe("13 persons released by Beta");

        var status = talks.View<TalksStatus>();
        status.Released["release"].Count!.Value.ShouldBe(12);
        status.ReleasedCount.ShouldBe(12);
        var contested = status.Contested.ShouldHaveSingleItem();
        (contested.Field, contested.Value, contested.Rivals.Single().Value, contested.Rivals.Single().Viewpoint.ToString()).ShouldBe(
            ("/released/release/count", "12", "13", "publisher:The Gazette")
        );
        status.LastMovement!.Viewpoints.Select(v => v.ToString()).ShouldBe(["publisher:The Wire"]);
    }

    [Fact]
    public void So_they_are_in_replay_and_diff()
    {
        var talks = Given(Releases);
        var words = Replay.Of<Timeline>(talks.History, Lens.Everything, new(ReplayOrder.Recorded)).Last().Words;
        words.ShouldContain("12 persons released by Beta: The Gazette says: 13 persons released by Beta, 2025-07-04");

        var first = talks.History.Entries[^2].Sequence;
        Diff.Of<TalksStatus>(talks.History, new Lens { RecordedUntil = new($"@{first}", Position: first) }, Lens.Everything)
            .SelectMany(d => d.Words)
            .ShouldContain("Persons released by Beta: The Gazette says otherwise: 13");
    }

    [Fact]
    public void Two_dates_of_one_happening_are_contested_each_with_its_own()
    {
        var talks = Given(
            Said("team_recalled", "'party':'alpha'", "2025-07-04", asserted: "2025-07-05", occurrence: "recall", id: Id(1)),
            Said("team_recalled", "'party':'alpha'", "2025-07-06", source: "wire", asserted: "2025-07-07", occurrence: "recall", id: Id(2))
        );

        var presence = talks.View<TalksStatus>().Parties["alpha"].Presence!;
        (presence.Occurred.Text, Names(presence.Viewpoints)).ShouldBe(("2025-07-06", "publisher:The Wire"));
        var rival = presence.Contested!.Single();
        (rival.Kind, rival.Value, rival.Occurred.Text, rival.Viewpoint.ToString()).ShouldBe(
            (RivalKind.Date, Presence.Recalled, "2025-07-04", "publisher:The Gazette")
        );
        var item = talks.View<Timeline>().Items.Single(i => i.Occurrence is "release" or "recall");
        (item.At, item.Occurred.Text, Names(item.Viewpoints)).ShouldBe(
            (Edtf.Parse("2025-07-04").Earliest, "2025-07-06", "publisher:The Wire")
        );
        item.Accounts!.Select(a => (a.Occurred.Text, a.Differs?.Single())).ShouldBe([("2025-07-04", "occurred"), ("2025-07-06", null)]);
    }

    [Fact]
    public void A_vague_date_and_an_exact_one_within_it_do_not_contradict_each_other() =>
        Given(
                Said("team_recalled", "'party':'alpha'", "2025-07", occurrence: "recall"),
                Said("team_recalled", "'party':'alpha'", "2025-07-06", source: "wire", occurrence: "recall")
            )
            .View<TalksStatus>()
            .Contested.ShouldBeEmpty();

    [Fact]
    public void A_happening_told_of_two_parties_is_shown_once_for_each_and_contested_by_the_other()
    {
        var talks = Given(
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", occurrence: "rejection", id: Id(1)),
            Said("proposal_rejected", "'proposal':'plan','by':'delta'", source: "wire", occurrence: "rejection", id: Id(2))
        );

        var answers = talks.View<ProposalBook>().Proposals["plan"].Responses;
        answers.Keys.ShouldBe(["beta", "delta"]);
        answers.Values.ShouldAllBe(s => s.Times == 1);
        var rival = answers["beta"].Latest.Contested!.Single();
        (rival.Kind, rival.Of, rival.Viewpoint.ToString()).ShouldBe((RivalKind.Subject, "delta", "publisher:The Wire"));
        var items = talks.View<Timeline>().Items.Where(i => i.Type == "proposal_rejected").ToList();
        items.Select(i => i.What).ShouldBe(["Beta rejects plan", "Delta rejects plan"]);
        items.ShouldAllBe(i => i.Accounts!.Count == 2 && i.Rivals.Count() == 1);
    }

    [Fact]
    public void Two_answers_under_one_name_are_two_happenings_and_the_later_counts()
    {
        var talks = Given(
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", "2024-01-04", "party:alpha", occurrence: "answer"),
            Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2024-01-06", "party:beta", occurrence: "answer")
        );

        talks.View<ProposalBook>().Proposals["plan"].Responses["beta"].Latest.Value.ShouldBe(Response.Accepted);
        talks.View<Timeline>().Items.Count(i => i.Occurrence == "answer").ShouldBe(2);
    }

    [Fact]
    public void A_figures_subject_is_the_same_in_another_case_and_its_value_never_loses_its_unit()
    {
        var status = Given(
                Said("figure_reported", "'subject':'Hostages','value':48,'unit':'persons'", "2024-01-04/..", "party:alpha"),
                Said("figure_reported", "'subject':'hostages ','value':50,'unit':'persons'", "2024-01-06", "party:beta"),
                Said("figure_reported", "'subject':'bill','value':39,'unit':'bn GBP'", "2024-01-06", "party:alpha"),
                Said("figure_reported", "'subject':'bill','value':50,'unit':'bn EUR'", "2024-01-06", "party:beta")
            )
            .View<TalksStatus>();

        status.Figures.Keys.ShouldBe(["bill", "hostages"]);
        status
            .Contested.Select(c => (c.Value, c.Rivals.Single().Value))
            .ShouldBe([("50 bn EUR", "39 bn GBP"), ("50 persons", "48 persons")]);
    }

    [Fact]
    public void A_later_account_of_the_same_viewpoint_revises_the_earlier()
    {
        var talks = Given(
            Said("persons_released", "'count':13", "2025-07-04", asserted: "2025-07-05", occurrence: "release", id: Id(1)),
            Said("persons_released", "'count':12", "2025-07-04", asserted: "2025-07-06", occurrence: "release", id: Id(2))
        );

        var count = talks.View<TalksStatus>().Released["release"].Count!;
        (count.Value, count.Contested).ShouldBe((12, null));
        var past = count.History!.Single();
        (past.Value, past.Revised, past.Events.Single()).ShouldBe((13, true, Id(1)));
        var item = talks.View<Timeline>().Items.Single(i => i.Occurrence is "release" or "recall");
        item.Accounts!.Select(a => (a.Event, a.Revised)).ShouldBe([(Id(1), true), (Id(2), false)]);
        talks.View<Timeline>().Contested.ShouldBeEmpty();
    }

    [Fact]
    public void A_word_that_a_later_happening_superseded_is_history()
    {
        var phase = Given(Said("talks_convened", "", "2025-07-01", id: Id(1)), Said("talks_collapsed", "", "2025-07-02"))
            .View<TalksStatus>()
            .Phase!;

        var past = phase.History!.Single();
        (past.Value, past.Revised, past.Events.Single()).ShouldBe((Phase.InSession, false, Id(1)));
    }

    [Fact]
    public void A_second_record_of_a_known_id_is_another_account_of_it()
    {
        var plan = Given(Said("proposal_offered", "'proposal':'plan','by':'gamma'", "2025-06-01", source: "wire"))
            .View<ProposalBook>()
            .Proposals["plan"];

        (plan.Version, plan.By!.Value.Value, plan.By.Contested!.Single().Value.Value).ShouldBe((1, "gamma", "alpha"));
    }

    [Theory]
    [InlineData("proposal_rejected", "'proposal':'plan','by':'delta'")]
    [InlineData("proposal_accepted", "'proposal':'plan','by':'beta'")]
    public void Recording_warns_when_a_name_speaks_of_another_happening(string type, string payload)
    {
        var warning = Given(Said("proposal_rejected", "'proposal':'plan','by':'beta'", occurrence: "rejection"))
            .Decide(Said(type, payload, occurrence: "rejection"))
            .Records.Single()
            .Warnings.ShouldHaveSingleItem();

        (warning.Code, warning.Detail).ShouldBe(
            (
                "occurrence_reused",
                "'rejection' has been used for another occurrence (Beta rejects plan); if this is a different one, give it a slug of its own."
            )
        );
    }

    private static string Names(IEnumerable<Viewpoint> viewpoints) => string.Join(", ", viewpoints);
}
