using Npgsql;

namespace NegotiationLedger.Store.Engines;

/// <summary>Which engine may append to a ledger, and the handing over from one to the other.</summary>
public static class EngineMark
{
    /// <summary>The engines that are known, the default first.</summary>
    public static IReadOnlyList<string> Known { get; } = [NativeEngine.Mark, "marten"];

    /// <summary>The mark that a ledger bears, and its head.</summary>
    /// <param name="connectionString">How to reach the database, as whom does not matter.</param>
    /// <param name="schema">The schema that holds the ledger.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached, or holds no ledger there.</exception>
    public static async Task<(string Engine, long Sequence)> Read(
        string connectionString,
        string schema,
        CancellationToken cancellationToken
    )
    {
        await using var source = NpgsqlDataSource.Create(Connections.Unpooled(connectionString, schema));
        await using var command = source.CreateCommand("select engine, sequence from ledger_head");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetString(0), row.GetInt64(1));
    }

    /// <summary>Marks a ledger with the engine that may append from now on. Waits for appends under way; does nothing where the mark stands already.</summary>
    /// <param name="ownerConnectionString">How to reach the database as the role that owns the schema.</param>
    /// <param name="schema">The schema that holds the ledger.</param>
    /// <param name="engine">One of <see cref="Known"/>.</param>
    /// <param name="cancellationToken">Leaves the mark as it was.</param>
    /// <returns>The head that the engine goes on from.</returns>
    /// <exception cref="NpgsqlException">The database cannot be reached, or will not.</exception>
    public static async Task<long> HandOver(string ownerConnectionString, string schema, string engine, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(Connections.Unpooled(ownerConnectionString, schema));
        await using var command = source.CreateCommand("select ledger_hand_over($1)");
        command.Parameters.Add(new() { Value = engine });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
