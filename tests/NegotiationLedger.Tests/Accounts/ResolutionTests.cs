using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

public sealed class ResolutionTests
{
    private static readonly string Recall = Said("team_recalled", "'party':'alpha','from':'Doha','reason':'none'", "2025-07-05", id: Id(1));

    [Fact]
    public void A_retracted_record_is_gone_for_past_days_too() =>
        Given(Recall, Retracted(Id(1))).View<TalksStatus>(occurredUntil: "2025-07-06").Parties.ShouldNotContainKey("alpha");

    [Fact]
    public void A_retraction_is_heard_whoever_is_asked() =>
        Given(Recall, Retracted(Id(1), asserted: "2025-07-30"))
            .Through(accordingTo: "publisher:The Gazette")
            .Visible.ShouldNotContain(a => a.Id == Id(1));

    [Fact]
    public void A_newspapers_retraction_is_not_heard_before_it_was_made_and_a_recorders_own_always_is()
    {
        Standing(Given(Recall, Retracted(Id(1), asserted: "2025-07-30")), assertedUntil: "2025-07-29").ShouldNotBeNull();
        Standing(Given(Recall, Retracted(Id(1), asserted: "2025-07-30")), assertedUntil: "2025-07-30").ShouldBeNull();
        Standing(Given(Recall, Retracted(Id(1))), assertedUntil: "2025-07-29").ShouldBeNull();
    }

    [Fact]
    public void A_retracted_correction_restores_what_was_before_it() =>
        Corrected("'from':'Cairo'", Retracted(Id(10))).From.ShouldBe("Doha");

    [Fact]
    public void Corrections_apply_in_order_and_null_takes_away()
    {
        var recall = Corrected("'from':'Cairo','reason':null", Talks.Corrected(Id(1), "'from':'Geneva'"));

        (recall.From, recall.Reason).ShouldBe(("Geneva", null));
    }

    [Fact]
    public void Correcting_a_correction_patches_its_patch() =>
        Corrected("'from':'Cairo','reason':'anger'", Talks.Corrected(Id(10), "'from':'Geneva','reason':null"))
            .ShouldSatisfyAllConditions(r => r.From.ShouldBe("Geneva"), r => r.Reason.ShouldBe("none"));

    [Fact]
    public void A_corrected_record_keeps_its_id_and_sequence_and_names_its_corrections()
    {
        var talks = Given(
            Recall,
            Talks.Corrected(
                Id(1),
                "'occurred':'2025-07-09','occurrence':'recall','claim':'planned','attribution':{'source':'memo'}",
                id: Id(10)
            )
        );

        var standing = Standing(talks)!;

        (standing.Entry.Id, standing.CorrectedBy.Single(), standing.At.Instant, standing.Occurrence).ShouldBe(
            (Id(1), Id(10), Edtf.Parse("2025-07-09").Earliest, "recall")
        );
        (standing.Data.Claim, standing.Viewpoint.ToString()).ShouldBe((Claim.Planned, "source:memo"));
    }

    [Fact]
    public void A_corrected_edge_moves_the_record_in_fold_order()
    {
        var talks = Given(Said("talks_collapsed", "", "2025-07-10", id: Id(2)), Recall, Talks.Corrected(Id(1), $"'after':['{Id(2)}']"));

        talks.Through().Visible.Select(a => a.Id).TakeLast(2).ShouldBe([Id(2), Id(1)]);
        Standing(talks)!.At.Instant.ShouldBe(Edtf.Parse("2025-07-10").Earliest);
    }

    [Fact]
    public void A_combination_that_no_longer_fits_leaves_the_last_form_that_did_with_a_warning()
    {
        var account = Given(
                Recall,
                Talks.Corrected(Id(1), "'from':'Cairo'"),
                Talks.Corrected(Id(1), "'attribution':{'mode':'on_record'}", id: Id(11))
            )
            .Through();

        ((TeamRecalled)account.Visible.Single(a => a.Id == Id(1)).Data).ShouldSatisfyAllConditions(
            r => r.From.ShouldBe("Cairo"),
            r => r.Attribution.Mode.ShouldBe(Mode.Observed)
        );
        account
            .Warnings.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(w => w.Code.ShouldBe("correction_does_not_fit"), w => w.Events.ShouldBe([Id(11), Id(1)]));
    }

