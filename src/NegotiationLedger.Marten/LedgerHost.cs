using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Store.Handling;
using Npgsql;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;

namespace NegotiationLedger.Marten;

/// <summary>The host that Marten and Wolverine run in.</summary>
internal static class LedgerHost
{
    /// <summary>The key of a host's own connections.</summary>
    public const string Own = "own";

    // A fault that may pass is tried again so much later; what fails then, or by another fault, goes to the dead letters.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10),
    ];

    /// <summary>The schema of Wolverine's own tables: its inbox, outbox and dead letters.</summary>
    public static string EnvelopesOf(string schema) => schema + "_wolverine";

    /// <summary>Starts a host that appends and reads.</summary>
    /// <remarks>A host disposes the connections it was given: each has its own, under the key <see cref="Own"/>.</remarks>
    public static Task<IHost> Start(string connectionString, string schema) =>
        Started(Build(NpgsqlDataSource.Create(connectionString), schema, mayChangeSchema: false), CancellationToken.None);

    /// <summary>Starts a host whose daemon runs handlers.</summary>
    public static Task<IHost> StartHandling(
        string connectionString,
        string schema,
        LedgerSubscription subscription,
        IReadOnlyList<Handler> handlers,
        CancellationToken cancellationToken
    )
    {
        var source = NpgsqlDataSource.Create(connectionString);
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "NegotiationLedger.Marten" });
        builder
            .Services.AddMarten(options => LedgerStore.Configure(options, source, schema))
            .IntegrateWithWolverine(integration =>
            {
                integration.MessageStorageSchemaName = EnvelopesOf(schema);
                integration.AutoCreate = AutoCreate.None;
            })
            .SubscribeToEvents(subscription)
            .AddAsyncDaemon(DaemonMode.Solo);
        foreach (var asked in AskedFor(handlers))
            builder.Services.AddScoped(asked, _ => PageInHand.Get(asked));
        builder.Services.AddSingleton<IAssemblyGenerator, CompiledOnce>();
        builder.UseWolverine(options =>
        {
            Configure(options, mayChangeSchema: false);
            options.ServiceLocationPolicy = ServiceLocationPolicy.AlwaysAllowed;
            foreach (var type in handlers.SelectMany(h => h.Classes))
                options.Discovery.IncludeType(type);
        });
        builder.Services.AddSingleton<IHostLifetime, Inside>();
        var host = builder.Build();
        ((IEventDatabase)host.Services.GetRequiredService<IDocumentStore>().Storage.Database).Tracker.Subscribe(subscription);
        return Started(host, cancellationToken);
    }

    private static async Task<IHost> Started(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    // What the handlers ask for beside their message: it comes from the page in hand.
    private static IEnumerable<Type> AskedFor(IReadOnlyList<Handler> handlers) =>
        EntryMessages
            .MethodsOf(handlers)
            .SelectMany(m => m.GetParameters().Skip(1))
            .Select(p => p.ParameterType)
            .Where(t => t != typeof(CancellationToken))
            .Distinct();

    public static IHost Build(NpgsqlDataSource source, string schema, bool mayChangeSchema)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "NegotiationLedger.Marten" });
        builder
            .Services.AddMarten(options => LedgerStore.Configure(options, source, schema, mayChangeSchema))
            .IntegrateWithWolverine(integration =>
            {
                integration.MessageStorageSchemaName = EnvelopesOf(schema);
                integration.AutoCreate = mayChangeSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
            });
        builder.Services.AddKeyedSingleton(Own, source).AddSingleton<IHostLifetime, Inside>();
        builder.Services.AddSingleton<IAssemblyGenerator, CompiledOnce>();
        builder.UseWolverine(options => Configure(options, mayChangeSchema));
        return builder.Build();
    }

    private static void Configure(WolverineOptions options, bool mayChangeSchema)
    {
        options.ApplicationAssembly = typeof(LedgerHost).Assembly;
        options.Discovery.DisableConventionalDiscovery().IncludeType(typeof(RecordBatchHandler));
        options.UseRuntimeCompilation();
        options.AutoBuildMessageStorageOnStartup = mayChangeSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
        options.Policies.AutoApplyTransactions();
        options.Policies.UseDurableLocalQueues();
        options.Policies.UseDurableOutboxOnAllSendingEndpoints();
        // For messages that leave the database, or wait in a queue. What is recorded and what handlers do of a page is called in line, and is
        // tried again by whoever called: no rule of these applies there.
        options.OnException(HandlerRun.MayPass).ScheduleRetry(Pauses).Then.MoveToErrorQueue();
    }

    /// <summary>A host inside another program ends when that says so: signals are not its own to heed.</summary>
    private sealed class Inside : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
