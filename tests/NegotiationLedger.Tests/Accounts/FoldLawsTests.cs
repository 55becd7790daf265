using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

public sealed class FoldLawsTests
{
    private static readonly Arbitrary<(Told[] Told, Lens Lens)> Seen = Arb.From(
        from told in Histories.Generator
        from lens in RandomLenses.Any.Generator
        select (told, lens)
    );

    [Fact]
    public void A_view_never_fails_on_any_lens_and_folding_twice_gives_the_same_bytes() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = Ledger(seen.Told).History;
                return Answers.All(history.Through(seen.Lens)) == Answers.All(history.Through(seen.Lens));
            },
            rounds: 150
        );

    [Fact]
    public void A_lens_that_ends_at_a_record_shows_that_record_last() =>
        RandomHistories.ForAll(
            told =>
            {
                var history = Ledger(told).History;
                return history
                    .Through(Lens.Everything)
                    .Visible.All(a =>
                    {
                        var account = history.Through(Lens.Parse($"@{a.Id}", null, null, [], null).Lens);
                        return account.Visible[^1].Id == a.Id && Answers.All(account).Length > 0;
                    });
            },
            rounds: 40
        );

    // A correction that carries an assertedOn may move a date, or an edge, and is not looked at before it was asserted: assertedUntil alone
    // may so change the order, which is why no lens here has one.
    [Fact]
    public void What_two_lenses_both_show_stands_in_the_same_order_under_both() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var lens = seen.Lens with { AssertedUntil = null };
                var history = Ledger(seen.Told).History;
                var all = history
                    .Through(new Lens { RecordedUntil = lens.RecordedUntil })
                    .Visible.Select(a => (a.Id, a.Place, a.At))
                    .ToList();
                var some = history.Through(lens).Visible.Select(a => (a.Id, a.Place, a.At)).ToList();
                return some.SequenceEqual(all.Where(some.ToHashSet().Contains))
                    && some.Select(s => s.Place).SequenceEqual(some.Select(s => s.Place).Order());
            },
            rounds: 100
        );

    [Fact]
    public void An_assertion_is_folded_neither_before_it_began_nor_before_what_it_came_after() =>
        RandomHistories.ForAll(told =>
        {
            var account = Ledger(told).History.Through(Lens.Everything);
            return account.Visible.All(a =>
                a.At >= a.Data.Occurred.EarliestIn(account.Zone)
                && Taken(account, a)
                    .All(before => a.At >= before.Min(b => b.At) && before.Where(b => b.At == a.At).All(b => b.Place < a.Place))
            );
        });

    [Fact]
    public void An_edge_is_taken_or_warned_of() =>
        RandomHistories.ForAll(told =>
        {
            var account = Ledger(told).History.Through(Lens.Everything);
            return account.Visible.All(a =>
                (a.Data.After ?? [])
                    .Distinct()
                    .All(name =>
                    {
                        var before = Named(account, name);
                        var warning = account
                            .Warnings.Where(w => w.Events.Contains(a.Id) && w.Detail.Contains($"'{name}'", StringComparison.Ordinal))
                            .Select(w => w.Code)
                            .SingleOrDefault();
                        var mustBeIgnored =
                            before.Count == 0 ? "after_unknown"
                            : before.Contains(a) ? "after_cycle"
                            : null;
                        return mustBeIgnored is null ? warning is null or "after_cycle" : warning == mustBeIgnored;
                    })
            );
        });

    [Fact]
    public void Retracting_a_retraction_restores_every_answer() =>
        RandomHistories.ForAll(
            told =>
            {
                var ledger = Ledger(told);
                var before = Answers.All(ledger.History.Through(Lens.Everything));
                for (var i = 0; i < told.Length; i++)
                    ledger.Record(Retracted(Id(i), id: Id(100 + i))).Record(Retracted(Id(100 + i), id: Id(200 + i)));
                return Answers.All(ledger.History.Through(Lens.Everything)) == before;
            },
            rounds: 40
        );

    [Fact]
    public void Every_field_names_what_put_it_there_and_every_contested_field_can_be_found() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var account = Ledger(seen.Told).History.Through(seen.Lens);
                var status = View.Of<TalksStatus>(account);
                var known = account.Visible.Select(a => a.Id).ToHashSet();
                var phase = status.Phase;
                return (phase is null || (phase.Events.Count > 0 && phase.Events.All(known.Contains) && phase.Viewpoints.Count > 0))
                    && Found(status.Contested, Answers.Text(status))
                    && View.Of<PartyDemands>(account) is var demands
                    && Found(demands.Contested, Answers.Text(demands))
                    && View.Of<ProposalBook>(account) is var book
                    && Found(book.Contested, Answers.Text(book));
            },
            rounds: 100
        );

    private static bool Found(IEnumerable<ContestedField> contested, string json) =>
        contested.All(field =>
        {
            var place = Support.Ledger.Json(json);
            return field.Field.Split('/').Skip(1).All(part => place.TryGetProperty(part, out place))
                && place.GetProperty("contested").GetArrayLength() == field.Rivals.Count;
        });

    private static IEnumerable<List<Assertion>> Taken(Account account, Assertion assertion) =>
        (assertion.Data.After ?? [])
            .Where(name =>
                !account.Warnings.Any(w => w.Events.Contains(assertion.Id) && w.Detail.Contains($"'{name}'", StringComparison.Ordinal))
            )
            .Select(name => Named(account, name))
            .Where(before => before.Count > 0);

    private static List<Assertion> Named(Account account, string name) =>
        [.. account.Visible.Where(a => a.Occurrence == name || a.Id.ToString() == name)];
}
