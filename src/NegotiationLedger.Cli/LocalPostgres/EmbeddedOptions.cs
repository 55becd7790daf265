namespace NegotiationLedger.Cli;

/// <summary>Where a private PostgreSQL cluster lives and how careful it is.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>The directory that holds the cluster, its password and its log; null takes the default place, or a new one under the temporary directory when <see cref="Temporary"/>.</summary>
    /// <remarks>A directory that is neither empty nor a ledger's is refused: nothing of anyone else's is ever changed or given to another account.</remarks>
    public string? DataDirectory { get; init; }

    /// <summary>False turns off fsync and full page writes, for tests: a commit is still a commit, but a power cut may lose the cluster. Fixed when the cluster is started, so an adopted one keeps its own.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>True removes the directory when the last process that uses it lets go.</summary>
    public bool Temporary { get; init; }

    /// <summary>How long to wait for a cluster that starts, stops or recovers; recovery after a crash can take minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>PostgreSQL's <c>max_connections</c>.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>Told, in a sentence, what takes more than a moment: creating the cluster, fetching binaries.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Directories to look for binaries in, first to last, instead of the machine's; and then npm is not asked either. For tests.</summary>
    internal IReadOnlyList<string>? BinaryDirectories { get; init; }
}
