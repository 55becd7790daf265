using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Marten;
using Wolverine.Persistence.Durability;

namespace NegotiationLedger.Store;

/// <summary>Creates what Marten and Wolverine keep beside the ledger's own tables.</summary>
internal static class ProjectionSchema
{
    public static async Task Apply(string ownerConnectionString, string schema)
    {
        await using var source = Connections.Open(Connections.Unpooled(ownerConnectionString, schema), "schema");
        var services = new ServiceCollection();
        services.AddLogging();
        services
            .AddMarten(options => LedgerStore.Configure(options, source, schema, mayChangeSchema: true))
            .IntegrateWithWolverine(integration =>
            {
                integration.MessageStorageSchemaName = Projections.ProjectionServices.MessagesOf(schema);
                integration.AutoCreate = AutoCreate.CreateOrUpdate;
            });
        services.AddWolverine(ExtensionDiscovery.ManualOnly, options => options.Discovery.DisableConventionalDiscovery());
        await using var built = services.BuildServiceProvider();
        await built.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await built.GetRequiredService<IMessageStore>().Admin.MigrateAsync();
    }
}
