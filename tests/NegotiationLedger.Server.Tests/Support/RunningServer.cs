using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using NegotiationLedger.Store;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests.Support;

/// <summary>A real server on a database of its own, for one test class; or, beside another, on that one's database.</summary>
public sealed class RunningServer(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? _shared;
    private TestDatabase _database = null!;
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    public TestDatabase Database => _database;

    private PostgresFixture Fixture => postgres;

    /// <summary>A second server on the database of another, started.</summary>
    public static async Task<RunningServer> Beside(RunningServer other, AnswerBudget? budget = null, ModelOptions? model = null)
    {
        var beside = new RunningServer(other.Fixture)
        {
            _shared = other.Database,
            Budget = budget ?? AnswerBudget.Usual,
            Access = other.Access,
            WebhookNetworks = other.WebhookNetworks,
            Webhooks = other.Webhooks,
            Model = model,
        };
        await beside.InitializeAsync();
        return beside;
    }

    public async ValueTask InitializeAsync()
    {
        _database = _shared ?? await postgres.CreateDatabase();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (_shared is null)
            await _database.DisposeAsync();
    }

    /// <summary>Stops the server and starts a new one, with an empty memory, on the same database.</summary>
    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    /// <summary>How much one request may ask for.</summary>
    public AnswerBudget Budget { get; init; } = AnswerBudget.Usual;

    /// <summary>What it serves beside the API.</summary>
    public ServedPages? Pages { get; init; }

    /// <summary>Who may ask.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>What a request may be.</summary>
    public RequestLimits Limits { get; init; } = new();

    /// <summary>Private networks that webhooks may be sent to.</summary>
    public IReadOnlyList<IPNetwork> WebhookNetworks { get; init; } = [];

    /// <summary>How webhooks are delivered.</summary>
    public NegotiationLedger.Store.Webhooks.WebhookRules Webhooks { get; init; } = new();

    /// <summary>The model that drafts.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>What the server is made of.</summary>
    public IServiceProvider Services => _app.Services;

    private async Task Start()
    {
        _app = LedgerServer.Create(
            new()
            {
                ConnectionString = _database.WriterConnectionString,
                Port = 0,
                Budget = Budget,
                Access = Access,
                Limits = Limits,
                WebhookNetworks = WebhookNetworks,
                Webhooks = Webhooks,
                Model = Model,
            },
            Pages
        );
        await _app.StartAsync();
        Http = new(new DescribedAnswers()) { BaseAddress = new(LedgerServer.AddressOf(_app)) };
    }

    private async Task Stop()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The head, as the server is ready at.</summary>
    public async Task<long> Head()
    {
        var ready = await Http.GetStringAsync("/health/ready");
        ready.ShouldStartWith("ready @");
        return long.Parse(ready.Split('\n')[0]["ready @".Length..]);
    }

    /// <summary>Waits until every projection has followed the log to its head, and none is being rebuilt.</summary>
    public async Task CaughtUp()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var projections = (await Get("/projections"))["projections"]!.AsArray();
            if (projections.All(p => p!["lag"]!.GetValue<long>() == 0 && p["left"] is null))
                return;
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Every entry of a negotiation.</summary>
    public async Task<List<JsonNode>> History(string negotiation)
    {
        var lines = await Send(HttpMethod.Get, $"/negotiations/{negotiation}/history", body: null, ("Accept", "application/x-ndjson"));
        lines.Status.ShouldBe(HttpStatusCode.OK, lines.Text);
        return [.. lines.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    /// <summary>Records everything of a seed.</summary>
    /// <summary>Loads a seed.</summary>
    /// <param name="seed">Its folder, which is also the negotiation's id.</param>
    /// <param name="change">What is done to each text of it before; nothing when null.</param>
    public async Task Load(string seed, Func<string, string>? change = null)
    {
        foreach (var source in Changed("sources.json").AsArray())
            (await Post("/sources", source!)).Status.ShouldBe(HttpStatusCode.Created);
        foreach (var speaker in Changed("speakers.json").AsArray())
            (await Post("/speakers", speaker!)).Status.ShouldBe(HttpStatusCode.Created);
        (await Post("/negotiations", Changed("negotiation.json"))).Status.ShouldBe(HttpStatusCode.Created);
        (await Post($"/negotiations/{seed}/developments", Changed("developments.json"))).Status.ShouldBe(HttpStatusCode.Created);

        JsonNode Changed(string file) => Change(Read(seed, file), change);
    }

    private static JsonNode Change(JsonNode node, Func<string, string>? change)
    {
        switch (node)
        {
            case JsonObject owner when change is not null:
                foreach (var (name, value) in owner.ToList())
                    owner[name] = value is null ? null : Change(value, change).DeepClone();
                return owner;
            case JsonArray items when change is not null:
                return new JsonArray([.. items.Select(i => i is null ? null : Change(i, change).DeepClone())]);
            case JsonValue value when change is not null && value.TryGetValue<string>(out var text):
                return JsonValue.Create(change(text));
            default:
                return node;
        }
    }

    /// <summary>Opens the Doha talks once more under another id, with records of its own; the sources and speakers are there.</summary>
    public async Task OpenCopyOfDoha(string id)
    {
        var negotiation = Read("doha-2025", "negotiation.json");
        negotiation["id"] = id;
        (await Post("/negotiations", negotiation)).Status.ShouldBe(HttpStatusCode.Created);
        var developments = Read("doha-2025", "developments.json").AsArray();
        foreach (var development in developments)
            development!.AsObject().Remove("id");
        (await Post($"/negotiations/{id}/developments", developments)).Status.ShouldBe(HttpStatusCode.Created);
    }

    public async Task<JsonNode> Get(string path)
    {
        using var response = await Http.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    public Task<Reply> Send(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        Send(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public async Task<Reply> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson =
            response.Content.Headers.ContentType?.MediaType?.EndsWith("/json", StringComparison.Ordinal) == true
            || response.Content.Headers.ContentType?.MediaType?.EndsWith("+json", StringComparison.Ordinal) == true;
        return new(
            response.StatusCode,
            isJson && text.Length > 0 ? JsonNode.Parse(text) : null,
            text,
            response.Headers,
            response.Content.Headers
        );
    }

    public Task<Reply> Post(string path, JsonNode body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, body.ToJsonString(), headers);

    public static JsonNode Read(string seed, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds", seed, file)))!;
}

/// <summary>An answer as it came.</summary>
public sealed record Reply(
    HttpStatusCode Status,
    JsonNode? Json,
    string Text,
    HttpResponseHeaders Headers,
    HttpContentHeaders ContentHeaders
)
{
    public string? MediaType => ContentHeaders.ContentType?.MediaType;

    public string? ETag => Headers.ETag?.ToString();

    public string? CacheControl => Headers.CacheControl?.ToString();

    public int Version => Json!["version"]!.GetValue<int>();
}
