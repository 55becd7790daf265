using System.Data;
using Npgsql;

namespace NegotiationLedger.Store.Audit;

/// <summary>Brings negotiations into the audit index. One for a process; safe for any number of callers, each with a connection of its own.</summary>
/// <remarks>
/// It is idempotent: whoever brings a negotiation holds its progress, and begins after it. No statement grows with the negotiation, and what
/// is wrong with one negotiation is told and leaves the others as they would be without it. What is known of sources and speakers
/// is judged when the index is read, so nothing is to be brought when a registration changes.
/// </remarks>
public sealed class AuditProjection
{
    /// <summary>How many entries are brought in one call at most, from 1.</summary>
    public int MostEntries { get; init; } = 20_000;

    /// <summary>How many entries are read at once, from 1.</summary>
    public int PageSize { get; init; } = 500;

    private const int PageBytes = 4_000_000;

    private Registry _registry = Registry.Empty;

    /// <summary>Brings negotiations to their newest version.</summary>
    /// <inheritdoc cref="Bring(NpgsqlConnection, IReadOnlyCollection{string}, long, CancellationToken)"/>
    public Task<Brought> Bring(
        NpgsqlConnection connection,
        IReadOnlyCollection<string> negotiations,
        CancellationToken cancellationToken
    ) => Bring(connection, negotiations, long.MaxValue, cancellationToken);

    /// <summary>Brings negotiations to the version they had at a position, if they are not there yet.</summary>
    /// <param name="connection">A connection with a transaction, which the caller commits.</param>
    /// <param name="negotiations">Their ids; streams of registrations are passed over.</param>
    /// <param name="through">The last sequence that is brought.</param>
    /// <param name="cancellationToken">Gives up; the transaction must be rolled back then.</param>
    /// <exception cref="NpgsqlException">The database is away, or has given the transaction up.</exception>
    public async Task<Brought> Bring(
        NpgsqlConnection connection,
        IReadOnlyCollection<string> negotiations,
        long through,
        CancellationToken cancellationToken
    )
    {
        var named = negotiations.Where(n => !StreamName.IsOfRegistration(n)).Distinct(StringComparer.Ordinal).ToArray();
        if (named.Length == 0)
            return new(new Dictionary<string, Exception>(), []);
        return await new AuditRun(connection, this, through, cancellationToken).Bring(named);
    }

    /// <summary>The registrations up to now; what was read once is kept.</summary>
    internal async Task<Registry> Registrations(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _registry);
        await using var read = connection.Command(AuditStatements.Registrations, Sql.Number(known.Sequence));
        var later = await EntryRow.ReadAll(read, cancellationToken);
        if (later.Count == 0)
            return known;
        var registry = known.With(later);
        Volatile.Write(ref _registry, registry);
        return registry;
    }

    internal static int BytesAtOnce => PageBytes;

    /// <summary>Whether something is wrong with the entries that were worked on, and not with the database or the transaction.</summary>
    internal static bool IsOfItsOwn(Exception error, NpgsqlConnection connection) =>
        error switch
        {
            PostgresException refused => refused.SqlState[..2] is "21" or "22" or "23" or "54" or "P0" || IsTimeOut(error),
            NpgsqlException => IsTimeOut(error),
            OperationCanceledException or ObjectDisposedException or IOException => false,
            _ => true,
        }
        && connection.State is ConnectionState.Open;

    private static bool IsTimeOut(Exception error) =>
        error is NpgsqlException { InnerException: TimeoutException } or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };
}
