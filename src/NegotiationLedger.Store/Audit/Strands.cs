using System.Collections.Immutable;
using Npgsql;

namespace NegotiationLedger.Store.Audit;

/// <summary>Records as they stand as of a position, each settled with all that may be about it and with nothing else.</summary>
internal static class Strands
{
    /// <summary>Some records, by their sequence.</summary>
    /// <remarks>What is about a record is of its negotiation, so that no more is held than to look at the negotiation itself.</remarks>
    public static async Task<Dictionary<long, AuditRecord>> Of(
        NpgsqlDataSource source,
        long[] sequences,
        long position,
        Registry registry,
        CancellationToken cancellationToken
    )
    {
        if (sequences.Length == 0)
            return [];
        await using var command = source.CreateCommand(AuditQueries.Strands);
        command.Parameters.Add(Sql.Number(position));
        command.Parameters.Add(Sql.Numbers(sequences));
        var entries = await EntryRow.ReadAll(command, cancellationToken);
        var asked = sequences.ToHashSet();
        return entries
            .GroupBy(e => e.Stream, StringComparer.Ordinal)
            .SelectMany(g => AuditTrail.Of(new(new(g.Key), g.ToImmutableList(), registry), Lens.Everything).Records)
            .Where(r => asked.Contains(r.Entry.Sequence))
            .ToDictionary(r => r.Entry.Sequence);
    }
}
