using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Server.Tests.Drafts;

/// <summary>A model on loopback that speaks OpenAI's chat completions, and answers whatever a test has it answer.</summary>
public sealed class ScriptedModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedModel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", Answer);
    }

    /// <summary>What the server sends as a bearer token.</summary>
    public const string Key = "sk-nobody-is-to-read-this-0123456789";

    /// <summary>The model as a server is told of it.</summary>
    public ModelOptions Options => new(new Uri($"{_app.Urls.First()}/v1"), "scripted-1", Key);

    /// <summary>What was asked, with the credential that came with it.</summary>
    public ConcurrentQueue<(string? Credential, JsonNode Body)> Asked { get; } = new();

    /// <summary>What it does when it is asked.</summary>
    public Func<HttpContext, Task> Does { get; set; } = _ => Task.CompletedTask;

    public static async Task<ScriptedModel> Start()
    {
        var model = new ScriptedModel();
        await model._app.StartAsync();
        return model;
    }

    /// <summary>It answers with drafts.</summary>
    public void Drafts(params JsonNode[] drafts) => Says(new JsonObject { ["drafts"] = new JsonArray(drafts) }.ToJsonString());

    /// <summary>It answers with words.</summary>
    public void Says(string words) => Answers(Completion(words));

    /// <summary>Its endpoint answers.</summary>
    public void Answers(string body, int status = 200) =>
        Does = context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        };

    /// <summary>A chat completion.</summary>
    public static string Completion(string words) =>
        new JsonObject
        {
            ["object"] = "chat.completion",
            ["choices"] = new JsonArray(
                new JsonObject
                {
                    ["index"] = 0,
                    ["finish_reason"] = "stop",
                    ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = words },
                }
            ),
        }.ToJsonString();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        Asked.Enqueue((context.Request.Headers.Authorization, body));
        await Does(context);
    }
}
