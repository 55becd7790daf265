using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Recording.Loads;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording.Loads;

public sealed class LoadLawsTests
{
    private static readonly Arbitrary<(Told[] Told, Lens Lens)> Seen = Arb.From(
        from told in Histories.Generator
        from lens in RandomLenses.Any.Generator
        select (told, lens with { RecordedUntil = null })
    );

    private static readonly string[][] Sights =
    [
        ["2025-07-03", "", ""],
        ["", "party:alpha", ""],
        ["", "", "undisputed"],
        ["", "", ""],
    ];

    [Fact]
    public void A_ledger_that_loads_a_negotiation_answers_as_the_one_that_exported_it_through_any_lens() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var first = Described(seen.Told);
                return Answers.All(Loaded(first).Through(seen.Lens)) == Answers.All(first.Through(seen.Lens));
            },
            rounds: 150
        );

    [Fact]
    public void Each_position_maps_by_its_record() =>
        ForAll(
            told =>
            {
                var first = Described(told);
                var second = Loaded(first);
                return first
                    .Entries.Zip(second.Entries)
                    .All(e =>
                        e.First.Id == e.Second.Id
                        && e.Second.Origin == new Origin(e.First.RecordedAt, e.First.Sequence, e.First.RecordedBy)
                        && Sights.All(sight =>
                            Answers.All(first.Through(At(e.First, sight))) == Answers.All(second.Through(At(e.Second, sight)))
                        )
                    );
            },
            rounds: 50
        );

    [Fact]
    public void What_is_loaded_already_is_lacking_no_more_and_a_longer_export_adds_what_is_new() =>
        ForAll(
            told =>
            {
                var first = Described(told);
                var file = FileOf(first);
                var until = file.Count / 2;
                var half = Appended(History.Empty(first.Negotiation, Registry.Empty), Decided(Empty(first), file.Take(until)).Events);
                var rest = Decided(half, file).Events;
                return rest.Select(e => e.Id).SequenceEqual(file.Skip(until).Select(f => f.Id))
                    && Decided(Appended(half, rest), file).Events.Count == 0
                    && Decided(Appended(half, rest), file.Take(until)).Events.Count == 0;
            },
            rounds: 50
        );

    [Fact]
    public void Ledgers_that_went_their_own_ways_contradict_each_other()
    {
        var first = Given(Said("deadlock_declared", "'by':'alpha'", id: Id(1)));
        var other = Given(Said("deadlock_declared", "'by':'beta'", id: Id(1)));
        var decision = Decided(other.History, FileOf(first.History));
        decision.Events.ShouldBeEmpty();
        decision.Conflicts.ShouldHaveSingleItem().Detail.ShouldContain("another 'by' here: \"beta\", in the file \"alpha\"");
        decision.Conflicts[0].Pointer.ShouldEndWith("/data/by");
    }

    [Fact]
    public void A_source_that_is_described_otherwise_contradicts_the_file_by_the_field()
    {
        var (here, there) = (new Ledger(), Given());
        here.Source(Quotes("{'source':'gazette','kind':'article','title':'Another report','publisher':'The Gazette'}"));
        Decided(here.History, FileOf(there.History))
            .Conflicts.ShouldHaveSingleItem()
            .Detail.ShouldStartWith(
                "The source 'gazette' is registered here with another 'title': \"Another report\", in the file \"Report\"."
            );
    }

    [Fact]
    public void A_file_is_held_against_the_rules_for_any_record()
    {
        var file = FileOf(Given(Said("proposal_rejected", "'proposal':'plan','by':'beta'")).History);
        var last = file[^1] with
        {
            Data = Json(
                "{'proposal':'plam','by':'beta','occurred':'2025-02-30','attribution':{'source':'gazette','mode':'observed','assertedOn':'2025-07-24'}}"
            ),
        };
        var problems = Decided(Empty(Given().History), [.. file.SkipLast(1), last]).Problems;
        problems.Select(p => p.Pointer).ShouldBe([$"/{last.Line}/data/occurred", $"/{last.Line}/data/proposal"], ignoreOrder: true);
    }

    [Fact]
    public void Registrations_come_in_order()
    {
        var file = FileOf(Described([]));
        var role = file.First(f => f.Row.Name == "speaker_role_changed");
        var registered = file.First(f => f.Row.Name == "speaker_registered");
        Decided(Empty(Given().History), [role, .. file.Where(f => f != role)])
            .Problems.ShouldContain(p => p.Pointer == $"/{role.Line}/type" && p.Detail.Contains("comes before", StringComparison.Ordinal));
        Decided(Empty(Given().History), [.. file, registered with { Line = 99, Id = Id(999) }])
            .Problems.ShouldContain(p =>
                p.Pointer == "/99/type" && p.Detail.Contains("registers what a line before it", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void A_text_is_the_one_whose_digest_the_source_has()
    {
        var file = FileOf(Given(Said("statement_made", "'text':'Words'", source: "speech")).History);
        var source = file.First(f => f.Data.TryGetProperty("textSha256", out _));
        Decided(Empty(Given().History), [.. file.Select(f => f == source ? f with { Text = "Other words" } : f)])
            .Problems.ShouldHaveSingleItem()
            .Detail.ShouldContain("the text was altered");
    }

    // Corrections and roles between the records: what is read until a record knows none that came later.
    private static History Described(IReadOnlyList<Told> told)
    {
        var ledger = Opened();
        foreach (var (i, body) in Bodies(told).Index())
        {
            ledger.Record(body);
            if (i == 2)
                ledger.CorrectSource("wire", Quotes("{'patch':{'publisher':'The New Wire'},'reason':'renamed'}"));
            if (i == 3)
                ledger.Role("official", Quotes("{'title':'Spokesman','party':'beta'}"));
        }

        ledger.Role("envoy", Quotes("{'title':'Former envoy','valid':'2026'}"));
        return ledger.Record(Said("statement_made", "'text':'The last word'", by: "envoy", source: "wire")).History;
    }

    private static History Empty(History first) => History.Empty(first.Negotiation, Registry.Empty);

    private static History Loaded(History first)
    {
        var decision = Decided(Empty(first), FileOf(first));
        decision.Problems.ShouldBeEmpty();
        decision.Conflicts.ShouldBeEmpty();
        return Appended(Empty(first), decision.Events);
    }

    private static LoadDecision Decided(History here, IEnumerable<FileEvent> file) =>
        new DecideLoad(here, new Dictionary<SourceId, string>()).Decide([.. file], TestContext.Current.CancellationToken);

    private static List<FileEvent> FileOf(History history) =>
        [
            .. CitedRegistrations
                .Of(history, TestContext.Current.CancellationToken)
                .Concat(history.Entries)
                .OrderBy(e => e.Sequence)
                .Select(
                    (e, i) =>
                        new FileEvent(
                            i + 2,
                            e.Id,
                            EventNames.Of(e.Data),
                            JsonSerializer.SerializeToElement(e.Data, EventNames.Of(e.Data).Shape),
                            new(e.RecordedAt, e.Sequence, e.RecordedBy)
                        )
                ),
        ];

    // As another log would number them. Its clock is the first one's, so that what has ended by a position is judged by the same time.
    private static History Appended(History history, IReadOnlyList<EventToLoad> events)
    {
        var sequence = 100 + history.Version + history.Registry.Entries.Count;
        foreach (var e in events)
        {
            var data = EventFormat.Read(EventFormat.Write(e.Data));
            var entry = new Entry(e.Id, ++sequence, e.Stream, e.Version, e.Origin.RecordedAt, "loader", data, Origin: e.Origin);
            history = data is Registration ? history.With([], history.Registry.With([entry])) : history.With([entry], history.Registry);
        }

        return history;
    }

    private static Lens At(Entry entry, string[] sight)
    {
        var (lens, problems) = Lens.Parse(
            sight[0].Length == 0 ? null : sight[0],
            null,
            $"@{entry.Sequence}",
            sight[1].Length == 0 ? [] : [sight[1]],
            sight[2].Length == 0 ? null : sight[2]
        );
        problems.ShouldBeEmpty();
        return lens;
    }
}
