using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Torture.Requests;

/// <summary>What is recorded before the attack, and good requests about it.</summary>
internal sealed class Talks
{
    private const int Negotiations = 16;
    private const int Registered = 40;
    private const string Seed = "doha-2025";
    private const string Map =
        """{"fields":{"/type":"statement_made","/occurred":{"column":"Date"},"/text":{"column":"Text"},"/attribution/source":"held","/attribution/mode":"observed","/attribution/assertedOn":"2025-07-25"}}""";

    private readonly Dictionary<string, List<JsonNode>> _developments = [];
    private readonly Dictionary<string, List<string>> _records = [];
    private readonly JsonArray _sources = Read("sources.json").AsArray();
    private readonly JsonArray _speakers = Read("speakers.json").AsArray();
    private int _next;

    /// <summary>Records it.</summary>
    public static async Task<Talks> Open(HttpClient http)
    {
        var talks = new Talks();
        talks._sources.Add(
            JsonNode.Parse(
                """{"source":"held","kind":"article","title":"Held","text":"A proposal “in bad faith”, he said.\r\nNobody 🕊 followed."}"""
            )
        );
        foreach (var source in talks._sources)
            await Post(http, "/sources", source!);
        foreach (var speaker in talks._speakers)
            await Post(http, "/speakers", speaker!);
        for (var i = 0; i < Registered; i++)
        {
            await Post(
                http,
                "/sources",
                JsonNode.Parse($$"""{"source":"wire-{{i}}","kind":"article","title":"Wire {{i}}","text":"The text of wire-{{i}}."}""")!
            );
            await Post(http, "/speakers", JsonNode.Parse($$"""{"speaker":"envoy-{{i}}","identity":"named","name":"Envoy {{i}}"}""")!);
        }

        for (var i = 0; i < Negotiations; i++)
            await talks.Open(http, $"doha-{i}");
        return talks;
    }

    /// <summary>A good request: the path's parameters, and some of the others.</summary>
    public Sending Good(Operation operation, Random random)
    {
        var sending = new Sending(operation);
        var negotiation = $"doha-{random.Next(Negotiations)}";
        sending.Segments.AddRange(
            operation
                .Path.TrimStart('/')
                .Split('/')
                .Select(s => s.StartsWith('{') ? Value(s.Trim('{', '}'), operation, negotiation, random) : s)
        );
        foreach (
            var parameter in operation.Parameters.Where(p =>
                p.In != "path" && (random.Next(3) == 0 || p.IsRequired || (p.Name == "format" && operation.Method == "GET"))
            )
        )
        {
            if (parameter.In == "header")
                sending.Headers.Add((parameter.Name, HeaderValue(parameter.Name)));
            else if (Fits(parameter, sending))
                sending.Query.Add((parameter.Name, Uri.EscapeDataString(Value(parameter.Name, operation, negotiation, random))));
        }

        if (operation.HasBody)
            sending.Send(
                operation.Path == "/sources/{id}/text"
                    ? new JsonObject { ["text"] = $"The text of {sending.Segments[1]}." }
                    : Body(operation, negotiation, random)
            );
        if (operation.Method is "POST" or "PUT")
            sending.Headers.Add(("Content-Type", "application/json"));
        return sending;
    }

    // What is about one record, or goes on after a page of one question, does not go with everything.
    private static bool Fits(Parameter parameter, Sending sending) =>
        parameter.Name switch
        {
            "after" => sending.Operation.Path is "/negotiations" or "/sources" or "/speakers"
                || sending.Operation.Path.EndsWith("history", StringComparison.Ordinal)
                || sending.Operation.Path is "/feed",
            "from" or "to" => !sending.Query.Exists(q => q.Name is "from"),
            "recordedTo" or "occurredTo" or "movedTo" => true,
            // The whole has texts, and no lens; the other formats have it the other way round.
            "texts" => false,
            _ => !sending.Operation.Path.Contains("eventId", StringComparison.Ordinal),
        };

    // A header that is good whatever the negotiation's version is.
    private string HeaderValue(string name) =>
        name switch
        {
            "If-Match" => "*",
            "Idempotency-Key" => $"\"key-{Interlocked.Increment(ref _next)}\"",
            _ => throw new NotSupportedException($"There is no good value for the header {name}: add one."),
        };

