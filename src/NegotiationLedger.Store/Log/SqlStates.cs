using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>The ledger's own SQLSTATEs, and what PostgreSQL's tell about a transaction's fate.</summary>
public static class SqlStates
{
    /// <summary>Somebody tried to change what was recorded.</summary>
    public const string AppendOnly = "NL001";

    /// <summary>Somebody other than <c>ledger_append</c> tried to write the log, or what is written does not follow it.</summary>
    public const string Forged = "NL002";

    /// <summary>A batch is not composed as <c>ledger_append</c> demands, or holds an event of a type that the ledger does not know.</summary>
    public const string MalformedBatch = "NL003";

    /// <summary>Whether the statement was surely rolled back: the server said ERROR and kept the session.</summary>
    internal static bool IsRolledBack(PostgresException e) => string.Equals(e.InvariantSeverity, "ERROR", StringComparison.Ordinal);

    /// <summary>Whether the fault lies in the data sent (classes 22, 23 and 54), so that other requests may fare better without it.</summary>
    internal static bool IsFaultOfData(PostgresException e) => IsRolledBack(e) && e.SqlState[..2] is "22" or "23" or "54";

    /// <summary>Whether the same statement may succeed later: rollbacks by conflict (40), want of resources (53), interventions and
    /// cancels (57), lock waits (55P03), a server that has become a standby (25006), lost connections (08), statements prepared on a connection that was lost (26000).</summary>
    public static bool MayPass(PostgresException e) =>
        !IsRolledBack(e) || e.SqlState[..2] is "40" or "53" or "57" or "08" || e.SqlState is "55P03" or "25006" or "26000";
}
