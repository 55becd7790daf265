using Testcontainers.PostgreSql;

namespace NegotiationLedger.Testing;

/// <summary>PostgreSQL in a container, where a Docker engine answers.</summary>
internal sealed class PostgresContainer : IAsyncDisposable
{
    private readonly PostgreSqlContainer _container = new PostgreSqlBuilder("postgres:18")
        .WithUsername("postgres")
        .WithCommand("-c", "fsync=off", "-c", "max_connections=300")
        .Build();

    /// <summary>The superuser's connection string, once it is started.</summary>
    public string SuperuserConnectionString => _container.GetConnectionString();

    /// <summary>Starts it, and waits until it answers.</summary>
    public static async Task<PostgresContainer> Start()
    {
        var started = new PostgresContainer();
        await started._container.StartAsync();
        return started;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
