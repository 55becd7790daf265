using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Every view, through each part of the lens, with the headers that let a reader keep it.</summary>
public sealed class ViewReadingTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private static readonly string[] Paths = ["", "/status", "/demands", "/proposals", "/matrix", "/timeline", "/history"];
    private static readonly string[] Views = Paths[1..^1];

    private readonly RunningServer _server = talks.Server;

    [Theory]
    [InlineData("occurredUntil=2025-01-03", "occurredUntil", "2025-01-03")]
    [InlineData("occurredUntil=2025-01-03T12:00:00Z", "occurredUntil", "2025-01-03T12:00:00Z")]
    [InlineData("occurredUntil=2025-01", "occurredUntil", "2025-01")]
    [InlineData("occurredUntil=@RECORD", "occurredUntil", "@RECORD")]
    [InlineData("assertedUntil=2025-01-05", "assertedUntil", "2025-01-05")]
    [InlineData("recordedUntil=@HEAD", "recordedUntil", "@HEAD")]
    [InlineData("recordedUntil=2000-01-01", "recordedUntil", "2000-01-01")]
    [InlineData("recordedUntil=@0", "recordedUntil", "@0")]
    [InlineData("accordingTo=party:north", "accordingTo", "party:north")]
    [InlineData(
        "accordingTo=speaker:envoy&accordingTo=source:report&accordingTo=publisher:The%20Gazette",
        "accordingTo",
        "publisher:The Gazette,source:report,speaker:envoy"
    )]
    [InlineData("standing=undisputed", "standing", "undisputed")]
    public async Task Every_view_answers_through_each_part_of_the_lens_and_echoes_it(string query, string part, string echo)
    {
        var negotiation = await Rich();
        var (record, head) = ((await _server.History(negotiation))[6]["id"]!.GetValue<string>(), await _server.Head());
        string Filled(string text) =>
            text.Replace("RECORD", record, StringComparison.Ordinal).Replace("HEAD", $"{head}", StringComparison.Ordinal);
        foreach (var path in Paths)
        {
            var reply = await Get($"/negotiations/{negotiation}{path}?{Filled(query)}");
            reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
            var told = reply.Json!["lens"]![part]!;
            (told is JsonArray several ? string.Join(',', several.Select(s => s!.GetValue<string>())) : told.GetValue<string>()).ShouldBe(
                Filled(echo),
                path
            );
            reply.Json["lens"]!.AsObject().Count.ShouldBe(1);
            reply.Json["position"]!.GetValue<string>().ShouldBe($"@{head}");
            reply.Version.ShouldBe(11);
            reply.ETag.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Each_part_of_the_lens_changes_the_answer()
    {
        var negotiation = await Rich();
        var history = await _server.History(negotiation);
        async Task<JsonNode> Status(string query) => (await _server.Get($"/negotiations/{negotiation}/status?{query}"))["answer"]!;
        async Task<string?> Phase(string query) => (await Status(query))["phase"]?["value"]?.GetValue<string>();
        (await Phase("")).ShouldBe("collapsed");
        (await Phase("occurredUntil=2025-01-03")).ShouldBe("in_session");
        (await Phase($"occurredUntil=@{history.First(e => e["type"]!.GetValue<string>() == "talks_convened")["id"]}")).ShouldBe(
            "in_session"
        );
        (await Phase("assertedUntil=2025-01-05")).ShouldBe("in_session");
        (await Phase($"recordedUntil=@{history[5]["sequence"]}")).ShouldBe("in_session");
        (await Phase($"recordedUntil={history[5]["recordedAt"]}")).ShouldBe("in_session");
        (await Phase("recordedUntil=@0")).ShouldBeNull();
        (await Phase("standing=undisputed")).ShouldBe("in_session");
        (await Phase("accordingTo=publisher:The%20Post")).ShouldBe("in_session");
        (await Phase("accordingTo=publisher:The%20Gazette")).ShouldBe("collapsed");
        (await Phase("accordingTo=source:communique")).ShouldBe("collapsed");
        (await Status("accordingTo=party:south"))["frame"]!["title"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_publishers_name_is_never_taken_for_another_part_of_the_lens()
    {
        var negotiation = await Rich();
        var one = await Get($"/negotiations/{negotiation}/status?accordingTo=publisher:The%20Gazette%26standing%3Dundisputed");
        var two = await Get($"/negotiations/{negotiation}/status?accordingTo=publisher:The%20Gazette&standing=undisputed");
        one.ETag.ShouldNotBe(two.ETag);
        one.Json!["lens"]!.AsObject().ContainsKey("standing").ShouldBeFalse();
        two.Json!["lens"]!.AsObject().ContainsKey("standing").ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_a_reader_has_is_not_sent_again()
    {
        var negotiation = await Rich();
        foreach (var path in Paths)
        {
            var first = await Get($"/negotiations/{negotiation}{path}");
            first.CacheControl.ShouldBe("no-cache");
            foreach (var known in new[] { first.ETag!, "*", $"\"other\", {first.ETag}" })
            {
                var again = await Get($"/negotiations/{negotiation}{path}", ("If-None-Match", known));
                again.Status.ShouldBe(HttpStatusCode.NotModified, path);
                again.Text.ShouldBeEmpty();
                again.ETag.ShouldBe(first.ETag);
                again.CacheControl.ShouldBe("no-cache");
            }

            (await Get($"/negotiations/{negotiation}{path}", ("If-None-Match", "\"other\""))).Status.ShouldBe(HttpStatusCode.OK);
            (await Get($"/negotiations/{negotiation}{path}?accordingTo=party:north", ("If-None-Match", first.ETag!))).Status.ShouldBe(
                HttpStatusCode.OK
            );
        }

        (await Task.WhenAll(Paths.Select(path => Get($"/negotiations/{negotiation}{path}"))))
            .Select(r => r.ETag)
            .Distinct()
            .Count()
            .ShouldBe(Paths.Length);
    }

    [Fact]
    public async Task Whatever_may_change_an_answer_changes_its_tag()
    {
        var negotiation = await Rich();
        foreach (
            var change in new Func<Task<Reply>>[]
            {
                () => talks.Record(negotiation, Statement("more")),
                () => _server.Post("/speakers/envoy/roles", Role()),
                () => _server.Post("/sources/communique/corrections", Correction()),
            }
        )
        {
            var before = await Task.WhenAll(Paths.Select(path => Get($"/negotiations/{negotiation}{path}")));
            (await change()).Status.ShouldBe(HttpStatusCode.Created);
            foreach (var (path, old) in Paths.Zip(before))
            {
                var now = await Get($"/negotiations/{negotiation}{path}", ("If-None-Match", old.ETag!));
                now.Status.ShouldBe(HttpStatusCode.OK, path);
                now.ETag.ShouldNotBe(old.ETag);
            }
        }
    }

    [Fact]
    public async Task Another_negotiations_record_changes_no_tag_but_the_position()
    {
        var (negotiation, other) = (await Rich(), await talks.Open());
        var before = await Get($"/negotiations/{negotiation}/status");
        await talks.Record(other, Statement("elsewhere"));
        (await Get($"/negotiations/{negotiation}/status", ("If-None-Match", before.ETag!))).Status.ShouldBe(HttpStatusCode.NotModified);
        (await Get($"/negotiations/{negotiation}/status")).Json!["position"]!
            .GetValue<string>()
            .ShouldNotBe(before.Json!["position"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_speakers_role_and_a_sources_publisher_decide_whose_account_it_is()
    {
        await _server.Post("/speakers", Speaker("turncoat"));
        await _server.Post("/sources", Source("unsigned"));
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            new JsonArray(
                Statement("said", ("attribution", With(Observed(), ("mode", "attributed"), ("speaker", "turncoat")))),
                Statement("printed", ("attribution", Observed("unsigned")))
            )
        );
        async Task<List<string>> Viewpoints() =>
            [.. (await _server.History(negotiation)).Skip(4).Select(e => e["viewpoint"]!.GetValue<string>())];
        (await Viewpoints()).ShouldBe(["speaker:turncoat", "source:unsigned"]);
        var then = await _server.Head();
        (await _server.Post("/speakers/turncoat/roles", Role("north"))).Status.ShouldBe(HttpStatusCode.Created);
        (
            await _server.Post(
                "/sources/unsigned/corrections",
                new JsonObject
                {
                    ["patch"] = new JsonObject { ["publisher"] = "The Herald" },
                    ["reason"] = "It was found.",
                }
            )
        ).Status.ShouldBe(HttpStatusCode.Created);
        (await Viewpoints()).ShouldBe(["party:north", "publisher:The Herald"]);
        (await _server.Get($"/negotiations/{negotiation}/history?recordedUntil=@{then}"))["entries"]!
            .AsArray()
            .Skip(4)
            .Select(e => e!["viewpoint"]!.GetValue<string>())
            .ShouldBe(["speaker:turncoat", "source:unsigned"]);
        (await _server.Get($"/negotiations/{negotiation}/history?accordingTo=publisher:The%20Herald"))["entries"]!
            .AsArray()
            .ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Only_what_can_no_longer_change_is_immutable()
    {
        var negotiation = await Rich();
        var history = await _server.History(negotiation);
        var head = await _server.Head();
        var earlier = history[^2]["recordedAt"]!.GetValue<string>();
        var last = history[^1]["recordedAt"]!.GetValue<string>();
        foreach (var path in Paths)
        {
            foreach (var settled in new[] { "@0", "@1", $"@{head}", earlier, "2025-07" })
                (await Get($"/negotiations/{negotiation}{path}?recordedUntil={settled}")).CacheControl!.ShouldContain(
                    "immutable",
                    Case.Sensitive,
                    $"{path} {settled}"
                );
            foreach (var open in new[] { $"recordedUntil={last}", "recordedUntil=9000-01-01", "occurredUntil=2025-01-01", "" })
                (await Get($"/negotiations/{negotiation}{path}?{open}")).CacheControl.ShouldBe("no-cache", $"{path} {open}");
        }
    }

    [Fact]
    public async Task What_is_immutable_stays_the_same_whatever_is_recorded_later()
    {
        var negotiation = await Rich();
        var at = await _server.Head();
        async Task<List<string>> Then() =>
            [
                .. await Task.WhenAll(
                    Views.Select(async v =>
                        (await _server.Get($"/negotiations/{negotiation}{v}?recordedUntil=@{at}"))["answer"]!.ToJsonString()
                    )
                ),
            ];
        var before = await Then();
        var first = (await _server.History(negotiation))[5]["id"]!.GetValue<string>();
        await talks.Record(
            negotiation,
            new JsonArray(
                new JsonObject
                {
                    ["type"] = "assertion_retracted",
                    ["assertion"] = first,
                    ["reason"] = "x",
                },
                Development("talks_suspended")
            )
        );
        await _server.Post("/speakers/envoy/roles", Role());
        (await Then()).ShouldBe(before);
        await _server.Restart();
        (await Then()).ShouldBe(before);
    }

    // In session on the 3rd by the Post; collapsed on the 4th by the Gazette, asserted on the 6th and disputed.
    private async Task<string> Rich()
    {
        var negotiation = await talks.Open();
        var collapse = NewId();
        await talks.Record(
            negotiation,
            new JsonArray(
                Offer("plan"),
                Development("talks_convened", ("occurred", "2025-01-03"), ("round", 1), ("parties", new JsonArray("north", "south")))
            )
        );
        await talks.Record(
            negotiation,
            new JsonArray(
                Development(
                    "talks_collapsed",
                    ("id", collapse),
                    ("occurred", "2025-01-04"),
                    ("attribution", Observed("communique", "2025-01-06"))
                ),
                new JsonObject
                {
                    ["type"] = "assertion_disputed",
                    ["assertion"] = collapse,
                    ["grounds"] = "They still talk.",
                },
                Statement("x", ("attribution", Quoted("Nobody followed")))
            )
        );
        await talks.Record(
            negotiation,
            Development("demand_stated", ("demand", "line"), ("party", "south"), ("issue", "border"), ("text", "The old line."))
        );
        await talks.Record(negotiation, Development("proposal_rejected", ("proposal", "plan"), ("by", "south")));
        return negotiation;
    }

    private Task<Reply> Get(string path, params (string Name, string Value)[] headers) =>
        _server.Send(HttpMethod.Get, path, body: null, headers);
}
