using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What changed since a place in the log.</summary>
public sealed class ChangesTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task It_tells_what_changed_by_topic_and_what_was_recorded()
    {
        var negotiation = await talks.Open();
        var since = await _server.Head();
        var statement = (await talks.Record(negotiation, Statement("We came to talk"))).Json!["records"]![0]!["id"]!.GetValue<string>();
        await talks.Record(negotiation, Offer("plan"));
        await talks.Record(negotiation, Retraction(statement));

        var answer = await _server.Get($"/negotiations/{negotiation}/changes?since=@{since}");

        answer["title"]!.GetValue<string>().ShouldBe($"Talks about the border ({negotiation})");
        Topics(answer).ShouldBe(["proposals: On the table: An offer (plan), offered by North"]);
        answer["records"]!
            .AsArray()
            .Select(r => $"{r!["type"]} {r["version"]} {r["what"]} / {r["about"]}")
            .ShouldBe([
                "statement_made 5 We came to talk / ",
                "proposal_offered 6 “An offer” offered by North / ",
                "assertion_retracted 7 record retracted: A slip. / We came to talk",
            ]);
        answer["more"]!.GetValue<int>().ShouldBe(0);
        answer["position"]!.GetValue<string>().ShouldBe($"@{await _server.Head()}");
    }

    [Fact]
    public async Task Since_the_position_of_the_answer_nothing_has_changed()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Offer("plan"));
        var first = await _server.Get($"/negotiations/{negotiation}/changes?since=@0");

        var next = await _server.Get($"/negotiations/{negotiation}/changes?since={first["position"]}");

        Topics(first).ShouldNotBeEmpty();
        (next["changes"]!.AsArray().Count, next["records"]!.AsArray().Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_date_and_an_instant_are_places_in_the_log_too()
    {
        var negotiation = await talks.Open();
        var recordedAt = (await talks.Record(negotiation, Offer("plan"))).Json!["records"]![0]!["recordedAt"]!.GetValue<string>();
        var before = DateTimeOffset.Parse(recordedAt).AddMicroseconds(-1).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");

        (await Recorded($"since={before}")).ShouldBe(1);
        (await Recorded($"since={recordedAt}")).ShouldBe(0);
        (await Recorded("since=2001-01-01")).ShouldBe(5);
        (await Recorded("since=2001-01-01&recordedUntil=2001-12")).ShouldBe(0);

        async Task<int> Recorded(string query) =>
            (await _server.Get($"/negotiations/{negotiation}/changes?{query}"))["records"]!.AsArray().Count;
    }

    [Fact]
    public async Task Only_so_many_records_are_listed_and_the_rest_is_counted()
    {
        var negotiation = await talks.Open();
        var since = await _server.Head();
        await talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 120).Select(i => Statement($"Words {i}"))]));

        foreach (var (limit, listed, more) in new[] { ("", 100, 20), ("&limit=0", 0, 120), ("&limit=1000", 120, 0) })
        {
            var answer = await _server.Get($"/negotiations/{negotiation}/changes?since=@{since}{limit}");
            (answer["records"]!.AsArray().Count, answer["more"]!.GetValue<int>()).ShouldBe((listed, more));
            Topics(answer).Count().ShouldBe(120);
        }
    }

    [Fact]
    public async Task Its_words_can_be_had_as_plain_text_a_line_each()
    {
        var negotiation = await talks.Open();
        var since = await _server.Head();
        await talks.Record(negotiation, new JsonArray(Offer("plan"), Statement("One\nline\u0007 שלום")));

        var reply = await Ask(negotiation, $"since=@{since}", ("Accept", "text/plain"));

        reply.MediaType.ShouldBe("text/plain");
        reply.Text.ShouldBe(
            $"""
            Talks about the border ({negotiation}), since @{since} (@{await _server.Head()})

            Proposals
            - On the table: An offer (plan), offered by North

            Happenings
            - One line  שלום, 2025-01-02 (The Post)

            """.ReplaceLineEndings("\n")
        );
        (await Ask(negotiation, $"since=@{await _server.Head()}", ("Accept", "text/plain"))).Text.ShouldContain("Nothing has changed.");
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so_until_something_is_recorded_and_a_past_one_never_changes()
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var first = await Ask(negotiation, "since=@0");
        (await Ask(negotiation, "since=@0", ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.NotModified);
        (await Ask(negotiation, "since=@1", ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask(negotiation, "since=@0", ("If-None-Match", first.ETag!), ("Accept", "text/plain"))).Status.ShouldBe(HttpStatusCode.OK);
        await talks.Record(negotiation, Offer("plan"));
        (await Ask(negotiation, "since=@0", ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.OK);

        var settled = await Ask(negotiation, $"since=@0&recordedUntil=@{head}");

        settled.CacheControl!.ShouldContain("immutable");
        Topics(settled.Json!).ShouldBe(Topics(first.Json!));
    }

    [Theory]
    [InlineData("", "/since", "'since' is missing")]
    [InlineData("since=", "/since", "''")]
    [InlineData("since=@", "/since", "'@' is not a valid position")]
    [InlineData("since=@-1", "/since", "'@-1' is not a valid position")]
    [InlineData("since=yesterday", "/since", "'yesterday'")]
    [InlineData("since=2025~", "/since", "'2025~' is qualified")]
    [InlineData("since=@99999999", "/since", "'@99999999' is beyond the head of the log")]
    [InlineData("since=@0&limit=1001", "/limit", "'1001' is not a valid limit")]
    [InlineData("since=@0&until=@4", "/until", "'until' is not a parameter here")]
    [InlineData("since=@0&since=@1", "/since", "'since' is given twice")]
    public async Task What_cannot_be_understood_is_refused_by_name(string query, string pointer, string words)
    {
        var negotiation = await talks.Open();

        var reply = await Ask(negotiation, query);

        reply.Status.ShouldBe(HttpStatusCode.BadRequest, reply.Text);
        reply.Text.ShouldContain($"\"{pointer}\"");
        reply.Json!["errors"]!.ToJsonString(PlainText).ShouldContain(words);
    }

    [Fact]
    public async Task Of_a_negotiation_that_does_not_exist_there_is_nothing_to_tell() =>
        (await Ask("nowhere", "since=@0")).Status.ShouldBe(HttpStatusCode.NotFound);

    private static System.Text.Json.JsonSerializerOptions PlainText { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Topics(JsonNode answer) =>
        answer["changes"]!.AsArray().SelectMany(g => g!["words"]!.AsArray().Select(w => $"{g["topic"]}: {w}"));

    private Task<Reply> Ask(string negotiation, string query, params (string Name, string Value)[] headers) =>
        _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/changes?{query}", body: null, headers);
}
