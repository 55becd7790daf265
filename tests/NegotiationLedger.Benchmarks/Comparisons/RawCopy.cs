using System.Diagnostics;
using NegotiationLedger.Benchmarks.Measuring;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Benchmarks.Comparisons;

/// <summary>Rows copied into a table of the same columns and indexes: the fastest way into PostgreSQL, with no promise and nothing to serialize.</summary>
internal static class RawCopy
{
    private const string Into = "copy copied (seq_id, id, stream_id, version, data, type, timestamp, headers) from stdin (format binary)";
    private const string Headers = """{"recordedBy":"bench","salt":"AAAAAAAAAAAAAAAAAAAAAA==","schemaVersion":1}""";

    /// <summary>Rows a second.</summary>
    public static async Task<double> Run(Database database, int rows)
    {
        await database.Ask("drop table if exists copied; create table copied (like ledger.mt_events including defaults including indexes)");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        var stored = EventFormat.Write(Events.Statement().Data);
        var data = stored.Data.ToArray();
        var clock = Stopwatch.StartNew();
        await using (var copy = await connection.BeginBinaryImportAsync(Into))
        {
            for (var i = 1; i <= rows; i++)
                await Row(copy, i, stored.Type, data);
            await copy.CompleteAsync();
        }

        return rows / clock.Elapsed.TotalSeconds;
    }

    private static async Task Row(NpgsqlBinaryImporter copy, int i, string type, byte[] data)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync((long)i, NpgsqlDbType.Bigint);
        await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        await copy.WriteAsync(Streams.Name(i % Streams.Count), NpgsqlDbType.Varchar);
        await copy.WriteAsync((long)(i / Streams.Count) + 1, NpgsqlDbType.Bigint);
        await copy.WriteAsync(data, NpgsqlDbType.Jsonb);
        await copy.WriteAsync(type, NpgsqlDbType.Varchar);
        await copy.WriteAsync(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(Headers, NpgsqlDbType.Jsonb);
    }
}
