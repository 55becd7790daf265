using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>How the log connects.</summary>
internal static class Connections
{
    private const int KeepAliveSeconds = 3;

    /// <summary>Opens connections that metrics tell from others by a name.</summary>
    /// <param name="connectionString">How to reach the database.</param>
    /// <param name="name">The name.</param>
    /// <param name="most">
    /// How many there are at most; fewer where the connection string says so. Who finds none free waits. What a node opens altogether, with its
    /// few connections that are held for long, stays below 60, which an operator counts on (<c>ops/deploy.md</c>).
    /// </param>
    public static NpgsqlDataSource Open(string connectionString, string name, int most)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, most);
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, settings.MaxPoolSize);
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name }.Build();
    }

    /// <summary>For reading: pooled, statements prepared by themselves.</summary>
    public static string Pooled(string connectionString, string schema)
    {
        var settings = Common(connectionString, schema);
        // A pooled connection is otherwise reset by DISCARD ALL on its next use, which throws the prepared statements away and costs
        // half of a short query. The log leaves no session state behind that a reset would have to clear.
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 64);
        settings.AutoPrepareMinUsages = 2;
        return settings.ConnectionString;
    }

    /// <summary>For questions that differ much from one another: pooled, each statement planned for the values it is asked with.</summary>
    public static string Planned(string connectionString, string schema)
    {
        var settings = Common(connectionString, schema);
        // As above: nothing is left behind.
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = 0;
        // Every question has an index; before a new table is first analysed the planner might think that it can do without.
        settings.Options = $"{settings.Options} -c enable_seqscan=off".Trim();
        return settings.ConnectionString;
    }

    /// <summary>For one long-lived connection that its holder opens and closes, under a name of its own.</summary>
    /// <param name="connectionString">How to reach the database.</param>
    /// <param name="schema">The schema that holds the ledger.</param>
    /// <param name="name">The connection's name.</param>
    /// <param name="patience">After how long without an answer the connection counts as lost; Npgsql's own when null.</param>
    public static string Unpooled(string connectionString, string schema, string? name = null, TimeSpan? patience = null)
    {
        var settings = Common(connectionString, schema);
        settings.Pooling = false;
        if (name is not null)
            settings.ApplicationName = name;
        if (patience is { } time)
            settings.CommandTimeout = Math.Max(1, (int)time.TotalSeconds);
        return settings.ConnectionString;
    }

    /// <summary>For Marten and Wolverine: pooled, each connection reset before it is used again.</summary>
    public static string Reset(string connectionString, string schema) => Common(connectionString, schema).ConnectionString;

    /// <summary>For one connection that waits for news of the log: whether its other end is there is asked every few seconds.</summary>
    public static string Listening(string connectionString, string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(Unpooled(connectionString, schema, "ledger news"))
        {
            KeepAlive = KeepAliveSeconds,
        };
        return settings.ConnectionString;
    }

    /// <summary>For what must not outlive a node that is frozen or cut off: the server ends a connection that gives no sign for some seconds.</summary>
    /// <remarks>What is written on them follows from the log, so that a crash which takes the last of it back takes the progress with it: no
    /// commit waits for the disk.</remarks>
    public static string Mortal(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            KeepAlive = KeepAliveSeconds,
            ConnectionIdleLifetime = 5,
            ConnectionPruningInterval = 2,
        };
        settings.Options =
            $"{settings.Options} -c synchronous_commit=off -c idle_session_timeout=12000 -c idle_in_transaction_session_timeout=12000".Trim();
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Common(string connectionString, string schema)
    {
        if (!IsName(schema))
        {
            throw new ArgumentException(
                $"'{schema}' is not a valid schema name: use lower-case letters, digits and '_', at most 63, not beginning with a digit.",
                nameof(schema)
            );
        }

        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = schema };
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
            settings.TargetSessionAttributes = "primary";
        return settings;
    }

    private static bool IsName(string schema) =>
        schema.Length is > 0 and <= 63
        && !char.IsAsciiDigit(schema[0])
        && schema.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
