using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>What has ended by the time of the answer is shown as ended.</summary>
public sealed class AsOfTests
{
    private static readonly DateTimeOffset March = Instant("2024-03-01");

    [Theory]
    [InlineData("2024-01-02/2024-01-04", "", Phase.OutOfSession)]
    [InlineData("2024-01-02", ",'until':'2024-01-04'", Phase.OutOfSession)]
    [InlineData("../2024-01-04", "", Phase.OutOfSession)]
    [InlineData("2024-01-02/..", "", Phase.InSession)]
    [InlineData("2024-01-02/", "", Phase.InSession)]
    [InlineData("2024-01", "", Phase.InSession)]
    [InlineData("2024-01-02", "", Phase.InSession)]
    public void A_session_whose_period_is_over_is_out_of_session(string on, string until, Phase phase)
    {
        var status = Status(March, Said("talks_convened", "'parties':['alpha','beta']" + until, on));

        status.Phase!.Value.ShouldBe(phase);
        status.Parties["alpha"].Presence!.Value.ShouldBe(phase is Phase.OutOfSession ? Presence.WasAtTable : Presence.AtTable);
        if (phase is Phase.OutOfSession)
            status.Phase.Since.ShouldBe(Edtf.Parse("2024-01-04").Latest);
    }

    [Fact]
    public void A_session_is_over_after_its_last_day_and_not_before()
    {
        var talks = Given(Said("talks_convened", "", "2024-01-02/2024-01-04"));

        Status(talks, Edtf.Parse("2024-01-04").Latest).Phase!.Value.ShouldBe(Phase.InSession);
        Status(talks, Instant("2024-01-05")).Phase!.Value.ShouldBe(Phase.OutOfSession);
        talks.View<TalksStatus>(occurredUntil: "2024-01-04").Phase!.Value.ShouldBe(Phase.InSession);
        talks.View<TalksStatus>(occurredUntil: "2024-01-05").Phase!.Value.ShouldBe(Phase.OutOfSession);
    }

    [Fact]
    public void A_later_resumption_is_in_session_however_the_session_before_was_to_end() =>
        Status(March, Said("talks_convened", "", "2024-01-02/2024-01-04"), Said("talks_resumed", "", "2024-01-20"))
            .Phase!.Value.ShouldBe(Phase.InSession);

    [Fact]
    public void A_ceasefire_is_over_when_its_time_is_and_who_attacks_meanwhile_fights()
    {
        var status = Status(
            March,
            Said("ceasefire_began", "'parties':['alpha','beta'],'until':'2024-02-05'", "2024-01-20"),
            Said("military_operations_begun", "'party':'beta'", "2024-02-10")
        );

        var alpha = status.Parties["alpha"].Hostilities!;
        (alpha.Value, alpha.Since).ShouldBe((Hostilities.CeasefireOver, Edtf.Parse("2024-02-05").Latest));
        status.Parties["beta"].Hostilities!.Value.ShouldBe(Hostilities.UnderWay);
    }

    [Fact]
    public void Accounts_that_differ_in_the_end_are_rivals_and_the_latest_counts()
    {
        string Truce(string until, string source, string asserted) =>
            Said(
                "ceasefire_began",
                $"'parties':['alpha'],'until':'{until}'",
                "2024-01-20",
                source: source,
                asserted: asserted,
                occurrence: "truce"
            );

        var alpha = Status(March, Truce("2024-02-05", "gazette", "2024-01-21"), Truce("2024-04-01", "wire", "2024-01-22")).Parties["alpha"];

        alpha.Hostilities!.Value.ShouldBe(Hostilities.Ceasefire);
        alpha.CeasefireUntil!.Contested!.Single().Value!.On!.Text.ShouldBe("2024-02-05");
    }

    [Fact]
    public void An_ultimatum_past_its_deadline_is_past_as_of_today()
    {
        string issued = Said(
            "ultimatum_issued",
            "'ultimatum':'leave','by':'alpha','to':'beta','text':'Leave','deadline':'2024-02-10'",
            "2024-02-01"
        );

        Status(March, issued).Ultimatums["leave"].State.Value.ShouldBe(UltimatumState.Past);
        Status(Instant("2024-02-10"), issued).Ultimatums["leave"].State.Value.ShouldBe(UltimatumState.Running);
        Status(March, issued, Said("ultimatum_ended", "'ultimatum':'leave','outcome':'answered'", "2024-02-03"))
            .Ultimatums["leave"]
            .State.Value.ShouldBe(UltimatumState.Answered);
    }

