using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class FoldingLawsTests
{
    private static readonly Arbitrary<(Told[] Told, Lens Lens)> Seen = Arb.From(
        from told in Histories.Generator
        from lens in RandomLenses.Any.Generator
        select (told, lens)
    );

    [Fact]
    public void An_account_that_grows_as_it_is_recorded_answers_as_each_prefix_does() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = LedgerWithRegistrations(seen.Told).History;
                var lens = seen.Lens with { RecordedUntil = null };
                var growing = new AccountByRecording(lens);
                var folding = new EveryView();
                return history.Entries.All(entry =>
                {
                    growing.Add(entry, history.Registry.AsOf(entry.Sequence));
                    return folding.Of(growing.Account) == Unjudged(history.Through(lens with { RecordedUntil = At(entry) }));
                });
            },
            rounds: 150
        );

    [Fact]
    public void A_long_history_is_folded_again_from_the_nearest_state_kept()
    {
        var ledger = Opened();
        for (var i = 0; i < 3 * KeptStates<TalksStatus>.Interval; i++)
            ledger.Record(Said("figure_reported", $"'subject':'held','value':{i}", on: $"2025-07-{1 + i / 32:00}T{i % 24:00}:00:00Z"));
        ledger.Record(Said("talks_convened", "'venue':'Late'", on: "2025-07-02"));
        ledger.Record(Retracted(ledger.History.Entries[^2].Id));
        ledger.Record(Said("talks_convened", "'venue':'Last'", on: "2025-08-01"));
        var growing = new AccountByRecording(Lens.Everything);
        var folding = new EveryView();
        foreach (var entry in ledger.History.Entries)
        {
            growing.Add(entry, ledger.History.Registry);
            if (entry.Sequence % 100 == 0 || entry.Sequence > 3 * KeptStates<TalksStatus>.Interval)
                folding.Of(growing.Account).ShouldBe(Unjudged(ledger.Through(recordedUntil: $"@{entry.Sequence}")));
        }
    }

    [Fact]
    public void A_record_whose_id_names_a_happening_is_of_it_whichever_was_recorded_first()
    {
        var (named, naming) = (Id(1), Id(2));
        string[] bodies =
        [
            Said("team_recalled", "'party':'alpha'", on: "2025-07-03", id: named),
            Said("team_recalled", "'party':'alpha'", on: "2025-07-02", by: "party:beta", occurrence: named.ToString(), id: naming),
        ];
        foreach (var order in new[] { bodies, [bodies[1], bodies[0]] })
        {
            var history = Opened().Record(order[0]).Record(order[1]).History;
            var growing = new AccountByRecording(Lens.Everything);
            var folding = new EveryView();
            foreach (var entry in history.Entries)
                growing.Add(entry, history.Registry);
            folding.Of(growing.Account).ShouldBe(Unjudged(history.Through(Lens.Everything)));
            growing.Account.Visible.Count(a => a.Occurrence == named.ToString()).ShouldBe(2);
        }
    }

    [Fact]
    public void A_lens_that_ends_at_a_record_cannot_be_followed_from_before_it_was_recorded() =>
        Should
            .Throw<LensException>(() => new AccountByRecording(new Lens { OccurredUntil = new($"@{Id(1)}", null, Id(1)) }))
            .Problem.Pointer.ShouldBe("/occurredUntil");

    private static Bound At(Entry entry) => new($"@{entry.Sequence}", Position: entry.Sequence);

    // Before time judges them, as they are folded on from.
    private static string Unjudged(Account account) =>
        string.Join(
            '\n',
            Of<TalksStatus>(account),
            Of<PartyDemands>(account),
            Of<ProposalBook>(account),
            Of<IssueMatrix>(account),
            Of<Timeline>(account),
            Of<Agreements>(account)
        );

    private static string Of<T>(Account account)
        where T : IView<T> => Answers.Text(View.StateOf<T>(account).Finish(Frame.Of(account), account.Claimed));

    private sealed class EveryView
    {
        private readonly Folding<TalksStatus> _status = new();
        private readonly Folding<PartyDemands> _demands = new();
        private readonly Folding<ProposalBook> _book = new();
        private readonly Folding<IssueMatrix> _matrix = new();
        private readonly Folding<Timeline> _timeline = new();
        private readonly Folding<Agreements> _agreements = new();

        internal string Of(GrowingAccount account)
        {
            var change = account.TakeChange();
            return string.Join(
                '\n',
                Answers.Text(_status.Of(account, change)),
                Answers.Text(_demands.Of(account, change)),
                Answers.Text(_book.Of(account, change)),
                Answers.Text(_matrix.Of(account, change)),
                Answers.Text(_timeline.Of(account, change)),
                Answers.Text(_agreements.Of(account, change))
            );
        }
    }
}
