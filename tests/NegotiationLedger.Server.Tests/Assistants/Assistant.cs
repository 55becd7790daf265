using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests.Assistants;

/// <summary>The official client of the Model Context Protocol, connected to a server.</summary>
internal sealed class Assistant(McpClient client) : IAsyncDisposable
{
    public McpClient Client => client;

    public static async Task<Assistant> Of(RunningServer server, string? key = null)
    {
        var options = new HttpClientTransportOptions
        {
            Endpoint = new(server.Http.BaseAddress!, "mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = key is null ? null : new Dictionary<string, string> { ["Authorization"] = $"Bearer {key}" },
        };
        return new(await McpClient.CreateAsync(new HttpClientTransport(options)));
    }

    /// <summary>Calls a tool; what it answers, be it a refusal.</summary>
    /// <param name="arguments">A JSON object.</param>
    public async Task<Told> Call(string tool, string arguments = "{}")
    {
        var given = JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!;
        return new(await client.CallToolAsync(tool, given));
    }

    /// <summary>Calls a tool that must answer.</summary>
    public async Task<Told> Ask(string tool, string arguments = "{}")
    {
        var told = await Call(tool, arguments);
        told.IsRefused.ShouldBeFalse($"{tool} {arguments}: {told.Text}");
        return told;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}

/// <summary>What a tool answered.</summary>
internal sealed record Told(CallToolResult Result)
{
    private static readonly string[] Around = ["notice", "asked", "citations", "field"];

    public bool IsRefused => Result.IsError == true;

    /// <summary>What is read first.</summary>
    public string Text => Result.Content.OfType<TextContentBlock>().First().Text;

    public JsonObject Json { get; } = JsonObject.Create(Result.StructuredContent!.Value)!;

    public List<JsonObject> Citations => [.. Json["citations"]!.AsArray().Select(c => c!.AsObject())];

    /// <summary>Where the same is asked over HTTP.</summary>
    public string Asked => Json["asked"]!.GetValue<string>();

    /// <summary>The citation of a record.</summary>
    public JsonObject Cited(JsonNode? id) => Citations.Single(c => c["event"]!.GetValue<string>() == id!.GetValue<string>());

    /// <summary>The answer without what the tool puts around it, and without the instant at which it was asked.</summary>
    public JsonObject Answer
    {
        get
        {
            var answer = Json.DeepClone().AsObject();
            foreach (var name in Around.Append("asOf"))
                answer.Remove(name);
            return answer;
        }
    }
}
