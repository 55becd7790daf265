using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary>The HTTP server of one ledger.</summary>
public static class LedgerServer
{
    /// <summary>Builds a server whose schema stands; it listens when started.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="pages">What it serves beside the API; null for nothing.</param>
    public static WebApplication Create(LedgerServerOptions options, ServedPages? pages = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder
            .Logging.ClearProviders()
            .AddSimpleConsole(o => o.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        AddServices(builder.Services, options);
        pages?.Add(builder.Services);
        var app = builder.Build();
        if (options.IsBehindLoopback)
            app.Logger.PublishedOnLoopback();
        // HEAD is answered as GET is; the server itself leaves the body out (RFC 9110, section 9.3.2).
        app.Use(
            (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                    context.Request.Method = HttpMethods.Get;
                return next(context);
            }
        );
        app.UseRouting();
        app.UseMiddleware<Edge>();
        Map(app);
        pages?.Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, LedgerServerOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => new RecentHistories(options.MemoryEntries))
            .AddSingleton<LedgerReader>()
            .AddSingleton(provider => new AnswerCache(options.AnswerBytes, provider.GetRequiredService<HeavyWork>()))
            .AddSingleton(_ => new AuditIndex(options.Log, isProjected: true))
            .AddSingleton(provider => new FrameCache(provider.GetRequiredService<AuditIndex>()))
            .AddSingleton<AuditFinder>()
            .AddSingleton<SourceFinder>()
            .AddSingleton<SpeakerFinder>()
            .AddSingleton<NewIds>()
            .AddHostedService<HeapTrim>()
            .AddSingleton(_ => new BodyBudget(BodyLimits.InFlight))
            .AddSingleton(provider => new HeavyWork(
                options.Budget,
                provider.GetRequiredService<TimeProvider>(),
                Math.Max(1, Environment.ProcessorCount - 1)
            ))
            .AddSingleton<Registrar>()
            .AddSingleton<QuotedTexts>()
            .AddSingleton<Recorder>()
            .AddSingleton<DryRun>()
            .AddSingleton<Importer>()
            .AddSingleton<Loader>()
            .AddSingleton<SheetImporter>()
            .AddSingleton(provider => new NegotiationList(provider.GetRequiredService<LedgerLog>()))
            .AddSingleton<NegotiationFinder>()
            .AddSingleton<ViewDocuments>()
            .AddSingleton<PersistedAnswers>()
            .AddMetrics(options.SendsMetrics)
            .AddRouting()
            .AddLedgerStore(options.Log);
        ApiDescription.Add(
            services,
            [
                HttpJson.Default,
                VocabularyJson.Default,
                NegotiationsJson.Default,
                DevelopmentsJson.Default,
                SourcesJson.Default,
                SpeakersJson.Default,
                HistoryJson.Default,
                AuditJson.Default,
                ImportsJson.Default,
                TransfersJson.Default,
                OperationsJson.Default,
            ]
        );
    }

    private static void Map(WebApplication app)
    {
        ApiDescription.Map(app);
        VocabularyEndpoints.Map(app);
        NegotiationEndpoints.Map(app);
        PostDevelopments.Map(app);
        PostImport.Map(app);
        PostProposal.Map(app);
        GetView.Map(app);
        GetReplay.Map(app);
        GetDiff.Map(app);
        GetHistory.Map(app);
        GetExport.Map(app);
        PostLoad.Map(app);
        SourceEndpoints.Map(app);
        SpeakerEndpoints.Map(app);
        AssertionEndpoints.Map(app);
        HealthEndpoints.Map(app);
        ProjectionEndpoints.Map(app);
        Metrics.Map(app);
    }

    /// <summary>The address a started server listens on, such as <c>http://127.0.0.1:5080</c>.</summary>
    public static string AddressOf(WebApplication app) =>
        app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First()
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal);

    private static void Listen(KestrelServerOptions kestrel, LedgerServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyLimits.Array;
        if (options.IsBehindLoopback)
            kestrel.ListenAnyIP(options.Port);
        else
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port);
    }
}
