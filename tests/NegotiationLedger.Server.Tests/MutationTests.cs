using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests;

/// <summary>
/// Whatever comes in, the server either keeps it as it was sent or says what is wrong with it and where. It never fails, and writes exactly
/// what it acknowledged.
/// </summary>
public sealed class MutationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Count = 10_000;
    private const int Negotiations = 16;

    private readonly RunningServer _server = new(postgres);
    private readonly Dictionary<string, List<JsonNode>> _developments = [];
    private readonly ConcurrentBag<(string Negotiation, JsonElement Sent, JsonElement Records)> _recorded = [];
    private readonly ConcurrentBag<(JsonElement Sent, string Id)> _opened = [];
    private readonly ConcurrentBag<(string Path, JsonElement Sent, JsonElement Answer)> _registered = [];
    private readonly ConcurrentDictionary<string, int> _outcomes = [];
    private long _written;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Load("doha-2025");
        await Register(
            "/sources",
            new JsonObject
            {
                ["source"] = "held",
                ["kind"] = "article",
                ["title"] = "Held",
                ["text"] = "A proposal “in bad faith”, he said.\r\nNobody 🕊 followed.",
            }
        );
        for (var i = 0; i < Negotiations; i++)
            _developments[$"doha-{i}"] = await Prepare($"doha-{i}");
        foreach (var whole in _developments["doha-0"])
            (await _server.Post("/negotiations/doha-0/developments?dryRun=true", whole)).Status.ShouldBe(
                HttpStatusCode.OK,
                "What is to be spoilt is whole."
            );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Ten_thousand_spoilt_bodies_are_each_kept_as_sent_or_refused_with_the_place()
    {
        var head = await _server.Head();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (seed, _) => await Send(seed)
        );
        (await _server.Head()).ShouldBe(head + _written, "The head moved by what was acknowledged and nothing else.");
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", _outcomes.Select(o => $"{o.Key}: {o.Value}")));
        foreach (var outcome in new[] { "recorded", "opened", "registered", "invalid", "malformed" })
            _outcomes.GetValueOrDefault(outcome).ShouldBeGreaterThan(50, $"of {outcome}");
        await Recorded_developments_read_as_sent();
        await Opened_negotiations_read_as_sent();
        await Registrations_read_as_sent();
        foreach (var negotiation in _developments.Keys)
        {
            foreach (var view in new[] { "", "/status", "/demands", "/proposals", "/matrix", "/timeline" })
                await _server.Get($"/negotiations/{negotiation}{view}");
        }
    }

    private async Task Send(int seed)
    {
        var random = new Random(seed);
        var negotiation = $"doha-{seed % Negotiations}";
        var (path, body) = (seed % 10) switch
        {
            0 => ("/negotiations", With(RunningServer.Read("doha-2025", "negotiation.json"), "id", $"opened-{seed}")),
            1 => ("/sources", With(Pick(random, "sources.json"), "source", $"source-{seed}")),
            2 => ("/speakers", With(Pick(random, "speakers.json"), "speaker", $"speaker-{seed}")),
            3 => (
                $"/negotiations/{negotiation}/developments",
                new JsonArray(Development(random, negotiation), Development(random, negotiation))
            ),
            _ => ($"/negotiations/{negotiation}/developments", Development(random, negotiation)),
        };
        var bytes = new Mutation(seed).Of(body);
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        Judge(
            $"seed {seed} at {path}: {System.Text.Encoding.UTF8.GetString(bytes)}",
            path,
            bytes,
            await _server.Send(HttpMethod.Post, path, content)
        );
    }

    private void Judge(string what, string path, byte[] bytes, Reply reply)
    {
        if (reply.Status is HttpStatusCode.Created or HttpStatusCode.OK)
        {
            Keep(what, path, JsonDocument.Parse(bytes).RootElement, reply);
            return;
        }

        ((int)reply.Status).ShouldBeLessThan(500, $"{what}\n{reply.Text}");
        reply.MediaType.ShouldBe("application/problem+json", what);
        var type = reply.Json!["type"]!.GetValue<string>().Split(':')[^1];
        _outcomes.AddOrUpdate(type, 1, (_, n) => n + 1);
        type.ShouldBeOneOf("invalid", "malformed", "taken", "too-large");
        var places = reply.Json["errors"]?.AsArray().Select(e => e!["pointer"]!.GetValue<string>()).ToList() ?? [];
        if (type == "malformed")
            (places.Count > 0 || reply.Text.Contains("at line ", StringComparison.Ordinal)).ShouldBeTrue($"{what}\n{reply.Text}");
        if (type != "invalid")
            return;
        places.ShouldNotBeEmpty($"{what}\n{reply.Text}");
        using var sent = JsonDocument.Parse(bytes);
        places.ShouldAllBe(p => Sent.HasPlace(sent.RootElement, p), $"{what}\n{reply.Text}");
    }

    private void Keep(string what, string path, JsonElement sent, Reply reply)
    {
        var answer = JsonDocument.Parse(reply.Text).RootElement;
        var isNew = reply.Status == HttpStatusCode.Created;
        if (path == "/negotiations")
        {
            _opened.Add((sent, answer.GetProperty("negotiation").GetString()!));
            _outcomes.AddOrUpdate("opened", 1, (_, n) => n + 1);
        }
        else if (path.EndsWith("/developments", StringComparison.Ordinal))
        {
            _recorded.Add((path.Split('/')[2], sent, answer.GetProperty("records")));
            _outcomes.AddOrUpdate("recorded", 1, (_, n) => n + 1);
        }
        else if (isNew)
        {
            _registered.Add((path, sent, answer));
            _outcomes.AddOrUpdate("registered", 1, (_, n) => n + 1);
        }

        reply.Headers.Location.ShouldNotBeNull(what);
        if (isNew)
            Interlocked.Add(ref _written, answer.TryGetProperty("records", out var records) ? records.GetArrayLength() : 1);
    }

    private async Task Recorded_developments_read_as_sent()
    {
        foreach (var group in _recorded.GroupBy(r => r.Negotiation))
        {
            var stored = await Stored(group.Key);
            foreach (var (_, sent, records) in group)
            {
                var bodies = sent.ValueKind == JsonValueKind.Array ? sent.EnumerateArray().ToList() : [sent];
                records.GetArrayLength().ShouldBe(bodies.Count);
                foreach (var (body, record) in bodies.Zip(records.EnumerateArray()))
                {
                    var entry = stored[record.GetProperty("id").GetString()!];
                    entry.GetProperty("type").GetString().ShouldBe(body.GetProperty("type").GetString());
                    Sent.Missing(body, entry.GetProperty("data"), "", "type", "id").ShouldBeNull(body.GetRawText());
                }
            }
        }
    }

    private async Task Opened_negotiations_read_as_sent()
    {
        foreach (var (sent, id) in _opened)
        {
            var entries = (await Stored(id)).Values.ToList();
            var items = new[] { "parties", "issues" }
                .SelectMany(f => sent.TryGetProperty(f, out var list) ? list.EnumerateArray().ToList() : [])
                .ToList();
            entries.Count.ShouldBe(items.Count + 1);
            Sent.Missing(sent, entries[0].GetProperty("data"), "", "id", "parties", "issues").ShouldBeNull(sent.GetRawText());
            foreach (var (item, entry) in items.Zip(entries.Skip(1)))
                Sent.Missing(item, entry.GetProperty("data")).ShouldBeNull(sent.GetRawText());
        }
    }

    private async Task Registrations_read_as_sent()
    {
        foreach (var (path, sent, answer) in _registered)
        {
            var isSource = path == "/sources";
            var id = answer.GetProperty(isSource ? "source" : "speaker").GetString();
            var stored = JsonDocument.Parse((await _server.Get($"{path}/{id}")).ToJsonString()).RootElement;
            var missing = isSource
                ? Sent.Missing(sent, stored.GetProperty("description"), "", "text")
                : Sent.Missing(sent, stored, "", "title", "party", "valid")
                    ?? Sent.Missing(sent, stored.GetProperty("roles")[0], "", "speaker", "identity", "name");
            missing.ShouldBeNull(sent.GetRawText());
        }
    }

    private async Task<Dictionary<string, JsonElement>> Stored(string negotiation) =>
        (await _server.History(negotiation))
            .Select(e => JsonDocument.Parse(e.ToJsonString()).RootElement)
            .ToDictionary(e => e.GetProperty("id").GetString()!);

    // Each negotiation is the seed's, with quotations from a text that is held and records about its records.
    private async Task<List<JsonNode>> Prepare(string negotiation)
    {
        (await _server.Post("/negotiations", With(RunningServer.Read("doha-2025", "negotiation.json"), "id", negotiation))).Status.ShouldBe(
            HttpStatusCode.Created
        );
        var bodies = RunningServer.Read("doha-2025", "developments.json").AsArray().Select(d => d!.DeepClone()).ToList();
        bodies.ForEach(body => body.AsObject().Remove("id"));
        var reply = await _server.Post($"/negotiations/{negotiation}/developments", new JsonArray([.. bodies.Select(b => b.DeepClone())]));
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        var ids = reply.Json!["records"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()).ToList();
        var quoted = JsonNode.Parse(
            """{"type":"statement_made","occurred":"2025-07-24","attribution":{"source":"held","mode":"on_record","assertedOn":"2025-07-24","speaker":"steve-witkoff","quote":{"exact":"Nobody 🕊 followed","prefix":"said.","suffix":"."},"relayedBy":[{"publisher":"The Post"}],"grade":{"reliability":"B","credibility":2}},"text":"x"}"""
        )!;
        return
        [
            .. bodies,
            quoted,
            quoted.DeepClone(),
            quoted.DeepClone(),
            .. ids.Take(8)
                .SelectMany(id =>
                    new JsonNode[]
                    {
                        new JsonObject
                        {
                            ["type"] = "assertion_corrected",
                            ["assertion"] = id,
                            ["patch"] = new JsonObject
                            {
                                ["occurred"] = "2025-07-23",
                                ["claim"] = null,
                                ["attribution"] = new JsonObject { ["assertedOn"] = "2025-07-25" },
                            },
                            ["reason"] = "A slip.",
                        },
                        new JsonObject
                        {
                            ["type"] = "assertion_disputed",
                            ["assertion"] = id,
                            ["grounds"] = "Nobody else says so.",
                            ["attribution"] = quoted["attribution"]!.DeepClone(),
                        },
                        new JsonObject
                        {
                            ["type"] = "assertion_retracted",
                            ["assertion"] = id,
                            ["reason"] = "Counted twice.",
                        },
                    }
                ),
        ];
    }

    private async Task Register(string path, JsonNode body) => (await _server.Post(path, body)).Status.ShouldBe(HttpStatusCode.Created);

    private JsonNode Development(Random random, string negotiation) =>
        _developments[negotiation][random.Next(_developments[negotiation].Count)].DeepClone();

    private static JsonNode Pick(Random random, string file)
    {
        var bodies = RunningServer.Read("doha-2025", file).AsArray();
        return bodies[random.Next(bodies.Count)]!.DeepClone();
    }

    private static JsonNode With(JsonNode body, string name, string value)
    {
        body[name] = value;
        return body;
    }
}
