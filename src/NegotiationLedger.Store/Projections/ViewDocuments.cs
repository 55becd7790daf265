using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>Reads persisted views for those who ask.</summary>
/// <param name="log">The ledger's log.</param>
public sealed class ViewDocuments(LedgerLog log)
{
    private static readonly Dictionary<string, string> Statements = PersistedView.All.ToDictionary(v => v.Name, v => StatementOf(v.Table));

    /// <summary>The view of a negotiation by everyone's account at a version of its stream; null when what is kept is older, or made by other code.</summary>
    /// <param name="view">The view.</param>
    /// <param name="negotiation">The negotiation.</param>
    /// <param name="version">The version.</param>
    /// <param name="registrations">The sequence of the last registration.</param>
    /// <param name="request">When it is asked for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(JudgedView View, IReadOnlyList<Warning> Warnings)?> Read(
        PersistedView view,
        NegotiationId negotiation,
        long version,
        long registrations,
        DateTimeOffset request,
        CancellationToken cancellationToken
    )
    {
        await using var command = log.Source.CreateCommand(Statements[view.Name]);
        command.Parameters.Add(new() { Value = negotiation.Value });
        command.Parameters.Add(new() { Value = version });
        command.Parameters.Add(new() { Value = registrations });
        command.Parameters.Add(new() { Value = view.RevisionOf(version) });
        command.Parameters.Add(new() { Value = ViewsProjection.Version });
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] json ? view.Show(json, request) : null;
    }

    // The table's name is this program's own.
    private static string StatementOf(string table) =>
        $"""
            select convert_to(v.data::text, 'UTF8')
            from {table} v
            join ledger_documents d on d.negotiation = v.id
            join ledger_projections p on p.name = 'Views' and p.epoch = d.epoch
            cross join (select $3::bigint as registration_sequence) l
            where v.id = $1 and v.mt_version = $4 and d.version = $2 and d.code_version = $5 and {ViewStatements.KnowsRegistrations}
            """;
}
