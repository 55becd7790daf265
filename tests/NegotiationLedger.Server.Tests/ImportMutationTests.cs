using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests;

/// <summary>Whatever is sent as map or sheet, the server answers with what each row is or with what is wrong, and writes exactly what it says.</summary>
public sealed class ImportMutationTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private const int Count = 1_200;

    private static readonly string Sheet = Fixture("hundred-rows.csv");
    private static readonly string Map = Fixture("hundred-rows.map.json");

    private readonly RunningServer _server = talks.Server;
    private readonly ConcurrentDictionary<string, int> _outcomes = [];
    private long _written;

    [Fact]
    public async Task Twelve_hundred_spoilt_imports_are_each_answered_and_written_as_answered()
    {
        var negotiations = new List<string>();
        for (var i = 0; i < 8; i++)
            negotiations.Add(await talks.Open());
        var head = await _server.Head();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (seed, _) => await Send(seed, negotiations[seed % negotiations.Count])
        );
        (await _server.Head()).ShouldBe(head + _written, "The head moved by what was acknowledged and nothing else.");
        foreach (var outcome in new[] { "200", "201", "invalid", "rows", "malformed" })
            _outcomes.GetValueOrDefault(outcome).ShouldBeGreaterThan(30, string.Join(", ", _outcomes));
        foreach (var negotiation in negotiations)
            await _server.Get($"/negotiations/{negotiation}/status");
    }

    private async Task Send(int seed, string negotiation)
    {
        var bytes = Spoilt(seed);
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        var path = $"/negotiations/{negotiation}/imports{(seed % 7 == 0 ? "?dryRun=true" : "")}";
        var reply = await _server.Send(HttpMethod.Post, path, content);
        ((int)reply.Status).ShouldBeLessThan(500, $"seed {seed}: {reply.Text}");
        if (reply.Status is HttpStatusCode.OK or HttpStatusCode.Created)
        {
            _outcomes.AddOrUpdate(((int)reply.Status).ToString(System.Globalization.CultureInfo.InvariantCulture), 1, (_, n) => n + 1);
            Interlocked.Add(ref _written, reply.Json!["totals"]!["recorded"]!.GetValue<int>());
            return;
        }

        reply.MediaType.ShouldBe("application/problem+json", $"seed {seed}");
        var type = reply.Json!["type"]!.GetValue<string>().Split(':')[^1];
        _outcomes.AddOrUpdate(type, 1, (_, n) => n + 1);
        type.ShouldBeOneOf("invalid", "malformed", "rows", "too-large");
        if (type is "invalid" or "rows")
            reply.Json["errors"]!.AsArray().ShouldNotBeEmpty($"seed {seed}: {reply.Text}");
    }

    // One time in three the map is spoilt, one time in three the sheet, and else both.
    private static byte[] Spoilt(int seed)
    {
        var random = new Random(seed);
        var lines = Sheet.Split('\n');
        var csv = string.Join('\n', lines[..3].Concat(lines[3..].Where(_ => random.Next(6) == 0)));
        var map = seed % 3 == 1 ? Encoding.UTF8.GetBytes(Map) : new Mutation(seed).Of(JsonNode.Parse(Map)!);
        var rest = new JsonObject { ["csv"] = seed % 3 == 0 ? csv : Damaged(csv, random), ["skipBad"] = seed % 2 == 0 };
        return [.. "{\"map\":"u8, .. map, .. Encoding.UTF8.GetBytes("," + rest.ToJsonString()[1..])];
    }

    private static string Damaged(string csv, Random random)
    {
        string[] pieces =
        [
            "\"",
            ";",
            "\n",
            "\r",
            ",",
            "\t",
            "\uFEFF",
            "\uFFFD",
            "'",
            "{",
            "\\",
            "\u0001",
            "🕊",
            "Total",
            "0",
            "-",
            "ca. ",
            "\"\"",
            ";;;;",
        ];
        var text = new StringBuilder(csv);
        for (var changes = random.Next(6); changes >= 0; changes--)
        {
            var at = random.Next(text.Length);
            if (char.IsSurrogate(text[at]))
                continue;
            if (random.Next(2) == 0)
                text.Remove(at, 1);
            text.Insert(at, pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    private static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));
}
