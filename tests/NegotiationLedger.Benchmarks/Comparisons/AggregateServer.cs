using JasperFx;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Benchmarks.Serving;
using Wolverine;
using Wolverine.Marten;

namespace NegotiationLedger.Benchmarks.Comparisons;

/// <summary>Wolverine's aggregate handler over HTTP: an endpoint that invokes a command in line, by which one event is appended.</summary>
/// <remarks>Marten is tuned as elsewhere; the aggregate is folded live from a short stream, and no view is kept.</remarks>
internal static class AggregateServer
{
    public static WebApplication Create(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder
            .Services.AddMarten(options => PlainMarten.Configure(options, connectionString))
            .UseLightweightSessions()
            .IntegrateWithWolverine();
        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(AggregateServer).Assembly;
            options.Discovery.DisableConventionalDiscovery().IncludeType(typeof(SayHandler));
            options.UseRuntimeCompilation();
            options.Durability.Mode = DurabilityMode.Solo;
            options.Policies.AutoApplyTransactions();
        });
        var app = builder.Build();
        app.MapGet(Servers.HealthCheck, () => Microsoft.AspNetCore.Http.Results.Ok());
        app.MapPost(
            "/talks/{id}",
            async (string id, [FromBody] Said said, IMessageBus bus) =>
            {
                await bus.InvokeAsync(new Say(id, said));
                return Microsoft.AspNetCore.Http.Results.StatusCode(StatusCodes.Status201Created);
            }
        );
        return app;
    }
}

/// <summary>To have something said.</summary>
public sealed record Say(string TalksId, Said Said);

/// <summary>What is folded of the events of a stream.</summary>
public sealed class Talks
{
    public string Id { get; set; } = "";

    public int Statements { get; set; }

    public string? Last { get; set; }

    public void Apply(Said said) => (Statements, Last) = (Statements + 1, said.Quote);
}

/// <summary>The decision: of a command and what the stream says so far, the event.</summary>
public static class SayHandler
{
    [AggregateHandler]
    public static Said Handle(Say command, Talks talks) => talks.Statements < 0 ? Said.Something() : command.Said;
}
