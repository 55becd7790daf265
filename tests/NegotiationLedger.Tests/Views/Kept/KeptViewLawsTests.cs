using NegotiationLedger.Tests.Support;
using NegotiationLedger.Views.Kept;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views.Kept;

public sealed class KeptViewLawsTests
{
    [Fact]
    public void A_view_that_is_kept_and_folded_on_answers_as_a_fresh_fold_of_each_prefix()
    {
        var followed = 0;
        RandomHistories.ForAll(
            told =>
            {
                var history = RandomHistories.Ledger(told).History;
                return new EveryKept().Follows(history, ref followed);
            },
            rounds: 150
        );
        followed.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void What_comes_in_order_is_folded_on_without_the_history()
    {
        var ledger = Opened();
        for (var day = 1; day <= 28; day++)
            ledger.Record(Said("figure_reported", $"'subject':'held','value':{day}", on: $"2025-07-{day:00}"));
        var kept = KeptView<TalksStatus>.Of(ledger.History);
        ledger.Record(Said("talks_collapsed", "'by':'beta'", on: "2025-07-29", occurrence: "the-end"));
        kept.Refolded([ledger.History.Entries[^1]]).ShouldBeEmpty();
        var then = kept.Then([ledger.History.Entries[^1]], [], ledger.History.Registry);
        Answers.Text(then.View).ShouldBe(Answers.Of<TalksStatus>(ledger.Through()));
    }

    [Theory]
    [InlineData("'subject':'held','value':1", "2025-07-01", null, null)]
    [InlineData("'subject':'held','value':1", "2025-07-29", "named", null)]
    [InlineData("'subject':'held','value':1", "2025-07-29", null, "named")]
    public void What_may_change_the_past_is_not(string payload, string on, string? occurrence, string? after)
    {
        var ledger = Opened().Record(Said("figure_reported", "'subject':'held','value':2", on: "2025-07-05", occurrence: "named"));
        var kept = KeptView<TalksStatus>.Of(ledger.History);
        ledger.Record(Said("figure_reported", payload, on: on, occurrence: occurrence, after: after));
        kept.Refolded([ledger.History.Entries[^1]]).ShouldBeNull();
    }

    [Fact]
    public void What_something_came_after_before_it_was_known_is_not()
    {
        var ledger = Opened().Record(Said("figure_reported", "'subject':'held','value':2", on: "2025-07-05", after: "to-come"));
        var kept = KeptView<TalksStatus>.Of(ledger.History);
        ledger.Record(Said("talks_collapsed", "", on: "2025-07-29", occurrence: "to-come"));
        kept.Refolded([ledger.History.Entries[^1]]).ShouldBeNull();
    }

    private sealed class EveryKept
    {
        private KeptView<TalksStatus>? _status;
        private KeptView<PartyDemands>? _demands;
        private KeptView<ProposalBook>? _proposals;
        private KeptView<IssueMatrix>? _matrix;

        internal bool Follows(History history, ref int followed)
        {
            for (var count = 1; count <= history.Entries.Count; count++)
            {
                var entry = history.Entries[count - 1];
                var prefix = History.Empty(history.Negotiation, history.Registry).With(history.Entries.Take(count), history.Registry);
                followed += _status?.Refolded([entry]) is null ? 0 : 1;
                _status = Next(_status, entry, prefix);
                _demands = Next(_demands, entry, prefix);
                _proposals = Next(_proposals, entry, prefix);
                _matrix = Next(_matrix, entry, prefix);
                var account = prefix.Through(Lens.Everything);
                if (
                    Answers.Text(_status.View) != Answers.Of<TalksStatus>(account)
                    || Answers.Text(_demands.View) != Answers.Of<PartyDemands>(account)
                    || Answers.Text(_proposals.View) != Answers.Of<ProposalBook>(account)
                    || Answers.Text(_matrix.View) != Answers.Of<IssueMatrix>(account)
                    || !_status.Warnings.Select(w => w.Detail).SequenceEqual(account.Warnings.Select(w => w.Detail))
                )
                    return false;
            }

            return true;
        }

        // Written and read each time, as if every entry met another node.
        private static KeptView<T> Next<T>(KeptView<T>? kept, Entry entry, History prefix)
            where T : class, IView<T> =>
            KeptForm.Read<KeptView<T>>(
                KeptForm.Write(kept?.Refolded([entry]) is { Count: 0 } ? kept.Then([entry], [], prefix.Registry) : KeptView<T>.Of(prefix))
            );
    }
}
