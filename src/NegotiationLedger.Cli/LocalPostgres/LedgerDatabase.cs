using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace NegotiationLedger.Cli;

/// <summary>The two ways into a ledger's database.</summary>
/// <param name="Owner">Changes the schema; used at start and by maintenance.</param>
/// <param name="Writer">Reads and appends; used by everything else.</param>
/// <param name="WriterRole">The role that <paramref name="Writer"/> connects as, to grant the schema's rights to.</param>
/// <param name="Administrator">Makes roles when the schema is applied, where the owner may not; null where we have no such login.</param>
public sealed record LedgerConnections(string Owner, string Writer, string WriterRole, string? Administrator = null);

/// <summary>Finds or makes the database and the roles that a ledger needs, in a private cluster or in anyone's PostgreSQL.</summary>
public static class LedgerDatabase
{
    // "ledger" in ASCII: two nodes that start at once create the roles one after the other.
    private const long CreationLock = 0x6c6564676572;

    /// <summary>Makes database and roles in a cluster where we are superuser. Costs two connections when all is there already.</summary>
    /// <remarks>The roles' passwords follow from the superuser's by HMAC-SHA256, so none needs a place of its own, and a new one for the superuser renews them.</remarks>
    public static async Task<LedgerConnections> Ensure(
        string superuser,
        string database,
        string ownerRole,
        string writerRole,
        CancellationToken cancellation
    )
    {
        var owner = As(superuser, database, ownerRole, DerivedPassword(superuser, ownerRole));
        var writer = As(superuser, database, writerRole, DerivedPassword(superuser, writerRole));
        if (await Opens(owner, cancellation) && await Opens(writer, cancellation))
            return new(owner, writer, writerRole, superuser);
        await using var connection = await Connect(superuser, cancellation);
        await LockCreation(connection, cancellation);
        await EnsureRole(connection, ownerRole, DerivedPassword(superuser, ownerRole), cancellation);
        await EnsureRole(connection, writerRole, DerivedPassword(superuser, writerRole), cancellation);
        if (!await Exists(connection, "select exists (select from pg_database where datname = $1)", database, cancellation))
            await ExecuteFormat(connection, "create database %I owner %I", [database, ownerRole], cancellation);
        await ExecuteFormat(connection, "revoke all on database %I from public", [database], cancellation);
        await ExecuteFormat(connection, "grant connect on database %I to %I", [database, writerRole], cancellation);
        return new(owner, writer, writerRole, superuser);
    }

