using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>A request as it came.</summary>
internal sealed record Asked(string Method, string Target, string Body, string? Authorization)
{
    /// <summary>The media types wanted; told apart from the rest, which most tests compare whole.</summary>
    public string Accept { get; init; } = "";

    public bool Equals(Asked? other) =>
        other is not null && (Method, Target, Body, Authorization) == (other.Method, other.Target, other.Body, other.Authorization);

    public override int GetHashCode() => HashCode.Combine(Method, Target, Body, Authorization);
}

/// <summary>A server that answers as a test tells it to.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public string Url => _app.Urls.First();

    public static Task<StubServer> Answering(Func<Asked, (int Status, string Body)> answer) =>
        Responding(
            async (asked, response) =>
            {
                var (status, body) = answer(asked);
                response.StatusCode = status;
                response.ContentType = status < 300 ? "application/json" : "application/problem+json";
                await response.WriteAsync(body);
            }
        );

    /// <summary>A server whose answers a test writes itself.</summary>
    public static async Task<StubServer> Responding(Func<Asked, HttpResponse, Task> respond)
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
            )
            {
                Accept = context.Request.Headers.Accept.ToString(),
            };
            server.Requests.Enqueue(asked);
            await respond(asked, context.Response);
        });
        await app.StartAsync();
        return server;
    }

    public static Task<StubServer> Answering(int status, string body) => Answering(_ => (status, body));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
