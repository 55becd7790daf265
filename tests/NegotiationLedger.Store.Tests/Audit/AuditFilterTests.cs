using System.Collections.Immutable;
using System.Text.Json;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Store.Tests.Audit;

/// <summary>What the index answers is what a filter over the audit trail of every negotiation answers, for every filter, at every position.</summary>
public sealed class AuditFilterTests(PostgresFixture postgres) : AuditTests(postgres)
{
    private static readonly (AuditQuestion Question, Func<AuditRecord, bool> Holds)[] Filters =
    [
        (new() { Negotiation = new("talks") }, r => r.Negotiation.Value == "talks"),
        (new() { Type = "assertion_corrected" }, r => r.Standing is AssertionCorrected),
        (new() { Mode = Mode.Observed }, r => r.Attribution?.Mode == Mode.Observed),
        (new() { Mode = Mode.Attributed }, r => r.Attribution?.Mode == Mode.Attributed),
        (new() { Speaker = SpeakerRef.Of(new SpeakerId("envoy")) }, r => r.Attribution?.Speaker?.ToString() == "envoy"),
        (new() { Speaker = SpeakerRef.Of(new PartyId("south")) }, r => r.Attribution?.Speaker?.ToString() == "party:south"),
        (new() { Source = new("wire") }, r => r.Attribution?.Source.Value == "wire"),
        (new() { Source = new("memo") }, r => r.Attribution?.Source.Value == "memo"),
        (new() { Publisher = "The Wire" }, r => r.Attribution?.Source.Value == "wire"),
        (new() { Publisher = "Nobody" }, _ => false),
        (new() { Party = new("north") }, r => IsOf("north", r)),
        (new() { Party = new("south") }, r => IsOf("south", r)),
        (new() { RecordedBy = "boris" }, r => r.Entry.RecordedBy == "boris"),
        (new() { Fate = FateAsked.Corroborated }, r => r.Has(FateKind.Corroborated)),
        (new() { Fate = FateAsked.Disputed }, r => r.Has(FateKind.Disputed)),
        (new() { Fate = FateAsked.Corrected }, r => r.Has(FateKind.Corrected)),
        (new() { Fate = FateAsked.Retracted }, r => r.IsRetracted),
        (new() { Fate = FateAsked.Standing }, r => !r.IsRetracted),
        (new() { Fate = FateAsked.None }, r => !r.Fates.Any(f => f.Stands)),
        (new() { OccurredFrom = Day(3), OccurredTo = Day(4) }, r => Occurred(r) >= Day(3) && Occurred(r) <= Day(4)),
        (new() { OccurredFrom = Day(2), Source = new("wire") }, r => Occurred(r) >= Day(2) && r.Attribution?.Source.Value == "wire"),
        (new() { AssertedFrom = August }, r => Asserted(r) >= August),
        (new() { AssertedTo = Day(31), Source = new("wire") }, r => Asserted(r) <= Day(31) && r.Attribution?.Source.Value == "wire"),
        (new() { Text = "apple" }, r => HasWord("apple", r)),
        (new() { Text = "pear -apple" }, r => HasWord("pear", r) && !HasWord("apple", r)),
        (
            new()
            {
                Text = "apple or pear or plum",
                Party = new("north"),
                Fate = FateAsked.Standing,
            },
            r => (HasWord("apple", r) || HasWord("pear", r) || HasWord("plum", r)) && IsOf("north", r) && !r.IsRetracted
        ),
    ];

    private static readonly string[] Fruit = ["apple", "pear", "plum"];

    [Theory]
    [InlineData(1, 1, 60)]
    [InlineData(2, 7, 90)]
    [InlineData(3, 1000, 120)]
    [InlineData(4, 1000, 120)]
    // A few records with many corrections each, so that their forms are given up.
    [InlineData(5, 5, 150, 2)]
    [InlineData(6, 1000, 150, 2)]
    public async Task Every_filter_keeps_at_every_position_what_it_names(int seed, int pageSize, int count, int statements = 1000)
    {
        await RecordAtRandom(new Random(seed), count, statements);
        var index = Node(pageSize);
        var head = await index.CatchUp(Patience, default);
        var entries = await Ledger.All();
        var random = new Random(seed);
        for (var position = 1L; position <= head.Sequence; position++)
        {
            var registry = Registry.Empty.With(entries.Where(e => StreamName.IsOfRegistration(e.Stream) && e.Sequence <= position));
            var records = Records(entries, position, registry);
            // All filters at some positions and at the end, some filters at all.
            foreach (var (question, holds) in position % 10 == 0 || position == head.Sequence ? Filters : random.GetItems(Filters, 3))
                await ShouldAnswer(question, index, position, registry, [.. records.Where(holds)]);
        }
    }

