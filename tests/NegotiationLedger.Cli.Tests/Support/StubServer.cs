using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>A request as it came.</summary>
internal sealed record Asked(string Method, string Target, string Body, string? Authorization);

/// <summary>A server that answers as a test tells it to.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public string Url => _app.Urls.First();

    public static async Task<StubServer> Answering(Func<Asked, (int Status, string Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new StubServer(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var asked = new Asked(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString.Value,
                await reader.ReadToEndAsync(),
                context.Request.Headers.Authorization
            );
            server.Requests.Enqueue(asked);
            var (status, body) = answer(asked);
            context.Response.StatusCode = status;
            context.Response.ContentType = status < 300 ? "application/json" : "application/problem+json";
            await context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return server;
    }

    public static Task<StubServer> Answering(int status, string body) => Answering(_ => (status, body));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
