using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Drafts;

/// <summary>A server with a scripted model, beside one without, on a database that knows two sources and a speaker.</summary>
public sealed class DraftingServer(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>A passage of the text of <c>communique</c>.</summary>
    internal const string Sentence = "The envoy of the North spoke first.";

    /// <summary>Words of the same text.</summary>
    internal const string Words = "“We will not sign before the border is settled”";

    public TalksServer Talks { get; } = new(postgres);

    /// <summary>The one without a model.</summary>
    public RunningServer Plain => Talks.Server;

    public ScriptedModel Model { get; private set; } = null!;

    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Talks.InitializeAsync();
        Model = await ScriptedModel.Start();
        Server = await RunningServer.Beside(Plain, model: Model.Options);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Model.DisposeAsync();
        await Talks.DisposeAsync();
    }

    /// <summary>A statement of the envoy's that quotes <c>communique</c>.</summary>
    internal static JsonObject Said(string words = Words, params (string Name, JsonNode? Value)[] members) =>
        With(Statement("No signature yet.", ("attribution", Quoted(words))), members);

    /// <summary>Takes drafts from a file.</summary>
    internal async Task<IReadOnlyList<JsonNode>> Take(string negotiation, params JsonNode[] drafts)
    {
        var taken = await Server.Post("/drafts", Request(negotiation, new JsonArray(drafts)));
        taken.Status.ShouldBe(HttpStatusCode.Created, taken.Text);
        return [.. taken.Json!["drafts"]!.AsArray().Select(d => d!)];
    }

    /// <summary>Has the model draft.</summary>
    internal Task<Reply> Ask(string negotiation, RunningServer? server = null) => (server ?? Server).Post("/drafts", Request(negotiation));

    internal Task<Reply> Accept(JsonNode draft, params (string, string)[] headers) =>
        Server.Send(HttpMethod.Post, $"/drafts/{IdOf(draft)}/accept", "{}", headers);

    internal Task<Reply> Reject(JsonNode draft) => Server.Send(HttpMethod.Post, $"/drafts/{IdOf(draft)}/reject", "{}");

    internal Task<Reply> Edit(JsonNode draft, JsonNode development, params (string, string)[] headers) =>
        Server.Send(HttpMethod.Put, $"/drafts/{IdOf(draft)}", development.ToJsonString(), headers);

    internal static JsonObject Request(string negotiation, JsonArray? drafts = null, string source = "communique") =>
        With(new() { ["negotiation"] = negotiation, ["source"] = source }, ("drafts", drafts));

    internal static string IdOf(JsonNode draft) => draft["id"]!.GetValue<string>();

    /// <summary>The kinds of a draft's marks.</summary>
    internal static IReadOnlyList<string> Marks(JsonNode draft) =>
        [.. draft["marks"]!.AsArray().Select(m => m!["kind"]!.GetValue<string>())];
}
