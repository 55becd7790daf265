using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>Tells what is wrong with a negotiation from what is wrong with the database.</summary>
internal static class ProjectionFaults
{
    /// <summary>Whether fewer negotiations at once, or others, may fare better: the data is refused, or a statement takes longer than it may.</summary>
    public static bool IsOfTheData(Exception error) =>
        error is PostgresException { SqlState: [_, _, ..] state }
            ? state[..2] is "21" or "22" or "23" or "54" || state == PostgresErrorCodes.QueryCanceled
            : error is NpgsqlException { InnerException: TimeoutException };
}
