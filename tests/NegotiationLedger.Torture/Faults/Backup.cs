using NegotiationLedger.Cli;
using NegotiationLedger.Torture.Running;

namespace NegotiationLedger.Torture.Faults;

/// <summary>Backups taken under load, each restored beside: all that was acknowledged before it began is in it, and it can be served.</summary>
internal static class Backup
{
    /// <summary>By pg_dump and pg_restore, with the roles by pg_dumpall.</summary>
    public static async Task Dumped(World world, Load load, Books books, Action<string> broken)
    {
        var directory = await Place(world, "dump");
        var (file, roles) = (Path.Combine(directory, "ledger.dump"), Path.Combine(directory, "roles.sql"));
        var before = books.Acknowledged.ToList();
        string[] database = ["--host=127.0.0.1", $"--port={world.Postgres.Port}", "--username=postgres"];
        await world.Postgres.Run("pg_dumpall", [.. database, "--roles-only", $"--file={roles}"]);
        await world.Postgres.Run("pg_dump", [.. database, "--format=custom", $"--file={file}", "negotiation_ledger"]);
        await load.HoldStill();
        await using var restored = await Postgres.Start(Path.Combine(directory, "pgdata"));
        string[] beside = ["--host=127.0.0.1", $"--port={restored.Port}", "--username=postgres"];
        await restored.Run("psql", [.. beside, "--quiet", "--no-psqlrc", $"--file={roles}", "postgres"]);
        await restored.Run("pg_restore", [.. beside, "--create", "--exit-on-error", "--dbname=postgres", file]);
        await Check(world, restored, before, what => broken($"restored from pg_dump: {what}"));
        Directory.Delete(directory, recursive: true);
        load.GoOn();
    }

    /// <summary>By pg_basebackup.</summary>
    public static async Task Copied(World world, Load load, Books books, Action<string> broken)
    {
        var directory = await Place(world, "base");
        var data = Path.Combine(directory, "pgdata");
        var before = books.Acknowledged.ToList();
        await world.Postgres.Run(
            "pg_basebackup",
            "--host=127.0.0.1",
            $"--port={world.Postgres.Port}",
            "--username=postgres",
            $"--pgdata={data}",
            "--wal-method=stream",
            "--checkpoint=fast"
        );
        await load.HoldStill();
        await using (var restored = await Postgres.Start(data))
            await Check(world, restored, before, what => broken($"restored from pg_basebackup: {what}"));
        Directory.Delete(directory, recursive: true);
        load.GoOn();
    }

    private static async Task Check(World world, Postgres restored, List<Acknowledged> before, Action<string> broken)
    {
        var writer = new Npgsql.NpgsqlConnectionStringBuilder(world.Connections.Writer) { Port = restored.Port }.ConnectionString;
        var invariants = new Invariants(broken);
        await invariants.Log(Databases.AsSuperuser(restored.Superuser), before, books: null);
        await using (var node = await Node.Start(writer, world.Log))
        {
            await invariants.Projections(node.Patient);
            await invariants.Folds(writer);
        }

        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    private static async Task<string> Place(World world, string name)
    {
        var directory = Directory.CreateDirectory(Path.Combine(world.Directory, name)).FullName;
        await world.Postgres.Give(directory);
        return directory;
    }
}
