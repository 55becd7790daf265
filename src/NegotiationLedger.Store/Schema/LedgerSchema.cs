using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>Brings a ledger's schema to the version of this program, forward only: Marten's and Wolverine's objects, then the ledger's own
/// numbered files, then owners, guards and rights.</summary>
public static class LedgerSchema
{
    private const string Lock = "select pg_advisory_lock(hashtextextended('negotiation ledger schema ' || $1, 0))";

    private const string Settings = """
        select set_config('ledger.schema', $1, false), set_config('ledger.messages', $2, false), set_config('ledger.server', $3, false),
            set_config('ledger.appender', $4, false), set_config('client_min_messages', 'warning', false)
        """;

    private const string FindVersion = "select coalesce(max(version), 0), to_regclass('mt_events') is not null from ledger_schema";

    private const string FillEventTypes = """
        insert into ledger_event_types (type, clr_name)
        select * from unnest($1, $2)
        on conflict (type) do update set clr_name = excluded.clr_name where ledger_event_types.clr_name <> excluded.clr_name
        """;

    private const string MayChangeTheLog = """
        select pg_has_role(c.relowner, 'member') from pg_class c where c.oid = 'mt_events'::regclass
        """;

    /// <summary>The newest version this program knows: the number of its last file.</summary>
    public static int Version => SchemaFiles.Version;

    /// <summary>Creates or completes the schema, and gives the server's role its rights. Costs one question when it stands already.</summary>
    /// <remarks>Several callers at once wait for each other. What is interrupted is completed by the next call; until then nobody appends.</remarks>
    /// <param name="ownerConnectionString">How to reach the database as the role that owns, or will own, the schema.</param>
    /// <param name="schema">The schema: lower-case letters, digits and <c>_</c>, at most 63.</param>
    /// <param name="serverRole">The role the server runs as; it exists already.</param>
    /// <param name="administratorConnectionString">How to reach the database as somebody who may create roles, where the owner may not.</param>
    /// <param name="always">Looks through everything, also when it was noted that all of it stands.</param>
    /// <param name="cancellationToken">Leaves what was done so far.</param>
    /// <exception cref="SchemaException">The schema is newer than this program or not a ledger's, and is left as it is; or the roles it
    /// needs cannot be made.</exception>
    /// <exception cref="PostgresException">The owner may not do it.</exception>
    public static async Task Apply(
        string ownerConnectionString,
        string schema,
        string serverRole,
        CancellationToken cancellationToken,
        string? administratorConnectionString = null,
        bool always = false
    )
    {
        await using var source = NpgsqlDataSource.Create(Connections.Unpooled(ownerConnectionString, schema));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var complete = SchemaFingerprint.OfProgram(serverRole, LedgerRoles.Appender(connection.Database, schema));
        if (!always && complete == await SchemaFingerprint.Find(connection, cancellationToken))
            return;
        await Execute(connection, Lock, [schema], cancellationToken);
        await Execute(connection, Settings, [schema, LedgerRoles.Messages(schema), serverRole, complete.Appender], cancellationToken);
        if (!always && complete == await SchemaFingerprint.Find(connection, cancellationToken))
            return;
        await using var administrator = await Open(administratorConnectionString, connection.Database, cancellationToken);
        var found = await Begin(connection, schema, complete, cancellationToken);
        var takeBack = await LedgerRoles.Prepare(connection, administrator, complete.Appender, serverRole, schema, cancellationToken);
        try
        {
            await MartenObjects.Apply(source, schema);
            await Complete(connection, found, complete, cancellationToken);
        }
        finally
        {
            await takeBack();
        }
    }

    /// <summary>Looks, as the server's role, whether the schema is the one of this program, and whether the role is one that cannot change it.</summary>
    /// <param name="connectionString">How to reach the database as the role the server runs as.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <exception cref="SchemaTooNewException">A newer program left it.</exception>
    /// <exception cref="SchemaTooOldException">It is not there, or an older program left it.</exception>
    /// <exception cref="SchemaOwnerException">The login has the owner's rights.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task Check(string connectionString, string schema, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(Connections.Unpooled(connectionString, schema));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var found = await SchemaFingerprint.Find(connection, cancellationToken) ?? throw new SchemaTooOldException(schema);
        var known = SchemaFingerprint.OfProgram(found.Server, found.Appender);
        if (found.IsNewerThan(known))
            throw new SchemaTooNewException(found.Version, known.Version);
        if (found != known)
            throw new SchemaTooOldException(schema);
        await using var owner = new NpgsqlCommand(MayChangeTheLog, connection);
        if (await owner.ExecuteScalarAsync(cancellationToken) is true)
            throw new SchemaOwnerException(new NpgsqlConnectionStringBuilder(connectionString).Username!, found.Server);
    }

    // Returns the version that the files behind it are run from.
    private static async Task<int> Begin(
        NpgsqlConnection connection,
        string schema,
        SchemaFingerprint complete,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SchemaFiles.RunFirst(connection, cancellationToken);
        var (found, hasEvents) = await FoundVersion(connection, cancellationToken);
        var left = await SchemaFingerprint.Find(connection, cancellationToken);
        if (found > Version || left?.IsNewerThan(complete) == true)
            throw new SchemaTooNewException(Math.Max(found, left?.Version ?? 0), Version);
        if (found == 0 && hasEvents)
            throw new SchemaUnknownException(schema, "it holds a Marten event store that is not a ledger's");
        if (found is > 0 and < SchemaFiles.Forward and not SchemaFiles.OfRelease01)
            throw new SchemaUnknownException(schema, $"its version is {found}");
        if (found == SchemaFiles.OfRelease01)
            await SchemaFiles.RunForward(connection, cancellationToken);
        if (found < SchemaFiles.Forward)
            await SchemaFiles.Note(connection, SchemaFiles.Forward, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Math.Max(found, SchemaFiles.Forward);
    }

    private static async Task Complete(
        NpgsqlConnection connection,
        int found,
        SchemaFingerprint complete,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SchemaFiles.RunRest(connection, found, cancellationToken);
        await using var types = new NpgsqlCommand(FillEventTypes, connection);
        types.Parameters.Add(new() { Value = EventNames.All.Select(n => n.Name).ToArray() });
        types.Parameters.Add(
            new() { Value = EventNames.All.Select(n => $"{n.Type.FullName}, {n.Type.Assembly.GetName().Name}").ToArray() }
        );
        await types.ExecuteNonQueryAsync(cancellationToken);
        await complete.Note(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<NpgsqlConnection?> Open(string? connectionString, string database, CancellationToken cancellationToken)
    {
        if (connectionString is null)
            return null;
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task<(int Version, bool HasEvents)> FoundVersion(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var version = new NpgsqlCommand(FindVersion, connection);
        await using var row = await version.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt32(0), row.GetBoolean(1));
    }

    // The statements are this class's constants.
#pragma warning disable CA2100
    private static async Task Execute(NpgsqlConnection connection, string statement, string[] values, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
#pragma warning restore CA2100
}