    private static async Task ShouldAnswer(
        AuditQuestion question,
        AuditIndex index,
        long position,
        Registry registry,
        List<AuditRecord> expected
    )
    {
        var because = $"{question} at @{position}";
        var whole = await index.Find(question, position, after: null, limit: 1000, registry, default);
        whole.Next.ShouldBeNull(because);
        whole.Hits.OrderBy(h => h.Record.Entry.Sequence).Select(h => Line(h.Record)).ShouldBe(expected.Select(Line), because);

        var paged = new List<long>();
        AuditPage page;
        AuditPlace? after = null;
        do
        {
            page = await index.Find(question, position, after, limit: 7, registry, default);
            paged.AddRange(page.Hits.Select(h => h.Record.Entry.Sequence));
            after = page.Next;
        } while (after is not null);
        paged.ShouldBe(whole.Hits.Select(h => h.Record.Entry.Sequence), because);

        var exported = new List<long>();
        await foreach (var hit in await index.Export(question, position, registry, default))
            exported.Add(hit.Record.Entry.Sequence);
        exported.ShouldBe(expected.Select(r => r.Entry.Sequence), because);

        (await index.Count(question, position, registry, default)).ShouldBe(
            new(
                expected.Count,
                expected.Select(r => r.Negotiation).Distinct().Count(),
                expected.Count(r => r.Has(FateKind.Corroborated)),
                expected.Count(r => r.Has(FateKind.Disputed)),
                expected.Count(r => r.Has(FateKind.Corrected)),
                expected.Count(r => r.IsRetracted)
            ),
            because
        );
        await ShouldCount(question, index, position, registry, expected, because);
    }

    private static async Task ShouldCount(
        AuditQuestion question,
        AuditIndex index,
        long position,
        Registry registry,
        List<AuditRecord> expected,
        string because
    )
    {
        var facets = await index.Facets(question, position, registry, default);
        (facets.Records, facets.IsAtLeast).ShouldBe((expected.Count, false), because);
        Counts(facets.Speakers).ShouldBe(Counts(expected.Select(r => r.Attribution?.Speaker?.ToString())), because);
        Counts(facets.Sources).ShouldBe(Counts(expected.Select(r => r.Attribution?.Source.Value)), because);
        Counts(facets.Publishers)
            .ShouldBe(Counts(expected.Select(r => r.Attribution?.Source.Value == "wire" ? "The Wire" : null)), because);
        Counts(facets.Types).ShouldBe(Counts(expected.Select(r => EventNames.Of(r.Standing).Name)), because);
        Counts(facets.Modes)
            .ShouldBe(Counts(expected.Select(r => r.Attribution is { } a ? NamedValue<Mode>.NameOf(a.Mode) : null)), because);
        Counts(facets.Negotiations).ShouldBe(Counts(expected.Select(r => r.Negotiation.Value)), because);
        Counts(facets.Principals).ShouldBe(Counts(expected.Select(r => r.Entry.RecordedBy)), because);
        foreach (var fate in Enum.GetValues<FateAsked>())
            (facets.Fates.SingleOrDefault(f => f.Value == NamedValue<FateAsked>.NameOf(fate))?.Records ?? 0).ShouldBe(
                expected.Count(Filters.Single(f => f.Question == new AuditQuestion { Fate = fate }).Holds),
                because
            );
    }

    private static List<string> Counts(IReadOnlyList<FacetCount> counts) => [.. counts.Select(c => $"{c.Value} {c.Records}")];

    private static List<string> Counts(IEnumerable<string?> values) =>
        [
            .. values
                .OfType<string>()
                .GroupBy(v => v)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{g.Key} {g.Count()}"),
        ];

    private static List<AuditRecord> Records(List<Entry> entries, long position, Registry registry) =>
        [
            .. entries
                .Where(e => e.Sequence <= position && !StreamName.IsOfRegistration(e.Stream))
                .GroupBy(e => e.Stream)
                .SelectMany(g => AuditTrail.Of(new(new(g.Key), g.ToImmutableList(), registry), Lens.Everything).Records)
                .OrderBy(r => r.Entry.Sequence),
        ];

