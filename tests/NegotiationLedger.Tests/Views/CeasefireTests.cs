using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>Ceasefires are told apart by those whom they are between.</summary>
public sealed class CeasefireTests
{
    private static readonly string[] Pairs = ["alpha beta", "alpha gamma", "beta gamma"];

    [Fact]
    public void The_end_of_one_ceasefire_leaves_the_others_standing()
    {
        var talks = Given(
            Began("alpha beta", 1),
            Began("alpha gamma", 2, until: 20),
            Ended("alpha beta", 5, "'by':'beta','reason':'No list'")
        );
        var status = talks.View<TalksStatus>();

        Bound(status).ShouldBe(["alpha", "gamma"]);
        var alpha = status.Parties["alpha"];
        (alpha.Ceasefires["alpha beta"].Holds!.Value, alpha.Ceasefires["alpha gamma"].Holds!.Value).ShouldBe((false, true));
        (alpha.Ceasefires["alpha beta"].EndedBy!.Value.Value, alpha.Ceasefires["alpha beta"].Reason!.Value).ShouldBe(("beta", "No list"));
        alpha.CeasefireUntil!.Value.On!.Text.ShouldBe("2025-07-20");
        Bound(status.At(Day(21))).ShouldBeEmpty();
    }

    [Fact]
    public void Who_ended_a_ceasefire_and_why_is_told_and_that_time_did_is_not_told_of_a_party()
    {
        var talks = Given(Began("alpha beta", 1, until: 9));
        var before = talks.View<TalksStatus>();
        var ended = talks.Record(Ended("alpha beta", 5, "'by':'beta','reason':'No list.'")).View<TalksStatus>();

        Words(before, ended)
            .ShouldBe([
                "Alpha: its ceasefire is over, no longer bound by a ceasefire",
                "Beta: its ceasefire is over, no longer bound by a ceasefire",
                "Alpha, ceasefire with Beta: ended by Beta (No list), no longer in force",
                "Beta, ceasefire with Alpha: ended by Beta (No list), no longer in force",
            ]);
        Words(before, before.At(Day(10)))
            .ShouldBe([
                "Alpha: its ceasefire is over, no longer bound by a ceasefire",
                "Beta: its ceasefire is over, no longer bound by a ceasefire",
                "Alpha, ceasefire with Beta: over, no longer in force",
                "Beta, ceasefire with Alpha: over, no longer in force",
            ]);
    }

    [Fact]
    public void Each_ceasefire_lasts_until_its_own_end()
    {
        var status = Given(Began("alpha beta", 1, until: 9), Began("alpha gamma", 2, until: 5)).View<TalksStatus>();

        Bound(status.At(Day(6))).ShouldBe(["alpha", "beta"]);
        status.At(Day(6)).Parties["alpha"].CeasefireUntil!.Value.On!.Text.ShouldBe("2025-07-09");
        Bound(status.At(Day(10))).ShouldBeEmpty();
        status.At(Day(10)).Parties["alpha"].Hostilities!.Since.ShouldBe(Edtf.Parse("2025-07-09").Latest);
    }

    [Fact]
    public void An_extension_is_of_the_ceasefire_between_those_it_names()
    {
        var alpha = Given(
                Began("alpha beta", 1, until: 9),
                Began("alpha gamma", 2, until: 5),
                Said("ceasefire_extended", "'parties':['gamma','alpha'],'until':'2025-07-30'", On(4))
            )
            .View<TalksStatus>()
            .Parties["alpha"];

        alpha.Ceasefires.Select(c => c.Value.Until!.Value.On!.Text).ShouldBe(["2025-07-09", "2025-07-30"]);
    }

    [Fact]
    public void An_end_that_names_fewer_or_more_is_of_those_ceasefires_that_it_takes_in()
    {
        string[] began = [Began("alpha beta", 1), Began("alpha gamma", 2)];

        Bound(Given([.. began, Ended("alpha", 5)]).View<TalksStatus>()).ShouldBe(["beta", "gamma"]);
        Bound(Given([.. began, Ended("alpha beta gamma", 5)]).View<TalksStatus>()).ShouldBeEmpty();
        Bound(Given([.. began, Said("ceasefire_ended", "", On(5))]).View<TalksStatus>()).ShouldBeEmpty();
    }