    private string Value(string name, Operation operation, string negotiation, Random random) =>
        name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
        {
            "id" => operation.Path.Split('/')[1] switch
            {
                "sources" => $"wire-{random.Next(Registered)}",
                "speakers" => $"envoy-{random.Next(Registered)}",
                "keys" or "webhooks" or "sessions" => "0123456789ab",
                "drafts" => "01a2164a-bb6f-751c-88e8-e89156217225",
                _ => negotiation,
            },
            "eventId" => Pick(random, _records[negotiation]),
            "name" => Pick(random, "Views", "AuditTrail"),
            "occurredUntil" => Pick(random, "2025-07-24", "2025-07", "2025-07-20T12:00:00Z"),
            "assertedUntil" => Pick(random, "2025-07-24", "2025", "2025-07-24T00:00:00Z"),
            "recordedUntil" => Pick(random, "@40", "@100", "2100"),
            "accordingTo" => Pick(random, "party:israel", "speaker:steve-witkoff", "source:held", "publisher:The Post"),
            "standing" => "undisputed",
            "view" => Pick(random, "status", "demands", "proposals", "agreements", "matrix", "timeline"),
            "order" => "occurred",
            "views" => "all",
            "limit" => Pick(random, "1", "20", "200"),
            "from" or "movedFrom" or "occurredFrom" or "recordedFrom" => "2025-07-01",
            "to" or "movedTo" or "occurredTo" or "recordedTo" => "2100",
            "after" => operation.Path.EndsWith("history", StringComparison.Ordinal) || operation.Path is "/feed" ? "3" : "a",
            "type" => Pick(random, "statement_made", "proposal_rejected"),
            "mode" => "on_record",
            "speaker" => "steve-witkoff",
            "party" => "israel",
            "source" => "held",
            "negotiation" => negotiation,
            "recordedBy" => "local",
            "fate" => Pick(random, "standing", "none", "disputed"),
            "text" => Pick(random, "proposal", "\"bad faith\" or talks", "Doha"),
            "phase" => "collapsed",
            "kind" => "article",
            "publisher" => "The Post",
            "identity" => "named",
            "dryRun" or "bom" or "texts" => "true",
            "what" => Pick(random, "records", "changes"),
            "wait" => "0",
            "since" => Pick(random, "@3", "2025-07-20"),
            "before" => "1000",
            "state" => "open",
            "principal" => "nobody",
            "assertedFrom" => "2025-07-01",
            "assertedTo" => "2100",
            "batch" => "01a2164a-bb6f-751c-88e8-e89156217225",
            "sort" => operation.Path == "/assertions" ? "recorded" : Pick(random, "oldest", "newest"),
            "format" => Pick(random, "bibtex", "csl-json", "timelinejs", "ical", "parquet"),
            _ => throw new NotSupportedException($"There is no good value for the parameter {name}: add one."),
        };

    private JsonNode Body(Operation operation, string negotiation, Random random)
    {
        var next = Interlocked.Increment(ref _next);
        return operation.Path switch
        {
            "/negotiations" => With(Read("negotiation.json"), "id", $"opened-{next}"),
            "/negotiations/{id}/developments" when random.Next(4) == 0 => new JsonArray(
                Pick(random, _developments[negotiation]).DeepClone(),
                Pick(random, _developments[negotiation]).DeepClone()
            ),
            "/negotiations/{id}/developments" => Pick(random, _developments[negotiation]).DeepClone(),
            "/negotiations/{id}/imports" => new JsonObject
            {
                ["map"] = JsonNode.Parse(Map),
                ["csv"] = $"Date;Text\n2025-07-0{random.Next(1, 10)};Row {next}\n2025-07-24;\"Another; {next}\"\n",
            },
            "/imports" => new JsonObject
            {
                ["map"] = JsonNode.Parse(
                    Map.Replace("{\"fields\"", "{\"negotiation\":{\"column\":\"Talks\"},\"fields\"", StringComparison.Ordinal)
                ),
                ["csv"] = $"Talks;Date;Text\n{negotiation};2025-07-0{random.Next(1, 10)};Row {next}\n",
            },
            "/sources" => With(_sources[random.Next(_sources.Count)]!.DeepClone(), "source", $"source-{next}"),
            "/speakers" => With(_speakers[random.Next(_speakers.Count)]!.DeepClone(), "speaker", $"speaker-{next}"),
            "/imports/proposals" => new JsonObject { ["csv"] = $"Date;Text\n2025-07-0{random.Next(1, 10)};Row {next}\n" },
            "/keys" => new JsonObject { ["role"] = "reader", ["owner"] = $"Somebody {next}" },
            "/keys/{id}/rotation" => new JsonObject(),
            "/drafts" => new JsonObject
            {
                ["negotiation"] = negotiation,
                ["source"] = "held",
                ["drafts"] = new JsonArray(Pick(random, _developments[negotiation]).DeepClone()),
            },
            "/drafts/{id}" => Pick(random, _developments[negotiation]).DeepClone(),
            "/webhooks" => new JsonObject { ["url"] = "https://ledger.invalid/hook", ["party"] = "nobody" },
            "/sources/{id}/corrections" => JsonNode.Parse($$$"""{"patch":{"title":"Held {{{next}}}"},"reason":"A slip."}""")!,
            "/speakers/{id}/roles" => JsonNode.Parse($$"""{"title":"Envoy {{next}}","party":"united-states","valid":"2025"}""")!,
            _ => throw new NotSupportedException($"There is no good body for {operation}: add one."),
        };
    }

    private async Task Open(HttpClient http, string negotiation)
    {
        await Post(http, "/negotiations", With(Read("negotiation.json"), "id", negotiation));
        var bodies = Read("developments.json").AsArray().Select(d => d!.DeepClone()).ToList();
        bodies.ForEach(body => body.AsObject().Remove("id"));
        var answer = await Post(http, $"/negotiations/{negotiation}/developments", new JsonArray([.. bodies.Select(b => b.DeepClone())]));
        _records[negotiation] = [.. answer.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];
        foreach (var id in _records[negotiation].Take(8))
        {
            bodies.Add(
                JsonNode.Parse(
                    $$$"""{"type":"assertion_corrected","assertion":"{{{id}}}","patch":{"occurred":"2025-07-23","attribution":{"assertedOn":"2025-07-25"}},"reason":"A slip."}"""
                )!
            );
            bodies.Add(JsonNode.Parse($$"""{"type":"assertion_retracted","assertion":"{{id}}","reason":"Counted twice."}""")!);
        }

        _developments[negotiation] = bodies;
    }

    private static async Task<JsonElement> Post(HttpClient http, string path, JsonNode body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : throw new InvalidOperationException($"{path}: {text}");
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine("seeds", Seed, file)))!;

    private static JsonNode With(JsonNode body, string name, string value)
    {
        body[name] = value;
        return body;
    }

    private static T Pick<T>(Random random, params IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