    private static bool IsOf(string party, AuditRecord record) =>
        record.Viewpoint?.ToString() == $"party:{party}" || Mentions.Of(record.Standing).Parties.Contains(new(party));

    private static DateTimeOffset? Asserted(AuditRecord record) => record.Attribution?.AssertedOn.Earliest;

    private static DateTimeOffset? Occurred(AuditRecord record) => (record.Standing as Development)?.Occurred.Earliest;

    private static bool HasWord(string word, AuditRecord record) =>
        Mentions.Of(record.Standing).Words.Concat(Mentions.Of(record.Entry.Data).Words).Any(w => w.Text.Split(' ').Contains(word));

    private static DateTimeOffset August => new(2025, 8, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Day(int day) => new(2025, 7, day, 0, 0, 0, TimeSpan.Zero);

    private async Task RecordAtRandom(Random random, int count, int statements)
    {
        await Recorded("speaker:envoy", new SpeakerRegistered(new("envoy"), Identity.Named, "An Envoy", Party: new("north")));
        await Recorded("speaker:official", new SpeakerRegistered(new("official"), Identity.Anonymous, Title: "An official"));
        await Recorded("source:wire", new SourceRegistered(new("wire"), SourceKind.Article, "Wire", "The Wire"));
        var known = new Dictionary<string, List<EventId>> { ["talks"] = [], ["others"] = [] };
        for (var i = 0; i < count; i++)
        {
            var stream = random.Next(4) == 0 ? "others" : "talks";
            var earlier = known[stream];
            if (random.Next(15) == 0)
                await Recorded("speaker:envoy", Role(random));
            else if (earlier.Count == 0 || (i < statements && random.Next(5) < 2))
                earlier.Add(await Recorded(stream, Statement(random), random.Next(4) == 0 ? "boris" : "anna"));
            else
                earlier.Add(await Recorded(stream, About(random, earlier, statements), random.Next(4) == 0 ? "boris" : "anna"));
        }
    }

    private static StatementMade Statement(Random random) =>
        Said(
            $"{Any(random, Fruit)} {Any(random, Fruit)}",
            random.Next(4) switch
            {
                0 => null,
                1 => "envoy",
                2 => "party:south",
                _ => "official",
            },
            Any(random, ["wire", "memo"]),
            $"2025-07-0{1 + random.Next(5)}",
            random.Next(5) == 0 ? "north" : null
        );

    private static SpeakerRoleChanged Role(Random random) =>
        new(
            new("envoy"),
            "Envoy",
            random.Next(3) switch
            {
                0 => null,
                1 => new PartyId("north"),
                _ => new PartyId("south"),
            },
            random.Next(2) == 0 ? null : Edtf.Parse("2025-08")
        );

    private static Annotation About(Random random, List<EventId> earlier, int statements)
    {
        var about =
            statements < 10 && random.Next(2) == 0 ? earlier[0] : earlier[random.Next(Math.Max(0, earlier.Count - 8), earlier.Count)];
        var other = earlier[random.Next(earlier.Count)];
        return random.Next(11) switch
        {
            0 or 1 => Retraction(about),
            2 => Dispute(about),
            3 => new AssertionCorroborated("seen") { Assertion = about },
            4 => Correction(
                about,
                """{"text":"FRUIT","attribution":{"assertedOn":"2025-08-01"}}""".Replace(
                    "FRUIT",
                    Any(random, Fruit),
                    StringComparison.Ordinal
                )
            ),
            5 => Correction(about, $$"""{"assertion":"{{other}}"}"""),
            6 => Correction(about, """{"attribution":{"speaker":"envoy","mode":"attributed"}}"""),
            7 => Correction(about, """{"attribution":{"source":"memo"}}"""),
            8 => Correction(about, $$"""{"occurred":"2025-07-0{{1 + random.Next(5)}}"}"""),
            9 => Correction(about, """{"attribution":{"speaker":"party:south"},"party":"north","text":"apple"}"""),
            _ => Correction(about, """{"text":null}"""),
        };
    }

    private static T Any<T>(Random random, T[] of) => of[random.Next(of.Length)];
}
