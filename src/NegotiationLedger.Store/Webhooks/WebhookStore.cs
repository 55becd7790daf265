using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Webhooks;

/// <summary>The webhooks of one ledger. Every member throws <see cref="NpgsqlException"/> when the database cannot be reached.</summary>
/// <param name="log">By whose connections.</param>
public sealed class WebhookStore(LedgerLog log)
{
    // The owner of a key, whose name has no colon, is one for as long as a key of theirs is accepted that may have webhooks.
    private const string MayBeTold = """
        (w.owner = 'local' or strpos(w.owner, ':') > 0 or exists (
            select from ledger_keys k
            where k.owner = w.owner and k.role in ('recorder', 'admin')
                and coalesce(k.revoked_at > clock_timestamp(), true) and coalesce(k.expires_at > clock_timestamp(), true)))
        """;

    private const string Columns = $"""
        w.id, w.owner, w.url, w.content, w.negotiations, w.types, w.party, w.position, w.is_disabled, w.word, w.attempts, w.failing_since,
            w.not_before, w.delivered_at, w.created_at, (select count(*) from ledger_webhook_letters l where l.webhook = w.id)::integer, w.notice_hours,
            not {MayBeTold}
        """;

    // The lock makes the count hold until the row is there.
    private const string Insert = $"""
        with held as materialized (
            select pg_advisory_xact_lock(hashtextextended('negotiation ledger webhooks ' || current_schema(), 0))
        ), w as (
            insert into ledger_webhooks (id, owner, url, content, negotiations, types, party, secret, notice_hours, position)
            select $1, $2, $3, $4, $5, $6, $7, $8, $10, case when $4 = 'alerts' then 0 else (select sequence from ledger_head) end
            from held
            where (select count(*) from ledger_webhooks o where o.owner = $2) < $9
            returning *)
        select {Columns} from w
        """;

    private const string ListAll = $"select {Columns} from ledger_webhooks w where $1 is null or w.owner = $1 order by w.created_at, w.id";

    private const string FindOne = $"select {Columns} from ledger_webhooks w where w.id = $1 and ($2 is null or w.owner = $2)";

    private const string Delete = "delete from ledger_webhooks where id = $1 and ($2 is null or owner = $2)";

    private const string Rotate = """
        update ledger_webhooks set former_secret = secret, former_until = clock_timestamp() + $4, secret = $3
        where id = $1 and ($2 is null or owner = $2)
        """;

    private const string Enable = """
        update ledger_webhooks set is_disabled = false, word = null, attempts = 0, failing_since = null, not_before = null
        where id = $1 and ($2 is null or owner = $2)
        """;

    private const string ListLetters = """
        select sequence, word, refused_at from ledger_webhook_letters where webhook = $1 and sequence > $2 order by sequence limit $3
        """;

    private const string DeleteLetters = "delete from ledger_webhook_letters where webhook = $1 and sequence = any ($2)";

    private const string ListDue = $"""
        select w.id from ledger_webhooks w
        where not w.is_disabled and {MayBeTold} and w.position < (select sequence from ledger_head)
            and coalesce(w.not_before <= clock_timestamp(), true) and coalesce(w.claimed_until < clock_timestamp(), true)
        """;

    private const string ClaimOne = $"""
        update ledger_webhooks w set claimed_by = $2, claimed_until = clock_timestamp() + $3
        where w.id = $1 and not w.is_disabled and {MayBeTold} and coalesce(w.not_before <= clock_timestamp(), true)
            and coalesce(w.claimed_until < clock_timestamp(), true)
        returning {Columns}, w.secret, case when w.former_until > clock_timestamp() then w.former_secret end
        """;

    private const string AdvanceOne = $"""
        update ledger_webhooks w set position = $3, claimed_until = clock_timestamp() + $4,
            delivered_at = case when $5 then clock_timestamp() else delivered_at end,
            word = case when $5 then null else word end, attempts = case when $5 then 0 else attempts end,
            failing_since = case when $5 then null else failing_since end
        where id = $1 and claimed_by = $2 and not is_disabled and {MayBeTold}
        """;

    private const string FailOne = """
        update ledger_webhooks set word = $3, attempts = attempts + 1, failing_since = coalesce(failing_since, clock_timestamp()),
            not_before = clock_timestamp() + $4,
            is_disabled = $5 or coalesce(failing_since < clock_timestamp() - $6, false),
            claimed_by = null, claimed_until = null
        where id = $1 and claimed_by = $2
        returning is_disabled
        """;

    private const string SecretsOf = """
        select secret, case when former_until > clock_timestamp() then former_secret end from ledger_webhooks where id = $1
        """;

    private const string LeaveOne = "update ledger_webhooks set claimed_by = null, claimed_until = null where id = $1 and claimed_by = $2";

    private const string KeepLetter = """
        insert into ledger_webhook_letters (webhook, sequence, word)
        select w.id, $2, $3 from ledger_webhooks w where w.id = $1 for key share
        on conflict (webhook, sequence) do update set word = excluded.word, refused_at = clock_timestamp()
        """;

    private readonly NpgsqlDataSource _source = log.Source;

