using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Store.Drafts;
using NegotiationLedger.Store.Keys;
using NegotiationLedger.Store.Projections;
using NegotiationLedger.Store.Webhooks;

namespace NegotiationLedger.Server;

/// <summary>The HTTP server of one ledger.</summary>
public static class LedgerServer
{
    /// <summary>Builds a server whose schema stands; it listens when started.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="pages">What it serves beside the API; null for nothing.</param>
    public static WebApplication Create(LedgerServerOptions options, ServedPages? pages = null)
    {
        options = options with { Access = options.Access with { AreCredentialsRequired = options.NeedsCredentials } };
        var builder = WebApplication.CreateSlimBuilder();
        builder
            .Logging.ClearProviders()
            .AddConsole(o => o.FormatterName = OneLine.FormatterName)
            .AddConsoleFormatter<OneLine, ConsoleFormatterOptions>()
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter(typeof(AccessLog).FullName, LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            // What is wrong with a credential is told by the ledger itself, without the credential.
            .AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None)
            // It logs what clients do wrong as failures, with stacks; what fails of ours is said at the edge.
            .AddFilter("ModelContextProtocol", LogLevel.None)
            // That the keys of sessions are not encrypted is said in ops/security.md.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        AddServices(builder.Services, options);
        pages?.Add(builder.Services);
        var app = builder.Build();
        Warn(app.Logger, options);
        if (options.Access.Proxies.Count > 0)
            app.UseForwardedHeaders(Believed(options.Access.Proxies));
        // Routes take a method in any case, so that there is one spelling from here on. HEAD is answered as GET is; the server itself leaves
        // the body out (RFC 9110, section 9.3.2).
        app.Use(
            (context, next) =>
            {
                var method = HttpMethods.GetCanonicalizedValue(context.Request.Method);
                if (HttpMethods.IsHead(method))
                    HeadRequest.Note(context);
                context.Request.Method = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
                return next(context);
            }
        );
        app.UseRouting();
        app.UseMiddleware<Edge>();
        Admission.Use(app, options.Access);
        Map(app);
        pages?.Map(app);
        Admission.Check(app);
        return app;
    }

    private static void Warn(ILogger log, LedgerServerOptions options)
    {
        if (options is { IsBehindLoopback: true, NeedsCredentials: false })
            log.PublishedOnLoopback();
        if (!System.Net.IPAddress.IsLoopback(options.Address) && options.Certificate is null)
            log.NoTls();
        if (options.UnverifiedDatabases is { Count: > 0 } databases)
            log.DatabaseUnverified(string.Join(", ", databases));
    }

    // However many of them are in a row: the first that is not named asks.
    private static ForwardedHeadersOptions Believed(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(proxy);
        return options;
    }

    private static void AddServices(IServiceCollection services, LedgerServerOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton(options.Access)
            .AddSingleton(options.Limits)
            .AddSingleton(new HttpsPromise(options.Access.HoldsNamesBelow))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => new RecentHistories(options.MemoryEntries))
            .AddSingleton<LedgerReader>()
            .AddSingleton(provider => new AnswerCache(options.AnswerBytes, provider.GetRequiredService<HeavyWork>()))
            .AddSingleton(_ => new AuditIndex(options.Log, isProjected: true))
            .AddSingleton(provider => new FrameCache(provider.GetRequiredService<AuditIndex>()))
            .AddSingleton<AuditFinder>()
            .AddSingleton<SourceFinder>()
            .AddSingleton<SpeakerFinder>()
            .AddSingleton(_ => new FeedPlaces(FeedPlaces.Most, FeedPlaces.MostOfOne))
            .AddSingleton<FeedEvents>()
            .AddSingleton(options.Webhooks)
            .AddSingleton(_ => new WebhookAddresses(options.WebhookNetworks))
            .AddSingleton<IWebhookSender, WebhookSender>()
            .AddSingleton<NegotiationNames>()
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
            .AddSingleton<DraftJudge>()
            .AddSingleton<DraftDecisions>()
            .AddSingleton(provider => DraftingOf(provider, options.Model))
            .AddSingleton<Importer>()
            .AddSingleton<Loader>()
            .AddSingleton<SheetImporter>()
            .AddSingleton(provider => new NegotiationList(provider.GetRequiredService<LedgerLog>()))
            .AddSingleton<NegotiationFinder>()
            .AddSingleton<ViewDocuments>()
            .AddSingleton<PersistedAnswers>()
            .AddMetrics(options.SendsMetrics)
            .AddSingleton(provider => new KeyStore(provider.GetRequiredService<LedgerLog>()))
            .AddRouting()
            .AddLedgerStore(options.Log);
        AssistantEndpoint.Add(services);
        Admission.Add(services, options.Access);
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
                KeysJson.Default,
                FeedJson.Default,
                WebhooksJson.Default,
                DraftsJson.Default,
                AccessJson.Default,
            ]
        );
    }

    private static Drafting DraftingOf(IServiceProvider provider, ModelOptions? model) =>
        new(
            provider.GetRequiredService<DraftStore>(),
            provider.GetRequiredService<DraftJudge>(),
            provider.GetRequiredService<LedgerReader>(),
            provider.GetRequiredService<QuotedTexts>(),
            provider.GetRequiredService<NewIds>(),
            model,
            model is null ? null : new ChatCompletions(model)
        );

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
        GetChanges.Map(app);
        GetHistory.Map(app);
        GetFeed.Map(app);
        WebhookEndpoints.Map(app);
        GetAtom.Map(app);
        GetCalendar.Map(app);
        GetExport.Map(app);
        PostLoad.Map(app);
        SourceEndpoints.Map(app);
        SpeakerEndpoints.Map(app);
        AssertionEndpoints.Map(app);
        HealthEndpoints.Map(app);
        ProjectionEndpoints.Map(app);
        Metrics.Map(app);
        KeyEndpoints.Map(app);
        SessionEndpoints.Map(app);
        DraftEndpoints.Map(app);
        WhoAmI.Map(app);
        AssistantEndpoint.Map(app);
    }

    /// <summary>The address a started server listens on, such as <c>http://127.0.0.1:5080</c>.</summary>
    public static string AddressOf(WebApplication app) =>
        app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First()
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
            .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

    private static void Listen(KestrelServerOptions kestrel, LedgerServerOptions options)
    {
        kestrel.AddServerHeader = false;
        options.Limits.Set(kestrel.Limits);
        if (options.IsBehindLoopback)
            kestrel.ListenAnyIP(options.Port, Secure);
        else
            kestrel.Listen(options.Address, options.Port, Secure);

        void Secure(ListenOptions listen)
        {
            if (options.Certificate is not { } certificate)
                return;
            var log = kestrel.ApplicationServices.GetRequiredService<ILogger<ServerCertificate>>();
            listen.UseHttps(
                new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ =>
                        ValueTask.FromResult(
                            new SslServerAuthenticationOptions
                            {
                                ServerCertificateContext = certificate.Current(log),
                                // Whatever older ones the machine would still allow (RFC 8996).
                                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                            }
                        ),
                }
            );
        }
    }
}