    [Fact]
    public void A_later_dated_account_of_a_beginning_does_not_bring_back_the_ceasefire_that_was_ended()
    {
        var beta = Given(
                Said("ceasefire_began", "'parties':['alpha','beta']", On(2), asserted: On(8), occurrence: "truce"),
                Ended("alpha beta", 3),
                Said("ceasefire_began", "'parties':['beta']", On(5), source: "wire", asserted: On(7), occurrence: "truce")
            )
            .View<TalksStatus>()
            .Parties["beta"];

        var (key, truce) = beta.Ceasefires.ShouldHaveSingleItem();
        (key, truce.Holds!.Value, truce.Holds.Contested!.Single().Value).ShouldBe(("alpha beta", false, true));
    }

    [Fact]
    public void A_party_is_bound_while_any_ceasefire_of_its_own_stands_and_no_longer() =>
        Laws.ForAll(
            Arb.From(
                (
                    from pair in Gen.Elements(Pairs)
                    from ends in Gen.Elements(true, false, false)
                    from until in Gen.Choose(-10, 12)
                    select new Truce(pair, ends, until)
                ).ArrayOf(),
                told => told.Select((_, i) => told.Where((_, j) => j != i).ToArray())
            ),
            chosen =>
            {
                // An end that no beginning came before would be put after the first.
                var told = chosen.Take(25).Select((t, i) => t with { Ends = t.Ends && i > 0 }).ToArray();
                var bodies = told.Select((t, i) => t.Ends ? Ended(t.Pair, i + 1) : Began(t.Pair, i + 1, t.Until > 0 ? i + t.Until : null));
                var status = Given(bodies).View<TalksStatus>();
                return Enumerable.Range(told.Length + 1, 15).All(day => Bound(status.At(Day(day))).SequenceEqual(Standing(told, day)));
            },
            rounds: 200
        );

    [Fact]
    public void Where_no_one_fights_a_party_is_bound_as_its_ceasefires_say() =>
        Laws.ForAll(
            Arb.From(
                (
                    from kind in Gen.Elements<int>([.. KindsOf("ceasefire_began", "ceasefire_ended", "ceasefire_extended")])
                    from record in Records
                    select record with
                    {
                        Kind = kind,
                        Occurrence = 0,
                    }
                ).ArrayOf(8)
            ),
            told =>
                // From when all of it has happened.
                Enumerable
                    .Range(8, 12)
                    .All(day =>
                        View.Of<TalksStatus>(Ledger(told).History.Through(Lens.Everything), Day(day))
                            .Parties.Values.All(p =>
                                p.Hostilities is null
                                || (p.Hostilities.Value is Hostilities.Ceasefire) == p.Ceasefires.Values.Any(c => c.Holds!.Value)
                            )
                    ),
            rounds: 100
        );

    // The last word of each pair counts, and its end.
    private static IEnumerable<string> Standing(Truce[] told, int day) =>
        told.Select((t, i) => (t.Pair, t.Ends, End: t.Until > 0 ? i + t.Until : int.MaxValue))
            .GroupBy(t => t.Pair)
            .Select(g => g.Last())
            .Where(t => !t.Ends && day <= t.End)
            .SelectMany(t => t.Pair.Split(' '))
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static IReadOnlyList<string> Words(TalksStatus from, TalksStatus to) => ChangeWords.Of(ViewDifference.Of(from, to), from, to);

    private static IEnumerable<string> Bound(TalksStatus status) =>
        status.Parties.Where(p => p.Value.Hostilities?.Value is Hostilities.Ceasefire).Select(p => p.Key);

    private static string Began(string pair, int day, int? until = null) =>
        Said("ceasefire_began", $"'parties':[{Names(pair)}]{(until is { } end ? $",'until':'{On(end)}'" : "")}", On(day));

    private static string Ended(string pair, int day, string more = "") =>
        Said("ceasefire_ended", $"'parties':[{Names(pair)}]{(more.Length > 0 ? "," : "")}{more}", On(day));

    private static string Names(string pair) => string.Join(',', pair.Split(' ').Select(id => $"'{id}'"));

    private static string On(int day) => DateOnly.FromDateTime(Day(day).UtcDateTime).ToString("O");

    private static DateTimeOffset Day(int day) => Edtf.Parse("2025-07-01").Earliest.AddDays(day - 1);

    private sealed record Truce(string Pair, bool Ends, int Until);
}
