using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Server.Tests.Support;
using StandardWebhooks;

namespace NegotiationLedger.Server.Tests.Webhooks;

/// <summary>A real server that webhooks are sent to, on loopback.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly SemaphoreSlim _news = new(0);

    private Receiver(WebApplication app) => _app = app;

    /// <summary>What it answers, by the number of the request from 1 and what came.</summary>
    public Func<int, Received, int> Answer { get; set; } = (_, _) => 204;

    /// <summary>Where it is.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>What it took (2xx), in order.</summary>
    public IReadOnlyList<Received> Taken => [.. _received.Where(r => r.Status < 300)];

    /// <summary>All that came.</summary>
    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>The sequences of the events that it took, in order.</summary>
    public IReadOnlyList<long> Sequences => [.. Taken.SelectMany(r => r.Events).Select(e => long.Parse(e["sequence"]!.GetValue<string>()))];

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.Take);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what came is as it should be.</summary>
    public async Task Until(Func<Receiver, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo(this))
            await _news.WaitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _news.Dispose();
    }

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var received = new Received(body, headers);
        received = received with { Status = Answer(_received.Count + 1, received) };
        context.Response.StatusCode = received.Status;
        if (received.Status is >= 300 and < 400)
            context.Response.Headers.Location = "/elsewhere";
        _received.Enqueue(received);
        _news.Release();
    }
}

/// <summary>A message as it came.</summary>
public sealed record Received(string Body, IReadOnlyDictionary<string, string> Headers, int Status = 0)
{
    public IReadOnlyList<JsonNode> Events => [.. JsonNode.Parse(Body)!["data"]!["events"]!.AsArray().Select(e => e!)];

    public string Id => Headers["webhook-id"];

    /// <summary>Whether a secret signed it: any of the signatures may be of it, and the library looks at one at a time.</summary>
    public bool IsSignedBy(string secret) => Headers["webhook-signature"].Split(' ').Any(signature => IsSignedBy(secret, signature));

    private bool IsSignedBy(string secret, string signature)
    {
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = Headers["webhook-id"],
            ["webhook-timestamp"] = Headers["webhook-timestamp"],
            ["webhook-signature"] = signature,
        };
        try
        {
            new StandardWebhook(secret).Verify(Body, headers);
            return true;
        }
        catch (StandardWebhooks.Diagnostics.WebhookVerificationException)
        {
            return false;
        }
    }
}

/// <summary>A server that may send to loopback, and tries again soon.</summary>
public sealed class WebhookServer(NegotiationLedger.Testing.PostgresFixture postgres) : IAsyncLifetime
{
    public TalksServer Talks { get; } =
        new(postgres)
        {
            Limits = new() { Heartbeat = TimeSpan.FromMilliseconds(50) },
            WebhookNetworks = [IPNetwork.Parse("127.0.0.0/8")],
            Webhooks = new()
            {
                Pauses = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40)],
                Gather = TimeSpan.FromMilliseconds(10),
                Linger = TimeSpan.FromMilliseconds(200),
            },
        };

    public RunningServer Server => Talks.Server;

    public ValueTask InitializeAsync() => Talks.InitializeAsync();

    public ValueTask DisposeAsync() => Talks.DisposeAsync();

    /// <summary>Makes a webhook to a receiver: its id and secret.</summary>
    public async Task<(string Id, string Secret)> Make(Receiver receiver, params (string Name, JsonNode? Value)[] members)
    {
        var made = await Server.Post("/webhooks", TalksServer.With(new() { ["url"] = receiver.Url + "/hook" }, members));
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return (made.Json!["about"]!["id"]!.GetValue<string>(), made.Json["secret"]!.GetValue<string>());
    }

    /// <summary>A webhook as it stands.</summary>
    public Task<JsonNode> Find(string id) => Server.Get($"/webhooks/{id}");

    /// <summary>Waits until a webhook is as it should be.</summary>
    public async Task<JsonNode> Until(string id, Func<JsonNode, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var found = await Find(id);
            if (isSo(found))
                return found;
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
