using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Projections;

/// <summary>What a list of negotiations is to hold; what is null is not asked.</summary>
/// <param name="Request">When it is asked for, by which it is judged what has ended.</param>
/// <param name="After">The id that the list begins behind; empty for the first.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Phase">Only those in this phase.</param>
/// <param name="Party">Only those with this party.</param>
/// <param name="Text">Only those whose id or title holds this text, ignoring case.</param>
/// <param name="MovedFrom">Only those whose last movement was then or later.</param>
/// <param name="MovedTo">Only those whose last movement was then or earlier.</param>
public sealed record ListQuestion(
    DateTimeOffset Request,
    string After,
    int Limit,
    string? Phase = null,
    string? Party = null,
    string? Text = null,
    DateTimeOffset? MovedFrom = null,
    DateTimeOffset? MovedTo = null
);

/// <summary>A negotiation in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What readers know it by.</param>
/// <param name="Phase">The phase of the talks, by everyone's account.</param>
/// <param name="IsContested">Whether accounts differ on the phase.</param>
/// <param name="LastMovement">What last moved it.</param>
/// <param name="LastMovementAt">When: the instant that it is folded at.</param>
/// <param name="LastMovementOn">Its date as asserted.</param>
/// <param name="Parties">The ids of its parties, sorted.</param>
/// <param name="Version">The version of the stream that this is of.</param>
public sealed record NegotiationSummary(
    string Id,
    string? Title,
    string? Phase,
    bool IsContested,
    string? LastMovement,
    DateTimeOffset? LastMovementAt,
    Edtf? LastMovementOn,
    IReadOnlyList<string> Parties,
    long Version
);

/// <summary>The list of negotiations, from the persisted statuses. What they are behind by is told beside it.</summary>
/// <param name="log">The ledger's log.</param>
public sealed class NegotiationList(LedgerLog log)
{
    private const string Select = """
        select id, title, case when phase = 'in_session' and session_until < $3 then 'out_of_session' else phase end, is_contested, last_movement, last_movement_at,
            last_movement_on, parties, version
        from ledger_negotiations
        where id > $1 and id <> all ($2)
        """;

    // What was recorded since the documents were brought up to date, whose sources or speakers changed since, and what cannot be brought up
    // to date; null while what is listed is being made again.
    private const string Behind = """
        select
            p.code_version = $1 and p.rebuilt_to is null and f.last_seq_id is not null,
            array(
                select distinct e.stream_id::text from mt_events e
                where e.seq_id > f.last_seq_id and e.seq_id <= l.sequence and strpos(e.stream_id, ':') = 0),
            array(
                select d.negotiation::text from ledger_documents d
                where l.registration_sequence > f.last_seq_id
                    and d.keywords && array(
                        select e.stream_id::text from ledger_registrations r join mt_events e on e.seq_id = r.sequence
                        where r.sequence > f.last_seq_id)),
            array(select x.negotiation::text from ledger_projection_failures x where x.projection = 'Views')
        from ledger_head l
        left join ledger_projections p on p.name = 'Views'
        left join mt_event_progression f on f.name = 'Views:All'
        """;

    /// <summary>The negotiations of which the list may not know everything acknowledged before the call, sorted; null when it may know nothing.</summary>
    public async Task<IReadOnlyCollection<string>?> ReadBehind(CancellationToken cancellationToken)
    {
        await using var command = log.Source.CreateCommand(Behind);
        command.Parameters.Add(new() { Value = ViewsProjection.Version });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || row.IsDBNull(0) || !row.GetBoolean(0))
            return null;
        return new SortedSet<string>(
            row.GetFieldValue<string[]>(1).Concat(row.GetFieldValue<string[]>(2)).Concat(row.GetFieldValue<string[]>(3)),
            StringComparer.Ordinal
        );
    }

    /// <summary>The negotiations that a question asks for, by id.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="without">Ids that are left out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<NegotiationSummary>> Read(
        ListQuestion question,
        IReadOnlyCollection<string> without,
        CancellationToken cancellationToken
    )
    {
        await using var command = CommandOf(question, without);
        var page = new List<NegotiationSummary>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            page.Add(
                new(
                    row.GetString(0),
                    Text(row, 1),
                    Text(row, 2),
                    row.GetBoolean(3),
                    Text(row, 4),
                    row.IsDBNull(5) ? null : EntryRow.Utc(row.GetDateTime(5)),
                    Text(row, 6) is { } on ? Edtf.Parse(on) : null,
                    row.GetFieldValue<string[]>(7),
                    row.GetInt64(8)
                )
            );
        return page;
    }

    // Only what is asked stands in the statement, so that the planner sees which index serves; the pieces are this class's own.
    private NpgsqlCommand CommandOf(ListQuestion question, IReadOnlyCollection<string> without)
    {
        var sql = new StringBuilder(Select);
        var command = log.Source.CreateCommand();
        command.Parameters.Add(new() { Value = question.After });
        command.Parameters.Add(new() { Value = without.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = question.Request.UtcDateTime });
        // Each of the two is asked in the column's own words, so that its index serves.
        if (question.Phase is "out_of_session")
            sql.Append("\nand phase = 'in_session' and session_until < $3");
        else
            Ask("and phase = {0}" + (question.Phase is "in_session" ? " and (session_until >= $3) is not false" : ""), question.Phase);
        Ask("and parties @> array[{0}::text]", question.Party);
        Ask("and grams @> ledger_grams(lower({0})) and strpos(folded, lower({0})) > 0", question.Text);
        Ask("and last_movement_at >= {0}", question.MovedFrom?.UtcDateTime);
        Ask("and last_movement_at <= {0}", question.MovedTo?.UtcDateTime);
        Ask("order by id limit {0}", question.Limit);
#pragma warning disable CA2100 // As said above.
        command.CommandText = sql.ToString();
#pragma warning restore CA2100
        return command;

        void Ask(string piece, object? value)
        {
            if (value is null)
                return;
            command.Parameters.Add(new() { Value = value });
            sql.Append('\n').AppendFormat(piece, $"${command.Parameters.Count}");
        }
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
