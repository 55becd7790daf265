using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Tests.Support;
using NegotiationLedger.Tests.Vocabulary;

namespace NegotiationLedger.Tests.Recording;

/// <summary>Bodies that were once right, changed at random: whatever comes in, the decision is a refusal with pointers or a faithful record.</summary>
public sealed class MutationsTests
{
    private const int Rounds = 2000;

    private static readonly string[] Scraps =
    [
        "null",
        "true",
        "0",
        "-1",
        "1.0",
        "1e2",
        "1e400",
        "12345678901234567890123456789012",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"x\\udc00y\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"a\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"\\ud800\":1}",
        "{\"land\":{}}",
        "\"alpha\"",
        "\"party:alpha\"",
        "\"party:\"",
        "\"2025-13\"",
        "\"2025-07-24\"",
        "\"on_record\"",
        "\"denied\"",
        "\"01983D97-9100-76D3-BAF4-8ADFC3393E3C\"",
        "\"\\ud83d\\ude00\"",
        "{\"exact\":\"words\"}",
        "{\"quote\":\"words\"}",
        "{\"quote\":{\"exact\":\"x\",\"exact\":\"y\"}}",
        "{\"attribution\":{\"quote\":\"x\"}}",
        "{\"party\":\"\\ud800\"}",
        "{\"type\":\"x\"}",
        "{\"attribution\":{\"quote\":{\"exact\":\"y\",\"start\":null}}}",
        "99999999999",
        "[[[[[[[[1]]]]]]]]",
    ];

    private static readonly string[] Names =
    [
        "type",
        "id",
        "attribution",
        "claim",
        "occurrence",
        "after",
        "patch",
        "quote",
        "terms",
        "\\ud800",
        "a/b~c",
        "\\u0000",
        "$ref",
        "by",
    ];

    [Fact]
    public void Whatever_is_sent_is_refused_with_pointers_or_recorded_as_sent()
    {
        var random = new Random(20250724);
        var bodies = Bodies();
        var history = Knowing(bodies);
        var texts = new Dictionary<SourceId, string> { [new("peace-talks-collapse")] = string.Join('\n', bodies.Select(QuoteOf)) };
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var body = bodies[random.Next(bodies.Count)];
            for (var changes = random.Next(4); changes > 0; changes--)
                body = Mutate(body, random);
            accepted += Holds(new RecordDevelopments(history, texts), Ledger.Json(body), body) ? 1 : 0;
        }

