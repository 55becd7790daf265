using System.Text.Json.Nodes;
using NegotiationLedger.Testing;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class ViewDifferenceTests
{
    [Fact]
    public void Applied_to_the_one_view_it_gives_the_other() =>
        RandomHistories.ForAll(
            told =>
            {
                var ledger = Ledger(told);
                var accounts = ledger.History.Entries.Select(e => ledger.Through(recordedUntil: $"@{e.Sequence}")).ToList();
                return accounts.Zip(accounts.Skip(1)).All(pair => ViewCatalog.All.All(view => Leads(view, pair.First, pair.Second)));
            },
            rounds: 60
        );

    [Fact]
    public void Two_views_of_the_same_differ_in_nothing()
    {
        var ledger = Doha.Ledger();

        ViewCatalog.All.ShouldAllBe(view => view.Difference(ledger.Through(), ledger.Through()).Patch.Count == 0);
    }

    [Fact]
    public void It_names_what_changed_and_nothing_else()
    {
        var ledger = Given(Said("figure_reported", "'subject':'a/b~c','value':1", on: "2025-07-01"));
        var before = ledger.View<TalksStatus>();
        ledger.Record(Said("figure_reported", "'subject':'a/b~c','value':1.0,'unit':'persons'", on: "2025-07-01"));
        var after = ledger.View<TalksStatus>();

        ViewDifference
            .Of(before, after)
            .Select(o => $"{o!["op"]} {o["path"]}")
            .Where(o => !o.EndsWith("/events/0", StringComparison.Ordinal))
            .ShouldBe([
                "replace /figures/a~1b~0c/value/value/number",
                "add /figures/a~1b~0c/value/value/unit",
                "add /figures/a~1b~0c/value/history",
            ]);
    }

    private static bool Leads(NamedView view, Account from, Account to) =>
        JsonNode.DeepEquals(
            JsonPatch.Apply(JsonNode.Parse(view.Fold(from))!, view.Difference(from, to).Patch),
            JsonNode.Parse(view.Fold(to))
        );
}
