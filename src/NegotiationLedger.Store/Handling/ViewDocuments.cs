using Npgsql;

namespace NegotiationLedger.Store.Handling;

/// <summary>Reads persisted views for those who ask.</summary>
/// <param name="log">The ledger's log.</param>
public sealed class ViewDocuments(LedgerLog log)
{
    private static readonly Dictionary<string, string> Queries = PersistedViews.All.ToDictionary(v => v.Name, v => QueryOf(v.Table));

    /// <summary>The view of a negotiation by everyone's account at a version of its stream, after a registration; null when none is kept of it.</summary>
    /// <param name="view">The view.</param>
    /// <param name="negotiation">The negotiation.</param>
    /// <param name="version">The version.</param>
    /// <param name="registrations">The sequence of the last registration.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(byte[] Json, IReadOnlyList<Warning> Warnings)?> Read(
        PersistedView view,
        NegotiationId negotiation,
        long version,
        long registrations,
        CancellationToken cancellationToken
    )
    {
        await using var command = log.Source.CreateCommand(Queries[view.Name]);
        command.Parameters.Add(new() { Value = negotiation.Value });
        command.Parameters.Add(new() { Value = version });
        command.Parameters.Add(new() { Value = registrations });
        command.Parameters.Add(new() { Value = view.Handler.Name });
        command.Parameters.Add(new() { Value = view.Handler.CodeVersion });
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] json ? view.Show(json) : null;
    }

    // The table's name is this program's own.
    private static string QueryOf(string table) =>
        $"""
            select convert_to(d.data::text, 'UTF8')
            from {table} d
            join ledger_handlers h on h.name = $4 and h.is_serving and h.code_version = $5
            join mt_event_progression p on p.name = h.name || case when h.generation = 1 then '' else ':V' || h.generation end || ':All'
            where d.id = $1 and d.mt_version = $2 and p.last_seq_id >= $3
            """;
}