        accepted.ShouldBeInRange(Rounds / 20, Rounds * 19 / 20);
    }

    [Fact]
    public void Whatever_is_registered_is_refused_with_pointers_or_recorded()
    {
        var random = new Random(1949);
        var source = Talks.Opened().History.Registry.Sources[new("speech")];
        string[] bodies =
        [
            """
                {"source":"a-report","kind":"article","title":"A report","publisher":"The Gazette","author":"N. N.","published":"2025-07",
                 "url":"https://example.org/a","language":"en","text":"Words."}
                """,
            """{"speaker":"a-speaker","identity":"named","name":"A Speaker","title":"Envoy","party":"alpha","valid":"2025/.."}""",
            """{"patch":{"title":"Another","publisher":null,"published":"2025"},"reason":"mistaken"}""",
            """{"title":"Minister","party":"alpha","valid":"2024/2025"}""",
            """
                {"id":"new-talks","title":"T","subject":"S","occurred":"2025","attribution":{"source":"gazette","mode":"observed","assertedOn":"2025"},
                 "parties":[{"party":"a","name":"A","role":"principal"}],"issues":[{"issue":"i","title":"I"}]}
                """,
        ];
        for (var round = 0; round < Rounds; round++)
        {
            var body = bodies[random.Next(bodies.Length)];
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                body = Mutate(body, random);
            var json = Ledger.Json(body);
            foreach (
                var decision in new[]
                {
                    Register.Source(json),
                    Register.Speaker(json),
                    Register.Correction(source, json),
                    Register.Role(new("a-speaker"), json),
                }
            )
                ((decision.Data is null) == (decision.Problems.Count > 0)).ShouldBeTrue(body);
            OpenNegotiation.Read(json, () => Talks.Id(1)).Problems.ShouldAllBe(p => p.Detail.Length > 0);
        }
    }

    private static bool Holds(RecordDevelopments rules, JsonElement body, string text)
    {
        Decision decision;
        try
        {
            decision = rules.Decide([new(Talks.Id(99), body)]);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(text, error);
        }

        if (decision.Problems.Count > 0)
        {
            decision.Records.ShouldBeEmpty();
            decision.Problems.ShouldAllBe(p => (p.Pointer.Length == 0 || p.Pointer[0] == '/') && p.Detail.Length > 0);
            return false;
        }

        var record = decision.Records.ShouldHaveSingleItem();
        var stored = EventFormat.Write(record.Data);
        EventFormat.Write(EventFormat.Read(stored)).Data.ToArray().ShouldBe(stored.Data.ToArray());
        var sent = JsonNode.Parse(text)!.AsObject();
        sent.Remove("type");
        sent.Remove("id");
        Stands(sent, JsonNode.Parse(stored.Data.Span)!).ShouldBeTrue($"sent {text}\nkept {JsonNode.Parse(stored.Data.Span)}");
        return true;
    }

    // All that was sent is kept; nulls and defaults may be left out, and a quotation's place is the ledger's to set.
    private static bool Stands(JsonNode? sent, JsonNode? kept) =>
        (sent, kept) switch
        {
            (JsonObject a, JsonObject b) => a.All(m =>
                m.Value is null || Stands(m.Value, b[m.Key]) || (b[m.Key] is null && IsDefault(m.Value)) || m.Key is "end"
            ),
            (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(p => Stands(p.First, p.Second)),
            _ => JsonNode.DeepEquals(sent, kept),
        };

    private static bool IsDefault(JsonNode value) => value.ToJsonString() is "\"actual\"" or "{}" or "[]";

    private static List<string> Bodies()
    {
        var seeds = JsonNode
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds", "doha-2025", "developments.json")))!
            .AsArray();
        var golden = EventNames
            .All.Where(row => !row.Type.IsSubclassOf(typeof(Registration)))
            .Select(row =>
            {
                var body = JsonNode.Parse(GoldenFiles.Text(row))!.AsObject();
                body["type"] = row.Name;
                (body["attribution"]?["quote"] as JsonObject)?.Remove("check");
                return body.ToJsonString();
            });
        return [.. seeds.Select(s => s!.ToJsonString()), .. golden, .. Corrections(seeds)];
    }

    private static IEnumerable<string> Corrections(JsonArray seeds) =>
        seeds
            .Take(12)
            .Select(seed =>
                Talks.Corrected(
                    new(Guid.Parse((string)seed!["id"]!)),
                    "'attribution':{'quote':{'exact':'a release deal','prefix':'hostage'},'source':'peace-talks-collapse'},'claim':'denied','occurrence':'x'"
                )
            );

    private static string QuoteOf(string body) =>
        (string?)JsonNode.Parse(body)!["attribution"]?["quote"]?["exact"] ?? "a hostage a release deal";

    // Whatever the bodies refer to is introduced first, and the seeds are recorded.
    private static History Knowing(IEnumerable<string> bodies)
    {
        var references = bodies
            .Select(Ledger.Json)
            .SelectMany(body => EventShape.Read(body, EventNames.Find(body.GetProperty("type").GetString())!).References)
            .Distinct()
            .ToList();
        var ledger = new Ledger();
        foreach (var id in Named<SourceId>(references).Append("gazette").Distinct())
            ledger.Source(Talks.Quotes($"{{'source':'{id}','kind':'article','title':'A report'}}"));
        var speakers = Named<SpeakerRef>(references)
            .Concat(Named<SpeakerId>(references))
            .Distinct()
            .ToLookup(s => s.StartsWith("party:", StringComparison.Ordinal));
        foreach (var id in speakers[false])
            ledger.Speaker(Talks.Quotes($"{{'speaker':'{id}','identity':'anonymous'}}"));
        ledger.Record(
            Named<PartyId>(references)
                .Concat(speakers[true].Select(s => s["party:".Length..]))
                .Distinct()
                .Select(id => Talks.Said("party_joined", $"'party':'{id}','name':'{id}','role':'principal'"))
        );
        ledger.Record(Named<ProposalId>(references).Select(id => Talks.Said("proposal_offered", $"'proposal':'{id}'")));
        foreach (var id in Named<EventId>(references))
            ledger.Record(Talks.Said("statement_made", "'text':'Words'", id: new EventId(Guid.Parse(id))));
        return ledger.History;
    }

    private static IEnumerable<string> Named<T>(IEnumerable<IdReference> references) =>
        references.Where(r => r.Type == typeof(T)).Select(r => r.Value).Distinct();

    // Works on text, so that duplicates and broken escapes come about too.
    private static string Mutate(string json, Random random)
    {
        var places = Places(json);
        if (places.Count == 0)
            return json;
        var (start, end) = places[random.Next(places.Count)];
        var other = places[random.Next(places.Count)];
        var scrap = Scraps[random.Next(Scraps.Length)];
        return random.Next(4) switch
        {
            0 => Valid(
                json,
                json.Insert(json.IndexOf('{', StringComparison.Ordinal) + 1, $"\"{Names[random.Next(Names.Length)]}\":{scrap},")
            ),
            1 => Valid(json, json[..start] + scrap + json[end..]),
            2 => Valid(json, json[..start] + json[other.Start..other.End] + json[end..]),
            _ => Valid(json, json[..start] + $"{{\"{Names[random.Next(Names.Length)]}\":{json[start..end]}}}" + json[end..]),
        };
    }

    private static string Valid(string before, string after) => IsJson(after) ? after : before;

    private static bool IsJson(string text)
    {
        try
        {
            Ledger.Json(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Where the values of a text begin and end.
    private static List<(int Start, int End)> Places(string json)
    {
        var places = new List<(int, int)>();
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        var isAscii = json.All(char.IsAscii);
        while (isAscii && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
                continue;
            var start = (int)reader.TokenStartIndex;
            var copy = reader;
            copy.Skip();
            places.Add((start, (int)copy.BytesConsumed));
        }

        return places;
    }
}
