using System.Globalization;
using System.Reflection;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>Brings a ledger's schema to the version of this program. Forward only: numbered files, each applied once.</summary>
public static class LedgerSchema
{
    private const int FirstGrant = 900;

    private static readonly (int Number, string Resource)[] Files =
    [
        .. typeof(LedgerSchema)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("Schema/", StringComparison.Ordinal))
            .Select(n => (int.Parse(n.AsSpan("Schema/".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture), n))
            .Order(),
    ];

    /// <summary>The newest version this program knows: the number of its last file.</summary>
    public static int Version { get; } = Files.Last(f => f.Number < FirstGrant).Number;

    /// <summary>Creates or completes the schema in one transaction, and gives the writer role its rights.</summary>
    /// <remarks>Several callers at once wait for each other.</remarks>
    /// <param name="ownerConnectionString">How to reach the database as the role that owns, or will own, the schema.</param>
    /// <param name="schema">The schema: lower-case letters, digits and <c>_</c>, at most 63.</param>
    /// <param name="writerRole">The role the server runs as; it exists already.</param>
    /// <param name="cancellationToken">Leaves the schema as it was.</param>
    /// <exception cref="SchemaTooNewException">The schema is newer than this program; it is left as it is.</exception>
    /// <exception cref="PostgresException">The owner may not do it.</exception>
    public static async Task Apply(string ownerConnectionString, string schema, string writerRole, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(Connections.Unpooled(ownerConnectionString, schema));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Prepare(connection, schema, writerRole, cancellationToken);
        await Run(connection, Files[0].Resource, cancellationToken);
        var found = await FoundVersion(connection, cancellationToken);
        if (found > Version)
            throw new SchemaTooNewException(found, Version);
        foreach (var (number, resource) in Files.Where(f => f.Number > found && f.Number < FirstGrant))
        {
            await Run(connection, resource, cancellationToken);
            await Note(connection, number, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        await ProjectionSchema.Apply(ownerConnectionString, schema);
        await Grant(connection, schema, writerRole, cancellationToken);
    }

    // After Marten's and Wolverine's objects: a right on all tables is one on those there are.
    private static async Task Grant(NpgsqlConnection connection, string schema, string writerRole, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Prepare(connection, schema, writerRole, cancellationToken);
        foreach (var (_, resource) in Files.Where(f => f.Number >= FirstGrant))
            await Run(connection, resource, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Prepare(NpgsqlConnection connection, string schema, string writerRole, CancellationToken cancellationToken)
    {
        await using var prepare = new NpgsqlCommand(
            """
            select pg_advisory_xact_lock(hashtextextended('negotiation ledger schema ' || $1, 0)),
                set_config('ledger.schema', $1, true), set_config('ledger.writer', $2, true), set_config('ledger.messages', $3, true),
                set_config('client_min_messages', 'warning', true)
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = schema },
                new() { Value = writerRole },
                new() { Value = Projections.ProjectionServices.MessagesOf(schema) },
            },
        };
        await prepare.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<int> FoundVersion(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var version = new NpgsqlCommand("select coalesce(max(version), 0) from ledger_schema", connection);
        return (int)(await version.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task Note(NpgsqlConnection connection, int version, CancellationToken cancellationToken)
    {
        await using var note = new NpgsqlCommand("insert into ledger_schema (version) values ($1)", connection);
        note.Parameters.Add(new() { Value = version });
        await note.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task Run(NpgsqlConnection connection, string resource, CancellationToken cancellationToken)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        // The text is a file of this assembly, nothing that a user wrote.
#pragma warning disable CA2100
        await using var file = new NpgsqlCommand(await reader.ReadToEndAsync(cancellationToken), connection);
#pragma warning restore CA2100
        await file.ExecuteNonQueryAsync(cancellationToken);
    }
}
