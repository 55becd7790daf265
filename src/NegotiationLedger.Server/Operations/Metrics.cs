using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Store.Projections;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace NegotiationLedger.Server;

/// <summary>Metrics for operators: <c>GET /metrics</c> in Prometheus' text format, and OTLP when it is configured.</summary>
internal static class Metrics
{
    // The log and its projections, requests, connections of the pools, and the runtime: each by its own conventions.
    private static readonly string[] Meters =
    [
        LedgerMeter.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Npgsql",
        "System.Runtime",
    ];

    // Room is taken for all of them at once. The most is that of requests: by route, method and status.
    private const int MostSeries = 400;

    internal static IServiceCollection AddMetrics(this IServiceCollection services, bool areSent)
    {
        var name = ProjectionGauges.NextName();
        services.AddSingleton(provider => new ProjectionGauges(name, provider.GetRequiredService<ProjectionControl>()));
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("negotiation-ledger"))
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter([.. Meters, name])
                    .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
                    .AddPrometheusExporter(o => o.ScrapeResponseCacheDurationMilliseconds = 0);
                if (areSent)
                    metrics.AddOtlpExporter();
            });
        return services;
    }

    internal static void Map(WebApplication app)
    {
        var gauges = app.Services.GetRequiredService<ProjectionGauges>();
        app.MapPrometheusScrapingEndpoint(
                "/metrics",
                meterProvider: null,
                pipeline =>
                    pipeline.Use(
                        async (context, next) =>
                        {
                            await gauges.Refresh(context.RequestAborted);
                            await next(context);
                        }
                    ),
                optionsName: null
            )
            .WithMetadata(new Parameters([]), new HttpMethodMetadata(["GET"]));
    }
}

/// <summary>How far the projections are behind, as the database says whenever metrics are asked for.</summary>
internal sealed class ProjectionGauges : IDisposable
{
    private const string MeterName = "NegotiationLedger.Projections";

    private static int _count;

    private readonly ProjectionControl _control;
    private readonly Meter _meter;
    private volatile IReadOnlyList<ProjectionStatus> _all = [];

    public ProjectionGauges(string name, ProjectionControl control)
    {
        _control = control;
        _meter = new(name);
        _meter.CreateObservableGauge("ledger.projection.lag", () => Each(s => s.Lag), "{entry}", "Entries not yet processed.");
        _meter.CreateObservableGauge(
            "ledger.projection.lag.time",
            () => Each(s => s.LagSeconds),
            "s",
            "How long the oldest unprocessed entry has waited."
        );
        _meter.CreateObservableGauge(
            "ledger.projection.failures",
            () => Each(s => s.Failures),
            "{negotiation}",
            "Negotiations that cannot be brought up to date."
        );
        _meter.CreateObservableGauge(
            "ledger.log.head",
            () => _all.Count == 0 ? 0 : _all[0].Head,
            "{entry}",
            "The sequence number of the last entry."
        );
    }

    /// <summary>A name for a server's meter: meters are the process's, and a second server in it has a ledger of its own.</summary>
    public static string NextName() => Interlocked.Increment(ref _count) is > 1 and var n ? $"{MeterName}.{n}" : MeterName;

    /// <summary>Asks the database.</summary>
    public async Task Refresh(CancellationToken cancellationToken) => _all = await _control.List(0, cancellationToken);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<T>> Each<T>(Func<ProjectionStatus, T> value)
        where T : struct =>
        _all.Select(s => new Measurement<T>(value(s), new KeyValuePair<string, object?>("ledger.projection.name", s.Name)));
}
