using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

public sealed class ContestedTests
{
    [Fact]
    public void Another_viewpoints_word_of_the_same_time_is_a_rival_with_all_that_is_known_of_it()
    {
        var phase = Given(
                Said("talks_adjourned", "", "2025-07-10", "party:alpha", id: Id(1)),
                Said("talks_collapsed", "", "2025-07-10", "party:beta", id: Id(2))
            )
            .View<TalksStatus>()
            .Phase!;

        phase.Value.ShouldBe(Phase.Collapsed);
        var rival = phase.Contested.ShouldNotBeNull().ShouldHaveSingleItem();
        (rival.Value, rival.Viewpoint.ToString(), rival.Since, rival.Denies).ShouldBe(
            (Phase.Adjourned, "party:alpha", Edtf.Parse("2025-07-10").Earliest, false)
        );
        rival.Events.ShouldBe([Id(1)]);
    }

    [Fact]
    public void A_word_whose_time_was_over_before_the_present_value_began_is_stale() =>
        Given(Said("talks_adjourned", "", "2025-07-09", "party:alpha"), Said("talks_collapsed", "", "2025-07-10", "party:beta"))
            .View<TalksStatus>()
            .Phase!.Contested.ShouldBeNull();

    [Theory]
    [InlineData("2025-07-01/2025-07-10")]
    [InlineData("2025-07")]
    [InlineData("2025-07-01/..")]
    public void A_word_of_a_long_time_that_reaches_the_present_value_is_a_rival(string occurred) =>
        Given(Said("talks_adjourned", "", occurred, "party:alpha"), Said("talks_collapsed", "", "2025-07-10", "party:beta"))
            .View<TalksStatus>()
            .Phase!.Contested.ShouldNotBeNull()
            .ShouldHaveSingleItem();

    [Fact]
    public void Who_says_the_same_is_no_rival_but_stands_behind_the_value()
    {
        var phase = Given(
                Said("talks_collapsed", "", "2025-07-10", "party:alpha", id: Id(1)),
                Said("talks_collapsed", "", "2025-07-10", source: "memo", id: Id(2))
            )
            .View<TalksStatus>()
            .Phase!;

        phase.Contested.ShouldBeNull();
        phase.Viewpoints.Select(v => v.ToString()).ShouldBe(["party:alpha", "source:memo"]);
        phase.Events.ShouldBe([Id(1), Id(2)]);
        phase.WeakestMode.ShouldBe(Mode.Observed);
    }

    [Fact]
    public void A_viewpoint_contradicts_itself_only_by_its_latest_word() =>
        Given(Said("talks_adjourned", "", "2025-07/..", "party:alpha"), Said("talks_collapsed", "", "2025-07-10", "party:alpha"))
            .View<TalksStatus>()
            .Phase!.Contested.ShouldBeNull();

    [Fact]
    public void A_denial_of_the_happening_behind_the_value_counts()
    {
        var status = Given(
                Said("talks_collapsed", "", "2025-07-10", id: Id(1)),
                Said("talks_collapsed", "", "2025-07-10", "official", occurrence: Id(1).ToString(), claim: "denied", id: Id(2))
            )
            .View<TalksStatus>();

        var rival = status.Phase!.Contested.ShouldNotBeNull().ShouldHaveSingleItem();
        (rival.Denies, rival.Viewpoint.ToString()).ShouldBe((true, "speaker:official"));
        rival.Events.ShouldBe([Id(2)]);
        status.Contested.ShouldHaveSingleItem().Rivals.ShouldHaveSingleItem().Value.ShouldBeNull();
    }

    [Fact]
    public void A_denial_of_another_day_counts_for_nothing() =>
        Given(Said("talks_collapsed", "", "2025-07-10"), Said("talks_collapsed", "", "2025-07-11", "official", claim: "denied"))
            .View<TalksStatus>()
            .Phase!.Contested.ShouldBeNull();

    [Fact]
    public void A_lens_of_one_account_shows_no_rivals_of_others() =>
        Given(Said("talks_adjourned", "", by: "party:alpha"), Said("talks_collapsed", "", by: "party:beta"))
            .View<TalksStatus>(accordingTo: "party:beta")
            .Phase!.Contested.ShouldBeNull();

    [Fact]
    public void A_field_names_its_weakest_mode_and_shows_its_date_as_asserted()
    {
        var inferred = Said("talks_collapsed", "", "2025-07~", source: "wire").Replace("observed", "inferred", StringComparison.Ordinal);

        var phase = Given(inferred).View<TalksStatus>().Phase!;

        phase.WeakestMode.ShouldBe(Mode.Inferred);
        phase.Occurred.Text.ShouldBe("2025-07~");
        phase.Since.ShouldBe(Edtf.Parse("2025-07").Earliest);
    }

    [Fact]
    public void A_yes_or_no_is_written_as_JSON_writes_it() =>
        Given(
                Said("mediator_engaged", "'mediator':'gamma'", by: "party:alpha"),
                Said("mediator_withdrawn", "'mediator':'gamma'", by: "party:beta")
            )
            .View<TalksStatus>()
            .Contested.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                c => c.Field.ShouldBe("/parties/gamma/mediating"),
                c => c.Value.ShouldBe("false"),
                c => c.Rivals[0].Value.ShouldBe("true")
            );
}
