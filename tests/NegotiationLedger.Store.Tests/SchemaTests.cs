using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class SchemaTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task Applied_again_it_changes_nothing()
    {
        await Ledger.Appended(Request("doha", "one"));
        var applied = await Ledger.AsAdmin("select string_agg(version || ' ' || applied_at, ',' order by version) from ledger_schema");
        await Apply("ledger");
        (await Ledger.AsAdmin("select string_agg(version || ' ' || applied_at, ',' order by version) from ledger_schema")).ShouldBe(
            applied
        );
        (await Ledger.AsAdmin("select max(version) from ledger_schema")).ShouldBe(LedgerSchema.Version);
        (await Ledger.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Applied_by_several_at_once_it_is_applied_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Apply("ledger_two")));
        (await Ledger.AsAdmin("select count(*) from ledger_two.ledger_schema")).ShouldBe(
            await Ledger.AsAdmin("select count(*) from ledger_schema")
        );
    }

    [Fact]
    public async Task Two_ledgers_in_one_database_do_not_meet()
    {
        await Apply("ledger_two");
        var second = Ledger.Node(o => o with { Schema = "ledger_two" });
        await Ledger.Appended(Request("doha", "one"));
        ((AppendOutcome.Appended)await second.Append(Request("doha", "other"), default)).Entries[0].Sequence.ShouldBe(1);
        (await Ledger.All()).Select(Text).ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_left_alone()
    {
        await Ledger.AsAdmin("insert into ledger_schema (version) values (899)");
        var refused = await Should.ThrowAsync<SchemaTooNewException>(() => Apply("ledger"));
        (refused.Found, refused.Known).ShouldBe((899, LedgerSchema.Version));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ledger")]
    [InlineData("1st")]
    [InlineData("a;b")]
    public async Task A_schema_name_is_a_plain_word(string schema) => await Should.ThrowAsync<ArgumentException>(() => Apply(schema));

    [Fact]
    public async Task A_missing_schema_is_told_at_once()
    {
        var log = Ledger.Node(o => o with { Schema = "nowhere" });
        var told = await Should.ThrowAsync<LedgerUnavailableException>(() => log.Append(Request("doha", "one"), default));
        told.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.UndefinedFunction);
    }

    [Theory]
    [InlineData(
        "mt_streams",
        """
            id varchar not null; type varchar; version bigint; timestamp timestamptz not null = now(); created timestamptz not null = now();
            tenant_id varchar = '*DEFAULT*'; is_archived boolean = false
            """,
        "pkey_mt_streams_id p PRIMARY KEY (id)",
        "pkey_mt_streams_id unique (id)"
    )]
    [InlineData(
        "mt_events",
        """
            seq_id bigint not null; id uuid not null; stream_id varchar; version bigint not null; data jsonb not null; bdata bytea; type varchar(500) not null;
            timestamp timestamptz not null; tenant_id varchar = '*DEFAULT*'; mt_dotnet_type varchar; correlation_id varchar; causation_id varchar;
            headers jsonb; is_archived boolean = false
            """,
        "fkey_mt_events_stream_id f FOREIGN KEY (stream_id) REFERENCES mt_streams(id) ON DELETE CASCADE; pkey_mt_events_seq_id p PRIMARY KEY (seq_id)",
        """
            idx_mt_events_event_id unique (id); pk_mt_events_stream_and_version unique (stream_id, version); pkey_mt_events_seq_id unique (seq_id)
            """
    )]
    [InlineData(
        "mt_event_progression",
        "name varchar not null; last_seq_id bigint; last_updated timestamptz = transaction_timestamp()",
        "pk_mt_event_progression p PRIMARY KEY (name)",
        "pk_mt_event_progression unique (name)"
    )]
    [InlineData(
        "mt_high_water_skips",
        "ending_sequence bigint not null; starting_sequence bigint not null; timestamp timestamptz = transaction_timestamp()",
        "pkey_mt_high_water_skips_ending_sequence p PRIMARY KEY (ending_sequence)",
        "pkey_mt_high_water_skips_ending_sequence unique (ending_sequence)"
    )]
    public async Task A_table_of_Martens_is_as_Marten_makes_it(string table, string columns, string constraints, string indexes)
    {
        Words(
                await Ledger.AsAdmin(
                    $"""
                    select string_agg(
                        attname || ' ' || replace(replace(format_type(atttypid, atttypmod), 'character varying', 'varchar'), 'timestamp with time zone', 'timestamptz')
                            || case when attnotnull then ' not null' else '' end
                            || coalesce(' = ' || replace(pg_get_expr(adbin, adrelid), '::character varying', ''), ''), '; ' order by attnum)
                    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                    where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped
                    """
                )
            )
            .ShouldBe(Words(columns));
        Words(
                await Ledger.AsAdmin(
                    $"""
                    select string_agg(conname || ' ' || contype::text || ' ' || pg_get_constraintdef(oid), '; ' order by conname)
                    from pg_constraint where conrelid = '{table}'::regclass
                    """
                )
            )
            .ShouldBe(Words(constraints));
        Words(
                await Ledger.AsAdmin(
                    $"""
                    select string_agg(c.relname || case when indisunique then ' unique' else '' end || substring(pg_get_indexdef(c.oid) from ' \(.*\)'), '; ' order by c.relname)
                    from pg_index join pg_class c on c.oid = indexrelid where indrelid = '{table}'::regclass
                    """
                )
            )
            .ShouldBe(Words(indexes));
    }

    [Fact]
    public async Task The_sequence_is_as_Marten_makes_it() =>
        (
            await Ledger.AsAdmin(
                "select start_value || ' ' || increment_by || ' ' || cache_size || ' ' || data_type from pg_sequences where sequencename = 'mt_events_sequence'"
            )
        ).ShouldBe("1 1 1 bigint");

    private static string Words(object? text) =>
        string.Join(' ', ((string)text!).Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private Task Apply(string schema) =>
        LedgerSchema.Apply(Ledger.Database.OwnerConnectionString, schema, Ledger.WriterRole, TestContext.Current.CancellationToken);
}
