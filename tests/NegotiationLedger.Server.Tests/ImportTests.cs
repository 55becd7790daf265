using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>A sheet of a hundred rows, twenty of them bad, each in a way of its own.</summary>
public sealed class ImportTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private static readonly (int Line, string? Column, string? Value, string Pointer, string Words)[] Bad =
    [
        (9, "Event", "Walkout", "/type", "not among the map's values"),
        (14, "Date", "07/13/2025", "/occurred", "dd/MM/yyyy"),
        (20, "Who", "Norway", "/by", "/tables/parties"),
        (25, "Quote", "We shall never sign", "/attribution/quote/exact", "is not in the text"),
        (31, "Proposal", "plan-of-nobody", "/proposal", "proposal_offered first"),
        (36, "Date", "10/07/25", "/occurred", "two digits"),
        (42, "Proposal", "late-plan", "/proposal", "introduced on line 36"),
        (47, "Number", "1.5 million", "/value", "not a number"),
        (53, "Text", "", "/text", "required"),
        (58, "Quote", "", "/attribution/quote", "speaker's words"),
        (65, "Source", "Blog", "/attribution/source", "register it under /sources"),
        (70, null, null, "", "16 cells"),
        (76, null, null, "", "what line 4 says"),
        (81, null, null, "", "closing quotation mark"),
        (87, "Speaker", "stranger", "/attribution/speaker", "register it under /speakers"),
        (92, "Text", "The caf\uFFFD talks", "/text", "UTF-8"),
        (98, "Who", "", "/by", "required"),
        (103, "How", "shouted", "/attribution/mode", "not among the map's values"),
        (109, "Date", "", "/occurred", "required"),
        (114, "Number", "3", "/value", "/types/statement_made"),
    ];

    private readonly RunningServer _server = talks.Server;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task A_sheet_with_bad_rows_is_refused_whole_and_each_is_named(string lineEnd)
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var reply = await Import(negotiation, Sheet.Replace("\n", lineEnd, StringComparison.Ordinal));
        var problem = reply.ShouldBeProblem(HttpStatusCode.BadRequest, "rows");
        problem["detail"]!.GetValue<string>().ShouldContain("20 of 101 rows");
        problem["errors"]!.AsArray().Count.ShouldBe(Bad.Length);
        ShouldNameTheBad(problem["import"]!);
        Outcomes(problem["import"]!).ShouldBe("20 bad, 1 skipped, 80 would_record");
        (await _server.Head()).ShouldBe(head, "Nothing was written.");
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var reply = await Import(negotiation, Sheet, query: "?dryRun=true");
        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Json!["dryRun"]!.GetValue<bool>().ShouldBeTrue();
        ShouldNameTheBad(reply.Json!);
        reply.Json!["ignored"]!.ToJsonString().ShouldBe("""["Notes"]""");
        reply.Json["totals"]!["empty"]!.GetValue<int>().ShouldBe(3);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task When_asked_exactly_the_good_rows_go_in_and_the_bad_come_back_to_be_mended()
    {
        var negotiation = await talks.Open();
        var first = await Import(negotiation, Sheet, skipBad: true);
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        first.ETag.ShouldBe($"\"{first.Version}\"");
        (await _server.Get(first.Headers.Location!.ToString()))["entries"]!.AsArray().Count.ShouldBe(80);
        Outcomes(first.Json!).ShouldBe("20 bad, 80 recorded, 1 skipped");
        ShouldNameTheBad(first.Json!);
        await ShouldStand(negotiation, first.Json!, 80);

        var again = await Import(negotiation, Sheet, skipBad: true);
        again.Status.ShouldBe(HttpStatusCode.OK);
        Outcomes(again.Json!).ShouldBe("20 bad, 80 known, 1 skipped");

        var badCsv = first.Json!["badCsv"]!.GetValue<string>();
        badCsv.ShouldStartWith("Date;Event;Who;Against;Proposal;Text;Number;Source;How;Speaker;Quote;Notes;ledger_problem\r\n");
        var bad = await Import(negotiation, badCsv, query: "?dryRun=true");
        Outcomes(bad.Json!)
            .ShouldBe(
                "18 bad, 1 known, 1 would_record",
                "The row that was copied is recorded under its first place, and quotation marks are doubled now."
            );

        var head = await _server.Head();
        var mended = await Import(negotiation, Mended(badCsv));
        mended.Status.ShouldBe(HttpStatusCode.Created, mended.Text);
        Outcomes(mended.Json!).ShouldBe("1 known, 18 recorded, 1 skipped");
        (await _server.Head()).ShouldBe(head + 18);
        var last = await Import(negotiation, Mended(badCsv));
        last.Status.ShouldBe(HttpStatusCode.OK);
        Outcomes(last.Json!).ShouldBe("19 known, 1 skipped");
        (await _server.Head()).ShouldBe(head + 18, "Nothing is added the second time.");
    }

    [Fact]
    public async Task The_same_sheet_loaded_by_many_at_once_through_two_servers_is_recorded_once()
    {
        await using var beside = await RunningServer.Beside(_server);
        var negotiation = await talks.Open();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i => Import(negotiation, i % 3 == 0 ? Half : Sheet, skipBad: true, server: i % 2 == 0 ? _server : beside))
        );
        replies.ShouldAllBe(r => r.Status == HttpStatusCode.Created || r.Status == HttpStatusCode.OK);
        replies.Sum(r => r.Json!["totals"]!["recorded"]!.GetValue<int>()).ShouldBe(80, "Each row was recorded by one of them.");
        (await _server.History(negotiation)).Count.ShouldBe(4 + 80);
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_nothing_is_written()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Statement("Meanwhile"));
        (await Import(negotiation, Sheet, skipBad: true, headers: ("If-Match", "\"4\""))).ShouldBeProblem(
            HttpStatusCode.PreconditionFailed,
            "stale"
        );
        (await _server.History(negotiation)).Count.ShouldBe(5);
        (await Import(negotiation, Sheet, skipBad: true, headers: ("If-Match", "\"5\""))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_quotation_that_was_recorded_before_its_source_had_a_text_is_known_still()
    {
        var negotiation = await talks.Open();
        var map = JsonNode.Parse(
            """
            {"fields":{"/type":"statement_made","/occurred":"2025-07-10","/text":{"column":"Text"},"/attribution/source":"report",
              "/attribution/mode":"on_record","/attribution/assertedOn":"2025-07-10","/attribution/speaker":"envoy","/attribution/quote/exact":{"column":"Text"}}}
            """
        )!;
        var first = await Import(negotiation, "Text\nWe came to talk.\n", map: map);
        first.Json!["rows"]![0]!["warnings"]![0]!["code"]!.GetValue<string>().ShouldBe("quote_unverified");
        Outcomes((await Import(negotiation, "Text\nWe came to talk.\n", map: map)).Json!).ShouldBe("1 known");
        map["fields"]!["/attribution/source"] = "communique";
        var verified = await Import(negotiation, "Text\nNobody followed.\n", map: map);
        verified.Status.ShouldBe(HttpStatusCode.Created, verified.Text);
        Outcomes((await Import(negotiation, "Text\nNobody followed.\n", map: map)).Json!).ShouldBe("1 known");
    }

    private static void ShouldNameTheBad(JsonNode import)
    {
        var problems = import["rows"]!
            .AsArray()
            .Where(r => r!["outcome"]!.GetValue<string>() == "bad")
            .SelectMany(r => r!["problems"]!.AsArray())
            .Select(p =>
                (
                    Line: p!["line"]!.GetValue<int>(),
                    Column: p["column"]?.GetValue<string>(),
                    Value: p["value"]?.GetValue<string>(),
                    Pointer: p["pointer"]!.GetValue<string>(),
                    Detail: p["detail"]!.GetValue<string>()
                )
            )
            .ToList();
        problems.Select(p => (p.Line, p.Column, p.Value, p.Pointer)).ShouldBe(Bad.Select(b => (b.Line, b.Column, b.Value, b.Pointer)));
        foreach (var (found, expected) in problems.Zip(Bad))
            found.Detail.ShouldContain(expected.Words);
    }

    // Each recorded row stands in the log where the answer says, and nothing else does.
    private async Task ShouldStand(string negotiation, JsonNode import, int count)
    {
        var entries = (await _server.History(negotiation)).Skip(4).ToList();
        entries.Count.ShouldBe(count);
        import["rows"]!
            .AsArray()
            .Where(r => r!["outcome"]!.GetValue<string>() == "recorded")
            .Select(r => (r!["id"]!.GetValue<string>(), r["sequence"]!.GetValue<long>(), r["type"]!.GetValue<string>()))
            .ShouldBe(entries.Select(e => (e["id"]!.GetValue<string>(), e["sequence"]!.GetValue<long>(), e["type"]!.GetValue<string>())));
        import["version"]!.GetValue<int>().ShouldBe(4 + count);
        import["position"]!.GetValue<string>().ShouldBe($"@{entries[^1]["sequence"]}");
    }

    private static string Outcomes(JsonNode import) =>
        string.Join(
            ", ",
            import["rows"]!.AsArray().CountBy(r => r!["outcome"]!.GetValue<string>()).OrderBy(o => o.Key).Select(o => $"{o.Value} {o.Key}")
        );

    private static string Mended(string badCsv)
    {
        foreach (
            var (slip, mended) in new[]
            {
                ("Walkout", "Statement"),
                ("07/13/2025", "13/07/2025"),
                ("Norway", "North"),
                ("We shall never sign", "We will not sign before the border is settled"),
                ("plan-of-nobody", "plan-10"),
                ("10/07/25;", "10/07/2025;"),
                ("1.5 million", "1,500,000"),
                ("Statement;N.;;;;;Post;;;;;", "Statement;N.;;;Something;;Post;;;;;"),
                (";quoted;envoy;;", ";says;envoy;;"),
                ("On a blog;;Blog", "On a blog;;Post"),
                ("One; two; three;;Post;;;;;;x", "\"One; two; three\";;Post;;;;"),
                ("stranger", "envoy"),
                ("caf\uFFFD", "café"),
                ("Rejection;;;plan-2", "Rejection;South;;plan-2"),
                ("shouted", ""),
                ("\n;Statement;N.;;;Some day", "\n2025-07;Statement;N.;;;Some day"),
                ("With a number;3;", "With a number;;"),
                ("copied by mistake", ""),
                ("10/07/2025;Statement;N.;;;Said aloud", "10/07/2025;Subtotal;N.;;;Said aloud"),
            }
        )
        {
            badCsv.ShouldContain(slip);
            badCsv = badCsv.Replace(slip, mended, StringComparison.Ordinal);
        }

        return badCsv;
    }

    private static string Sheet { get; } = Fixture("hundred-rows.csv");

    private static string Half { get; } = string.Join('\n', Sheet.Split('\n').Take(60)) + "\n";

    private static JsonNode Map => JsonNode.Parse(Fixture("hundred-rows.map.json"))!;

    private static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));

    private Task<Reply> Import(
        string negotiation,
        string csv,
        bool skipBad = false,
        string query = "",
        JsonNode? map = null,
        RunningServer? server = null,
        params (string Name, string Value)[] headers
    ) =>
        (server ?? _server).Post(
            $"/negotiations/{negotiation}/imports{query}",
            new JsonObject
            {
                ["map"] = (map ?? Map).DeepClone(),
                ["csv"] = csv,
                ["skipBad"] = skipBad,
            },
            headers
        );
}
