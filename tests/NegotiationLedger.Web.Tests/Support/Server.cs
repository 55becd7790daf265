using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using NegotiationLedger.Postgres;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Web.Tests.Support;

/// <summary>A real server on a database of its own, for one test class.</summary>
public sealed class Server(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    public TestDatabase Database => _database;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabase();
        _app = LedgerServer.Create(new() { ConnectionString = _database.WriterConnectionString, Port = 0 });
        await _app.StartAsync();
        Http = new() { BaseAddress = new(LedgerServer.AddressOf(_app)) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Records everything of a seed.</summary>
    public async Task Load(string seed)
    {
        foreach (var source in Read(seed, "sources.json").AsArray())
            (await Post("/sources", source!)).Status.ShouldBe(HttpStatusCode.Created);
        foreach (var speaker in Read(seed, "speakers.json").AsArray())
            (await Post("/speakers", speaker!)).Status.ShouldBe(HttpStatusCode.Created);
        (await Post("/negotiations", Read(seed, "negotiation.json"))).Status.ShouldBe(HttpStatusCode.Created);
        (await Post($"/negotiations/{seed}/developments", Read(seed, "developments.json"))).Status.ShouldBe(HttpStatusCode.Created);
    }

    public async Task<JsonNode> Get(string path)
    {
        using var response = await Http.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    public async Task<Reply> Send(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new(response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, text, response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    public Task<Reply> Post(string path, JsonNode body, params (string Name, string Value)[] headers) => Send(HttpMethod.Post, path, body.ToJsonString(), headers);

    public static JsonNode Read(string seed, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds", seed, file)))!;
}

/// <summary>An answer as it came.</summary>
public sealed record Reply(HttpStatusCode Status, JsonNode? Json, string Text, System.Net.Http.Headers.HttpResponseHeaders Headers, string? MediaType);