    [Fact]
    public void A_combination_that_fits_again_is_used_and_warned_of_no_more()
    {
        var account = Given(
                Recall,
                Talks.Corrected(Id(1), "'attribution':{'mode':'attributed'}"),
                Talks.Corrected(Id(1), "'attribution':{'speaker':'party:beta'}")
            )
            .Through();

        account.Warnings.ShouldBeEmpty();
        account.Visible.Single(a => a.Id == Id(1)).Viewpoint.ToString().ShouldBe("party:beta");
    }

    [Fact]
    public void A_required_field_taken_away_leaves_the_record_as_it_was() =>
        Given(Recall, Talks.Corrected(Id(1), "'party':null"))
            .Through()
            .ShouldSatisfyAllConditions(
                a => a.Warnings.ShouldHaveSingleItem().Code.ShouldBe("correction_does_not_fit"),
                a => a.Visible.Single(v => v.Id == Id(1)).Data.ShouldBeOfType<TeamRecalled>().Party.Value.ShouldBe("alpha")
            );

    [Fact]
    public void Disputes_and_corroborations_stand_with_the_record_until_retracted()
    {
        var talks = Given(Recall, Disputed(Id(1), id: Id(2)), About("assertion_corroborated", Id(1), "'grounds':'seen'", id: Id(3)));

        Standing(talks)!.ShouldSatisfyAllConditions(a => a.DisputedBy.ShouldBe([Id(2)]), a => a.CorroboratedBy.ShouldBe([Id(3)]));
        Standing(talks.Record(Retracted(Id(2))))!.DisputedBy.ShouldBeEmpty();
    }

    [Fact]
    public void A_record_about_a_later_or_unknown_one_is_warned_of_and_changes_nothing()
    {
        var history = Given(Recall).History;
        var next = history.Entries[^1];
        EventId[] named = [Id(77), Id(51)];
        var entries = named.Select(
            (about, i) =>
                next with
                {
                    Id = Id(50 + i),
                    Sequence = next.Sequence + 1 + i,
                    Data = new AssertionRetracted("wrong") { Assertion = about },
                }
        );

        var account = history.With(entries, history.Registry).Through(Lens.Everything);

        account
            .Warnings.Select(w => (w.Code, w.Events.Single()))
            .ShouldBe([("names_no_earlier_record", Id(50)), ("names_no_earlier_record", Id(51))], ignoreOrder: true);
        account.Visible.ShouldContain(a => a.Id == Id(1));
    }

    [Fact]
    public void An_edge_to_what_was_retracted_or_that_closes_a_cycle_is_ignored_and_warned_of()
    {
        Given(Recall, Said("talks_collapsed", "", after: Id(1).ToString(), id: Id(2)), Retracted(Id(1)))
            .Through()
            .Warnings.ShouldHaveSingleItem()
            .Code.ShouldBe("after_unknown");

        var warning = Given(
                Said("talks_convened", "", "2025-07-01", occurrence: "one", after: "two", id: Id(3)),
                Said("talks_adjourned", "", "2025-07-02", occurrence: "two", after: "one", id: Id(4))
            )
            .Through()
            .Warnings.ShouldHaveSingleItem();

        (warning.Code, warning.Events.Single()).ShouldBe(("after_cycle", Id(4)));
    }

    private static TeamRecalled Corrected(string patch, string then) =>
        (TeamRecalled)Standing(Given(Recall, Talks.Corrected(Id(1), patch, id: Id(10)), then))!.Data;

    private static Assertion? Standing(Ledger talks, string? assertedUntil = null) =>
        talks.Through(assertedUntil: assertedUntil).Visible.SingleOrDefault(a => a.Id == Id(1));
}
