using Marten;
using Npgsql;
using NpgsqlTypes;
using Wolverine.Persistence.Durability;
using Wolverine.Persistence.Durability.DeadLetterManagement;

namespace NegotiationLedger.Store.Projections;

/// <summary>The negotiations that projections cannot bring up to date, and the messages that try them again.</summary>
internal sealed class ProjectionFailures(NpgsqlDataSource source, IMessageStore messages)
{
    private const int LongestError = 2000;

    private const string NoteFailure = """
        insert into ledger_projection_failures as f (projection, negotiation, version, error)
        values (?, ?, ?, ?)
        on conflict (projection, negotiation) do update set
            attempts = f.attempts + 1, version = excluded.version, error = excluded.error
        """;

    private const string NoteAttempt = """
        insert into ledger_projection_failures as f (projection, negotiation, version, error, message)
        values ($1, $2, $3, $4, $5)
        on conflict (projection, negotiation) do update set
            attempts = f.attempts + 1, version = excluded.version, error = excluded.error, message = coalesce(excluded.message, f.message)
        """;

    private const string KnownOnes = "select negotiation from ledger_projection_failures where projection = $1 and negotiation = any ($2)";

    private const string Forget = """
        delete from ledger_projection_failures where projection = $1 and negotiation = any ($2) returning negotiation, message
        """;

    private const string First = """
        select negotiation from ledger_projection_failures where projection = $1 and negotiation > $2 order by negotiation limit 500
        """;

    private const string Unsent = """
        select negotiation from ledger_projection_failures where projection = $1 and message is null order by negotiation limit 500
        """;

    private const string Messages = """
        select message from ledger_projection_failures where projection = $1 and negotiation = $2 and message is not null
        """;

    /// <summary>Writes a failure down in a session, together with whatever else that commits.</summary>
    public static void Note(IDocumentOperations operations, string projection, NegotiationFailure failure) =>
        operations.QueueSqlCommand(NoteFailure, projection, failure.Negotiation, failure.Version, Shorten(failure.Error));

    /// <summary>Writes a failure down.</summary>
    /// <param name="projection">The projection.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="message">The message that tried in vain; null when none did.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Note(string projection, NegotiationFailure failure, Guid? message, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(NoteAttempt);
        command.Parameters.Add(new() { Value = projection });
        command.Parameters.Add(new() { Value = failure.Negotiation });
        command.Parameters.Add(new() { Value = failure.Version });
        command.Parameters.Add(new() { Value = Shorten(failure.Error) });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)message ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Which of some negotiations are written down already.</summary>
    public async Task<HashSet<string>> Known(string projection, IEnumerable<string> negotiations, CancellationToken cancellationToken)
    {
        await using var command = Of(KnownOnes, projection, negotiations);
        var known = new HashSet<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            known.Add(row.GetString(0));
        return known;
    }

    /// <summary>Strikes out those that are up to date again, and their dead letters; gives those that there were.</summary>
    public async Task<IReadOnlyList<string>> StrikeOut(
        string projection,
        IEnumerable<string> negotiations,
        CancellationToken cancellationToken
    )
    {
        var (healed, letters) = (new List<string>(), new List<Guid>());
        await using (var command = Of(Forget, projection, negotiations))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                healed.Add(row.GetString(0));
                if (!row.IsDBNull(1))
                    letters.Add(row.GetGuid(1));
            }
        }

        await Discard(letters, cancellationToken);
        return healed;
    }

    /// <summary>Some of the negotiations that are written down, by id.</summary>
    public async Task<IReadOnlyList<string>> After(string projection, string after, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(First);
        command.Parameters.Add(new() { Value = projection });
        command.Parameters.Add(new() { Value = after });
        return await Names(command, cancellationToken);
    }

    /// <summary>Some of the negotiations that no message has tried again yet, by id.</summary>
    public async Task<IReadOnlyList<string>> WithoutMessage(string projection, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Unsent);
        command.Parameters.Add(new() { Value = projection });
        return await Names(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> Names(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var some = new List<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            some.Add(row.GetString(0));
        return some;
    }

    /// <summary>Discards the dead letter that tried a negotiation last.</summary>
    public async Task DiscardLetterOf(string projection, string negotiation, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Messages);
        command.Parameters.Add(new() { Value = projection });
        command.Parameters.Add(new() { Value = negotiation });
        if (await command.ExecuteScalarAsync(cancellationToken) is Guid letter)
            await Discard([letter], cancellationToken);
    }

    private async Task Discard(List<Guid> letters, CancellationToken cancellationToken)
    {
        if (letters.Count > 0)
            await messages.DeadLetters.DiscardAsync(new DeadLetterEnvelopeQuery { MessageIds = [.. letters] }, cancellationToken);
    }

    private NpgsqlCommand Of(string statement, string projection, IEnumerable<string> negotiations)
    {
        // The statement is one of this class's constants.
#pragma warning disable CA2100
        var command = source.CreateCommand(statement);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = projection });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = negotiations.ToArray() });
        return command;
    }

    private static string Shorten(string error) => error.Length <= LongestError ? error : error[..LongestError];
}
