using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Handling;

/// <summary>What a run begins from.</summary>
/// <param name="IsServing">Whether its documents are those that readers see.</param>
/// <param name="Node">Who runs it.</param>
/// <param name="Position">The sequence up to which everything is handled.</param>
/// <param name="FillingTo">The position up to which it reads stream after stream at first.</param>
/// <param name="Filled">The last stream read so.</param>
/// <param name="StoppedAt">The entry that it cannot get past.</param>
internal sealed record RunState(bool IsServing, string? Node, long Position, long? FillingTo, string? Filled, long? StoppedAt);

/// <summary>A generation of a handler, as one node runs it, in the tables that all nodes share.</summary>
/// <param name="handler">The handler.</param>
/// <param name="generation">The generation.</param>
/// <param name="node">The node's name.</param>
internal sealed class HandlerRows(Handler handler, int generation, string node)
{
    private readonly string _row = Handler.RowOf(handler.Name, generation);

    public async Task Claim(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(HandlerQueries.Claim);
        Add(command, handler.Name, generation, node);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How it stands; null when the generation is no more.</summary>
    public async Task<RunState?> Read(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(HandlerQueries.Read);
        Add(command, handler.Name, generation, _row);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        return new(row.GetBoolean(0), Text(row, 1), row.GetInt64(2), Number(row, 3), Text(row, 4), Number(row, 5));
    }

    /// <summary>Moves the progress in the page's transaction.</summary>
    /// <exception cref="FencedOffException">It is not where this node left it.</exception>
    public Task Advance(NpgsqlConnection connection, long from, long to, CancellationToken cancellationToken) =>
        Fenced(connection, HandlerQueries.Advance, cancellationToken, _row, generation, from, to, handler.Name, node);

    /// <summary>The same while it fills.</summary>
    /// <exception cref="FencedOffException">It is not where this node left it.</exception>
    public Task Fill(NpgsqlConnection connection, string? from, string to, long entries, CancellationToken cancellationToken) =>
        Fenced(connection, HandlerQueries.Fill, cancellationToken, handler.Name, generation, from, to, entries, node);

    /// <summary>From here on it follows the log behind a position.</summary>
    /// <exception cref="FencedOffException">It is not where this node left it.</exception>
    public Task Follow(NpgsqlConnection connection, string? filled, long position, CancellationToken cancellationToken) =>
        Fenced(connection, HandlerQueries.Follow, cancellationToken, handler.Name, generation, filled, _row, node, position);

    public async Task Stop(NpgsqlDataSource source, long sequence, EventId id, Exception error, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(HandlerQueries.Stop);
        Add(command, handler.Name, generation, sequence, id.Value, $"{error.GetType().Name}: {error.Message}", node);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Puts the generation and its documents in place of those that serve, in the transaction of the connection.</summary>
    /// <exception cref="FencedOffException">It is not where this node left it.</exception>
    public async Task Replace(NpgsqlConnection connection, long position, CancellationToken cancellationToken)
    {
        await Run(connection, HandlerQueries.Replace, cancellationToken, handler.Name);
        await Fenced(connection, HandlerQueries.Serve, cancellationToken, handler.Name, generation, node);
        await Advance(connection, position, position, cancellationToken);
        foreach (var kind in handler.Documents)
        {
            await Run(connection, DocumentQueries.Of(kind).Replace, cancellationToken, kind.Table);
            await Run(connection, DocumentQueries.Of(kind).Prune, cancellationToken, kind.Table);
            await Run(connection, DocumentQueries.ForgetKeywords, cancellationToken, kind.Table);
            await Run(connection, DocumentQueries.TakeKeywords, cancellationToken, kind.Table);
            await Run(connection, DocumentQueries.ForgetBuilding, cancellationToken, kind.Table);
        }
    }

    private static async Task Fenced(
        NpgsqlConnection connection,
        string query,
        CancellationToken cancellationToken,
        params object?[] values
    )
    {
        if (await Run(connection, query, cancellationToken, values) == 0)
            throw new FencedOffException();
    }

    // The text is one of HandlerQueries or DocumentQueries.
#pragma warning disable CA2100
    private static async Task<int> Run(
        NpgsqlConnection connection,
        string query,
        CancellationToken cancellationToken,
        params object?[] values
    )
    {
        await using var command = new NpgsqlCommand(query, connection);
        Add(command, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
#pragma warning restore CA2100

    private static void Add(NpgsqlCommand command, params object?[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(
                value is null ? new() { NpgsqlDbType = NpgsqlDbType.Text, Value = DBNull.Value } : new() { Value = value }
            );
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}

/// <summary>The progress is not where this node left it: another one has gone on, or the generation is no more.</summary>
internal sealed class FencedOffException() : Exception("Another node runs the handler.");
