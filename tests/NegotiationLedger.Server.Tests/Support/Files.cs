using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server.Tests.Support;

/// <summary>Takes negotiations out of one server and into another.</summary>
internal static class Files
{
    private static readonly string[] Own = ["batch", "position", "asOf", "sequence", "recordedAt", "recordedBy", "origin", "lens", "next"];

    /// <summary>The whole negotiation as its file.</summary>
    internal static async Task<string> Export(RunningServer server, string negotiation, bool texts = true)
    {
        var reply = await server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/export{(texts ? "?texts=true" : "")}");
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.MediaType.ShouldBe("application/x-ndjson");
        return reply.Text;
    }

    /// <summary>What a server answers to a file.</summary>
    internal static Task<Reply> Load(RunningServer server, string file, string query = "", params (string Name, string Value)[] headers) =>
        server.Send(HttpMethod.Post, "/loads" + query, Content(file, "application/x-ndjson"), headers);

    /// <summary>A body of a type.</summary>
    internal static StringContent Content(string text, string mediaType) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    /// <summary>The lines of a file as JSON.</summary>
    internal static List<JsonNode> Lines(string file) =>
        [.. file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    /// <summary>The file of some lines.</summary>
    internal static string File(IEnumerable<JsonNode> lines) => string.Concat(lines.Select(l => l.ToJsonString() + "\n"));

    /// <summary>The file with one of its lines changed.</summary>
    internal static string Altered(string file, Func<JsonNode, bool> which, Action<JsonNode> change)
    {
        var lines = Lines(file);
        change(lines.First(which));
        return File(lines);
    }

    /// <summary>What a refusal says, each thing wrong with its place.</summary>
    internal static string Why(Reply reply) =>
        string.Join(
            '\n',
            (reply.Json!["errors"] as JsonArray ?? [])
                .Select(e => $"{e!["pointer"]}: {e["detail"]}")
                .Prepend(reply.Json["detail"]!.GetValue<string>())
        );

    /// <summary>An answer without what is each ledger's own: positions, times, recorders. Members are sorted: objects have no order.</summary>
    internal static string Said(JsonNode answer) => Sorted(answer)!.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members
                    .Where(m => !Own.Contains(m.Key))
                    .OrderBy(m => m.Key, StringComparer.Ordinal)
                    .Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
