using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Projections;

/// <summary>Reads the histories of some negotiations at once, a bounded number of entries with each query.</summary>
internal static class NegotiationReader
{
    private const int MostAtOnce = 10_000;

    private const string Entries = $"""
        select {EntryRow.Columns}
        from unnest($1, $2) as n (stream, held)
        cross join lateral (
            select * from mt_events e
            where e.stream_id = n.stream and e.version > greatest(n.held, $3) and e.version <= $4
            order by e.version offset 0) e
        """;

    /// <summary>Reads the histories of negotiations, at least up to the versions that are given; what cannot be read is told instead.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="negotiations">Ids and versions; together a bounded number of entries, or a single one.</param>
    /// <param name="held">The histories that are held already, of which only the rest is read; every one is read whole when null.</param>
    /// <param name="registry">The sources and speakers.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<(List<History> Read, List<NegotiationFailure> Failures)> Read(
        NpgsqlConnection connection,
        IReadOnlyList<(string Id, long Version)> negotiations,
        RecentHistories? held,
        Registry registry,
        CancellationToken cancellationToken
    )
    {
        var read = negotiations.ToDictionary(n => n.Id, n => Begin(new(n.Id), held, registry));
        var failures = new Dictionary<string, NegotiationFailure>();
        var behind = negotiations.Where(n => read[n.Id].Version < n.Version).ToArray();
        if (behind.Length > 0)
            await ReadOn(connection, behind, read, failures, registry, cancellationToken);
        return ([.. negotiations.Where(n => !failures.ContainsKey(n.Id)).Select(n => read[n.Id])], [.. failures.Values]);
    }

    private static History Begin(NegotiationId negotiation, RecentHistories? held, Registry registry) =>
        held?.Find(negotiation)?.With([], registry) ?? History.Empty(negotiation, registry);

    // Several are read whole; one that is longer than that is read piece by piece.
    private static async Task ReadOn(
        NpgsqlConnection connection,
        (string Id, long Version)[] behind,
        Dictionary<string, History> read,
        Dictionary<string, NegotiationFailure> failures,
        Registry registry,
        CancellationToken cancellationToken
    )
    {
        var ids = behind.Select(n => n.Id).ToArray();
        var versions = behind.Select(n => read[n.Id].Version).ToArray();
        var longest = behind.Max(n => n.Version);
        var first = versions.Min();
        var step = behind.Length == 1 ? MostAtOnce : longest;
        for (var after = first; after < longest && failures.Count < ids.Length; after += step)
        {
            await using var command = new NpgsqlCommand(Entries, connection);
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar, Value = ids });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = versions });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = Math.Min(after + step, longest) });
            foreach (var part in await Rows(command, failures, cancellationToken))
                read[part.Key] = read[part.Key].With(part.Value, registry);
        }
    }

    // Each entry is turned into its type as it comes, so that no more than one body is held twice.
    private static async Task<Dictionary<string, List<Entry>>> Rows(
        NpgsqlCommand command,
        Dictionary<string, NegotiationFailure> failures,
        CancellationToken cancellationToken
    )
    {
        var entries = new Dictionary<string, List<Entry>>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var stored = EntryRow.Read(row, 0);
            if (failures.ContainsKey(stored.Stream))
                continue;
            try
            {
                if (!entries.TryGetValue(stored.Stream, out var known))
                    entries.Add(stored.Stream, known = []);
                known.Add(stored.ToEntry());
            }
            // Whatever is wrong with an entry is its negotiation's alone.
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures[stored.Stream] = new(stored.Stream, stored.Version, $"@{stored.Sequence} {stored.Id}: {e.Message}");
            }
        }

        return entries;
    }
}

/// <summary>The sources and speakers as a node's projections know them: what was read once is kept.</summary>
internal sealed class RegistryMemory
{
    private Registry _registry = Registry.Empty;

    /// <summary>All that is registered as the connection sees it, or later.</summary>
    public async Task<Registry> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _registry);
        await using var command = new NpgsqlCommand(Queries.Registrations, connection);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = known.Sequence });
        var later = await EntryRow.ReadAll(command, cancellationToken);
        if (later.Count == 0)
            return known;
        var registry = known.With(later);
        Volatile.Write(ref _registry, registry);
        return registry;
    }
}
