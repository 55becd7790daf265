using Marten;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

/// <summary>What somebody might try who wants another log than the one that was recorded.</summary>
public sealed class ForgingTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    // Refused to everybody: the server, the owner and superusers.
    private static readonly string[] Forgeries =
    [
        Insert(sequence: "-7", version: "3", at: "'2020-01-01'"),
        Insert(sequence: "(select sequence + 1 from ledger_head)", version: "3", at: "clock_timestamp()"),
        Insert(sequence: "(select sequence + 1 from ledger_head)", version: "3", at: "clock_timestamp()", type: "tombstone"),
        "update mt_events set timestamp = '2020-01-01'",
        "update mt_events set data = '{}' where seq_id = 1",
        "update mt_events set is_archived = true where false",
        "delete from mt_events",
        "truncate mt_events",
        "update ledger_head set sequence = 1",
        "update ledger_head set recorded_at = '2999-01-01'",
        "delete from ledger_head",
        "truncate ledger_head",
        "update mt_streams set version = 99 where id = 'doha'",
        "insert into mt_streams (id, version) values ('ghost', 1)",
        "delete from mt_streams",
        "truncate mt_streams cascade",
        "select mt_archive_stream('doha')",
        "update ledger_receipts set first_sequence = 1",
        "delete from ledger_receipts",
        "truncate ledger_receipts",
        "insert into ledger_receipts select principal, method, route, 'k2', body_sha256, 1, 1, recorded_at from ledger_receipts",
        "update ledger_texts set text = 'Another text'",
        "delete from ledger_texts",
        "truncate ledger_texts",
        "insert into ledger_texts values (repeat('e', 64), 'reuters', 'A text')",
        "update ledger_registrations set sequence = 1",
        "delete from ledger_registrations",
        "truncate ledger_registrations",
        "insert into ledger_registrations values (1)",
        "insert into ledger_burnt values (90, 91)",
        "with gone as (delete from mt_events returning seq_id) select count(*) from gone",
        "do $$ begin delete from mt_streams; end $$",
        "merge into mt_events e using (values (1)) v (n) on e.seq_id = v.n when matched then delete",
        "merge into ledger_head h using (values (1)) v (n) on true when matched then update set sequence = 99",
        "insert into ledger_texts select * from ledger_texts on conflict do nothing",
        "insert into ledger_receipts select * from ledger_receipts on conflict do nothing",
        "set session_replication_role = replica; delete from mt_events",
        "set session_replication_role = replica; update ledger_head set sequence = 1",
    ];

    private static readonly string[] LogTables =
    [
        "mt_events",
        "mt_streams",
        "ledger_head",
        "ledger_receipts",
        "ledger_texts",
        "ledger_registrations",
        "ledger_burnt",
        "ledger_event_types",
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Ledger.Appended(Request("doha", "one", "two") with { Receipt = Receipt("k") });
        await Ledger.Appended(Registration("reuters") with { Text = new(new string('a', 64), new("reuters"), "The text") });
        // The guards are to be there after the schema was looked through again.
        await Ledger.Database.Apply("ledger", TestContext.Current.CancellationToken);
        await Ledger.Database.Apply("ledger", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_server_cannot_forge_the_log()
    {
        var log = await Log();
        await Refused(Ledger.Database.WriterConnectionString, Forgeries);
        await Refused(
            Ledger.Database.WriterConnectionString,
            "select setval('mt_events_sequence', 99)",
            "select nextval('mt_events_sequence')",
            "alter table mt_events disable trigger all",
            "alter sequence mt_events_sequence restart",
            "insert into ledger_event_types values ('moon_landed', 'Moon')",
            "update ledger_schema set version = 1",
            "delete from ledger_fingerprint",
            "create function ledger.clock_timestamp() returns timestamptz language sql as 'select now()'",
            "create schema evil",
            "create or replace function ledger_refuse_forgery() returns trigger language plpgsql as 'begin return new; end'",
            "alter function ledger_append security invoker",
            "drop trigger if exists ledger_refuse_change on mt_events",
            "create rule quiet as on insert to mt_events do instead nothing",
            "alter table mt_events add column note text",
            "begin; lock table mt_events in access exclusive mode",
            "copy mt_events from program 'true'",
            $"set role {Ledger.Database.Name}_ledger_appender"
        );
        (await Log()).ShouldBe(log);
    }

    [Fact]
    public async Task The_owner_cannot_forge_the_log_by_what_it_may_write()
    {
        var log = await Log();
        await Refused(Ledger.Database.OwnerConnectionString, Forgeries);
        await Refused(
            Ledger.Database.OwnerConnectionString,
            "select setval('mt_events_sequence', 99)",
            "select nextval('mt_events_sequence')",
            $"set role {Ledger.Database.Name}_ledger_appender",
            Append("doha", "statement_made")
        );
        (await Log()).ShouldBe(log);
    }

    [Fact]
    public async Task A_superuser_cannot_forge_the_log_without_taking_the_guards_away()
    {
        var log = await Log();
        await Refused(Ledger.Database.AdminConnectionString, Forgeries);
        var appender = $"set role {Ledger.Database.Name}_ledger_appender; ";
        await Refused(
            Ledger.Database.AdminConnectionString,
            appender + "update ledger_head set sequence = sequence + 1",
            appender + Insert("(select sequence + 1 from ledger_head)", "3", "clock_timestamp()"),
            appender + "delete from ledger_receipts"
        );
        (await Log()).ShouldBe(log);
    }

    [Fact]
    public async Task Receipts_that_are_young_are_not_forgotten_whoever_asks()
    {
        var log = await Log();
        await Run(Ledger.Database.WriterConnectionString, "select ledger_forget_receipts()");
        await Run(Ledger.Database.WriterConnectionString, "set timezone = 'Pacific/Kiritimati'; select ledger_forget_receipts()");
        (await Log()).ShouldBe(log);
    }

    [Theory]
    [InlineData(2, "statement_made", SqlStates.Forged)]
    [InlineData(1, "tombstone", SqlStates.MalformedBatch)]
    [InlineData(1, "moon_landed", SqlStates.MalformedBatch)]
    public async Task A_batch_that_would_leave_a_hole_or_holds_an_unknown_event_is_refused_whole(int size, string type, string state)
    {
        var log = await Log();
        (await Refusal(Ledger.Database.WriterConnectionString, Append("doha", type, size))).ShouldBe(state);
        (await Log()).ShouldBe(log);
    }

    [Fact]
    public async Task Who_recorded_and_what_Marten_reads_are_written_by_the_log_itself()
    {
        await Run(Ledger.Database.WriterConnectionString, Append("doha", "statement_made"));
        (
            await Ledger.AsAdmin("select headers ->> 'recordedBy' || '|' || mt_dotnet_type from mt_events order by seq_id desc limit 1")
        ).ShouldBe("boris|NegotiationLedger.Vocabulary.StatementMade, NegotiationLedger");
    }

    [Fact]
    public async Task A_temporary_table_is_never_found_first()
    {
        var tables = string.Join("; ", LogTables.Select(t => $"create temporary table {t} (like ledger.{t} including all)"));
        await Refused(Ledger.Database.WriterConnectionString, [.. tables.Split("; ")]);
        await Run(
            Ledger.Database.AdminConnectionString,
            $"{tables}; insert into pg_temp.ledger_head (sequence) values (500); insert into pg_temp.mt_streams (id, version) values ('doha', 40); "
                + Append("doha", "statement_made")
        );
        var last = (await Ledger.All())[^1];
        (last.Sequence, last.Version).ShouldBe((4, 3));
        (await Ledger.Appended(Request("doha", "next"))).Entries[0].Sequence.ShouldBe(5);
    }

    [Fact]
    public async Task Marten_itself_appends_and_archives_nothing()
    {
        var log = await Log();
        foreach (var login in new[] { Ledger.Database.WriterConnectionString, Ledger.Database.OwnerConnectionString })
        {
            await using var source = NpgsqlDataSource.Create(login);
            await using var store = DocumentStore.For(options => LedgerStore.Configure(options, source, "ledger"));
            await using (var session = store.LightweightSession())
            {
                session.Events.Append("doha", Statement("By Marten."));
                await Should.ThrowAsync<Exception>(() => session.SaveChangesAsync(TestContext.Current.CancellationToken));
            }

            await using (var session = store.LightweightSession())
            {
                session.Events.ArchiveStream("doha");
                await Should.ThrowAsync<Exception>(() => session.SaveChangesAsync(TestContext.Current.CancellationToken));
            }
        }

        (await Log()).ShouldBe(log);
    }

    private static string Insert(string sequence, string version, string at, string type = "statement_made") =>
        $$$"""
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, headers)
            values ({{{sequence}}}, gen_random_uuid(), 'doha', {{{version}}}, '{}', '{{{type}}}', {{{at}}}, 'X, Y', '{"recordedBy": "anna"}')
            """;

    private static string Append(string stream, string type, int size = 1) =>
        $$$"""
            select outcome from ledger.ledger_append(array['{{{stream}}}'], array['boris'], array[null]::bigint[], array[{{{size}}}], null, null, null,
                null, null, null, null, null, array[1], array[0], array[gen_random_uuid()], array['{{{type}}}'],
                array['{"text": "x", "occurred": "2025-07-24", "attribution": {"source": "reuters", "mode": "observed", "assertedOn": "2025-07-24"}}']::jsonb[],
                array['{"recordedBy": "somebody else", "schemaVersion": 1}']::jsonb[])
            """;

    private static async Task Refused(string login, params string[] statements)
    {
        List<string> passed = [];
        foreach (var statement in statements)
        {
            try
            {
                await Run(login, statement);
                passed.Add(statement);
            }
            catch (PostgresException e)
                when (e.SqlState is SqlStates.AppendOnly or SqlStates.Forged or PostgresErrorCodes.InsufficientPrivilege) { }
        }

        passed.ShouldBeEmpty();
    }

    private static async Task<string> Refusal(string login, string statement) =>
        (await Should.ThrowAsync<PostgresException>(() => Run(login, statement))).SqlState;

    // All of it, row by row.
    private async Task<string> Log()
    {
        var log = new List<string>();
        foreach (var table in LogTables)
            log.Add($"{table}: {await Ledger.AsAdmin($"select string_agg(t::text, E'\\n' order by t::text) from {table} t")}");
        log.Add($"{await Ledger.AsAdmin("select last_value || ' ' || is_called from mt_events_sequence")}");
        return string.Join('\n', log);
    }
}