    [Fact]
    public void Operations_are_told_apart_by_area_and_a_halt_ends_the_one_it_names()
    {
        string[] told =
        [
            Said("military_operations_begun", "'party':'alpha','area':'North'", "2024-02-01"),
            Said("military_operations_begun", "'party':'alpha','area':'South'", "2024-02-02"),
            Said("military_operations_halted", "'party':'alpha','area':'North'", "2024-02-03"),
        ];

        var alpha = Given(told).View<TalksStatus>().Parties["alpha"];
        (alpha.Hostilities!.Value, alpha.Area!.Value).ShouldBe((Hostilities.UnderWay, "South"));
        (alpha.Operations["north"].State!.Value, alpha.Operations["south"].State!.Value).ShouldBe(
            (OperationState.Halted, OperationState.UnderWay)
        );
        var ended = Given([.. told, Said("military_operations_halted", "'party':'alpha'", "2024-02-04")]).View<TalksStatus>().Parties[
            "alpha"
        ];
        ended.Hostilities!.Value.ShouldBe(Hostilities.Halted);
        ended.Operations.Values.ShouldAllBe(o => o.State!.Value == OperationState.Halted);
    }

    [Fact]
    public void An_operations_name_tells_it_apart_where_areas_are_the_same()
    {
        var alpha = Given(
                Said("military_operations_begun", "'party':'alpha','area':'North','operation':'first'", "2024-02-01"),
                Said("military_operations_begun", "'party':'alpha','area':'North','operation':'second'", "2024-02-02"),
                Said("military_operations_halted", "'party':'alpha','operation':'first'", "2024-02-03")
            )
            .View<TalksStatus>()
            .Parties["alpha"];

        alpha
            .Operations.Select(o => (o.Key, o.Value.State!.Value))
            .ShouldBe([("first", OperationState.Halted), ("second", OperationState.UnderWay)]);
    }

