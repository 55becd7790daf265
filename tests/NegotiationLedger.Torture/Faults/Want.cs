using NegotiationLedger.Cli;
using NegotiationLedger.Torture.Running;
using Npgsql;

namespace NegotiationLedger.Torture.Faults;

/// <summary>A database that lacks what it needs.</summary>
internal static class Want
{
    /// <summary>The disk is full, and after a while has room again; where PostgreSQL has given up it is started anew.</summary>
    public static async Task OfDisk(World world, Load load, Random random)
    {
        var filler = Path.Combine(world.Disk, "filler");
        // What is freed meanwhile is taken as well.
        for (var times = 0; times < 3; times++)
        {
            var left = new DriveInfo(world.Disk).AvailableFreeSpace;
            await ChildProcess.Run("fallocate", ["-l", $"{left}", $"{filler}-{times}"]);
            await load.Acknowledge(more: 300, within: TimeSpan.FromSeconds(random.Next(1, 4)));
        }

        foreach (var file in Directory.GetFiles(world.Disk, "filler-*"))
            File.Delete(file);
        await world.Postgres.Start();
    }

    /// <summary>A client takes every connection that there is, and the servers lose some of theirs.</summary>
    public static async Task OfConnections(World world, Load load, Random random)
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            for (var lost = 0; lost < 4; lost++)
            {
                await TakeAll(world, taken);
                if (taken.Count > 0)
                    await End(taken[0], random);
                await load.Acknowledge(more: 100, within: TimeSpan.FromSeconds(2));
            }
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }
    }

    private static async Task TakeAll(World world, List<NpgsqlConnection> taken)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(world.Postgres.Superuser + ";Pooling=false");
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }

    private static async Task End(NpgsqlConnection by, Random random)
    {
        await using var command = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ledger_writer' order by md5(pid::text || $1) limit 5",
            by
        );
        command.Parameters.Add(new() { Value = $"{random.Next()}" });
        await command.ExecuteNonQueryAsync();
    }
}