    /// <summary>
    /// Makes a webhook that is sent what is recorded from now on, or alerts of every deadline that is to come; null when its owner has too many.
    /// </summary>
    public async Task<Webhook?> Create(string id, WebhookWish wish, byte[] secret, int most, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = Fill(
            new(Insert, connection, transaction),
            id,
            wish.Owner,
            wish.Url,
            wish.Content,
            wish.Negotiations.ToArray(),
            wish.Types.ToArray(),
            Text(wish.Party),
            secret,
            most,
            wish.NoticeHours
        );
        var made = (await ReadAll(command, cancellationToken)).SingleOrDefault();
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    /// <summary>The webhooks of an owner, or all, the oldest first.</summary>
    public async Task<IReadOnlyList<Webhook>> List(string? owner, CancellationToken cancellationToken)
    {
        await using var command = Command(ListAll, Text(owner));
        return await ReadAll(command, cancellationToken);
    }

    /// <summary>The webhook of an id, when it is the owner's, or anybody's where none is given.</summary>
    public async Task<Webhook?> Find(string id, string? owner, CancellationToken cancellationToken)
    {
        await using var command = Command(FindOne, id, Text(owner));
        return (await ReadAll(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Ends a webhook, with what its receiver would not take; false when there is none.</summary>
    public Task<bool> Remove(string id, string? owner, CancellationToken cancellationToken) =>
        IsAny(Command(Delete, id, Text(owner)), cancellationToken);

    /// <summary>Gives it another secret; the former signs beside it for so long. False when there is none.</summary>
    public Task<bool> ChangeSecret(string id, string? owner, byte[] secret, TimeSpan overlap, CancellationToken cancellationToken) =>
        IsAny(Command(Rotate, id, Text(owner), secret, overlap), cancellationToken);

    /// <summary>Goes on with one that was disabled or waits, from where it stands; false when there is none.</summary>
    public Task<bool> GoOn(string id, string? owner, CancellationToken cancellationToken) =>
        IsAny(Command(Enable, id, Text(owner)), cancellationToken);

    /// <summary>What a receiver would not take, in order.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="after">From 0: the sequence before the first wanted.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<WebhookLetter>> Letters(string id, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = Command(ListLetters, id, after, limit);
        var letters = new List<WebhookLetter>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            letters.Add(new(row.GetInt64(0), row.GetString(1), EntryRow.Utc(row.GetDateTime(2))));
        return letters;
    }

    /// <summary>Forgets letters that were taken after all.</summary>
    public async Task ForgetLetters(string id, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        await using var command = Command(DeleteLetters, id, sequences.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Keeps what a receiver would not take; false when the webhook is gone.</summary>
    public Task<bool> Keep(string id, long sequence, string word, CancellationToken cancellationToken) =>
        IsAny(Command(KeepLetter, id, sequence, word), cancellationToken);

    /// <summary>The webhooks that have something to be sent, and that no run delivers.</summary>
    internal async Task<IReadOnlyList<string>> Due(CancellationToken cancellationToken)
    {
        await using var command = Command(ListDue);
        var due = new List<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            due.Add(row.GetString(0));
        return due;
    }

    /// <summary>Claims a webhook for a run; null when another has it, or it waits, or is disabled or gone.</summary>
    internal async Task<(Webhook Webhook, WebhookSecrets Secrets)?> Claim(
        string id,
        Guid run,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(ClaimOne, id, run, lease);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? (Read(row), SecretsIn(row, 18)) : null;
    }

    /// <summary>The secrets of a webhook; null when there is none.</summary>
    internal async Task<WebhookSecrets?> Secrets(string id, CancellationToken cancellationToken)
    {
        await using var command = Command(SecretsOf, id);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? SecretsIn(row, 0) : null;
    }

    /// <summary>Notes how far a run has come; false when it has lost the webhook.</summary>
    internal Task<bool> Advance(
        string id,
        Guid run,
        long position,
        TimeSpan lease,
        bool isDelivered,
        CancellationToken cancellationToken
    ) => IsAny(Command(AdvanceOne, id, run, position, lease, isDelivered), cancellationToken);

    /// <summary>Notes that sending failed, and lets the webhook go; whether it is disabled now, null when the run has lost it.</summary>
    internal async Task<bool?> Fail(
        string id,
        Guid run,
        string word,
        TimeSpan pause,
        bool isForGood,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(FailOne, id, run, word, pause, isForGood, patience);
        return (bool?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Lets a webhook go.</summary>
    internal Task<bool> Leave(string id, Guid run, CancellationToken cancellationToken) =>
        IsAny(Command(LeaveOne, id, run), cancellationToken);

    private static object Text(string? text) => text is null ? DBNull.Value : text;

    // The statements are this class's constants.
#pragma warning disable CA2100
    private NpgsqlCommand Command(string statement, params object[] values) => Fill(_source.CreateCommand(statement), values);
#pragma warning restore CA2100

    private static NpgsqlCommand Fill(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text } : new() { Value = value });
        return command;
    }

    private static async Task<bool> IsAny(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static async Task<List<Webhook>> ReadAll(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var webhooks = new List<Webhook>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            webhooks.Add(Read(row));
        return webhooks;
    }

    private static WebhookSecrets SecretsIn(NpgsqlDataReader row, int column) =>
        new(row.GetFieldValue<byte[]>(column), row.IsDBNull(column + 1) ? null : row.GetFieldValue<byte[]>(column + 1));

    private static Webhook Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            new(
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetFieldValue<string[]>(4),
                row.GetFieldValue<string[]>(5),
                row.IsDBNull(6) ? null : row.GetString(6),
                row.GetInt32(16)
            ),
            row.GetInt64(7),
            row.GetBoolean(8),
            row.GetBoolean(17),
            row.IsDBNull(9) ? null : row.GetString(9),
            row.GetInt32(10),
            Instant(row, 11),
            Instant(row, 12),
            Instant(row, 13),
            EntryRow.Utc(row.GetDateTime(14)),
            row.GetInt32(15)
        );

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : EntryRow.Utc(row.GetDateTime(column));
}
