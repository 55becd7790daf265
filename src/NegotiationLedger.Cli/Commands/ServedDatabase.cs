namespace NegotiationLedger.Cli;

/// <summary>Where the data is to be kept, as the command line and the environment say.</summary>
/// <param name="Data">The directory of a private cluster, when named.</param>
/// <param name="Postgres">The connection string of a server, when named.</param>
/// <param name="Variable">The environment.</param>
internal sealed record DatabaseChoice(string? Data, string? Postgres, Func<string, string?> Variable)
{
    /// <summary>The variable that names the server.</summary>
    public const string Name = "LEDGER_POSTGRES";

    private const string WriterName = "LEDGER_POSTGRES_WRITER";

    /// <summary>The connection string to open; null for a private cluster. What is named on the command line goes before the environment.</summary>
    /// <exception cref="PostgresUnavailableException">It is none, or its password cannot be read.</exception>
    public string? Server =>
        (Postgres ?? (Data is null && Variable(Name) is { Length: > 0 } named ? named : null)) is { } connection
            ? DatabasePassword.Complete(connection, Name, Variable)
            : null;

    /// <summary>The connection string of the role to serve as, when it was made by an administrator.</summary>
    /// <exception cref="PostgresUnavailableException">It is none, or its password cannot be read.</exception>
    public string? Writer => Variable(WriterName) is { Length: > 0 } named ? DatabasePassword.Complete(named, WriterName, Variable) : null;
}

/// <summary>The database that is served: a private cluster's, stopped at the end, or a given server's, left alone.</summary>
internal sealed class ServedDatabase : IAsyncDisposable
{
    /// <summary>How long a PostgreSQL that is starting is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly EmbeddedPostgres? _cluster;

    private ServedDatabase(LedgerConnections connections, EmbeddedPostgres? cluster) => (Connections, _cluster) = (connections, cluster);

    /// <summary>The ways into it.</summary>
    public LedgerConnections Connections { get; }

    /// <summary>Opens it, and makes what it lacks.</summary>
    /// <exception cref="PostgresUnavailableException">It cannot be had; the message says what to do.</exception>
    public static async Task<ServedDatabase> Open(DatabaseChoice choice, Action<string> say, CancellationToken cancellation)
    {
        if (choice.Server is { } server)
        {
            if (DatabasePassword.Warning(choice.Postgres) is { } warning)
                say(warning);
            await StartingPostgres.Wait(server, say, Patience, cancellation);
            return new(await LedgerDatabase.Open(server, choice.Writer, cancellation), cluster: null);
        }

        var cluster = await EmbeddedPostgres.Start(new() { DataDirectory = choice.Data, Say = say }, cancellation);
        try
        {
            return new(await cluster.EnsureLedger(cancellation: cancellation), cluster);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
