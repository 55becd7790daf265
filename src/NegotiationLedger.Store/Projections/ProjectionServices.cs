using JasperFx;
using JasperFx.CodeGeneration;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Drafts;
using NegotiationLedger.Store.Feed;
using NegotiationLedger.Store.Webhooks;
using Npgsql;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;
using Wolverine.Persistence.Durability;
using Wolverine.Runtime;

namespace NegotiationLedger.Store.Projections;

/// <summary>Puts Marten, Wolverine and the ledger's projections into a host.</summary>
public static class ProjectionServices
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private const int MostWebhooks = 256;
    private static readonly TimeSpan Never = TimeSpan.FromDays(36_500);

    // What fails is tried again so much later; what fails then waits among the dead letters.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10),
    ];

    /// <summary>Registers the log, Marten and Wolverine, and runs the projections for as long as the host runs.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Where the ledger is.</param>
    /// <param name="configure">Further settings of Wolverine, such as those of a program that writes the generated code.</param>
    public static IServiceCollection AddLedgerStore(
        this IServiceCollection services,
        LogOptions options,
        Action<WolverineOptions>? configure = null
    )
    {
        services.AddLogging();
        services.AddSingleton(new Pace()).AddSingleton(_ => new ProjectionConnections(options));
        services.AddSingleton(s => new LogWakeup(
            s.GetRequiredService<ProjectionConnections>().Listening,
            s.GetRequiredService<Pace>(),
            s.GetRequiredService<ILogger<LogWakeup>>()
        ));
        services.TryAddSingleton(_ => new RecentHistories());
        services.AddSingleton<IProjection>(s => new ViewsProjection(
            s.GetRequiredService<ProjectionConnections>().Source,
            s.GetRequiredService<RecentHistories>()
        ));
        services.AddSingleton<IProjection>(s => new AuditTrailProjection(s.GetRequiredService<ProjectionConnections>().Audit));
        services.AddSingleton(s => new ProjectionRebuilds(s.GetRequiredService<ProjectionConnections>().Source));
        services.AddSingleton(s => new ProjectionFailures(
            s.GetRequiredService<ProjectionConnections>().Source,
            s.GetRequiredService<IMessageStore>()
        ));
        services.AddSingleton(s => new Projector(
            s.GetServices<IProjection>(),
            s.GetRequiredService<ProjectionFailures>(),
            s.GetRequiredService<ProjectionRebuilds>(),
            s.GetRequiredService<Pace>(),
            s.GetRequiredService<ILogger<Projector>>()
        ));
        // Not on connections that prepare by themselves: a statement that is refused while it is prepared breaks its connection, and
        // operators ask most when something is refused.
        services.AddSingleton(s => new ProjectionControl(
            s.GetRequiredService<ProjectionConnections>().Marten,
            s.GetRequiredService<Projector>(),
            s.GetRequiredService<ProjectionFailures>(),
            s.GetRequiredService<ProjectionRebuilds>(),
            () => new MessageBus(s.GetRequiredService<IWolverineRuntime>())
        ));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => new LogTail(s.GetRequiredService<LedgerLog>(), options, s.GetRequiredService<ILogger<LogTail>>()));
        // Who only projects sends nothing.
        var sends = services.Any(d => d.ServiceType == typeof(IWebhookSender));
        if (sends)
            AddWebhooks(services);
        services.AddSingleton<DraftStore>();
        services.AddHostedService<HourlyForgetting>();
        var others = services.Where(d => d.ServiceType == typeof(IHostedService)).ToHashSet();
        AddMarten(services, options);
        services.AddWolverine(
            ExtensionDiscovery.ManualOnly,
            wolverine =>
            {
                Configure(wolverine);
                if (sends)
                    Deliver(wolverine);
                configure?.Invoke(wolverine);
            }
        );
        // Marten's and Wolverine's services start when the database answers, and no sooner: the host itself starts at once.
        var late = services.Where(d => d.ServiceType == typeof(IHostedService) && !others.Contains(d)).ToList();
        foreach (var service in late)
            services.Remove(service);
        services.AddSingleton<IHostedService>(s => new ProjectionsHost(s, late));
        return services.AddSingleton(s => new LedgerLog(options, s.GetRequiredService<IDocumentStore>()));
    }

    private static void AddWebhooks(IServiceCollection services)
    {
        services.TryAddSingleton(new WebhookRules());
        services.AddSingleton(s => new WebhookStore(s.GetRequiredService<LedgerLog>()));
        services.AddSingleton(s => new AlertStore(s.GetRequiredService<LedgerLog>()));
        services.AddSingleton(s => new Alerts(
            s.GetRequiredService<LedgerReader>(),
            s.GetRequiredService<WebhookStore>(),
            s.GetRequiredService<AlertStore>(),
            s.GetRequiredService<IWebhookSender>(),
            () => new MessageBus(s.GetRequiredService<IWolverineRuntime>()),
            s.GetRequiredService<WebhookRules>(),
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(s => new WebhookRunner(
            s.GetRequiredService<WebhookStore>(),
            s.GetRequiredService<LogTail>(),
            s.GetRequiredService<IWebhookSender>(),
            s.GetRequiredService<Alerts>(),
            s.GetRequiredService<WebhookRules>(),
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IHostedService>(s => new WebhookWatch(
            s.GetRequiredService<WebhookStore>(),
            s.GetRequiredService<LogTail>(),
            () => new MessageBus(s.GetRequiredService<IWolverineRuntime>()),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<WebhookWatch>>()
        ));
    }

    private static void AddMarten(IServiceCollection services, LogOptions options)
    {
        var marten = services
            .AddMarten(s =>
            {
                var store = new StoreOptions();
                var connections = s.GetRequiredService<ProjectionConnections>();
                LedgerStore.Configure(store, connections.Marten, options.Schema);
                store.Projections.Wakeup = s.GetRequiredService<LogWakeup>();
                store.Projections.FastPollingTime = store.Projections.SlowPollingTime = Poll;
                // The log has no holes: what a sequence that ran ahead promises is still to come, and must not be passed over meanwhile.
                store.Projections.StaleSequenceThreshold = Never;
                return store;
            })
            .IntegrateWithWolverine(integration =>
            {
                integration.MessageStorageSchemaName = LedgerRoles.Messages(options.Schema);
                integration.AutoCreate = AutoCreate.None;
                integration.UseWolverineManagedEventSubscriptionDistribution = true;
            });
        marten.SubscribeToEvents(new ProjectionSubscription(ViewsProjection.ProjectionName));
        marten.SubscribeToEvents(new ProjectionSubscription(AuditTrailProjection.ProjectionName));
        services.Replace(
            ServiceDescriptor.Singleton<IDocumentStore>(s =>
                LedgerDocumentStore.Of(
                    s.GetRequiredService<StoreOptions>(),
                    s.GetRequiredService<ProjectionConnections>().Source,
                    s.GetRequiredService<ILoggerFactory>()
                )
            )
        );
    }

    private static void Deliver(WolverineOptions options)
    {
        options.Discovery.IncludeType(typeof(DeliverWebhookHandler)).IncludeType(typeof(TellAlertHandler));
        // A run waits for what comes: each webhook has one.
        options.LocalQueueFor<DeliverWebhook>().MaximumParallelMessages(MostWebhooks);
    }

    private static void Configure(WolverineOptions options)
    {
        options.ServiceName = "negotiation-ledger";
        options.ApplicationAssembly = typeof(ProjectionServices).Assembly;
        options
            .Discovery.DisableConventionalDiscovery()
            .IncludeType(typeof(NegotiationsMovedHandler))
            .IncludeType(typeof(ProjectNegotiationHandler))
            .IncludeType(typeof(RebuildProjectionHandler));
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
        options.Policies.UseDurableLocalQueues();
        options.OnAnyException().ScheduleRetry(Pauses).Then.MoveToErrorQueue();
        var durability = options.Durability;
        durability.Mode = DurabilityMode.Balanced;
        durability.FirstHealthCheckExecution = TimeSpan.FromMilliseconds(50);
        durability.HealthCheckPollingTime = Poll;
        durability.CheckAssignmentPeriod = Poll;
        durability.NodeReassignmentPollingTime = Poll;
        durability.ScheduledJobFirstExecution = Poll;
        durability.ScheduledJobPollingTime = Poll;
        durability.StaleNodeTimeout = TimeSpan.FromSeconds(5);
        durability.TransientFailureRestartMaxBackoff = TimeSpan.FromSeconds(10);
        durability.DurabilityMetricsEnabled = false;
    }
}
