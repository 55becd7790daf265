using Npgsql;

namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>A database of its own for whatever is measured, dropped at the end.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly string _server;

    private Database(string server, string name) => (_server, Name) = (server, name);

    public string Name { get; }

    /// <summary>As superuser.</summary>
    public string ConnectionString => At(_server, Name);

    public static async Task<Database> Create(string server)
    {
        var made = new Database(server, $"ledger_bench_{Guid.NewGuid():N}");
        await Ask(server, $"create database {made.Name}");
        return made;
    }

    /// <summary>How .NET programs connect that care: no reset between uses, statements prepared by themselves.</summary>
    public static string Tuned(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 300,
            NoResetOnClose = true,
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
        }.ConnectionString;

    // The statements are this program's own.
#pragma warning disable CA2100
    public static async Task<object?> Ask(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100

    public Task<object?> Ask(string sql) => Ask(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Ask(_server, $"drop database {Name} with (force)");
    }

    public static string At(string server, string name) =>
        new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 300 }.ConnectionString;
}