    [Fact]
    public void A_mediator_works_until_its_time_is_over()
    {
        var engaged = Said("mediator_engaged", "'mediator':'gamma'", "2024-01-02/2024-02-04");

        Status(Instant("2024-02-01"), engaged).Mediators.ShouldBe(["gamma"]);
        Status(March, engaged).Mediators.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_planned_for_a_day_gone_by_and_nobody_reports_is_past()
    {
        var planned = Said("talks_resumed", "", "2024-02-10", claim: "planned", occurrence: "again");

        Item(Given(planned), March).IsPast.ShouldBe(true);
        Item(Given(planned), Instant("2024-02-10")).IsPast.ShouldBe(false);
        Item(Given(planned, Said("talks_resumed", "", "2024-02-12")), March).IsPast.ShouldBeNull();

        static TimelineItem Item(Ledger talks, DateTimeOffset asOf) =>
            View.Of<Timeline>(talks.Through(), asOf).Items.Single(i => i.Claim is NegotiationLedger.Vocabulary.Claim.Planned);
    }

    [Theory]
    [InlineData(null, null, null, "2024-03-01T00:00:00.000000Z")]
    [InlineData("2024-02-01", null, null, "2024-02-01T23:59:59.999999Z")]
    [InlineData("2024-04-01", null, null, "2024-04-01T23:59:59.999999Z")]
    [InlineData(null, "2024-02-01", null, "2024-02-01T23:59:59.999999Z")]
    [InlineData(null, "2024-04-01", null, "2024-03-01T00:00:00.000000Z")]
    [InlineData("2024-02-05", "2024-02-01", null, "2024-02-01T23:59:59.999999Z")]
    [InlineData(null, null, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000000Z")]
    public void An_answer_is_as_of_the_earliest_of_the_request_and_its_bounds(
        string? occurred,
        string? asserted,
        string? recorded,
        string asOf
    ) => Instants.Write(Opened().Through(occurred, asserted, recorded).AsOf(March)!.Value).ShouldBe(asOf);

    [Fact]
    public void A_position_is_as_of_when_its_entry_was_recorded_and_a_record_as_of_its_place()
    {
        var talks = Given(Said("talks_convened", "", "2024-01-02", id: Id(1)));
        var last = talks.History.Entries[^1];

        talks.Through(recordedUntil: $"@{last.Sequence}").AsOf(last.RecordedAt.AddYears(1)).ShouldBe(last.RecordedAt);
        talks.Through(occurredUntil: $"@{Id(1)}").AsOf(March).ShouldBe(Instant("2024-01-02"));
        talks.Through().AsOf(request: null).ShouldBeNull();
    }

    [Fact]
    public void Between_an_instant_and_the_next_change_an_answer_stays_and_then_it_does_not() =>
        Laws.ForAll(
            AtTimes,
            seen =>
            {
                var account = Ledger(seen.Told).History.Through(Lens.Everything);
                return Holds<TalksStatus>(account, seen.AsOf)
                    && Holds<Timeline>(account, seen.AsOf)
                    && Holds<Agreements>(account, seen.AsOf);
            },
            rounds: 150
        );

    [Fact]
    public void A_moment_that_is_dated_vaguely_has_no_end() =>
        Status(March, Said("agreement_reached", "'agreement':'deal'", "2024-01-02/2024-01-05")).Phase!.Value.ShouldBe(Phase.Agreed);

    [Fact]
    public void When_the_agreement_behind_the_phase_expires_the_phase_says_so_and_another_ones_end_leaves_it()
    {
        string Reached(string agreement, string occurred, string until) =>
            Said("agreement_reached", $"'agreement':'{agreement}','until':'{until}'", occurred);
        string[] told = [Reached("first", "2024-01-02", "2024-01-20"), Reached("second", "2024-02-01", "2024-04-01")];

        var march = Status(March, told);
        (march.Phase!.Value, march.PhaseAgreement, march.Agreements["first"].State!.Value).ShouldBe(
            (Phase.Agreed, "second", AgreementState.Expired)
        );
        var may = Status(Instant("2024-05-01"), told);
        (may.Phase!.Value, may.Phase.Since.Month, may.Phase.Since.Day).ShouldBe((Phase.AgreementEnded, 4, 1));
    }

    [Fact]
    public void What_was_read_back_is_judged_as_what_was_folded_is() =>
        Laws.ForAll(
            AtTimes,
            seen =>
            {
                var history = Ledger(seen.Told).History;
                return IsSame<TalksStatus>(history, seen.AsOf)
                    && IsSame<Timeline>(history, seen.AsOf)
                    && IsSame<Agreements>(history, seen.AsOf);
            },
            rounds: 150
        );

    private static readonly Arbitrary<(Told[] Told, DateTimeOffset AsOf)> AtTimes = Arb.From(
        from told in Histories.Generator
        from hours in Gen.Choose(0, 24 * 40)
        select (told, Instant("2025-06-28").AddHours(hours))
    );

    private static bool Holds<T>(Account account, DateTimeOffset asOf)
        where T : IView<T>
    {
        var view = View.Of<T>(account);
        var answer = Answers.Text(view.At(asOf));
        return view.NextChangeAt(asOf) is not { } change
            ? Answers.Text(view.At(asOf.AddYears(50))) == answer
            : change > asOf && Answers.Text(view.At(change.AddMicroseconds(-1))) == answer && Answers.Text(view.At(change)) != answer;
    }

    private static bool IsSame<T>(History history, DateTimeOffset asOf)
        where T : class, IView<T>
    {
        var document = ViewDocument<T>.Of(history);
        var again = JsonSerializer.Deserialize<ViewDocument<T>>(JsonSerializer.Serialize(document))!;
        return Answers.Text(again.View.At(asOf)) == Answers.Text(View.Of<T>(history.Through(Lens.Everything), asOf));
    }

    private static TalksStatus Status(DateTimeOffset asOf, params string[] bodies) => Status(Given(bodies), asOf);

    private static TalksStatus Status(Ledger talks, DateTimeOffset asOf) => View.Of<TalksStatus>(talks.Through(), asOf);

    private static DateTimeOffset Instant(string day) => Edtf.Parse(day).Earliest;
}
