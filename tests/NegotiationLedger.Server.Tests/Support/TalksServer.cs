using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests.Support;

/// <summary>A server that knows two sources, one of them with its text, and a speaker; negotiations are opened as they are needed.</summary>
public sealed class TalksServer(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>The text held of the source <c>communique</c>.</summary>
    public const string Text =
        "The envoy of the North spoke first.\n“We will not sign before the border is settled”, she said —\nand left the room. 🕊 Nobody followed.";

    private int _opened;

    /// <summary>What a request may be.</summary>
    public RequestLimits Limits { get; init; } = new();

    /// <summary>Private networks that webhooks may be sent to.</summary>
    public IReadOnlyList<IPNetwork> WebhookNetworks { get; init; } = [];

    /// <summary>How webhooks are delivered.</summary>
    public NegotiationLedger.Store.Webhooks.WebhookRules Webhooks { get; init; } = new();

    public RunningServer Server =>
        field ??= new(postgres)
        {
            Limits = Limits,
            WebhookNetworks = WebhookNetworks,
            Webhooks = Webhooks,
        };

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await Must(
            "/sources",
            new JsonObject
            {
                ["source"] = "communique",
                ["kind"] = "communique",
                ["title"] = "Communiqué",
                ["publisher"] = "The Gazette",
                ["text"] = Text,
            }
        );
        await Must(
            "/sources",
            new JsonObject
            {
                ["source"] = "report",
                ["kind"] = "article",
                ["title"] = "Report",
                ["publisher"] = "The Post",
            }
        );
        await Must(
            "/speakers",
            new JsonObject
            {
                ["speaker"] = "envoy",
                ["identity"] = "named",
                ["name"] = "An Envoy",
                ["party"] = "north",
            }
        );
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Opens a negotiation between <c>north</c> and <c>south</c> about <c>border</c>; its version is 4.</summary>
    public async Task<string> Open(string? id = null)
    {
        id ??= $"talks-{Interlocked.Increment(ref _opened)}";
        await Must("/negotiations", Opening(id));
        return id;
    }

    /// <summary>Records developments that must be taken.</summary>
    public Task<Reply> Record(string negotiation, JsonNode developments, params (string Name, string Value)[] headers) =>
        Must($"/negotiations/{negotiation}/developments", developments, headers);

    /// <summary>Registers an anonymous speaker of nobody.</summary>
    public async Task<string> NewSpeaker()
    {
        var id = $"speaker-{Interlocked.Increment(ref _opened)}";
        await Must("/speakers", Speaker(id));
        return id;
    }

    /// <summary>Registers a source.</summary>
    public async Task<string> NewSource(string publisher)
    {
        var id = $"source-{Interlocked.Increment(ref _opened)}";
        await Must("/sources", With(Source(id), ("publisher", publisher)));
        return id;
    }

    public static JsonObject Opening(string id) =>
        new()
        {
            ["id"] = id,
            ["title"] = $"Talks about the border ({id})",
            ["occurred"] = "2025-01-01",
            ["attribution"] = Observed(),
            ["parties"] = new JsonArray(
                new JsonObject
                {
                    ["party"] = "north",
                    ["name"] = "North",
                    ["role"] = "principal",
                },
                new JsonObject
                {
                    ["party"] = "south",
                    ["name"] = "South",
                    ["role"] = "principal",
                }
            ),
            ["issues"] = new JsonArray(new JsonObject { ["issue"] = "border", ["title"] = "The border" }),
        };

    public static JsonObject Observed(string source = "report", string assertedOn = "2025-01-02") =>
        new()
        {
            ["source"] = source,
            ["mode"] = "observed",
            ["assertedOn"] = assertedOn,
        };

    public static JsonObject Quoted(string words, string source = "communique") =>
        new()
        {
            ["source"] = source,
            ["mode"] = "on_record",
            ["assertedOn"] = "2025-01-02",
            ["speaker"] = "envoy",
            ["quote"] = new JsonObject { ["exact"] = words },
        };

    public static JsonObject Development(string type, params (string Name, JsonNode? Value)[] members) =>
        With(
            new()
            {
                ["type"] = type,
                ["occurred"] = "2025-01-02",
                ["attribution"] = Observed(),
            },
            members
        );

    public static JsonObject Statement(string text, params (string Name, JsonNode? Value)[] members) =>
        With(Development("statement_made", ("text", text), ("stance", "neutral")), members);

    public static JsonObject Offer(string proposal) =>
        Development("proposal_offered", ("proposal", proposal), ("title", "An offer"), ("by", "north"));

    public static JsonObject Retraction(string id) =>
        new()
        {
            ["type"] = "assertion_retracted",
            ["assertion"] = id,
            ["reason"] = "A slip.",
        };

    public static JsonObject Source(string id) =>
        new()
        {
            ["source"] = id,
            ["kind"] = "article",
            ["title"] = "A source",
        };

    public static JsonObject Correction(string title = "A better title") =>
        new()
        {
            ["patch"] = new JsonObject { ["title"] = title },
            ["reason"] = "A slip.",
        };

    public static JsonObject Speaker(string id) =>
        new()
        {
            ["speaker"] = id,
            ["identity"] = "anonymous",
            ["title"] = "An official",
        };

    public static JsonObject Role(string party = "south") => new() { ["title"] = "Envoy", ["party"] = party };

    public static string NewId() => Guid.CreateVersion7().ToString();

    /// <summary>The body with members set; null takes one away.</summary>
    public static JsonObject With(JsonObject body, params (string Name, JsonNode? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            if (value is null)
                body.Remove(name);
            else
                body[name] = value;
        }

        return body;
    }

    /// <summary>Posts what must be taken.</summary>
    public async Task<Reply> Must(string path, JsonNode body, params (string Name, string Value)[] headers)
    {
        var reply = await Server.Post(path, body, headers);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        return reply;
    }
}
