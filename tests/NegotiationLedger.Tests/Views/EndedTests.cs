using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>What ends by itself is dated by its end, according to those who say when that is: whoever told the beginning told no end.</summary>
public sealed class EndedTests
{
    private static readonly string[] Sources = ["gazette", "wire", "memo"];
    private static readonly string?[] Deadlines = [null, "2025-07-20", "2025-07-25", "2025-07", "2025-08-10"];

    private static readonly Arbitrary<(Told[] Told, DateTimeOffset AsOf)> AtTimes = Arb.From(
        from told in Histories.Generator
        from hours in Gen.Choose(0, 24 * 40)
        select (told, Instant("2025-06-28").AddHours(hours))
    );

    private static readonly Arbitrary<((string? Deadline, int Asserted)[] Told, int Day)> Committed = Arb.From(
        from told in (from deadline in Gen.Elements(Deadlines) from asserted in Gen.Choose(10, 20) select (deadline, asserted)).ArrayOf(
            Sources.Length
        )
        from day in Gen.Choose(0, 60)
        select (told, day)
    );

    [Fact]
    public void What_ends_by_itself_is_dated_by_the_end_of_a_term_and_according_to_who_states_it() =>
        Laws.ForAll(
            AtTimes,
            seen =>
            {
                var account = Ledger(seen.Told).History.Through(Lens.Everything);
                var said = account.Visible.ToDictionary(a => a.Id.ToString());
                foreach (
                    var field in Ended(View.Of<TalksStatus>(account, seen.AsOf)).Concat(Ended(View.Of<Agreements>(account, seen.AsOf)))
                )
                {
                    var (events, occurred) = (Texts(field["events"]).ToList(), Edtf.Parse(field["occurred"]!.ToString()));
                    var since = DateTimeOffset.Parse(field["since"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
                    since.ShouldBe(occurred.LatestIn(account.Zone).Instant);
                    since.ShouldBeLessThan(seen.AsOf);
                    Texts(field["viewpoints"]).ShouldBe(events.Select(e => said[e].Viewpoint.ToString()).Distinct(), ignoreOrder: true);
                    events.ShouldContain(e => EndIn(said[e].Data) == occurred.Text, field.ToJsonString());
                    // What it was before says who said that, and when.
                    field["history"]!.AsArray()[^1]!["events"]!
                        .AsArray()
                        .ShouldNotBeEmpty();
                }

                return true;
            },
            rounds: 200
        );

    [Fact]
    public void By_whose_deadline_a_commitment_has_time_left_it_is_open_when_it_is_overdue_by_that_of_others() =>
        Laws.ForAll(
            Committed,
            committed =>
            {
                var asOf = Instant("2025-07-05").AddDays(committed.Day);
                var account = Given(
                        committed.Told.Select(
                            (told, i) =>
                                Said(
                                    "commitment_made",
                                    "'commitment':'leave','by':'beta','text':'To leave'"
                                        + (told.Deadline is null ? "" : $",'deadline':'{told.Deadline}'"),
                                    "2025-07-01",
                                    source: Sources[i],
                                    asserted: $"2025-07-{told.Asserted}"
                                )
                        )
                    )
                    .Through();
                var commitment = View.Of<Agreements>(account).At(asOf).Commitments["leave beta"];
                var state = commitment.State!;
                state.Value.ShouldBe(commitment.DeadlineAt < asOf ? CommitmentState.Overdue : CommitmentState.Open);
                foreach (var told in account.Visible)
                {
                    if (told.Data is not CommitmentMade made)
                        continue;
                    var isOpenToIt =
                        state.Viewpoints.Contains(told.Viewpoint) && state.Value is CommitmentState.Open
                        || state.Contested?.Any(r =>
                            r.Viewpoint == told.Viewpoint && r is { Kind: RivalKind.Value, Value: CommitmentState.Open }
                        ) == true;
                    var isOverdueToIt =
                        state.Viewpoints.Contains(told.Viewpoint) && state.Value is CommitmentState.Overdue
                        || state.Contested?.Any(r => r.Viewpoint == told.Viewpoint && r.Kind is RivalKind.Date) == true;
                    if (state.Value is CommitmentState.Overdue)
                        (isOpenToIt, isOverdueToIt).ShouldBe(
                            (made.Deadline?.Latest >= asOf, made.Deadline?.Latest < asOf),
                            $"{told.Viewpoint} {asOf}"
                        );
                    if (made.Deadline is { } deadline)
                        DeadlinesOf(commitment.Deadline!, told.Viewpoint).ShouldContain(deadline.Text);
                }

                return true;
            },
            rounds: 300
        );

    [Fact]
    public void An_agreement_that_ran_out_did_so_at_its_end_according_to_who_stated_that()
    {
        var agreement = Given(
                Said("agreement_reached", "'agreement':'accord'", "2025-01-01"),
                Said("agreement_extended", "'agreement':'accord','until':'2025-03-01'", "2025-02-01", source: "wire", id: Id(1))
            )
            .View<Agreements>()
            .At(Instant("2025-04-01"))
            .ById["accord"];

        var state = agreement.State!;
        (state.Value, state.EndedBy, state.Occurred.Text, state.Viewpoints.Single().ToString(), state.Events.Single()).ShouldBe(
            (AgreementState.Expired, EndedBy.Term, "2025-03-01", "publisher:The Wire", Id(1))
        );
        var before = state.History!.Single();
        (before.Value, before.Occurred.Text, before.Viewpoint.ToString()).ShouldBe(
            (AgreementState.Reached, "2025-01-01", "publisher:The Gazette")
        );
    }

    [Fact]
    public void What_the_closing_ends_is_dated_by_it_according_to_who_reports_it()
    {
        var talks = Given(
            Said("ultimatum_issued", "'ultimatum':'go','by':'alpha','to':'beta','text':'Go'", "2025-07-01"),
            Said("negotiation_closed", "", "2025-07-20", source: "wire", id: Id(1)),
            Said("negotiation_closed", "", "2025-07-20", source: "memo", occurrence: Id(1).ToString(), claim: "denied")
        );

        var state = talks.View<TalksStatus>().Ultimatums["go"].State;
        (state.Value, state.EndedBy, state.Occurred.Text, state.Viewpoints.Single().ToString()).ShouldBe(
            (UltimatumState.Over, EndedBy.Closing, "2025-07-20", "publisher:The Wire")
        );
        state.Contested!.Single().Kind.ShouldBe(RivalKind.Denial);
        var plan = talks.View<ProposalBook>().Proposals["plan"].State!;
        (plan.Value, plan.EndedBy, plan.Events.Single(), plan.Contested!.Single().Kind).ShouldBe(
            (ProposalState.Lapsed, EndedBy.Closing, Id(1), RivalKind.Denial)
        );
    }

    [Fact]
    public void Who_says_that_it_ended_on_the_day_stands_behind_it_and_who_dates_that_otherwise_against_it()
    {
        AgreementState ended = AgreementState.Expired;
        string Expired(string on) => Said("agreement_expired", "'agreement':'accord'", on, source: "wire", id: Id(1));
        Field<AgreementState> State(string on) =>
            Given(
                    Expired(on),
                    Said("agreement_reached", "'agreement':'accord','until':'2025-03-01'", "2025-02-20"),
                    Said("agreement_signed", "'agreement':'accord'", "2025-02-20")
                )
                .View<Agreements>()
                .At(Instant("2025-04-01"))
                .ById["accord"]
                .State!;

        State("2025-02-20/2025-03-02")
            .ShouldSatisfyAllConditions(
                s => s.Value.ShouldBe(ended),
                s => s.Viewpoints.Count.ShouldBe(2),
                s => s.Events.ShouldContain(Id(1))
            );
    }

    [Fact]
    public void A_deadline_that_only_an_older_account_names_is_in_the_diary()
    {
        string Made(string deadline, string source, string asserted) =>
            Said(
                "commitment_made",
                $"'commitment':'leave','by':'beta','text':'To leave'{deadline}",
                "2025-07-01",
                source: source,
                asserted: asserted
            );

        var diary = Diary.Of(Given(Made(",'deadline':'2025-07-20'", "wire", "2025-07-02"), Made("", "gazette", "2025-07-03")).History);

        diary.Single(e => e.IsToCome).When.Text.ShouldBe("2025-07-20");
    }

    private static IEnumerable<string> DeadlinesOf(Field<PeriodEnd> field, Viewpoint viewpoint) =>
        (field.Contested ?? [])
            .Where(r => r.Viewpoint == viewpoint)
            .Select(r => r.Value!.ToString())
            .Concat(field.Viewpoints.Contains(viewpoint) ? [field.Value.ToString()] : []);

    private static string? EndIn(NegotiationLedger.Vocabulary.Development data) =>
        data switch
        {
            AgreementExtended e => e.Until?.Text,
            CeasefireExtended e => e.Until?.Text,
            UltimatumIssued e => e.Deadline?.Text,
            CommitmentMade e => e.Deadline?.Text,
            _ => data.Ends?.Text ?? data.Occurred.Text.Split('/').Last(),
        };

    private static IEnumerable<JsonObject> Ended<T>(T view)
        where T : IView<T> => In(JsonNode.Parse(Answers.Text(view))).Where(o => o["endedBy"]?.ToString() == "term");

    private static IEnumerable<JsonObject> In(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(m => In(m.Value)).Append(members),
            JsonArray items => items.SelectMany(In),
            _ => [],
        };

    private static IEnumerable<string> Texts(JsonNode? items) => items!.AsArray().Select(i => i!.ToString());

    private static DateTimeOffset Instant(string day) => Edtf.Parse(day).Earliest;
}
