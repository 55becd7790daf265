using Marten;
using Npgsql;
using Weasel.Postgresql;
using Wolverine;

namespace NegotiationLedger.Store;

/// <summary>What completes a schema: this program's files, the packages whose objects stand beside them, and the roles that they name.</summary>
/// <param name="Version">The number of the last file.</param>
/// <param name="Files">A digest of the files and of the event types that the log takes.</param>
/// <param name="Marten">Marten's version.</param>
/// <param name="Weasel">Weasel's, which writes Marten's tables.</param>
/// <param name="Wolverine">Wolverine's.</param>
/// <param name="Server">The role the server runs as.</param>
/// <param name="Appender">The role that owns what appends.</param>
internal sealed record SchemaFingerprint(
    int Version,
    string Files,
    string Marten,
    string Weasel,
    string Wolverine,
    string Server,
    string Appender
)
{
    private const string Read = """
        select version, files, marten, weasel, wolverine, server_role, appender_role from ledger_fingerprint
        """;

    private const string Write = """
        insert into ledger_fingerprint (version, files, marten, weasel, wolverine, server_role, appender_role)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (place) do update set
            version = excluded.version, files = excluded.files, marten = excluded.marten, weasel = excluded.weasel,
            wolverine = excluded.wolverine, server_role = excluded.server_role, appender_role = excluded.appender_role
        """;

    /// <summary>What this program would leave behind.</summary>
    public static SchemaFingerprint OfProgram(string server, string appender) =>
        new(
            SchemaFiles.Version,
            SchemaFiles.Digest,
            VersionOf(typeof(IDocumentStore)),
            VersionOf(typeof(PostgresqlProvider)),
            VersionOf(typeof(WolverineOptions)),
            server,
            appender
        );

    /// <summary>What stands in the database; null where no schema was completed.</summary>
    public static async Task<SchemaFingerprint?> Find(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var read = new NpgsqlCommand(Read, connection);
            await using var row = await read.ExecuteReaderAsync(cancellationToken);
            if (!await row.ReadAsync(cancellationToken))
                return null;
            return new(
                row.GetInt32(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                row.GetString(6)
            );
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }

    /// <summary>Notes that the schema is complete.</summary>
    public async Task Note(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var write = new NpgsqlCommand(Write, connection);
        foreach (var value in (object[])[Version, Files, Marten, Weasel, Wolverine, Server, Appender])
            write.Parameters.Add(new() { Value = value });
        await write.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether a newer program than the one of another fingerprint left this one.</summary>
    public bool IsNewerThan(SchemaFingerprint other) =>
        Version > other.Version || Newer(Marten, other.Marten) || Newer(Weasel, other.Weasel) || Newer(Wolverine, other.Wolverine);

    private static bool Newer(string one, string other) => System.Version.Parse(one) > System.Version.Parse(other);

    private static string VersionOf(Type type) => type.Assembly.GetName().Version!.ToString();
}
