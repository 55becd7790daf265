using System.Text;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Testing;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Tests.Audit;

/// <summary>Every question to the audit index, and every statement that writes it, goes through an index of a table that is worth one.</summary>
public sealed class PlanTests(PostgresFixture postgres) : AuditTests(postgres)
{
    private const int Rows = 30_000;

    private static readonly DateTimeOffset Day = new(2020, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, AuditQuestion Question)[] Questions =
    [
        ("everything", new()),
        ("negotiation", new() { Negotiation = new("talks-7") }),
        ("type", new() { Type = "type-7" }),
        ("mode", new() { Mode = Mode.Inferred }),
        ("speaker", new() { Speaker = SpeakerRef.Of(new SpeakerId("speaker-7")) }),
        ("party", new() { Party = new("party-7") }),
        ("source", new() { Source = new("source-7") }),
        ("recorded by", new() { RecordedBy = "anna" }),
        ("disputed", new() { Fate = FateAsked.Disputed }),
        ("retracted", new() { Fate = FateAsked.Retracted }),
        ("standing", new() { Fate = FateAsked.Standing }),
        ("no fate", new() { Fate = FateAsked.None }),
        ("a day", new() { OccurredFrom = Day, OccurredTo = Day.AddDays(1) }),
        ("since a day", new() { OccurredFrom = Day }),
        (
            "a day and a party",
            new()
            {
                OccurredFrom = Day,
                OccurredTo = Day.AddDays(1),
                Party = new("party-7"),
            }
        ),
        ("a word", new() { Text = "word77" }),
        ("a frequent word", new() { Text = "word1" }),
        ("words in a row", new() { Text = "\"word1 word77\"" }),
        ("a word and a party", new() { Text = "word1", Party = new("party-7") }),
        (
            "much at once",
            new()
            {
                Speaker = SpeakerRef.Of(new SpeakerId("speaker-7")),
                Type = "type-7",
                Mode = Mode.OnRecord,
                Fate = FateAsked.None,
            }
        ),
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Ledger.Database.Tamper(Fill);
        await Ledger.AsAdmin("analyze");
    }

    [Fact]
    public async Task No_question_reads_a_table_from_end_to_end()
    {
        foreach (var (name, question) in Questions)
        {
            var search = new AuditSearch(question, Rows, ["english"]) { Limit = 51 };
            foreach (var order in new[] { AuditOrder.Recorded, search.NaturalOrder }.Distinct())
            {
                var first = search with { Order = order };
                await ShouldUseIndexes($"{name}, by {order}", first.Statement, first.Parameters);
                var next = first with { After = new(Rows, order, Rows / 2, Day, 0.05f) };
                await ShouldUseIndexes($"{name}, by {order}, a later page", next.Statement, next.Parameters);
            }
        }
    }

    [Fact]
    public async Task Nor_does_what_is_asked_beside_them_or_what_follows_the_log()
    {
        await ShouldUseIndexes("frames", AuditQueries.Frames, [Number(Rows), Many(NpgsqlDbType.Text, "talks-7", "talks-8")]);
        await ShouldUseIndexes(
            "contexts",
            IndexStatements.Contexts,
            [
                Many(NpgsqlDbType.Text, "talks-7"),
                Number(Rows),
                Many(NpgsqlDbType.Text, "assertion_disputed"),
                Many(NpgsqlDbType.Uuid, Guid.Empty),
            ]
        );
        await ShouldUseIndexes("closing", IndexStatements.Close, [Many(NpgsqlDbType.Bigint, 7L), Many(NpgsqlDbType.Bigint, 8L)]);
        await ShouldUseIndexes("of a speaker", IndexStatements.OfSpeaker, [Text("speaker-7"), Number(0), Number(100)]);
        await ShouldUseIndexes(
            "reassigning",
            IndexStatements.Reassign,
            [Many(NpgsqlDbType.Bigint, 7L), Many(NpgsqlDbType.Text, "party-1"), Number(Rows)]
        );
    }

    [Fact]
    public async Task Nor_does_a_tally_of_what_a_source_carries_or_a_speaker_asserted()
    {
        foreach (
            var question in new AuditQuestion[]
            {
                new() { Source = new("source-7") },
                new() { Speaker = SpeakerRef.Of(new SpeakerId("speaker-7")) },
            }
        )
        {
            var search = new AuditSearch(question, Rows, ["english"]) { Limit = AuditTally.Most };
            await ShouldUseIndexes("tally", AuditQueries.Tally, search.Parameters);
        }
    }

    private async Task ShouldUseIndexes(string name, string statement, IEnumerable<NpgsqlParameter> parameters)
    {
        var plan = await Explain(statement, parameters);
        plan.ShouldNotContain("Seq Scan on ledger_assertions", customMessage: name);
        plan.ShouldNotContain("Seq Scan on mt_events", customMessage: name);
        plan.ShouldContain("Index", customMessage: name);
    }

    private async Task<string> Explain(string statement, IEnumerable<NpgsqlParameter> parameters)
    {
        await using var source = NpgsqlDataSource.Create(
            Connections.Planned(Ledger.Database.WriterConnectionString, PostgresFixture.Schema)
        );
        // The statement is the program's own.
#pragma warning disable CA2100
        await using var command = source.CreateCommand("explain " + statement);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        var plan = new StringBuilder();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            plan.AppendLine(row.GetString(0));
        return plan.ToString();
    }

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };

    private static NpgsqlParameter Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value };

    private static NpgsqlParameter Many<T>(NpgsqlDbType type, params T[] values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values };

    // Rows as they would be, some of them disputed or withdrawn; words as frequent as words are.
    private static readonly string Fill = $"""
        update ledger_head set sequence = {Rows};
        insert into mt_streams (id, type, version) select 'talks-' || n, 'talks_status', 100 from generate_series(0, 299) n;
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
        select n, gen_random_uuid(), 'talks-' || n % 300, n / 300 + 1, '{"{}"}', 'statement_made', now(), '{"{}"}' from generate_series(1, {Rows}) n;
        insert into ledger_assertions (sequence, since, until, about, occurred, fates, negotiation, type, mode, speaker, source, recorded_by, language, parties, words)
        select n, n, 9223372036854775807, case when n % 50 = 0 then n - 7 end, timestamptz '2020-01-01' + n * interval '1 hour',
            case when n % 50 = 43 then 1 << (n / 50 % 4) else 0 end,
            'talks-' || n % 300, case when n % 100 = 1 then 'party_joined' else 'type-' || n % 40 end, (array['on_record', 'attributed', 'observed', 'inferred'])[1 + n * 7 % 4],
            'speaker-' || n * 13 % 200, 'source-' || n * 17 % 400, (array['anna', 'boris'])[1 + n % 2], 'english', array['party-' || n % 60],
            ledger_words((select string_agg('word' || (exp(random() * 7))::int, ' ') from generate_series(1, 8) where n = n), 'english')
        from generate_series(1, {Rows}) n
        """;
}
