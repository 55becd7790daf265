using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>Whose midnight: days are those stated, or those where the negotiation is at home.</summary>
public sealed class HomeZoneOrderTests
{
    private const string InLosAngeles = "'title':'The talks','zone':'America/Los_Angeles'";

    private static readonly string[] Evening =
    [
        Said("negotiation_opened", InLosAngeles, "2023-01-01", asserted: "2023-01-01"),
        Said("statement_made", "'text':'Before'", "2023-05-01", asserted: "2023-05-01", id: Id(1)),
        Said("statement_made", "'text':'After'", "2023-05-02", asserted: "2023-05-02", id: Id(3)),
        Said("talks_collapsed", "", "2023-05-01T20:00:00-07:00", asserted: "2023-05-01", id: Id(2)),
    ];

    [Fact]
    public void What_is_stated_to_be_on_a_day_is_within_it_and_before_the_next_whatever_universal_time_says()
    {
        var talks = Given(Evening);

        Numbers(talks.Through()).ShouldBe([1, 2, 3]);
        Numbers(talks.Through(occurredUntil: "2023-05-01")).ShouldBe([1, 2]);
        talks
            .Decide(Evening[3].Replace(Id(2).ToString(), Id(9).ToString(), StringComparison.Ordinal))
            .Records.Single()
            .Warnings.ShouldNotContain(w => w.Code == "occurred_after_asserted");
    }

    [Fact]
    public void A_time_of_day_without_an_offset_is_read_where_the_negotiation_is_at_home()
    {
        var talks = Given(Said("talks_collapsed", "", "2025-07-24T18:00:00", id: Id(1)));
        At(talks).ShouldBe("2025-07-24T18:00:00.000000Z");
        talks.View<TalksStatus>().Frame.Home.ShouldBe("UTC");

        talks.Record(Said("negotiation_opened", InLosAngeles, "2025-06-01", asserted: "2025-06-01"));
        At(talks).ShouldBe("2025-07-25T01:00:00.000000Z");
        talks.View<TalksStatus>().Frame.Home.ShouldBe("America/Los_Angeles");
    }

    [Fact]
    public void The_zone_recorded_last_counts_whatever_the_rest_of_the_lens_until_it_is_withdrawn()
    {
        var talks = Given(
            Said("negotiation_opened", InLosAngeles, asserted: "2025-06-03", id: Id(1)),
            Said("negotiation_opened", "'title':'The talks','zone':'Asia/Qatar'", by: "party:beta", asserted: "2025-06-02", id: Id(2))
        );

        talks.Through(accordingTo: "party:alpha", assertedUntil: "2025-06-01").Zone.Id.ShouldBe("Asia/Qatar");
        var zone = talks.View<TalksStatus>().Frame.Zone!;
        zone.Contested!.Single().Value!.Id.ShouldBe(zone.Value.Id == "Asia/Qatar" ? "America/Los_Angeles" : "Asia/Qatar");
        talks.Record(Retracted(Id(2))).Through().Zone.Id.ShouldBe("America/Los_Angeles");
        talks.Record(Corrected(Id(1), "'zone':null")).Through().Zone.ShouldBe(HomeZone.Utc);
    }

    [Fact]
    public void An_answer_comes_after_its_offer_however_vague_its_date()
    {
        var talks = Given(
            Said("proposal_offered", "'proposal':'offer','by':'alpha','to':['beta'],'terms':{'land':{'text':'Half'}}", "2020-03-26"),
            Said("proposal_rejected", "'proposal':'offer','by':'beta'", "2020", id: Id(1))
        );

        var offer = talks.View<ProposalBook>().Proposals["offer"];
        (offer.Responses["beta"].Latest.Value, offer.Awaiting.Count).ShouldBe((Response.Rejected, 0));
        talks.View<IssueMatrix>().Issues["land"].Cells["beta"].Current.Kind.ShouldBe(PositionKind.Rejects);
        talks.Through().Visible.Single(a => a.Id == Id(1)).At.Day.ShouldBe(new DateOnly(2020, 3, 26));
    }

    [Theory]
    [InlineData("counter_proposal_offered", "'proposal':'answer','inReplyTo':'plan','by':'beta'", "2025-05-01")]
    [InlineData("proposal_withdrawn", "'proposal':'plan'", "2025-05-01")]
    [InlineData("agreement_reached", "'proposal':'plan'", "2025-05-01")]
    public void What_answers_comes_after_what_it_answers_and_recording_warns_where_dates_say_otherwise(
        string type,
        string payload,
        string on
    )
    {
        var decision = Opened().Decide(Said(type, payload, on, id: Id(1)));
        decision.Records.Single().Warnings.Select(w => w.Code).ShouldBe(["answers_before"]);
        var order = Given(Said(type, payload, on, id: Id(1))).Through().Visible.ToList();
        order.FindIndex(a => a.Data is ProposalOffered).ShouldBeLessThan(order.FindIndex(a => a.Id == Id(1)));
    }

    [Fact]
    public void A_halt_comes_after_the_beginning_that_it_ends_and_no_other()
    {
        var talks = Given(
            Said("military_operations_begun", "'party':'alpha','area':'North'", "2025-07-05", id: Id(1)),
            Said("military_operations_begun", "'party':'alpha','area':'South'", "2025-07-08", id: Id(2)),
            Said("military_operations_halted", "'party':'alpha','area':'North'", "2025-07", id: Id(3))
        );

        Numbers(talks.Through()).ShouldBe([1, 3, 2]);
    }

    [Fact]
    public void What_the_records_say_themselves_goes_before_what_they_answer() =>
        Numbers(
                Given(
                        Said("demand_stated", "'demand':'d','party':'alpha','text':'D'", "2025-07-05", after: Id(2).ToString(), id: Id(1)),
                        Said("demand_met", "'demand':'d','party':'alpha'", "2025-07-05", id: Id(2))
                    )
                    .Through()
            )
            .ShouldBe([2, 1]);

    [Fact]
    public void The_order_is_total_and_rises_by_day_then_instant_in_any_zone() =>
        RandomHistories.ForAll(told =>
        {
            var account = Ledger(told).Record(Said("negotiation_opened", InLosAngeles, "2025-05-01")).History.Through(Lens.Everything);
            var order = account.Visible;
            return order.Zip(order.Skip(1)).All(pair => pair.First.At <= pair.Second.At && pair.First.Place < pair.Second.Place)
                && order.All(a =>
                    Answered(order, a) is not { Count: > 0 } target
                    || target.Any(t => t.Place < a.Place)
                    || a.Data.After is not null
                    || HasCycle(order)
                );
        });

    // In these histories only what records say of themselves can turn an answer round.
    private static bool HasCycle(IReadOnlyList<Assertion> order) => order.Any(a => a.Data.After is { Count: > 0 });

    private static List<Assertion> Answered(IReadOnlyList<Assertion> order, Assertion answer) =>
        answer.Data.Claim is not NegotiationLedger.Vocabulary.Claim.Actual
            ? []
            :
            [
                .. order.Where(a =>
                    a.Id != answer.Id
                    && a.Data.Claim is NegotiationLedger.Vocabulary.Claim.Actual
                    && answer.Data.Answers.Take(1).Any(a.Data.Opens.Contains)
                ),
            ];

    private static string At(Ledger talks) => Instants.Write(talks.Through().Visible.Single(a => a.Id == Id(1)).At.Instant);

    private static List<int> Numbers(Account account) =>
        [.. account.Visible.Select(a => Enumerable.Range(1, 3).FirstOrDefault(i => Id(i) == a.Id)).Where(i => i > 0)];
}
