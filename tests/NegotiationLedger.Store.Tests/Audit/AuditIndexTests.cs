using System.Collections.Immutable;
using System.Text.Json;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Audit;

public sealed class AuditIndexTests(PostgresFixture postgres) : AuditTests(postgres)
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 7)]
    [InlineData(4, 1000)]
    public async Task At_every_position_it_tells_what_the_audit_trail_of_each_negotiation_tells(int seed, int pageSize)
    {
        await RecordAtRandom(new Random(seed), 120);
        var index = Node(pageSize);
        var head = await index.CatchUp(Patience, default);
        for (var position = 1L; position <= head.Sequence; position++)
        {
            var told = (await Find(new(), position, index)).Select(h => Line(h.Record));
            told.ShouldBe(await Trail(position), $"at @{position}");
        }
    }

    [Fact]
    public async Task Built_anew_it_is_the_same()
    {
        await RecordAtRandom(new Random(5), 60);
        await Index.CatchUp(Patience, default);
        var rows = await Rows();

        await Index.Rebuild(default);
        (await Rows()).ShouldBe(DBNull.Value);
        await Node(pageSize: 4).CatchUp(Patience, default);

        (await Rows()).ShouldBe(rows);
    }

    [Fact]
    public async Task Several_nodes_that_follow_at_once_write_every_row_once()
    {
        for (var i = 0; i < 40; i++)
            await Recorded("talks", Said($"statement {i}"));
        var nodes = Enumerable.Range(0, 4).Select(_ => Node(pageSize: 3)).ToList();

        await Task.WhenAll(nodes.Select(n => n.CatchUp(Patience, default)));

        (await Ledger.AsAdmin("select count(*) from ledger_assertions")).ShouldBe(40L);
        (await Ledger.AsAdmin($"select last_seq_id from mt_event_progression where name = '{AuditIndex.Name}'")).ShouldBe(40L);
    }

    [Fact]
    public async Task Progress_that_another_moved_meanwhile_is_not_moved_again()
    {
        await Recorded("talks", Said("one"));
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString + ";Search Path=ledger");
        await using var connection = await source.OpenConnectionAsync();

        (await AuditFollower.Advance(connection, expected: 0, reached: 1, default)).ShouldBeTrue();
        (await AuditFollower.Advance(connection, expected: 0, reached: 1, default)).ShouldBeFalse();
        (await AuditFollower.Advance(connection, expected: 1, reached: 2, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_is_far_behind_says_so_when_patience_ends()
    {
        await Recorded("talks", Said("one"));
        await using var source = NpgsqlDataSource.Create(Ledger.Database.AdminConnectionString + ";Search Path=ledger");
        await using (var holder = await source.OpenConnectionAsync())
        {
            await using var hold = new NpgsqlCommand("begin; lock table ledger_assertions", holder);
            await hold.ExecuteNonQueryAsync();
            var behind = await Should.ThrowAsync<AuditBehindException>(() => Index.CatchUp(TimeSpan.FromMilliseconds(50), default));
            (behind.Reached, behind.Head).ShouldBe((0, 1));
        }

        Texts(await Find(new())).ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_text_of_a_megabyte_of_different_words_is_indexed_by_its_beginning()
    {
        await Recorded("talks", Said("first " + string.Join(' ', Enumerable.Range(0, 150_000).Select(i => $"слово{i}")) + " last"));

        Texts(await Find(new() { Text = "слово77" })).Count().ShouldBe(1);
        Texts(await Find(new() { Text = "last" })).ShouldBeEmpty();
    }

    private Task<object?> Rows() =>
        Ledger.AsAdmin(
            """
            select string_agg(a::text, e'\n' order by sequence, since) from ledger_assertions a
            """
        );

    private async Task<List<string>> Trail(long position)
    {
        var entries = (await Ledger.All()).Where(e => e.Sequence <= position).ToList();
        var registry = await RegistryAt(position);
        return
        [
            .. entries
                .Where(e => !StreamName.Parse(e.Stream).IsRegistration)
                .GroupBy(e => e.Stream)
                .SelectMany(g => AuditTrail.Of(new(new(g.Key), g.ToImmutableList(), registry), Lens.Everything).Records)
                .OrderBy(r => r.Entry.Sequence)
                .Select(Line),
        ];
    }

    // Two negotiations, two speakers whose roles change, and records about records about records, some turned from one to another.
    private async Task RecordAtRandom(Random random, int count)
    {
        await Recorded("speaker:envoy", new SpeakerRegistered(new("envoy"), Identity.Named, "An Envoy", Party: new("north")));
        await Recorded("speaker:official", new SpeakerRegistered(new("official"), Identity.Anonymous, Title: "An official"));
        await Recorded("source:wire", new SourceRegistered(new("wire"), SourceKind.Article, "Wire", "The Wire", Language: "en"));
        var known = new Dictionary<string, List<EventId>> { ["talks"] = [], ["others"] = [] };
        for (var i = 0; i < count; i++)
        {
            var stream = random.Next(3) == 0 ? "others" : "talks";
            var earlier = known[stream];
            if (random.Next(12) == 0)
                await Recorded("speaker:envoy", Role(random));
            else if (random.Next(20) == 0)
                await Recorded("source:wire", new SourceCorrected(new("wire"), Json("""{"publisher":"The Daily Wire"}"""), "renamed"));
            else
                earlier.Add(
                    await Recorded(stream, random.Next(5) < 2 || earlier.Count == 0 ? Statement(random, i) : About(random, earlier))
                );
        }
    }

    private static StatementMade Statement(Random random, int i) =>
        Said(
            $"statement {i}",
            random.Next(3) switch
            {
                0 => null,
                1 => "envoy",
                _ => "official",
            }
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

    private static Annotation About(Random random, List<EventId> earlier)
    {
        var about = earlier[random.Next(Math.Max(0, earlier.Count - 8), earlier.Count)];
        var other = earlier[random.Next(earlier.Count)];
        return random.Next(8) switch
        {
            0 or 1 => Retraction(about),
            2 => Dispute(about),
            3 => new AssertionCorroborated("seen") { Assertion = about },
            4 => Correction(about, """{"text":"corrected","attribution":{"assertedOn":"2025-08-01"}}"""),
            5 => Correction(about, $$"""{"assertion":"{{other}}"}"""),
            6 => Correction(about, """{"attribution":{"speaker":"envoy","mode":"attributed"}}"""),
            _ => Correction(about, """{"text":null}"""),
        };
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
