using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary>How many of one kind were recorded, and how many were there already.</summary>
internal sealed record Tally(string Kind)
{
    /// <summary>How many were recorded now.</summary>
    public int Recorded { get; set; }

    /// <summary>How many the server had.</summary>
    public int There { get; set; }

    /// <summary>What the server warned of.</summary>
    public List<JsonElement> Warnings { get; } = [];
}

/// <summary>Sends a folder to the server, in the order in which one refers to the other. What is there already is left as it is.</summary>
internal sealed class SeedLoading(LedgerClient client, IMeter meter)
{
    private const int Chunk = 200;

    /// <summary>What was done so far, by kind.</summary>
    public IReadOnlyList<Tally> Tallies { get; } = [new("sources"), new("speakers"), new("negotiation"), new("developments")];

    /// <summary>Sends it all.</summary>
    /// <exception cref="ServerRefusedException">The server refused something; what was sent before stays recorded.</exception>
    public async Task Run(SeedFolder seed, CancellationToken cancellation)
    {
        await Register(Tallies[0], "sources", seed.Sources, cancellation);
        await Register(Tallies[1], "speakers", seed.Speakers, cancellation);
        await Open(seed, cancellation);
        await Record(seed, cancellation);
    }

    private async Task Register(Tally tally, string path, IReadOnlyList<JsonElement> bodies, CancellationToken cancellation)
    {
        for (var i = 0; i < bodies.Count; i++)
        {
            var reply = await client.Post(path, bodies[i].GetRawText(), cancellation);
            // Registered before its text was there.
            if (reply.Status is HttpStatusCode.Conflict && bodies[i].Text("text") is not null)
                reply = await AddText(bodies[i], reply, cancellation);
            Count(tally, Accepted(reply, $"{path}.json, item {i + 1}"), 1);
            meter.Report(path, i + 1, bodies.Count);
        }
    }

    private async Task<Reply> AddText(JsonElement source, Reply refused, CancellationToken cancellation)
    {
        var known = await client.Get(Sources.PathOf(source.Text("source")!), new(), cancellation);
        if (!known.IsSuccess || (known.Json.Member("description") ?? default).Text("textSha256") is not null)
            return refused;
        var body = new JsonObject { ["text"] = source.Text("text"), ["originalSha256"] = source.Text("originalSha256") };
        if (body["originalSha256"] is null)
            body.Remove("originalSha256");
        return await client.Post($"{Sources.PathOf(source.Text("source")!)}/text", body.ToJsonString(), cancellation);
    }

    private async Task Open(SeedFolder seed, CancellationToken cancellation)
    {
        var reply = await client.Post("negotiations", seed.Negotiation.GetRawText(), cancellation);
        // Opened before, perhaps in other words: the developments tell whether it is the same account.
        if (reply.Status is HttpStatusCode.Conflict)
            Tallies[2].There++;
        else
            Count(Tallies[2], Accepted(reply, "negotiation.json"), 1);
        meter.Report("negotiation", 1, 1);
    }

    private async Task Record(SeedFolder seed, CancellationToken cancellation)
    {
        var path = $"negotiations/{Uri.EscapeDataString(seed.Id)}/developments";
        var done = 0;
        foreach (var chunk in seed.Developments.Chunk(Chunk))
        {
            var reply = await client.Post(path, $"[{string.Join(',', chunk.Select(d => d.GetRawText()))}]", cancellation);
            if (reply.Status is HttpStatusCode.Conflict)
                await RecordEach(path, chunk, done, seed.Developments.Count, cancellation);
            else
                Count(Tallies[3], Accepted(reply, $"developments.json, items {done + 1} to {done + chunk.Length}"), chunk.Length);
            done += chunk.Length;
            meter.Report("developments", done, seed.Developments.Count);
        }
    }

    // Some of the chunk are there and some are not, or one is there with other content: only one at a time tells.
    private async Task RecordEach(string path, JsonElement[] chunk, int before, int total, CancellationToken cancellation)
    {
        for (var i = 0; i < chunk.Length; i++)
        {
            var reply = await client.Post(path, chunk[i].GetRawText(), cancellation);
            Count(Tallies[3], Accepted(reply, $"developments.json, item {before + i + 1}"), 1);
            meter.Report("developments", before + i + 1, total);
        }
    }

    private static void Count(Tally tally, Reply reply, int number)
    {
        if (reply.Status is HttpStatusCode.Created)
            tally.Recorded += number;
        else
            tally.There += number;
        if (reply.Status is HttpStatusCode.Created && Reply.TryParse(reply.Body) is { } answer)
            tally.Warnings.AddRange(answer.Items("records").SelectMany(r => r.Items("warnings")));
    }

    private static Reply Accepted(Reply reply, string about) =>
        reply.IsSuccess ? reply : throw new ServerRefusedException(reply.Status, Problem.Of(reply)) { About = about };
}
