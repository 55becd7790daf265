using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>How the log connects.</summary>
internal static class Connections
{
    /// <summary>Opens connections that metrics tell from others by a name.</summary>
    public static NpgsqlDataSource Open(string connectionString, string name) =>
        new NpgsqlDataSourceBuilder(connectionString) { Name = name }.Build();

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

    /// <summary>For a node's handlers: pooled under the node's name. What they write follows from the log, so that a crash which takes the
    /// last of it back takes their progress with it: no commit of theirs waits for the disk.</summary>
    public static string OfHandlers(string connectionString, string schema, string name, int most)
    {
        var settings = new NpgsqlConnectionStringBuilder(Pooled(connectionString, schema))
        {
            ApplicationName = name,
            MaxPoolSize = most,
            ConnectionIdleLifetime = 30,
        };
        settings.Options = $"{settings.Options} -c synchronous_commit=off".Trim();
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Common(string connectionString, string schema)
    {
        if (!IsName(schema))
        {
            throw new ArgumentException(
                $"'{schema}' is no schema name: use lower-case letters, digits and '_', at most 63, beginning with no digit.",
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
