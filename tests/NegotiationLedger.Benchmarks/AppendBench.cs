using System.Diagnostics;
using NegotiationLedger.Store;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Benchmarks;

/// <summary>Appends one event per request: through one log, against one function call per transaction and raw COPY in the same run.</summary>
internal static class AppendBench
{
    /// <summary>How many streams the writers append to.</summary>
    public const int Streams = 200;

    private const string CopyIn = "copy copied (seq_id, id, stream_id, version, data, type, timestamp, headers) from stdin (format binary)";

    private const string Plain = "one call per transaction, 32 writers";
    private const int Rounds = 3;
    private const int CopiedRows = 100_000;

    public static async Task Run(BenchLedger ledger, TimeSpan duration)
    {
        var rates = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var round = 1; round <= Rounds; round++)
        {
            await Note(rates, Plain, Unordered.Run(ledger, 32, duration));
            await Note(rates, "the same function, one call each, 32 writers", Alone(ledger, 32, duration));
            await Note(rates, "through the log, 32 writers", Shared(ledger, 32, duration));
            await Note(rates, "through the log, 256 writers", Shared(ledger, 256, duration));
            await Note(rates, "through the log, 1,000 events a request", Bulk(ledger, duration));
            await Note(rates, "COPY into a table of the same columns", Copy(ledger));
        }

        var one = Median(rates[Plain]);
        Console.WriteLine();
        Console.WriteLine($"medians of {Rounds} rounds, and how many times one call per transaction (which promises no order)");
        foreach (var (name, values) in rates)
            Console.WriteLine($"{name, -45} {Median(values), 9:N0}/s {Median(values) / one, 6:N2}x");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task Note(Dictionary<string, List<double>> rates, string name, Task<(double Rate, string Detail)> measurement)
    {
        var (rate, detail) = await measurement;
        if (!rates.TryGetValue(name, out var values))
            rates[name] = values = [];
        values.Add(rate);
        Console.WriteLine($"{name, -45} {rate, 9:N0}/s {detail}");
    }

    /// <summary>As many logs as writers, so that each batch holds one request and each writer has a connection of its own.</summary>
    private static async Task<(double, string)> Alone(BenchLedger ledger, int writers, TimeSpan duration)
    {
        var logs = Enumerable.Range(0, writers).Select(_ => Open(ledger)).ToArray();
        var result = await Race(writers, 1, duration, i => logs[i]);
        foreach (var log in logs)
            await log.DisposeAsync();
        return result;
    }

    private static async Task<(double, string)> Shared(BenchLedger ledger, int writers, TimeSpan duration)
    {
        await using var log = Open(ledger);
        return await Race(writers, 1, duration, _ => log);
    }

    private static async Task<(double, string)> Bulk(BenchLedger ledger, TimeSpan duration)
    {
        await using var log = Open(ledger);
        return await Race(2, 1000, duration, _ => log);
    }

    private static LedgerLog Open(BenchLedger ledger) => new(new() { ConnectionString = ledger.ConnectionString });

    /// <summary>Lets writers append to the logs that are theirs.</summary>
    public static async Task<(double, string)> Race(int writers, int events, TimeSpan duration, Func<int, LedgerLog> logOf) =>
        await Writers.Race(writers, events, duration, (writer, turn) => Append(logOf(writer), turn, events));

    private static async Task Append(LedgerLog log, int turn, int events)
    {
        var request = new AppendRequest($"n{turn % Streams}", [.. Enumerable.Range(0, events).Select(_ => BenchLedger.Event())], "bench");
        if (await log.Append(request, CancellationToken.None) is not AppendOutcome.Appended { IsReplay: false })
            throw new InvalidOperationException("An append was refused.");
    }

    private static async Task<(double, string)> Copy(BenchLedger ledger)
    {
        await ledger.Ask("drop table if exists copied; create table copied (like mt_events including defaults including indexes)");
        await using var source = NpgsqlDataSource.Create(ledger.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        var clock = Stopwatch.StartNew();
        await using (var copy = await connection.BeginBinaryImportAsync(CopyIn))
        {
            for (var i = 1; i <= CopiedRows; i++)
                await Row(copy, i);
            await copy.CompleteAsync();
        }

        return (CopiedRows / clock.Elapsed.TotalSeconds, $"{CopiedRows:N0} rows");
    }

    private static async Task Row(NpgsqlBinaryImporter copy, int i)
    {
        var added = BenchLedger.Event();
        var stored = EventFormat.Write(added.Data);
        await copy.StartRowAsync();
        await copy.WriteAsync((long)i, NpgsqlDbType.Bigint);
        await copy.WriteAsync(added.Id.Value, NpgsqlDbType.Uuid);
        await copy.WriteAsync($"n{i % Streams}", NpgsqlDbType.Varchar);
        await copy.WriteAsync((long)(i / Streams) + 1, NpgsqlDbType.Bigint);
        await copy.WriteAsync(stored.Data.ToArray(), NpgsqlDbType.Jsonb);
        await copy.WriteAsync(stored.Type, NpgsqlDbType.Varchar);
        await copy.WriteAsync(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(BenchLedger.Headers, NpgsqlDbType.Jsonb);
    }
}
