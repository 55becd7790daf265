using Npgsql;

namespace NegotiationLedger.Store.Drafts;

/// <summary>A draft that nobody else decides on meanwhile.</summary>
public sealed class HeldDraft : IAsyncDisposable
{
    private const string HoldOne = $"""
        select {DraftStore.Columns}
        from ledger_drafts
        where id = $1 and (state = 'accepted' or expires_at > clock_timestamp())
        for update
        """;

    private const string EditOne = $"""
        update ledger_drafts set edited = $2::json, edited_by = $3, edited_at = clock_timestamp(), revision = revision + 1
        where id = $1
        returning {DraftStore.Columns}
        """;

    private const string DecideOne = $"""
        update ledger_drafts set state = $2, decided_by = $3, decided_at = coalesce($4, clock_timestamp())
        where id = $1
        returning {DraftStore.Columns}
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly SemaphoreSlim _place;

    private HeldDraft(NpgsqlConnection connection, NpgsqlTransaction transaction, SemaphoreSlim place, StoredDraft draft) =>
        (_connection, _transaction, _place, Draft) = (connection, transaction, place, draft);

    /// <summary>The draft.</summary>
    public StoredDraft Draft { get; private set; }

    internal static async Task<HeldDraft?> Of(
        NpgsqlDataSource source,
        LedgerLog log,
        EventId id,
        SemaphoreSlim place,
        CancellationToken cancellationToken
    )
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        HeldDraft? held = null;
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = DraftStore.Fill(new(HoldOne, connection, transaction), new NpgsqlParameter { Value = id.Value });
            await using (var row = await command.ExecuteReaderAsync(cancellationToken))
                held = await row.ReadAsync(cancellationToken) ? new(connection, transaction, place, DraftStore.Read(row)) : null;
            // Whoever accepted it may have been cut off once it was recorded: the log tells.
            if (
                held?.Draft is { State: StoredDraft.Open } open
                && await log.Find(id, cancellationToken) is { } found
                && open.IsRecordedAs(found)
            )
                await held.Accept(found, cancellationToken);
            return held;
        }
        catch
        {
            held = null;
            throw;
        }
        finally
        {
            if (held is null)
                await connection.DisposeAsync();
        }
    }

    /// <summary>Puts other words in the place of its own.</summary>
    /// <param name="edit">The development as JSON.</param>
    /// <param name="by">The principal that wants it so.</param>
    /// <param name="cancellationToken">May leave it done.</param>
    public Task<StoredDraft> Rewrite(string edit, string by, CancellationToken cancellationToken) =>
        Change(EditOne, [DraftStore.Text(edit), DraftStore.Text(by)], cancellationToken);

    /// <summary>Notes that it was recorded.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="cancellationToken">May leave it done.</param>
    public Task<StoredDraft> Accept(Entry record, CancellationToken cancellationToken) =>
        Decide(StoredDraft.Accepted, record.RecordedBy, record.RecordedAt, cancellationToken);

    /// <summary>Turns it down.</summary>
    /// <param name="by">The principal that does.</param>
    /// <param name="cancellationToken">May leave it done.</param>
    public Task<StoredDraft> Reject(string by, CancellationToken cancellationToken) =>
        Decide(StoredDraft.Rejected, by, at: null, cancellationToken);

    /// <summary>Lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync();
        }
        finally
        {
            _place.Release();
        }
    }

    private Task<StoredDraft> Decide(string state, string by, DateTimeOffset? at, CancellationToken cancellationToken) =>
        Change(
            DecideOne,
            [
                DraftStore.Text(state),
                DraftStore.Text(by),
                new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz, Value = (object?)at?.UtcDateTime ?? DBNull.Value },
            ],
            cancellationToken
        );

    private async Task<StoredDraft> Change(string statement, NpgsqlParameter[] values, CancellationToken cancellationToken)
    {
        // The statements are this class's constants.
#pragma warning disable CA2100
        await using var command = DraftStore.Fill(
            new(statement, _connection, _transaction),
            [new NpgsqlParameter { Value = Draft.Id.Value }, .. values]
        );
#pragma warning restore CA2100
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            await row.ReadAsync(cancellationToken);
            Draft = DraftStore.Read(row);
        }

        await _transaction.CommitAsync(cancellationToken);
        return Draft;
    }
}
