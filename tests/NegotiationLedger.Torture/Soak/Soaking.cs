using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NegotiationLedger.Cli;
using NegotiationLedger.Torture.Faults;
using NegotiationLedger.Torture.Running;
using Npgsql;

namespace NegotiationLedger.Torture.Soak;

/// <summary>A steady load on one server for a long time: its memory, once full, stays as it is, and its log says nothing that means nothing.</summary>
internal static partial class Soaking
{
    private const int Samples = 16;
    private const double Growth = 1.10;
    private const int Shown = 1000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private static readonly string[] Columns =
    [
        "minute",
        "resident MB",
        "heap MB",
        "connections to PostgreSQL",
        "log lines",
        "log bytes",
        "median ms",
        "p99 ms",
        "acknowledged",
    ];

    /// <summary>Soaks a server on a database of its own.</summary>
    public static async Task<PartReport> Run(Asked asked, Findings findings)
    {
        await using var cluster = await EmbeddedPostgres.Start(new() { Temporary = true });
        var connections = await Databases.Ledger(cluster.SuperuserConnectionString);
        await using var database = NpgsqlDataSource.Create(Databases.AsSuperuser(cluster.SuperuserConnectionString));
        await using var server = await LedgerProcess.Start(connections.Writer, Ports.Free(), new());
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{server.Port}") };
        var books = new Books();
        var load = new SteadyLoad(http, asked.Seed, books, what => findings.Note($"soak: {what}"));
        await load.Open();
        await load.Fill();
        using var enough = new CancellationTokenSource();
        var running = load.Run(enough.Token);
        var resident = new List<double>();
        var rows = new List<IReadOnlyList<string>>();
        var whole = TimeSpan.FromMinutes(asked.Minutes);
        var pause = whole / Samples < LongestPause ? whole / Samples : LongestPause;
        var began = Stopwatch.GetTimestamp();
        var (lines, bytes) = server.Log.Size;
        using var sampling = new PeriodicTimer(pause);
        while (Stopwatch.GetElapsedTime(began) < whole && !running.IsCompleted && await sampling.WaitForNextTickAsync())
        {
            resident.Add(server.Resident);
            var (median, p99) = load.Answered();
            var size = server.Log.Size;
            rows.Add([
                Number(Stopwatch.GetElapsedTime(began).TotalMinutes),
                Number(resident[^1]),
                await Heap(http) is { } heap ? Number(heap / 1e6) : "",
                $"{await ConnectionsOf(database)}",
                $"{size.Lines - lines}",
                $"{size.Bytes - bytes}",
                Number(median),
                Number(p99),
                $"{books.Count}",
            ]);
            (lines, bytes) = size;
            System.Console.WriteLine($"  {string.Join("  ", Columns.Zip(rows[^1]).Select(c => $"{c.First} {c.Second}"))}");
        }

        await enough.CancelAsync();
        await running;
        return new("soak", Columns, rows, Verdict(server, resident, findings));
    }

    private static List<string> Verdict(LedgerProcess server, List<double> resident, Findings findings)
    {
        var (second, last) = (Median(Quarter(resident, 1)), Median(Quarter(resident, 3)));
        if (last > second * Growth)
            findings.Note($"soak: memory grew from {Number(second)} MB in the second quarter to {Number(last)} MB in the last");
        foreach (var (_, count, first) in server.Log.Errors)
            findings.Note($"soak: logged {count} times: {first[..Math.Min(first.Length, Shown)]}");
        return
        [
            $"resident memory: median of the second quarter {Number(second)} MB, of the last {Number(last)} MB",
            .. server.Log.Messages.Select(m => $"  logged {m.Count} times: {m.Message}"),
        ];
    }

    // As the server tells it by itself; null where it does not.
    private static async Task<double?> Heap(HttpClient http)
    {
        var sizes = HeapSize().Matches(await http.GetStringAsync("/metrics"));
        return sizes.Count == 0 ? null : sizes.Sum(m => double.Parse(m.Groups["bytes"].Value, CultureInfo.InvariantCulture));
    }

    private static async Task<long> ConnectionsOf(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select count(*) from pg_stat_activity where usename = 'ledger_writer'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static List<double> Quarter(List<double> values, int which) =>
        values[(values.Count * which / 4)..(values.Count * (which + 1) / 4)];

    private static double Median(List<double> values) => values.Count == 0 ? 0 : values.Order().ElementAt(values.Count / 2);

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """^dotnet_gc_last_collection_heap_size_bytes\{.*\} (?<bytes>\S+)""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex HeapSize();
}
