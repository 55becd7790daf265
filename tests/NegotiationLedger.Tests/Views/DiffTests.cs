using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;
using Replay = NegotiationLedger.Views.Replay;

namespace NegotiationLedger.Tests.Views;

public sealed class DiffTests
{
    private static readonly Lens UnitedStates = According("party:united-states");
    private static readonly Lens Israel = According("party:israel");
    private static readonly DateTimeOffset September = new(2025, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(Told[] Told, Lens Left, Lens Right)> Pairs = Arb.From(
        from told in RandomHistories.Histories.Generator
        from left in RandomLenses.Any.Generator
        from right in RandomLenses.Any.Generator
        select (told, left, right)
    );

    [Fact]
    public void Who_leaves_stops_the_work()
    {
        var (history, left) = (Doha.Ledger().History, new CancellationToken(canceled: true));

        Should.Throw<OperationCanceledException>(() =>
            Diff.Of<TalksStatus>(history, Lens.Everything, Until("2025-07-19"), cancellation: left)
        );
        foreach (var order in new[] { ReplayOrder.Occurred, ReplayOrder.Recorded })
            Should.Throw<OperationCanceledException>(() =>
                Replay.Of<TalksStatus>(history, Lens.Everything, new(order), cancellation: left).First()
            );
        Should.Throw<OperationCanceledException>(() => View.Of<Timeline>(history.Through(Lens.Everything), cancellation: left));
    }

    [Fact]
    public void Two_accounts_The_U_S_against_the_Israeli_one()
    {
        var differences = Diff.Of<TalksStatus>(Doha.Ledger().History, UnitedStates, Israel);

        differences
            .Select(d => d.Field)
            .ShouldBe([
                "/phase",
                "/deadlockDeclaredBy/united-states",
                "/venue",
                "/parties/israel/intent",
                "/parties/united-states/intent",
                "/lastMovement",
            ]);
        var phase = differences[0];
        phase.Left!["value"]!.GetValue<string>().ShouldBe("deadlocked");
        phase.Right!["value"]!.GetValue<string>().ShouldBe("adjourned");
        phase.Words.ShouldBe(["According to United States: The talks: deadlocked", "According to Israel: The talks: adjourned"]);
        differences.ShouldAllBe(d => d.Words.All(w => !w.Contains("no longer", StringComparison.Ordinal)));
        Told(phase)
            .ShouldBe([
                "United States declares deadlock: left, not right: AnotherViewpoint",
                "talks adjourned: right, not left: AnotherViewpoint",
            ]);
        differences.ShouldAllBe(d => d.IsSmallest);
    }

    [Fact]
    public void Two_days_What_24_July_changed()
    {
        var ledger = Doha.Ledger()
            .Record(
                """
                {"type":"talks_suspended","occurred":"2025-07-20","by":"israel",
                 "attribution":{"source":"peace-talks-collapse","mode":"observed","assertedOn":"2025-07-30"}}
                """
            );
        var late = ledger.History.Entries[^1].Id;

        var differences = Diff.Of<TalksStatus>(ledger.History, Until("2025-07-19"), Until("2025-07-23"));

        Field(differences, "/phase").Right!["value"]!.GetValue<string>().ShouldBe("suspended");
        var cause = Field(differences, "/phase").Causes.ShouldHaveSingleItem();
        (cause.Entry.Id, cause.Why, cause.InLeft, cause.InRight).ShouldBe((late, Reason.NotYetOccurred, false, true));
        differences
            .Select(d => d.Field)
            .ShouldBe(["/phase", "/session", "/parties/hamas/presence", "/parties/israel/presence", "/lastMovement"]);
    }

    [Fact]
    public void Two_states_of_knowledge_What_we_believed_then_and_no_longer_believe()
    {
        var ledger = Doha.Ledger();
        var then = ledger.Position;
        var rejection = ledger.History.Entries.Single(e => (e.Data as Development)?.Occurrence == "hamas-second-rejection").Id;
        var operations = ledger.History.Entries.Single(e => e.Data is MilitaryOperationsBegun).Id;
        ledger.Record(Retracted(rejection, id: Id(1))).Record(Corrected(operations, "'area':'Gaza City'", id: Id(2)));

        var differences = Diff.Of<TalksStatus>(ledger.History, new Lens { RecordedUntil = At(then) }, Lens.Everything, September);

        var answer = Field(differences, "/proposals/phased-ceasefire/responses/hamas");
        answer.Words.ShouldBe(["Hamas: “Phased ceasefire with an aid corridor” answered"]);
        var cause = answer.Causes.ShouldHaveSingleItem();
        (cause.Entry.Id, cause.Why, cause.InLeft, cause.InRight).ShouldBe((rejection, Reason.Retracted, true, false));
        cause.By.ShouldBe([Id(1)]);
        var area = Field(differences, "/parties/israel/area");
        area.Words.ShouldBe(["Israel, area of operations: Gaza City, no longer Hamas-held areas, into which IDF units advance"]);
        var corrected = area.Causes.ShouldHaveSingleItem();
        (corrected.Entry.Id, corrected.Why, corrected.InLeft, corrected.InRight).ShouldBe((operations, Reason.Corrected, true, true));
        corrected.By.ShouldBe([Id(2)]);
        differences.Select(d => d.Field).ShouldBe(["/parties/israel/area", answer.Field, "/lastMovement"], ignoreOrder: true);
    }

    [Fact]
    public void A_late_report_makes_the_difference_by_not_having_been_recorded()
    {
        var ledger = Doha.Ledger();
        var then = ledger.Position;
        ledger.Record(Said("talks_collapsed", "'by':'hamas'", on: "2025-07-20", source: "peace-talks-collapse", asserted: "2025-08-01"));

        var day = Until("2025-07-21");
        var cause = Field(Diff.Of<TalksStatus>(ledger.History, day with { RecordedUntil = At(then) }, day), "/phase")
            .Causes.ShouldHaveSingleItem();

        (cause.Entry.Id, cause.Why).ShouldBe((ledger.History.Entries[^1].Id, Reason.NotYetRecorded));
    }

    [Fact]
    public void Every_reason_is_told_as_it_is()
    {
        var ledger = Given(
            Said("venue_changed", "'venue':'Geneva'", on: "2025-07-10", asserted: "2025-07-24", id: Id(1)),
            Said("talks_suspended", on: "2025-07-11", asserted: "2025-07-12", id: Id(2))
        );
        ledger.Record(Disputed(Id(2)));

        Single(ledger, new Lens { AssertedUntil = new("2025-07-20", Day("2025-07-20")) }, Lens.Everything, "/venue")
            .Why.ShouldBe(Reason.NotYetAsserted);
        Single(ledger, new Lens { UndisputedOnly = true }, Lens.Everything, "/phase")
            .ShouldSatisfyAllConditions(
                c => c.Why.ShouldBe(Reason.Disputed),
                c => c.By.ShouldBe([ledger.History.Entries[^1].Id]),
                c => c.InLeft.ShouldBeFalse()
            );
        var last = new Lens { OccurredUntil = new($"@{Id(1)}", null, Id(1)) };
        Single(ledger, last, Lens.Everything, "/phase").Why.ShouldBe(Reason.NotYetOccurred);
    }

    [Fact]
    public void A_speaker_that_changes_sides_makes_the_difference_of_accounts()
    {
        var ledger = Given(Said("talks_suspended", by: "official", id: Id(1)));
        var then = ledger.Position;
        ledger.Role("official", Quotes("{'title':'Spokesman','party':'alpha'}"));

        var cause = Single(ledger, new Lens { RecordedUntil = At(then) }, Lens.Everything, "/phase");

        (cause.Entry.Id, cause.Why, cause.InLeft, cause.InRight).ShouldBe((Id(1), Reason.ViewpointChanged, true, true));
    }

    [Fact]
    public void A_deadline_that_only_one_lens_judges_differs_by_no_record()
    {
        var ledger = Given(Said("ultimatum_issued", "'ultimatum':'go','by':'alpha','to':'beta','text':'Go','deadline':'2025-07-14'"));

        var difference = Diff.Of<TalksStatus>(ledger.History, Lens.Everything, Until("2025-08-01")).ShouldHaveSingleItem();

        difference.Field.ShouldBe("/ultimatums/go");
        difference.Words.ShouldBe(["Alpha's ultimatum (Go): its deadline 2025-07-14 has passed"]);
        difference.Causes.ShouldBeEmpty();
        difference.IsSmallest.ShouldBeTrue();
    }

    [Fact]
    public void What_is_a_whole_happening_on_the_timeline_is_a_difference_of_its_own()
    {
        var differences = Diff.Of<Timeline>(Doha.Ledger().History, UnitedStates, Israel);

        differences.ShouldAllBe(d => d.Causes.Count == 1 && d.Words.Count == 1 && d.IsSmallest);
        differences.Count(d => d.Right is null).ShouldBe(5);
        differences.Count(d => d.Left is null).ShouldBe(9);
    }

    [Fact]
    public void Two_items_more_on_a_timeline_are_two_additions_and_nothing_is_gone()
    {
        var ledger = Given(
            Said("statement_made", "'text':'First word'", "2025-03-02"),
            Said("statement_made", "'text':'Second word'", "2025-03-03"),
            Said("statement_made", "'text':'Third word'", "2025-03-04")
        );
        var then = ledger.Position;
        ledger.Record(Said("statement_made", "'text':'Earlier'", "2025-03-01"), Said("statement_made", "'text':'Later'", "2025-03-09"));

        var before = new Lens { RecordedUntil = At(then) };
        Diff.Of<Timeline>(ledger.History, before, Lens.Everything)
            .Select(d => d.Words.Single())
            .ShouldBe(["Earlier, 2025-03-01 (The Gazette)", "Later, 2025-03-09 (The Gazette)"]);
        Replay
            .Of<Timeline>(ledger.History, Lens.Everything, new(ReplayOrder.Recorded))
            .TakeLast(2)
            .SelectMany(f => f.Words)
            .ShouldBe(["Earlier, 2025-03-01 (The Gazette)", "Later, 2025-03-09 (The Gazette)"]);
    }

    [Fact]
    public void An_item_that_moved_and_changed_is_told_as_changed()
    {
        var ledger = Given(
            Said("statement_made", "'text':'Word'", "2025-03-02"),
            Said("talks_collapsed", "", "2025-03-04", occurrence: "end", id: Id(1))
        );
        var then = ledger.Position;
        ledger.Record(
            Said("statement_made", "'text':'Earlier'", "2025-03-01"),
            Said("talks_collapsed", "", "2025-03-04", by: "party:beta", occurrence: "end")
        );

        Diff.Of<Timeline>(ledger.History, new Lens { RecordedUntil = At(then) }, Lens.Everything)
            .SelectMany(d => d.Words)
            .ShouldBe(["Earlier, 2025-03-01 (The Gazette)", "Talks collapsed: also according to Beta"], ignoreOrder: true);
    }

    [Fact]
    public void What_only_one_account_has_is_told_as_such()
    {
        var ledger = Given(Said("demand_stated", "'demand':'half','party':'beta','text':'Half'", by: "party:beta"));
        IReadOnlyList<Difference> Between(Lens left, Lens right) => Diff.Of<PartyDemands>(ledger.History, left, right);

        Between(According("party:beta"), According("party:alpha")).Single().Words.ShouldBe(["Only according to Beta: Beta demands: Half"]);
        Between(According("party:alpha"), According("party:beta")).Single().Words.ShouldBe(["Only according to Beta: Beta demands: Half"]);
    }

    [Fact]
    public void Lenses_that_answer_alike_differ_in_nothing() =>
        ViewCatalog.All.ShouldAllBe(v =>
            v.Diff(Doha.Ledger().History, Lens.Everything, new Lens { RecordedUntil = At("@53") }, September).Count == 0
        );

    [Fact]
    public void All_the_differing_records_together_make_the_one_answer_into_the_other() =>
        Laws.ForAll(
            Pairs,
            pair =>
            {
                var history = RandomHistories.Ledger(pair.Told).History;
                var (left, right) = (history.Through(pair.Left), history.Through(pair.Right));
                return IsWhole<TalksStatus>(left, right) && IsWhole<IssueMatrix>(left, right) && IsWhole<Timeline>(left, right);
            },
            rounds: 150
        );

    [Fact]
    public void Every_cause_is_a_record_that_the_two_lenses_have_differently() =>
        Laws.ForAll(
            Pairs,
            pair =>
            {
                var history = RandomHistories.Ledger(pair.Told).History;
                var mixture = new Mixture<TalksStatus>(history.Through(pair.Left), history.Through(pair.Right));
                return Diff.Of<TalksStatus>(history, pair.Left, pair.Right)
                    .All(d =>
                        d.Causes.All(c => mixture.Differing.Contains(c.Entry.Id) && (c.InLeft != c.InRight || c.Why >= Reason.Disputed))
                    );
            },
            rounds: 60
        );

    private static bool IsWhole<T>(Account left, Account right)
        where T : IView<T>
    {
        var mixture = new Mixture<T>(left, right);
        return Answers.Text(mixture.With(mixture.Differing.ToHashSet())) == Answers.Of<T>(right);
    }

    private static Cause Single(Ledger ledger, Lens left, Lens right, string field) =>
        Field(Diff.Of<TalksStatus>(ledger.History, left, right), field).Causes.ShouldHaveSingleItem();

    private static Difference Field(IReadOnlyList<Difference> differences, string field) => differences.Single(d => d.Field == field);

    private static IEnumerable<string> Told(Difference difference) =>
        difference.Causes.Select(c => $"{c.What}: {(c.InLeft ? "left, not right" : "right, not left")}: {c.Why}");

    private static Lens According(string whom) => Lens.Parse(null, null, null, [whom], null).Lens;

    private static Lens Until(string day) => Lens.Parse(day, null, null, [], null).Lens;

    private static Bound At(string position) => new(position, Position: long.Parse(position[1..]));

    private static DateTimeOffset Day(string day) => DateTimeOffset.Parse($"{day}T00:00:00Z");
}
