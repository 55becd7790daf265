using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Projections;

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
