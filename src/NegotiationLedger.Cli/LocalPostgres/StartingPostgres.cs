using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace NegotiationLedger.Cli;

/// <summary>Waits for a PostgreSQL that is starting, stopping or recovering (SQLSTATE 57P03), and says so.</summary>
internal static class StartingPostgres
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns once it takes connections, or answers anything else than that it does not yet.</summary>
    /// <param name="connectionString">How to reach it.</param>
    /// <param name="say">Told once that it is waited for.</param>
    /// <param name="patience">How long at most.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="PostgresUnavailableException">It took longer.</exception>
    public static async Task Wait(string connectionString, Action<string> say, TimeSpan patience, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        var isExpected = false;
        while (await WhyNotYet(connectionString, isExpected, cancellation) is { } why)
        {
            if (!isExpected)
                say($"PostgreSQL does not take connections yet ({why}): waiting for it.");
            isExpected = true;
            if (Stopwatch.GetElapsedTime(since) > patience)
                throw new PostgresUnavailableException(
                    $"PostgreSQL has not taken connections for {patience.TotalSeconds:0} s ({why}): see its log, and start the ledger again."
                );
            await Task.Delay(Pause, cancellation);
        }
    }

    // One that is stopping is away for a moment before it is starting.
    private static async Task<string?> WhyNotYet(string connectionString, bool isExpected, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync(cancellation);
            return null;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
        {
            return e.MessageText;
        }
        catch (NpgsqlException e) when (isExpected && e.InnerException is SocketException)
        {
            return "it is not there";
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException)
        {
            return null;
        }
    }
}
