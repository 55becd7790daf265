using Npgsql;

namespace NegotiationLedger.Cli;

/// <summary>A private PostgreSQL cluster in a directory of its own, running for as long as a process uses it.</summary>
/// <remarks>
/// Any number of processes may use one data directory: the first starts the cluster, the others adopt it, and the last to let go stops it. The
/// count is kept in file locks, which the operating system releases however a process ends; so after a kill -9 the cluster is left running,
/// and the next to start adopts it and becomes responsible for it.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly DataDirectory _home;
    private readonly EmbeddedOptions _options;
    private readonly Cluster _cluster;
    private FileLock? _use;

    private EmbeddedPostgres(DataDirectory home, EmbeddedOptions options, Cluster cluster, FileLock use)
    {
        (_home, _options, _cluster, _use) = (home, options, cluster, use);
    }

    /// <summary>How the cluster's superuser connects, over loopback, to the database <c>postgres</c>.</summary>
    public string SuperuserConnectionString => _cluster.ConnectionString(Port);

    /// <summary>The TCP port on 127.0.0.1; another one at every start.</summary>
    public int Port { get; private set; }

    /// <summary>The directory of the cluster, its password and its log.</summary>
    public string DataDirectory => _home.Root;

    /// <summary>Whether the cluster was already running when this process came.</summary>
    public bool WasAdopted { get; private set; }

    /// <summary>The server's version, such as 15.18.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The directory of PostgreSQL's programs.</summary>
    internal string Programs => _cluster.Programs;

    /// <summary>Starts the cluster, creating it first where there is none, or adopts it where it runs.</summary>
    /// <exception cref="PostgresUnavailableException">There is no PostgreSQL to run, or the directory cannot be used; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> Start(EmbeddedOptions options, CancellationToken cancellation = default)
    {
        if (options.Temporary && options.DataDirectory is null)
            await TemporaryDirectories.ClearAway(options, cancellation);
        var place = await Cli.DataDirectory.Open(options, cancellation);
        using var starting = await Starting(place, options, cancellation);
        var binaries = await BinarySearch.Find(options, place.ClusterMajor, cancellation);
        var onDisk = new Cluster(place, binaries, await place.Password(cancellation), options);
        var shared =
            FileLock.TryShared(place.UsersLock)
            ?? throw new PostgresUnavailableException(
                $"{place.UsersLock} cannot be locked. If {place.Root} is on a file system without locks, name another directory with --data."
            );
        var started = new EmbeddedPostgres(place, options, onDisk, shared);
        try
        {
            await started.Run(cancellation);
            return started;
        }
        catch
        {
            await started.LetGo();
            throw;
        }
    }

    /// <summary>Creates the ledger's database and its two roles where they are missing.</summary>
    /// <param name="database">The database, owned by <paramref name="ownerRole"/>.</param>
    /// <param name="ownerRole">Owns the schema, and is used to change it.</param>
    /// <param name="writerRole">What the server runs as: it may connect, and do what the schema grants it.</param>
    /// <param name="cancellation">Leaves what was created so far; the next call completes it.</param>
    public Task<LedgerConnections> EnsureLedger(
        string database = "negotiation_ledger",
        string ownerRole = "ledger_owner",
        string writerRole = "ledger_writer",
        CancellationToken cancellation = default
    ) => LedgerDatabase.Ensure(SuperuserConnectionString, database, ownerRole, writerRole, cancellation);

    /// <summary>Lets the cluster go, and stops it unless another living process uses it; a temporary one is removed then. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_use is null)
            return;
        // Connections kept idle in this process's pools would only be cut by the server.
        NpgsqlConnection.ClearAllPools();
        using (await Starting(_home, _options, CancellationToken.None))
            await LetGo();
    }

    private async Task Run(CancellationToken cancellation)
    {
        await _cluster.Create(cancellation);
        var running = await _cluster.FindRunning(cancellation);
        WasAdopted = running is not null;
        Port = running ?? await _cluster.Start(cancellation);
        await using var connection = new NpgsqlConnection(SuperuserConnectionString);
        await connection.OpenAsync(cancellation);
        Version = connection.PostgreSqlVersion.ToString();
    }

    // Called with the starting lock held, so that nobody comes between the last look and the stop.
    private async Task LetGo()
    {
        _use?.Dispose();
        _use = null;
        using var last = FileLock.TryAlone(_home.UsersLock);
        if (last is null)
            return;
        await _cluster.Stop();
        if (_options.Temporary)
            Directory.Delete(_home.Root, recursive: true);
    }

    private static async Task<FileLock> Starting(DataDirectory home, EmbeddedOptions options, CancellationToken cancellation)
    {
        try
        {
            return await FileLock.Alone(home.StartingLock, options.Patience, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or UnauthorizedAccessException)
        {
            throw new PostgresUnavailableException(
                $"Another process has been starting or stopping the cluster in {home.Root} for a long time: {e.Message}",
                e
            );
        }
    }
}
