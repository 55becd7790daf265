using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class AuditTrailTests
{
    private static readonly string Recall = Said("team_recalled", "'party':'alpha','from':'Doha','reason':'none'", "2025-07-05", id: Id(1));

    [Fact]
    public void Everything_that_Witkoff_asserted_is_three_records_with_source_recorder_and_time()
    {
        var said = Audit(Doha.Ledger()).Records.Where(r => r.Attribution?.Speaker?.ToString() == "steve-witkoff").ToList();

        said.Select(r => r.Standing.GetType()).ShouldBe([typeof(AccusationMade), typeof(StatementMade), typeof(IntentDeclared)]);
        said.ShouldAllBe(r =>
            r.Viewpoint.ToString() == "party:united-states"
            && r.Attribution!.Source.Value == "peace-talks-collapse"
            && r.Entry.RecordedBy == "tester"
            && r.Entry.RecordedAt > DateTimeOffset.UnixEpoch
        );
        said[0].Attribution!.Quote!.Exact.ShouldBe("Hamas does not appear to be coordinated or acting in good faith");
    }

    [Fact]
    public void A_withdrawn_record_is_shown_with_who_withdrew_it_and_why()
    {
        var record = Find(Given(Recall, Retracted(Id(1), id: Id(2))));

        record.IsRetracted.ShouldBeTrue();
        record
            .Fates.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                f => (f.Kind, f.Stands, f.Words).ShouldBe((FateKind.Retracted, true, "wrong")),
                f => (f.By.Id, f.By.RecordedBy).ShouldBe((Id(2), "tester"))
            );
    }

    [Fact]
    public void A_retraction_that_was_itself_retracted_stays_to_be_seen_and_withdraws_nothing()
    {
        var audit = Audit(Given(Recall, Retracted(Id(1), id: Id(2)), Retracted(Id(2), id: Id(3))));

        var record = audit.Find(Id(1))!;
        record.IsRetracted.ShouldBeFalse();
        record.Fates.ShouldHaveSingleItem().Stands.ShouldBeFalse();
        audit.Find(Id(2))!.IsRetracted.ShouldBeTrue();
        audit.Find(Id(3))!.Fates.ShouldBeEmpty();
    }

    [Fact]
    public void A_record_is_shown_before_and_after_each_correction()
    {
        var audit = Audit(
            Given(
                Recall,
                Talks.Corrected(Id(1), "'from':'Cairo'", id: Id(2)),
                Talks.Corrected(Id(1), "'party':null", id: Id(3)),
                Talks.Corrected(Id(1), "'party':'beta'", id: Id(4))
            )
        );

        audit
            .CorrectionsOf(Id(1))
            .Select(c => (c.By, Before: Form(c.Before), After: Form(c.After)))
            .ShouldBe([(Id(2), "alpha Doha", "alpha Cairo"), (Id(3), "alpha Cairo", "alpha Cairo"), (Id(4), "alpha Cairo", "beta Cairo")]);
        Form(audit.Find(Id(1))!.Entry.Data).ShouldBe("alpha Doha");
        Form(audit.Find(Id(1))!.Standing).ShouldBe("beta Cairo");
    }

    [Fact]
    public void A_withdrawn_correction_changes_nothing_and_is_still_told()
    {
        var audit = Audit(Given(Recall, Talks.Corrected(Id(1), "'from':'Cairo'", id: Id(2)), Retracted(Id(2))));

        Form(audit.Find(Id(1))!.Standing).ShouldBe("alpha Doha");
        audit.CorrectionsOf(Id(1)).ShouldBeEmpty();
        audit
            .Find(Id(1))!
            .Fates.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(f => f.Kind.ShouldBe(FateKind.Corrected), f => f.Stands.ShouldBeFalse());
    }

    [Fact]
    public void A_withdrawn_record_keeps_the_form_that_corrections_gave_it() =>
        Form(Find(Given(Recall, Talks.Corrected(Id(1), "'from':'Cairo'"), Retracted(Id(1)))).Standing).ShouldBe("alpha Cairo");

    [Fact]
    public void The_words_of_a_fate_are_those_of_the_annotation_as_it_stands() =>
        Find(Given(Recall, Disputed(Id(1), id: Id(2)), Talks.Corrected(Id(2), "'grounds':'a mix-up'")))
            .Fates.ShouldHaveSingleItem()
            .Words.ShouldBe("a mix-up");

    [Fact]
    public void The_other_accounts_of_a_happening_are_those_of_its_type_and_name_withdrawn_ones_too()
    {
        var audit = Audit(
            Given(
                Said("team_recalled", "'party':'alpha'", occurrence: "recall", id: Id(1)),
                Said("team_recalled", "'party':'alpha'", by: "party:beta", occurrence: "recall", id: Id(2)),
                Said("talks_collapsed", "", occurrence: "recall", id: Id(3)),
                Said("team_recalled", "'party':'alpha'", source: "wire", occurrence: "recall", id: Id(4)),
                Retracted(Id(4))
            )
        );

        audit.OtherAccounts(audit.Find(Id(1))!).Select(r => r.Id).ShouldBe([Id(2), Id(4)]);
        audit.OtherAccounts(audit.Find(Id(3))!).ShouldBeEmpty();
    }

    [Fact]
    public void A_recorders_own_record_about_a_record_has_no_attribution_and_a_newspapers_has() =>
        Audit(Given(Recall, Retracted(Id(1), id: Id(2)), Disputed(Id(1), asserted: "2025-07-30", id: Id(3))))
            .ShouldSatisfyAllConditions(
                a => a.Find(Id(2))!.ShouldSatisfyAllConditions(r => r.Attribution.ShouldBeNull(), r => r.Viewpoint.ShouldBeNull()),
                a => a.Find(Id(3))!.Viewpoint.ToString().ShouldBe("publisher:The Wire")
            );

    [Fact]
    public void Until_a_position_the_trail_is_as_it_was_then()
    {
        var ledger = Given(Recall);
        var then = ledger.Position;
        ledger.Record(Talks.Corrected(Id(1), "'from':'Cairo'"), Retracted(Id(1)));

        var audit = Audit(ledger, recordedUntil: then);

        Form(audit.Find(Id(1))!.Standing).ShouldBe("alpha Doha");
        audit.Find(Id(1))!.Fates.ShouldBeEmpty();
    }

    [Fact]
    public void A_newspapers_correction_is_not_known_before_it_was_printed()
    {
        var ledger = Given(Recall, Talks.Corrected(Id(1), "'from':'Cairo'", asserted: "2025-07-30", id: Id(2)));

        Audit(ledger, assertedUntil: "2025-07-29")
            .ShouldSatisfyAllConditions(
                a => a.Find(Id(2)).ShouldBeNull(),
                a => a.Find(Id(1))!.Fates.ShouldBeEmpty(),
                a => Form(a.Find(Id(1))!.Standing).ShouldBe("alpha Doha")
            );
    }

    [Fact]
    public void A_record_about_a_record_is_shown_with_the_record_it_is_about()
    {
        var ledger = Given(
            Recall,
            Said("talks_collapsed", "", "2025-07-20", by: "party:beta", id: Id(2)),
            Disputed(Id(1), id: Id(3)),
            Disputed(Id(2), id: Id(4)),
            Retracted(Id(2), id: Id(5)),
            Said("talks_collapsed", "", "2025-07-20", by: "party:beta", id: Id(6))
        );

        Ids(Audit(ledger, occurredUntil: "2025-07-10")).ShouldBe([Id(1), Id(3)]);
        Ids(Audit(ledger, accordingTo: "party:beta")).ShouldBe([Id(2), Id(4), Id(5), Id(6)]);
        Ids(Audit(ledger, standing: "undisputed")).ShouldBe([Id(6)]);

        static IEnumerable<EventId> Ids(AuditTrail audit) => audit.Records.Select(r => r.Id).Where(id => id >= Id(1) && id <= Id(6));
    }

    [Fact]
    public void A_lens_that_names_a_withdrawn_record_is_refused_as_in_every_view() =>
        Should.Throw<LensException>(() => Audit(Given(Recall, Retracted(Id(1))), occurredUntil: $"@{Id(1)}"));

    [Fact]
    public void What_stands_in_the_trail_is_what_every_view_is_folded_from() =>
        RandomHistories.ForAll(
            told =>
            {
                var ledger = Opened().Record(Bodies(told));
                var standing = Audit(ledger).Records.Where(r => !r.IsRetracted && r.Standing is Development);
                var visible = ledger.Through().Visible.OrderBy(a => a.Entry.Sequence);
                return standing.Select(r => (r.Id, Form(r.Standing))).SequenceEqual(visible.Select(a => (a.Id, Form(a.Data))));
            },
            rounds: 60
        );

    [Fact]
    public void Every_record_of_the_prefix_is_in_its_trail_once_and_in_order() =>
        RandomHistories.ForAll(
            told =>
            {
                var ledger = Opened().Record(Bodies(told));
                return Audit(ledger).Records.Select(r => r.Id).SequenceEqual(ledger.History.Entries.Select(e => e.Id));
            },
            rounds: 40
        );

    [Fact]
    public void A_trail_until_a_position_is_what_the_trail_was_then_whatever_is_recorded_later() =>
        RandomHistories.ForAll(
            told =>
            {
                var ledger = Opened();
                var then = new List<(string Position, List<string> Trail)>();
                foreach (var body in Bodies(told))
                {
                    ledger.Record(body);
                    then.Add((ledger.Position, Lines(Audit(ledger))));
                }

                return then.All(t => Lines(Audit(ledger, recordedUntil: t.Position)).SequenceEqual(t.Trail));
            },
            rounds: 30
        );

    private static AuditRecord Find(Ledger ledger) => Audit(ledger).Find(Id(1))!;

    private static AuditTrail Audit(
        Ledger ledger,
        string? occurredUntil = null,
        string? assertedUntil = null,
        string? recordedUntil = null,
        string? accordingTo = null,
        string? standing = null
    )
    {
        string[] accounts = accordingTo is null ? [] : [accordingTo];
        var (lens, problems) = Lens.Parse(occurredUntil, assertedUntil, recordedUntil, accounts, standing);
        problems.ShouldBeEmpty();
        return AuditTrail.Of(ledger.History, lens);
    }

    private static List<string> Lines(AuditTrail audit) =>
        [
            .. audit.Records.Select(r =>
                $"{r.Id} {Form(r.Standing)} {r.Viewpoint} {string.Join(',', r.Fates.Select(f => $"{f.Kind}{f.By.Id}{f.Stands}{f.Words}"))}"
            ),
        ];

    private static string Form(LedgerEvent data) =>
        data is TeamRecalled recall && recall.Occurrence is null && recall.Attribution.Speaker is null && recall.From is not null
            ? $"{recall.Party} {recall.From}"
            : System.Text.Encoding.UTF8.GetString(EventFormat.Write(data).Data.Span);
}
