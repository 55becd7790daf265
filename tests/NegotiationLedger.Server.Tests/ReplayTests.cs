using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests;

public sealed class ReplayTests(DohaServer doha) : IClassFixture<DohaServer>
{
    private const string LateReport = """
        {"type":"team_recalled","occurred":"2025-07-20","party":"israel","from":"Doha","occurrence":"israel-recall-for-consultations",
         "attribution":{"source":"peace-talks-collapse","mode":"observed","assertedOn":"2025-07-30"}}
        """;

    private readonly RunningServer _server = doha.Server;

    [Fact]
    public async Task The_recalls_come_before_the_collapse_the_collapse_before_the_operations_and_the_last_frame_is_the_status()
    {
        var frames = await Frames("/negotiations/doha-2025/replay?occurredUntil=2025-07-24T00:00:00Z");

        frames
            .Select(f => f["what"]!.GetValue<string>())
            .Where(w =>
                w.Contains("recalls", StringComparison.Ordinal)
                || w.Contains("collapsed", StringComparison.Ordinal)
                || w.Contains("begins military", StringComparison.Ordinal)
            )
            .Select(w => w.Split(' ')[0])
            .ShouldBe(["United", "Israel", "talks", "Israel"]);
        frames[^1]["last"]!.GetValue<bool>().ShouldBeTrue();
        var status = await _server.Get($"/negotiations/doha-2025/status?occurredUntil=@{frames[^1]["entry"]!["id"]}");
        JsonNode.DeepEquals(frames[^1]["view"], status["answer"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("status", "occurred")]
    [InlineData("status", "recorded")]
    [InlineData("demands", "occurred")]
    [InlineData("proposals", "recorded")]
    [InlineData("matrix", "occurred")]
    [InlineData("timeline", "recorded")]
    public async Task Patches_in_turn_give_the_last_view_and_each_frame_is_the_view_its_lens_gives(string view, string order)
    {
        var frames = await Frames($"/negotiations/doha-2025/replay?view={view}&order={order}&views=all");

        var led = frames[0]["view"]!;
        foreach (var frame in frames.Skip(1))
        {
            led = JsonPatch.Apply(led, frame["patch"]!.AsArray());
            JsonNode.DeepEquals(led, frame["view"]).ShouldBeTrue();
        }

        foreach (var frame in frames.Where((_, i) => i % 9 == 0))
        {
            var lens = order == "occurred" ? $"occurredUntil=@{frame["entry"]!["id"]}" : $"recordedUntil=@{frame["entry"]!["sequence"]}";
            var answer = await _server.Get($"/negotiations/doha-2025/{view}?{lens}");
            JsonNode.DeepEquals(frame["view"], answer["answer"]).ShouldBeTrue($"frame {frame["frame"]}");
        }
    }

    [Fact]
    public async Task The_whole_view_comes_first_last_and_at_every_hundredth_frame()
    {
        await _server.OpenCopyOfDoha("long-2025");
        var bodies = Enumerable
            .Range(1, 160)
            .Select(i =>
                (JsonNode)
                    JsonNode.Parse(
                        $$$"""
                        {"type":"figure_reported","occurred":"2025-08-01","subject":"hostages remaining","value":{{{i}}},
                         "attribution":{"source":"peace-talks-collapse","mode":"observed","assertedOn":"2025-08-02"}}
                        """
                    )!
            );
        (await _server.Post("/negotiations/long-2025/developments", new JsonArray([.. bodies]))).Status.ShouldBe(HttpStatusCode.Created);

        var frames = await Frames("/negotiations/long-2025/replay?order=recorded");

        frames.Select(f => f["frame"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, frames.Count));
        frames.Where(f => f["view"] is not null).Select(f => f["frame"]!.GetValue<int>()).ShouldBe([1, 100, 200, frames.Count]);
        frames.Count(f => f["last"] is not null).ShouldBe(1);
    }

    [Fact]
    public async Task How_it_happened_and_how_we_learned_it_part_ways_over_a_late_report()
    {
        await _server.OpenCopyOfDoha("late-2025");
        var late = await _server.Post("/negotiations/late-2025/developments", JsonNode.Parse(LateReport)!);
        var id = late.Json!["records"]![0]!["id"]!.GetValue<string>();

        var happened = await Frames("/negotiations/late-2025/replay");
        var learned = await Frames("/negotiations/late-2025/replay?order=recorded");

        var place = happened.FindIndex(f => f["entry"]?["id"]?.GetValue<string>() == id);
        place.ShouldBeInRange(1, happened.Count - 10);
        happened[place]["words"]!.AsArray().Select(w => w!.GetValue<string>()).ShouldBe(["Israel: team recalled, no longer at the table"]);
        learned[^1]["entry"]!["id"]!.GetValue<string>().ShouldBe(id);
        JsonNode.DeepEquals(learned[^1]["view"], happened[^1]["view"]).ShouldBeTrue();
        happened.Count(f => f["entry"] is not null).ShouldBe(learned.Count);
    }

    [Theory]
    [InlineData("order=occurred", 7)]
    [InlineData("order=recorded", 7)]
    [InlineData("order=occurred&views=all", 20)]
    public async Task Pages_in_turn_are_the_whole(string query, int limit)
    {
        var whole = await Frames($"/negotiations/doha-2025/replay?{query}");
        List<JsonNode> pages = [];
        string? next = "";
        while (next is not null)
        {
            var page = await Frames($"/negotiations/doha-2025/replay?{query}&limit={limit}{(next.Length > 0 ? $"&from={next}" : "")}");
            page.Count(f => f["entry"] is not null).ShouldBeLessThanOrEqualTo(limit);
            page[..^1].ShouldAllBe(f => f["next"] == null && f["last"] == null);
            pages.AddRange(page);
            next = page[^1]["next"]?.GetValue<string>();
        }

        pages.Select(What).ShouldBe(whole.Select(What));
        pages[^1]["last"]!.GetValue<bool>().ShouldBeTrue();

        static string What(JsonNode frame) =>
            $"{frame["entry"]?["id"]} {frame["what"]} {frame["words"]!.ToJsonString()} {frame["patch"]!.ToJsonString()}";
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=10001")]
    [InlineData("views=all&limit=1001")]
    public async Task A_page_has_its_bounds(string query) =>
        (await _server.Send(HttpMethod.Get, $"/negotiations/doha-2025/replay?{query}")).Status.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_corrected_record_is_shown_as_it_stands_beside_what_was_recorded()
    {
        await _server.OpenCopyOfDoha("corrected-2025");
        var recorded = await _server.Post("/negotiations/corrected-2025/developments", JsonNode.Parse(LateReport)!);
        var id = recorded.Json!["records"]![0]!["id"]!.GetValue<string>();
        var correction = $$$"""{"type":"assertion_corrected","assertion":"{{{id}}}","patch":{"from":"Cairo"},"reason":"Misread."}""";
        (await _server.Post("/negotiations/corrected-2025/developments", JsonNode.Parse(correction)!)).Status.ShouldBe(
            HttpStatusCode.Created
        );

        var frame = (await Frames($"/negotiations/corrected-2025/replay?from=@{id}&to=@{id}")).ShouldHaveSingleItem();

        frame["entry"]!["data"]!["from"]!.GetValue<string>().ShouldBe("Doha");
        frame["shown"]!["from"]!.GetValue<string>().ShouldBe("Cairo");
        frame["what"]!.GetValue<string>().ShouldBe("Israel recalls its team from Cairo");
        frame["view"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_replay_that_has_not_changed_is_not_sent_again_and_one_of_a_settled_past_never()
    {
        var reply = await _server.Send(HttpMethod.Get, "/negotiations/doha-2025/replay?view=matrix&recordedUntil=@40");

        reply.MediaType.ShouldBe("application/x-ndjson");
        reply.CacheControl!.ShouldContain("immutable");
        reply.Headers.GetValues("Ledger-Lens").ShouldBe(["recordedUntil%3D%4040"]);
        var again = await _server.Send(
            HttpMethod.Get,
            "/negotiations/doha-2025/replay?view=matrix&recordedUntil=@40",
            body: null,
            ("If-None-Match", reply.ETag!)
        );
        again.Status.ShouldBe(HttpStatusCode.NotModified);
        var other = await _server.Send(
            HttpMethod.Get,
            "/negotiations/doha-2025/replay?view=matrix&recordedUntil=@40&to=@30&order=recorded",
            body: null,
            ("If-None-Match", reply.ETag!)
        );
        other.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("view=stats", "/view", "'stats' is not a view: give one of status, demands, proposals, agreements, matrix, timeline.")]
    [InlineData("order=backwards", "/order", "'backwards' is not a valid order")]
    [InlineData("views=some", "/views", "'some' is not a choice for 'views'")]
    [InlineData("from=@12", "/from", "'@12' is not a valid place")]
    [InlineData("order=recorded&to=@999999", "/to", "'@999999' is beyond the head of the log")]
    [InlineData("order=recorded&recordedUntil=@999999", "/recordedUntil", "beyond the head")]
    [InlineData("from=@01983d97-0000-7000-8000-000000000001", "/from", "is not a development that stands in this lens")]
    [InlineData("order=recorded&occurredUntil=@01983da0-ba32-787d-9f74-0444d42a5000", "/occurredUntil", "give a date or an instant")]
    [InlineData("to=2025-07-32", "/to", "2025-07-32")]
    public async Task What_cannot_be_replayed_is_refused_by_name(string query, string pointer, string words) =>
        (await _server.Send(HttpMethod.Get, $"/negotiations/doha-2025/replay?{query}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName(pointer, words);

    [Fact]
    public async Task A_negotiation_that_is_none_cannot_be_replayed() =>
        (await _server.Send(HttpMethod.Get, "/negotiations/nowhere/replay")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");

    [Fact]
    public async Task A_range_without_records_is_an_empty_replay()
    {
        var reply = await _server.Send(HttpMethod.Get, "/negotiations/doha-2025/replay?from=2031-01-01");

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Text.ShouldBeEmpty();
    }

    private async Task<List<JsonNode>> Frames(string path)
    {
        var reply = await _server.Send(HttpMethod.Get, path);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        return [.. reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
