using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wolverine;
using Wolverine.Marten;
using Wolverine.Persistence.Durability;

namespace NegotiationLedger.Store;

/// <summary>The tables and functions that Marten and Wolverine make by themselves.</summary>
internal static class MartenObjects
{
    /// <summary>Creates what is lacking and changes what an older version made.</summary>
    /// <param name="owner">Connects as the schema's owner.</param>
    /// <param name="schema">The ledger's schema.</param>
    public static async Task Apply(NpgsqlDataSource owner, string schema)
    {
        // Only the host's services are used: it is never started, so nothing is compiled and nothing listens.
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "NegotiationLedger.Store" });
        builder
            .Services.AddMarten(options => LedgerStore.Configure(options, owner, schema, mayChangeSchema: true))
            .IntegrateWithWolverine(integration =>
            {
                integration.MessageStorageSchemaName = LedgerRoles.Messages(schema);
                integration.AutoCreate = AutoCreate.CreateOrUpdate;
            });
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(MartenObjects).Assembly;
            options.Discovery.DisableConventionalDiscovery();
            options.AutoBuildMessageStorageOnStartup = AutoCreate.CreateOrUpdate;
        });
        using var host = builder.Build();
        await host
            .Services.GetRequiredService<IDocumentStore>()
            .Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await host.Services.GetRequiredService<IMessageStore>().Admin.MigrateAsync();
    }
}
