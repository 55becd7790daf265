using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Store;
using Npgsql;
using Wolverine.Persistence.Durability;

namespace NegotiationLedger.Marten;

/// <summary>Brings a ledger's schema to what Marten and Wolverine need beside it: functions, and Wolverine's own tables.</summary>
public static class MartenSchema
{
    private const string Grant = """
        select format('grant usage on schema %1$I to %2$I; grant select, insert, update, delete on all tables in schema %1$I to %2$I; grant usage, select, update on all sequences in schema %1$I to %2$I', $1, $2)
        """;

    /// <summary>Creates what is lacking. The ledger's own schema stands already (<see cref="LedgerSchema"/>); nothing of it is changed.</summary>
    /// <param name="ownerConnectionString">How to reach the database as the role that owns the schema.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="writerRole">The role the server runs as.</param>
    /// <param name="cancellationToken">Leaves what was made.</param>
    /// <exception cref="NpgsqlException">The owner may not do it.</exception>
    public static async Task Apply(string ownerConnectionString, string schema, string writerRole, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(Connections.Unpooled(ownerConnectionString, schema));
        using var host = LedgerHost.Build(source, schema, mayChangeSchema: true);
        await host
            .Services.GetRequiredService<IDocumentStore>()
            .Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await host.Services.GetRequiredService<IMessageStore>().Admin.MigrateAsync();
        await GrantTo(source, LedgerHost.EnvelopesOf(schema), writerRole, cancellationToken);
    }

    private static async Task GrantTo(NpgsqlDataSource source, string schema, string role, CancellationToken cancellationToken)
    {
        await using var format = source.CreateCommand(Grant);
        format.Parameters.Add(new() { Value = schema });
        format.Parameters.Add(new() { Value = role });
        // Names in a grant can be no parameters: the server itself puts them in, quoted.
#pragma warning disable CA2100
        await using var grant = source.CreateCommand((string)(await format.ExecuteScalarAsync(cancellationToken))!);
#pragma warning restore CA2100
        await grant.ExecuteNonQueryAsync(cancellationToken);
    }
}
