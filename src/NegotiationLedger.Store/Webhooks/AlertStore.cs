using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Webhooks;

/// <summary>An alert of a deadline.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Record">The record that was first to tell of the deadline.</param>
/// <param name="Due">The last instant of the deadline.</param>
/// <param name="IsBefore">Whether it is told before that, or at the time.</param>
/// <param name="What">The deadline in a line.</param>
/// <param name="TellAt">When it is told.</param>
public sealed record Alert(string Negotiation, EventId Record, DateTimeOffset Due, bool IsBefore, string What, DateTimeOffset TellAt);

/// <summary>An alert, and what became of it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="State"><c>waiting</c>, <c>told</c>, or <c>cancelled</c> because the deadline moved or was called off.</param>
/// <param name="Word">What went wrong last; null when nothing did.</param>
/// <param name="ToldAt">When it was told.</param>
public sealed record PlannedAlert(Alert Alert, string State, string? Word, DateTimeOffset? ToldAt);

/// <summary>What webhooks are to be told of deadlines. Every member throws <see cref="NpgsqlException"/> when the database cannot be reached.</summary>
/// <param name="log">By whose connections.</param>
public sealed class AlertStore(LedgerLog log)
{
    private const string Cancel = """
        update ledger_alerts a set state = 'cancelled'
        where a.webhook = $1 and a.negotiation = $2 and a.state = 'waiting'
            and not exists (
                select from unnest($3::uuid[], $4::timestamptz[]) as still (record, due)
                where still.record = a.record and still.due = a.due)
        """;

    // One that was cancelled and stands again is told after all.
    private const string Plan = """
        insert into ledger_alerts (webhook, negotiation, record, due, is_before, what, tell_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (webhook, negotiation, record, due, is_before) do update set state = 'waiting', what = excluded.what
        where ledger_alerts.state = 'cancelled' and ledger_alerts.told_at is null
        """;

    private const string FindOne = """
        select what, tell_at from ledger_alerts
        where webhook = $1 and negotiation = $2 and record = $3 and due = $4 and is_before = $5 and state = 'waiting'
        """;

    private const string Settle = """
        update ledger_alerts set state = case when $6 is null then 'told' else state end, word = $6,
            told_at = case when $6 is null then clock_timestamp() end
        where webhook = $1 and negotiation = $2 and record = $3 and due = $4 and is_before = $5
        """;

    private const string ListAll = """
        select negotiation, record, due, is_before, what, tell_at, state, word, told_at from ledger_alerts
        where webhook = $1 order by tell_at desc, negotiation, record limit $2
        """;

    private readonly NpgsqlDataSource _source = log.Source;

    /// <summary>Plans the alerts of a negotiation for a webhook, and cancels those whose deadline is none any more.</summary>
    /// <returns>Those that were not planned before.</returns>
    internal async Task<IReadOnlyList<Alert>> PlanAll(
        string webhook,
        string negotiation,
        IReadOnlyList<Alert> alerts,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (
            var cancel = Fill(
                new(Cancel, connection, transaction),
                webhook,
                negotiation,
                alerts.Select(a => a.Record.Value).ToArray(),
                alerts.Select(a => a.Due.UtcDateTime).ToArray()
            )
        )
            await cancel.ExecuteNonQueryAsync(cancellationToken);
        var planned = new List<Alert>();
        foreach (var alert in alerts)
        {
            await using var plan = Fill(new(Plan, connection, transaction), [.. Key(webhook, alert), alert.What, alert.TellAt.UtcDateTime]);
            if (await plan.ExecuteNonQueryAsync(cancellationToken) > 0)
                planned.Add(alert);
        }

        await transaction.CommitAsync(cancellationToken);
        return planned;
    }

    /// <summary>The alert as it waits to be told; null when it does not any more.</summary>
    internal async Task<Alert?> Find(string webhook, Alert alert, CancellationToken cancellationToken)
    {
        await using var command = Fill(_source.CreateCommand(FindOne), Key(webhook, alert));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? alert with
            {
                What = row.GetString(0),
                TellAt = EntryRow.Utc(row.GetDateTime(1)),
            }
            : null;
    }

    /// <summary>Notes that it was told, or what went wrong.</summary>
    internal async Task Note(string webhook, Alert alert, string? word, CancellationToken cancellationToken)
    {
        await using var command = Fill(_source.CreateCommand(Settle), [.. Key(webhook, alert), word is null ? DBNull.Value : word]);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The alerts of a webhook, the latest first.</summary>
    public async Task<IReadOnlyList<PlannedAlert>> List(string webhook, int limit, CancellationToken cancellationToken)
    {
        await using var command = Fill(_source.CreateCommand(ListAll), webhook, limit);
        var alerts = new List<PlannedAlert>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            alerts.Add(
                new(
                    new(
                        row.GetString(0),
                        new(row.GetGuid(1)),
                        EntryRow.Utc(row.GetDateTime(2)),
                        row.GetBoolean(3),
                        row.GetString(4),
                        EntryRow.Utc(row.GetDateTime(5))
                    ),
                    row.GetString(6),
                    row.IsDBNull(7) ? null : row.GetString(7),
                    row.IsDBNull(8) ? null : EntryRow.Utc(row.GetDateTime(8))
                )
            );
        return alerts;
    }

    private static object[] Key(string webhook, Alert alert) =>
        [webhook, alert.Negotiation, alert.Record.Value, alert.Due.UtcDateTime, alert.IsBefore];

    private static NpgsqlCommand Fill(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text } : new() { Value = value });
        return command;
    }
}