    /// <summary>Opens a database in a PostgreSQL that someone else runs.</summary>
    /// <param name="owner">Connects as the role that owns, or shall own, the schema; it must name the database.</param>
    /// <param name="writer">Connects as the role that the server shall run as, or null to have one made, named after the database with <c>_writer</c> behind it.</param>
    /// <param name="cancellation">Leaves what was created so far.</param>
    /// <exception cref="PostgresUnavailableException">
    /// It does not answer, is too old, has no such database, or a writer role is missing and may not be made; the message says what to have an administrator run.
    /// </exception>
    public static async Task<LedgerConnections> Open(string owner, string? writer = null, CancellationToken cancellation = default)
    {
        await using var connection = await Connect(owner, cancellation);
        if (connection.PostgreSqlVersion.Major < PostgresBinaries.OldestMajor)
            throw new PostgresUnavailableException(
                $"The ledger needs PostgreSQL {PostgresBinaries.OldestMajor} or newer; {connection.Host} runs {connection.PostgreSqlVersion}."
            );
        await RefuseOtherEncodings(connection, cancellation);
        var ownerRole = new NpgsqlConnectionStringBuilder(owner).Username!;
        if (writer is not null)
        {
            await using var asWriter = await Connect(writer, cancellation);
            var role = new NpgsqlConnectionStringBuilder(writer).Username!;
            if (await Exists(asWriter, "select pg_has_role($1, 'member')", ownerRole, cancellation))
                throw new PostgresUnavailableException(
                    $"The role {role} has the rights of {ownerRole}, which owns the schema: give the server a role without them, so that the database itself keeps the log append-only."
                );
            return new(owner, writer, role);
        }
        var made = connection.Database + "_writer";
        if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(owner).Password))
            throw new PostgresUnavailableException(
                $"The connection string has no password from which to derive the writer role's. {AskAdministrator(connection.Database, made)}"
            );
        var password = DerivedPassword(owner, made);
        writer = As(owner, connection.Database, made, password);
        if (!await Opens(writer, cancellation))
            await MakeWriter(connection, made, password, cancellation);
        return new(owner, writer, made);
    }

    // Names and quotations come in every script, and JSON is Unicode.
    private static async Task RefuseOtherEncodings(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select current_setting('server_encoding')", connection);
        if (await command.ExecuteScalarAsync(cancellation) is string encoding and not "UTF8")
            throw new PostgresUnavailableException(
                $"The database {connection.Database} is encoded in {encoding}; the ledger needs UTF8. Create another with: create database … encoding 'UTF8' template template0, and name that one in the connection string."
            );
    }

    private static async Task MakeWriter(NpgsqlConnection connection, string role, string password, CancellationToken cancellation)
    {
        try
        {
            await LockCreation(connection, cancellation);
            await EnsureRole(connection, role, password, cancellation);
            await ExecuteFormat(connection, "grant connect on database %I to %I", [connection.Database, role], cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new PostgresUnavailableException(
                $"The server runs as a role of its own that cannot change what was recorded, and this login may not create that role. {AskAdministrator(connection.Database, role)}",
                e
            );
        }
    }

    private static string AskAdministrator(string database, string role) =>
        $"Have an administrator run: create role {role} login password '…'; grant connect on database {database} to {role}; and give that login's connection string in LEDGER_POSTGRES_WRITER.";

    private static async Task EnsureRole(NpgsqlConnection connection, string role, string password, CancellationToken cancellation)
    {
        var exists = await Exists(connection, "select exists (select from pg_roles where rolname = $1)", role, cancellation);
        await ExecuteFormat(
            connection,
            exists ? "alter role %I login password %L" : "create role %I login password %L",
            [role, password],
            cancellation
        );
    }

    private static async Task<NpgsqlConnection> Connect(string connectionString, CancellationToken cancellation)
    {
        try
        {
            var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
            var connection = new NpgsqlConnection(unpooled.ConnectionString);
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException)
        {
            throw new PostgresUnavailableException(
                $"PostgreSQL could not be opened: {e.Message} Check the connection string (--postgres or LEDGER_POSTGRES).",
                e
            );
        }
    }

    // False when the role, its password or the database is not there; any other trouble is the caller's to meet again and report.
    private static async Task<bool> Opens(string connectionString, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    private static string As(string connectionString, string database, string role, string password) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Database = database,
            Username = role,
            Password = password,
        }.ConnectionString;

    private static string DerivedPassword(string connectionString, string role) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(new NpgsqlConnectionStringBuilder(connectionString).Password ?? ""),
                Encoding.UTF8.GetBytes($"negotiation-ledger role {role}")
            )
        );

    private static async Task<bool> Exists(NpgsqlConnection connection, string question, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(question, connection) { Parameters = { new() { Value = name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    // Held until the connection closes; it is not a pooled one.
    private static async Task LockCreation(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection)
        {
            Parameters = { new() { Value = CreationLock } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // Statements about roles and databases take no parameters: the server itself puts the names in, quoted.
    private static async Task ExecuteFormat(NpgsqlConnection connection, string format, string[] names, CancellationToken cancellation)
    {
        await using var formatting = new NpgsqlCommand("select format($1, variadic $2)", connection)
        {
            Parameters =
            {
                new() { Value = format },
                new() { Value = names },
            },
        };
        await using var statement = new NpgsqlCommand((string)(await formatting.ExecuteScalarAsync(cancellation))!, connection);
        await statement.ExecuteNonQueryAsync(cancellation);
    }
}
