using System.Diagnostics;
using Npgsql;

namespace NegotiationLedger.Store.Audit;

/// <summary>Follows the log in bounded pages, and has <see cref="AuditProjection"/> bring the negotiations that moved in each; a page and its progress are committed together.</summary>
internal sealed class AuditFollower(NpgsqlDataSource source, int pageSize) : IDisposable
{
    private const int EmptiedAtOnce = 5000;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly AuditProjection _projection = new();
    private readonly SemaphoreSlim _writing = new(1);
    private long _reached;

    /// <inheritdoc cref="AuditIndex.CatchUp"/>
    public async Task<IndexedHead> CatchUp(TimeSpan patience, CancellationToken cancellationToken)
    {
        var (head, reached) = await ReadReach(cancellationToken);
        if (reached >= head.Sequence)
            return head;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(patience);
        try
        {
            await _writing.WaitAsync(enough.Token);
            try
            {
                for (reached = _reached; reached < head.Sequence; )
                    reached = await Follow(head.Sequence, enough.Token);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AuditBehindException(Volatile.Read(ref _reached), head.Sequence);
        }

        return head with
        {
            Incomplete = (await ReadReach(cancellationToken)).Head.Incomplete,
        };
    }

    /// <summary>Waits until whoever follows the log has brought the index to the head.</summary>
    public async Task<IndexedHead> Wait(TimeSpan patience, CancellationToken cancellationToken)
    {
        var (head, reached) = await ReadReach(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        while (reached < head.Sequence)
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
                throw new AuditBehindException(reached, head.Sequence);
            await Task.Delay(BetweenLooks, cancellationToken);
            (var now, reached) = await ReadReach(cancellationToken);
            head = head with { Incomplete = now.Incomplete };
        }

        return head;
    }

    /// <inheritdoc cref="AuditIndex.Retry"/>
    public async Task<IReadOnlyDictionary<string, Exception>> Retry(CancellationToken cancellationToken)
    {
        var failures = new Dictionary<string, Exception>(StringComparer.Ordinal);
        foreach (var negotiation in (await ReadReach(cancellationToken)).Head.Incomplete)
        {
            var brought = await BringAlone(negotiation, cancellationToken);
            if (brought.Failures.TryGetValue(negotiation, out var error))
                failures.Add(negotiation, error);
        }

        return failures;
    }

    /// <inheritdoc cref="AuditIndex.Rebuild"/>
    public async Task Empty(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.Run(AuditStatements.Begin, cancellationToken);
            while (await connection.Run(AuditStatements.Empty, cancellationToken, Sql.Number(EmptiedAtOnce)) is > 0L) { }
            await connection.Run(AuditStatements.Forget, cancellationToken, Sql.Text(AuditIndex.Name));
            await transaction.CommitAsync(cancellationToken);
            _reached = 0;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task<(IndexedHead Head, long Reached)> ReadReach(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(AuditQueries.Reach);
        command.Parameters.Add(Sql.Text(AuditIndex.Name));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (new(HeadRow.Read(row), row.GetFieldValue<string[]>(4)), row.GetInt64(3));
    }

    // How far the index reaches then, whoever brought it there.
    private async Task<long> Follow(long head, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Run(AuditStatements.Begin, cancellationToken);
        var progress = (long)(await connection.Run(AuditStatements.Progress, cancellationToken, Sql.Text(AuditIndex.Name)))!;
        var (moved, until) = await Moved(connection, progress, head, cancellationToken);
        if (until <= progress)
            return _reached = progress;
        var brought = await _projection.Bring(connection, moved, until, cancellationToken);
        if (!await Advance(connection, progress, until, cancellationToken))
            return progress;
        await transaction.CommitAsync(cancellationToken);
        foreach (var negotiation in brought.Unfinished)
            await BringAlone(negotiation, cancellationToken);
        return _reached = until;
    }

    private async Task<Brought> BringAlone(string negotiation, CancellationToken cancellationToken)
    {
        Brought brought;
        do
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            brought = await _projection.Bring(connection, [negotiation], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        } while (brought.Unfinished.Count > 0);
        return brought;
    }

    // Up to a head that was read before, the log is whole: where nothing follows, the numbers up to there are burnt.
    private async Task<(string[] Moved, long Until)> Moved(
        NpgsqlConnection connection,
        long progress,
        long head,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.Command(AuditStatements.Moved, Sql.Number(progress), Sql.Number(pageSize));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return ([], head);
        return (row.IsDBNull(0) ? [] : row.GetFieldValue<string[]>(0), row.GetInt64(1));
    }

    /// <summary>Moves the progress in the same transaction; false when it is not where it was expected, so that the transaction must be given up.</summary>
    internal static async Task<bool> Advance(
        NpgsqlConnection connection,
        long expected,
        long reached,
        CancellationToken cancellationToken
    ) =>
        await connection.Run(
            AuditStatements.Advance,
            cancellationToken,
            Sql.Text(AuditIndex.Name),
            Sql.Number(expected),
            Sql.Number(reached)
        )
            is not null;
}
