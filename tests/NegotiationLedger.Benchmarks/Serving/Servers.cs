using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Benchmarks.Comparisons;
using NegotiationLedger.Server;
using Npgsql;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>The servers that this program can be, each in a process of its own.</summary>
internal static class Servers
{
    public const string OfLedger = "ledger";
    public const string OfAggregate = "aggregate";

    /// <summary>A health check that asks nothing, on both.</summary>
    public const string HealthCheck = "/health/live";

    /// <summary>An endpoint that asks the database for a number, beside the ledger's own.</summary>
    public const string SelectOne = "/bench/select-1";

    /// <summary>Serves until it is told to stop.</summary>
    public static async Task Run(string kind, string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(Measuring.Database.Tuned(connectionString));
        await using var app = kind switch
        {
            OfLedger => Ledger.CreateServer(connectionString),
            OfAggregate => AggregateServer.Create(connectionString),
            _ => throw new ArgumentException($"'{kind}' is not a server of this program.", nameof(kind)),
        };
        app.MapGet(SelectOne, () => SelectOneFrom(source));
        await app.StartAsync();
        System.Console.WriteLine($"Listening on {LedgerServer.AddressOf(app)}");
        await app.WaitForShutdownAsync();
    }

    private static async Task<IResult> SelectOneFrom(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select 1");
        return Results.Text($"{await command.ExecuteScalarAsync()}");
    }
}
