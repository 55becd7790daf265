using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>What each entry of the log changes in the views of a negotiation, what is registered included.</summary>
public sealed class EntryChangesTests
{
    // Before some records something is registered anew of who speaks in them.
    private static readonly Arbitrary<(Told[] Told, int[] Registered)> Logs = Arb.From(
        from told in Histories.Generator
        from registered in Gen.Choose(0, 9).ArrayOf(told.Length + 1)
        select (told, registered)
    );

    [Fact]
    public void Each_entry_changes_what_the_views_say_with_it_and_not_without_it() =>
        Laws.ForAll(
            Logs,
            log =>
            {
                var history = Recorded(log.Told, log.Registered);
                var followed = new EntryChanges();
                return EntriesOf(history)
                    .All(entry =>
                    {
                        var told = followed.Of(history, entry);
                        return Texts(told).SequenceEqual(Texts(Differences(history, entry)))
                            && (entry.CanChangeViews || told.Count == 0)
                            && followed.Reached == entry.Sequence;
                    });
            },
            rounds: 30
        );

    [Fact]
    public void It_is_the_same_whatever_was_followed_before() =>
        Laws.ForAll(
            Logs,
            log =>
            {
                var history = Recorded(log.Told, log.Registered);
                var (all, some) = (new EntryChanges(), new EntryChanges());
                foreach (var entry in EntriesOf(history))
                {
                    var told = Texts(all.Of(history, entry)).ToList();
                    if (
                        entry.Sequence % 3 == 0
                        && !(
                            Texts(some.Of(history, entry)).SequenceEqual(told)
                            && Texts(new EntryChanges().Of(history, entry)).SequenceEqual(told)
                        )
                    )
                        return false;
                }

                return true;
            },
            rounds: 20
        );

    [Fact]
    public void A_role_that_a_speaker_bore_moves_what_was_said_to_another_account_before_the_next_record_comes()
    {
        var ledger = Given(
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-02", by: "envoy"),
            Said("statement_made", "'text':'Words'", on: "2025-07-03", by: "official")
        );
        ledger.Role("envoy", Quotes("{'title':'Envoy of Beta','party':'beta'}"));
        ledger.Record(Said("statement_made", "'text':'More words'", on: "2025-07-04", by: "official"));
        var history = ledger.History;

        var changes = new EntryChanges();
        var role = history.Registry.Entries[^1];
        WordsIn("proposals", changes.Of(history, role)).ShouldBe(["Beta on plan: rejected, now the account of Beta, no longer of Alpha"]);
        changes.Of(history, history.Entries[^1]).Select(v => v.View).ShouldBe(["timeline"]);
    }

    [Fact]
    public void A_publisher_that_was_corrected_moves_what_its_source_said_and_a_title_moves_nothing()
    {
        var ledger = Given(Said("talks_collapsed", on: "2025-07-02", source: "wire"));
        ledger.CorrectSource("wire", Quotes("{'patch':{'title':'Another title'},'reason':'misread'}"));
        ledger.CorrectSource("wire", Quotes("{'patch':{'publisher':'The Cable'},'reason':'misread'}"));
        var history = ledger.History;

        var changes = new EntryChanges();
        changes.Of(history, history.Registry.Entries[^2]).ShouldBeEmpty();
        changes.Of(history, history.Registry.Entries[^1]).Select(v => v.View).ShouldContain("status");
    }

    private static History Recorded(IReadOnlyList<Told> told, int[] registered)
    {
        var (ledger, bodies) = (Opened(), Bodies(told));
        for (var i = 0; i <= bodies.Count; i++)
        {
            Register(ledger, registered[i], i);
            if (i < bodies.Count)
                ledger.Record(bodies[i]);
        }

        return ledger.History;
    }

    private static void Register(Ledger ledger, int choice, int place)
    {
        _ = choice switch
        {
            0 => ledger.Role("envoy", Quotes("{'title':'Envoy','party':'beta'}")),
            1 => ledger.Role("envoy", Quotes("{'title':'Envoy','party':'alpha','valid':'2025-07-02/2025-07-05'}")),
            2 => ledger.Role("official", Quotes("{'title':'An official of Gamma','party':'gamma'}")),
            3 => ledger.CorrectSource("wire", Quotes($"{{'patch':{{'publisher':'The Wire of {place % 3}'}},'reason':'misread'}}")),
            4 => ledger.CorrectSource("memo", Quotes($"{{'patch':{{'title':'Memorandum {place}'}},'reason':'misread'}}")),
            5 => ledger.CorrectSource("memo", Quotes("{'patch':{'publisher':'The Gazette'},'reason':'misread'}")),
            6 => ledger.Source(Quotes($"{{'source':'other-{place}','kind':'article','title':'Other','publisher':'The Wire'}}")),
            _ => ledger,
        };
    }

    private static IEnumerable<Entry> EntriesOf(History history) =>
        history.Registry.Entries.Concat(history.Entries).OrderBy(e => e.Sequence);

    // From the histories that end before it and with it.
    private static IEnumerable<ChangedView> Differences(History history, Entry entry)
    {
        var (before, after) = (Until(history, entry.Sequence - 1), Until(history, entry.Sequence));
        return ViewCatalog
            .All.Select(view => new ChangedView(view.Name, view.Difference(before, after, entry.RecordedAt)))
            .Where(v => v.Change.Patch.Count > 0);
    }

    private static Account Until(History history, long position) =>
        new History(history.Negotiation, history.Entries.RemoveAll(e => e.Sequence > position), history.Registry.AsOf(position)).Through(
            Lens.Everything
        );

    private static IEnumerable<string> Texts(IEnumerable<ChangedView> changed) =>
        changed.Select(v => $"{v.View}: {string.Join("; ", v.Change.Words)} {v.Change.Patch.ToJsonString()}");

    private static IReadOnlyList<string> WordsIn(string view, IEnumerable<ChangedView> changed) =>
        changed.Single(v => v.View == view).Change.Words;
}
