using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>What changed since a place in the log, in words, by what a reader cares for.</summary>
public sealed class DigestTests
{
    private static readonly Arbitrary<(Told[] Told, Lens Lens, int Since)> Seen = Arb.From(
        from told in Histories.Generator
        from lens in Gen.Frequency((2, Gen.Constant(Lens.Everything)), (1, RandomLenses.Any.Generator))
        from since in Gen.Choose(0, 30)
        select (told, lens, since)
    );

    [Fact]
    public void Who_ended_a_ceasefire_and_why_is_told_of_the_talks()
    {
        var ledger = Given(Said("ceasefire_began", "'parties':['alpha','beta']", "2025-07-01"));
        var since = At(ledger.History.Entries[^1].Sequence);
        ledger.Record(Said("ceasefire_ended", "'parties':['alpha','beta'],'by':'beta','reason':'No list'", "2025-07-05"));

        var group = Digest.Of(ledger.History, Lens.Everything, since).Single();

        group.Topic.ShouldBe(DigestTopic.Talks);
        group.Words.ShouldContain("Alpha, ceasefire with Beta: ended by Beta (No list), no longer in force");
    }

    [Fact]
    public void A_corrected_date_is_told_of_its_happening_and_of_no_other()
    {
        var ledger = Given(
            Said("statement_made", "'text':'First'", "2025-07-01", id: Id(1)),
            Said("statement_made", "'text':'Second'", "2025-07-02")
        );
        var since = At(ledger.History.Entries[^1].Sequence);
        ledger.Record(Corrected(Id(1), "'occurred':'2025-07-05'"));

        Digest
            .Of(ledger.History, Lens.Everything, since)
            .SelectMany(g => g.Words)
            .ShouldBe(["First: now dated 2025-07-05, no longer 2025-07-01"]);
    }

    [Fact]
    public void Nothing_has_changed_since_the_head() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = Ledger(seen.Told).History;
                return Digest.Of(history, seen.Lens, At(history.Entries[^1].Sequence)).Count == 0;
            },
            rounds: 100
        );

    [Fact]
    public void No_sentence_comes_twice_and_no_topic_without_one() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var groups = Since(Ledger(seen.Told).History, seen.Lens, seen.Since);
                var words = groups.SelectMany(g => g.Words).ToList();
                return words.Distinct().Count() == words.Count
                    && groups.All(g => g.Words.Count > 0)
                    && groups.Select(g => g.Topic).SequenceEqual(groups.Select(g => g.Topic).Distinct().Order());
            },
            rounds: 100
        );

    [Fact]
    public void Of_one_record_it_tells_what_its_views_tell_each_thing_where_it_belongs() =>
        ForAll(told =>
        {
            var history = Ledger(told).History;
            var views = new EntryChanges().Of(history, history.Entries[^1]).ToDictionary(v => v.View, v => v.Change.Words);
            var groups = Digest.Of(history, Lens.Everything, At(history.Entries[^1].Sequence - 1));
            var inFrame = InAll(views);
            return groups.All(g => g.Words.All(views.GetValueOrDefault(ViewOf(g.Topic), []).Contains))
                && (groups.Count > 0) == (views.Values.Any(words => words.Count > 0))
                && new[] { DigestTopic.Proposals, DigestTopic.Agreements, DigestTopic.Demands }.All(topic =>
                    views.GetValueOrDefault(ViewOf(topic), []).Except(inFrame).All(groups.SelectMany(g => g.Words).Contains)
                );
        });

    [Fact]
    public void Each_thing_is_told_under_what_a_reader_cares_for()
    {
        var ledger = Given(
            Said("talks_convened", "'venue':'Doha','parties':['alpha','beta']", on: "2025-07-01"),
            Said("statement_made", "'text':'We came to talk','by':'alpha'", on: "2025-07-02", id: Id(1))
        );
        var since = ledger.History.Entries[^1].Sequence;
        ledger.Record(
            Said("team_recalled", "'party':'alpha'", on: "2025-07-24"),
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-24"),
            Said("demand_stated", "'demand':'border','party':'alpha','text':'A border','issue':'land'", on: "2025-07-24"),
            Said("statement_made", "'text':'It was not good faith','by':'alpha'", on: "2025-07-24"),
            Said("meeting_held", "'parties':['gamma','alpha'],'venue':'Rome'", on: "2025-06-20"),
            Retracted(Id(1))
        );

        Digest
            .Of(ledger.History, Lens.Everything, At(since))
            .Select(g => $"{g.Topic}: {string.Join("; ", g.Words)}")
            .ShouldBe([
                "Talks: Alpha: team recalled, no longer at the table",
                "Proposals: Beta: plan rejected",
                "Demands: Alpha demands: A border",
                "Positions: Arms: conflicting, no longer one-sided; Land: conflicting, no longer one-sided",
                "Happenings: It was not good faith, 2025-07-24 (The Gazette)",
                "Past: Gamma and Alpha meet in Rome, 2025-06-20 (The Gazette); No longer on record: We came to talk",
            ]);
    }

    [Fact]
    public void What_time_alone_has_ended_meanwhile_is_nobodys_doing()
    {
        var ledger = Given(
            Said("ultimatum_issued", "'ultimatum':'go','by':'alpha','to':'beta','text':'Leave','deadline':'2025-07-04'", on: "2025-07-01")
        );
        var since = ledger.History.Entries[^1].Sequence;
        ledger.Record(Said("statement_made", "'text':'Words'", on: "2025-07-02"));

        Digest.Of(ledger.History, Lens.Everything, At(since)).ShouldHaveSingleItem().Topic.ShouldBe(DigestTopic.Happenings);
    }

    [Fact]
    public void It_ends_where_the_recording_clock_of_the_lens_does() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = Ledger(seen.Told).History;
                var end = history.Entries[^1].Sequence - (seen.Since % 3);
                var shorter = new History(history.Negotiation, history.Entries.RemoveAll(e => e.Sequence > end), history.Registry);
                var lens = seen.Lens with { RecordedUntil = null, OccurredUntil = null };
                return Texts(Since(history, lens with { RecordedUntil = At(end) }, seen.Since))
                    .SequenceEqual(Texts(Since(shorter, lens, seen.Since)));
            },
            rounds: 100
        );

    private static IReadOnlyList<DigestGroup> Since(History history, Lens lens, int since)
    {
        try
        {
            return Digest.Of(history, lens, At(Math.Min(since, history.Entries[^1].Sequence)));
        }
        catch (LensException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Texts(IReadOnlyList<DigestGroup> groups) =>
        groups.SelectMany(g => g.Words.Prepend(g.Topic.ToString()));

    // What the views all show is told once, with the talks.
    private static List<string> InAll(Dictionary<string, IReadOnlyList<string>> views) =>
        views.Count == ViewCatalog.All.Count ? [.. views.Values.Aggregate((one, other) => [.. one.Intersect(other)])] : [];

    private static string ViewOf(DigestTopic topic) =>
        topic switch
        {
            DigestTopic.Talks => "status",
            DigestTopic.Positions => "matrix",
            DigestTopic.Happenings or DigestTopic.Past => "timeline",
            _ => NamedValue<DigestTopic>.NameOf(topic),
        };

    private static Bound At(long sequence) => new($"@{sequence}", Position: sequence);
}
