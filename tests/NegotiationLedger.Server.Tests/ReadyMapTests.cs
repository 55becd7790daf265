using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

/// <summary>The maps of ops/import/maps, each with its sample: every row is recorded, and known when it is loaded again.</summary>
public sealed class ReadyMapTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "import", "maps");

    public static TheoryData<string, string> Maps =>
        new()
        {
            { "pa-x", "3 recorded" },
            { "acled", "3 recorded" },
            { "gdelt-events", "3 recorded, 1 skipped" },
            { "gdelt-mentions", "2 recorded" },
            { "polecat", "3 recorded" },
            { "ucdp", "2 recorded" },
            { "timelinejs", "3 recorded, 1 skipped" },
            { "bargaining-log", "7 recorded" },
        };

    [Theory]
    [MemberData(nameof(Maps))]
    public async Task A_ready_map_records_its_sample_once(string name, string outcomes)
    {
        var map = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Root, name, "map.json"), TestContext.Current.CancellationToken))!;
        var csv = await File.ReadAllTextAsync(Path.Combine(Root, name, "sample.csv"), TestContext.Current.CancellationToken);
        var path = map["negotiation"] is null ? $"/negotiations/sample-{name}/imports" : "/imports";
        var body = new JsonObject { ["map"] = map, ["csv"] = csv };
        var first = await talks.Server.Post(path, body);
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        Outcomes(first.Json!).ShouldBe(outcomes);
        var again = await talks.Server.Post(path, body.DeepClone());
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        Outcomes(again.Json!).ShouldBe(outcomes.Replace("recorded", "known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_that_a_dataset_gives_an_event_is_kept_beside_the_ledger_s_own()
    {
        await A_ready_map_records_its_sample_once("icews", "3 recorded");
        var codes = (await talks.Server.History("sample-icews"))
            .Select(e => e["data"]!["attribution"]?["variables"]?["CAMEO Code"]?.GetValue<string>())
            .OfType<string>();
        codes.ShouldBe(["112", "100", "043"], ignoreOrder: true);
    }

    [Fact]
    public void Every_ready_map_is_tried() =>
        Directory
            .EnumerateDirectories(Root)
            .Select(Path.GetFileName)
            .Order()
            .ShouldBe(Maps.Select(m => m.Data.Item1).Append("icews").Order());

    private static string Outcomes(JsonNode import) =>
        string.Join(
            ", ",
            (import["negotiations"]?.AsArray() ?? [])
                .SelectMany(n => n!["rows"]!.AsArray())
                .Concat(import["rows"]!.AsArray())
                .CountBy(r => r!["outcome"]!.GetValue<string>())
                .OrderBy(o => o.Key)
                .Select(o => $"{o.Value} {o.Key}")
        );
}
