using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Drafts;

/// <summary>The drafts of one ledger. Every member throws <see cref="NpgsqlException"/> when the database cannot be reached.</summary>
/// <remarks>When a draft expires is judged by the database's clock, so that nodes whose clocks differ agree.</remarks>
/// <param name="log">By whose connections, and where their records are.</param>
public sealed class DraftStore(LedgerLog log) : IDisposable
{
    /// <summary>How many drafts of a negotiation may be open.</summary>
    public const int MostOpen = 1000;

    /// <summary>How long a draft is there unless it is accepted.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(30);

    // Each decision holds a connection of its own while its record is appended by another.
    private const int MostDecisions = 8;

    internal const string Columns = """
        id, negotiation, source, proposed::text, drafted_by, drafted_with, drafted_at, expires_at, edited::text, edited_by, edited_at,
            revision, state, decided_by, decided_at
        """;

    private const string IsThere = "(state = 'accepted' or expires_at > clock_timestamp())";

    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('negotiation ledger drafts ' || $1, 0))";

    private const string CountOpen =
        "select count(*) from ledger_drafts where negotiation = $1 and state = 'open' and expires_at > clock_timestamp()";

    // What is proposed once more while it still waits is there already.
    private const string Insert = """
        insert into ledger_drafts (id, negotiation, source, proposed, drafted_by, drafted_with, expires_at)
        select n.id, $1, $2, n.body::json, $3, $4, clock_timestamp() + $5
        from unnest($6, $7) with ordinality as n (id, body, place)
        where not exists (
            select from ledger_drafts d
            where d.negotiation = $1 and d.source = $2 and d.state = 'open' and d.expires_at > clock_timestamp()
                and d.proposed::text = n.body)
        order by n.place
        returning id
        """;

    private const string List = $"""
        select {Columns}
        from ledger_drafts
        where {IsThere} and ($1::uuid is null or id > $1) and ($2::text is null or negotiation = $2) and ($3::text is null or source = $3)
            and ($4::text is null or state = $4)
        order by id
        limit $5
        """;

    private const string FindOne = $"select {Columns} from ledger_drafts where id = $1 and {IsThere}";

    private const string FindSeveral = $"select {Columns} from ledger_drafts where id = any ($1) and {IsThere} order by id";

    private const string ForgetSome = """
        delete from ledger_drafts d
        where d.ctid = any (array(
            select o.ctid from ledger_drafts o where o.state <> 'accepted' and o.expires_at <= clock_timestamp() limit 10000))
        """;

    private readonly NpgsqlDataSource _source = log.Source;
    private readonly SemaphoreSlim _decisions = new(MostDecisions);

    /// <summary>Keeps drafts; those that wait already with the same words are left out.</summary>
    /// <returns>The ids of those that were added, in their order; null when the negotiation would have more than <see cref="MostOpen"/> open.</returns>
    public async Task<IReadOnlyList<EventId>?> Add(NewDrafts drafts, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var held = Fill(new(Lock, connection, transaction), Text(drafts.Negotiation.Value)))
            await held.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = Fill(
            new(Insert, connection, transaction),
            Text(drafts.Negotiation.Value),
            Text(drafts.Source.Value),
            Text(drafts.By),
            Text(drafts.With),
            new() { Value = Lasts },
            new() { Value = drafts.Bodies.Select(b => b.Id.Value).ToArray() },
            new() { Value = drafts.Bodies.Select(b => b.Body.GetRawText()).ToArray() }
        );
        var added = new List<EventId>();
        await using (var row = await insert.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
                added.Add(new(row.GetGuid(0)));
        }

        await using var count = Fill(new(CountOpen, connection, transaction), Text(drafts.Negotiation.Value));
        if ((long)(await count.ExecuteScalarAsync(cancellationToken))! > MostOpen)
            return null;
        await transaction.CommitAsync(cancellationToken);
        return added;
    }

    /// <summary>Those that are asked for, by id: in the order drafted.</summary>
    public async Task<IReadOnlyList<StoredDraft>> Find(DraftQuestion question, CancellationToken cancellationToken)
    {
        await using var command = Fill(
            _source.CreateCommand(List),
            new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)question.After?.Value ?? DBNull.Value },
            Text(question.Negotiation?.Value),
            Text(question.Source?.Value),
            Text(question.State),
            new() { Value = question.Limit }
        );
        return await ReadAll(command, cancellationToken);
    }

    /// <summary>The drafts of some ids, by id: in the order drafted.</summary>
    public async Task<IReadOnlyList<StoredDraft>> Find(IReadOnlyList<EventId> ids, CancellationToken cancellationToken)
    {
        await using var command = Fill(
            _source.CreateCommand(FindSeveral),
            new NpgsqlParameter { Value = ids.Select(i => i.Value).ToArray() }
        );
        return await ReadAll(command, cancellationToken);
    }

    /// <summary>The draft of an id; null when there is none, or it has expired.</summary>
    public async Task<StoredDraft?> Find(EventId id, CancellationToken cancellationToken)
    {
        await using var command = Fill(_source.CreateCommand(FindOne), new NpgsqlParameter { Value = id.Value });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Read(row) : null;
    }

    /// <summary>Holds a draft for a decision: until it is let go of nobody else changes it. Null when there is none, or it has expired.</summary>
    public async Task<HeldDraft?> Hold(EventId id, CancellationToken cancellationToken)
    {
        await _decisions.WaitAsync(cancellationToken);
        HeldDraft? held = null;
        try
        {
            return held = await HeldDraft.Of(_source, log, id, _decisions, cancellationToken);
        }
        finally
        {
            if (held is null)
                _decisions.Release();
        }
    }

    /// <summary>Removes the drafts that have expired, in short transactions; for a host to call about once an hour.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> Forget(CancellationToken cancellationToken)
    {
        var (all, forgotten) = (0, 0);
        do
        {
            await using var command = _source.CreateCommand(ForgetSome);
            forgotten = await command.ExecuteNonQueryAsync(cancellationToken);
            all += forgotten;
        } while (forgotten > 0);
        return all;
    }

    /// <inheritdoc/>
    public void Dispose() => _decisions.Dispose();

    internal static NpgsqlCommand Fill(NpgsqlCommand command, params IEnumerable<NpgsqlParameter> values)
    {
        foreach (var value in values)
            command.Parameters.Add(value);
        return command;
    }

    internal static NpgsqlParameter Text(string? text) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value };

    private static async Task<IReadOnlyList<StoredDraft>> ReadAll(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var drafts = new List<StoredDraft>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            drafts.Add(Read(row));
        return drafts;
    }

    internal static StoredDraft Read(NpgsqlDataReader row) =>
        new(
            new(row.GetGuid(0)),
            new(row.GetString(1)),
            new(row.GetString(2)),
            Json(row.GetString(3)),
            row.GetString(4),
            row.GetString(5),
            EntryRow.Utc(row.GetDateTime(6)),
            EntryRow.Utc(row.GetDateTime(7)),
            row.IsDBNull(8) ? null : new(Json(row.GetString(8)), row.GetString(9), EntryRow.Utc(row.GetDateTime(10))),
            row.GetInt32(11),
            row.GetString(12),
            row.IsDBNull(13) ? null : row.GetString(13),
            row.IsDBNull(14) ? null : EntryRow.Utc(row.GetDateTime(14))
        );

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
