using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Benchmarks;

/// <summary>One function call per transaction and per event, numbered by a sequence: fast, and without a commit order.</summary>
internal static class Unordered
{
    private const string Schema = """
        drop table if exists plain_events, plain_streams;
        drop sequence if exists plain_sequence;
        create table plain_streams (like mt_streams including all);
        create table plain_events (like mt_events including all, foreign key (stream_id) references plain_streams (id));
        create sequence plain_sequence;
        create or replace function plain_append(stream text, event_id uuid, type text, data jsonb, headers jsonb) returns bigint language plpgsql as $$
        declare
            reached bigint;
        begin
            insert into plain_streams as s (id, type, version) values (stream, 'talks_status', 1)
                on conflict (id) do update set version = s.version + 1, timestamp = now() returning version into reached;
            insert into plain_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
                values (nextval('plain_sequence'), event_id, stream, reached, data, type, now(), headers);
            return reached;
        end
        $$
        """;

    public static async Task<(double Rate, string Detail)> Run(BenchLedger ledger, int writers, TimeSpan duration)
    {
        await ledger.Ask(Schema);
        var settings = new NpgsqlConnectionStringBuilder(ledger.ConnectionString)
        {
            NoResetOnClose = true,
            MaxAutoPrepare = 16,
            AutoPrepareMinUsages = 1,
        };
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        return await Writers.Race(writers, 1, duration, (_, turn) => Append(source, turn));
    }

    private static async Task Append(NpgsqlDataSource source, int turn)
    {
        var added = BenchLedger.Event();
        var stored = EventFormat.Write(added.Data);
        await using var command = source.CreateCommand("select plain_append($1, $2, $3, $4, $5)");
        command.Parameters.Add(new() { Value = $"n{turn % AppendBench.Streams}" });
        command.Parameters.Add(new() { Value = added.Id.Value });
        command.Parameters.Add(new() { Value = stored.Type });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = stored.Data.ToArray() });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = BenchLedger.Headers });
        await command.ExecuteScalarAsync();
    }
}
