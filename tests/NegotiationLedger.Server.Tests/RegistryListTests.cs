using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>The lists of sources and speakers: searched, in pages, with the position and ETag they were made at.</summary>
public sealed class RegistryListTests(TalksServer talks) : IClassFixture<TalksServer>, IAsyncLifetime
{
    private readonly RunningServer _server = talks.Server;

    public async ValueTask InitializeAsync()
    {
        await Post("/sources", Described("list-cable", "cable", "The border, seen from the hills", "The Hill Press", "A. Nkosi"));
        await Post("/sources", Described("list-speech", "transcript", "Speech at the gate", "The Gate", null));
        await Post("/sources", Described("list-gate", "article", "Who holds the river?", "The Gate", "B. Gate"));
        await Post(
            "/speakers",
            With(Speaker("list-minister"), ("identity", "named"), ("name", "Ada Minister"), ("title", "Minister"), ("party", "west"))
        );
        await Post("/speakers", With(Speaker("list-clerk"), ("title", "A clerk of the west")));
        await Post("/speakers/list-clerk/roles", Role("east"), isOnce: true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("text=BORDER", "list-cable")]
    [InlineData("text=nkosi", "list-cable")]
    [InlineData("text=gate", "list-gate,list-speech")]
    [InlineData("text=list-g", "list-gate")]
    [InlineData("kind=transcript", "list-speech")]
    [InlineData("publisher=The%20Gate", "list-gate,list-speech")]
    [InlineData("publisher=the%20gate", "")]
    [InlineData("publisher=The%20Gate&kind=article&text=river", "list-gate")]
    [InlineData("text=nothing+of+the+kind", "")]
    public async Task Sources_are_found_by_text_kind_and_publisher(string query, string found) =>
        (await Found("sources", "source", query)).ShouldBe(found);

    [Theory]
    [InlineData("text=ada", "list-minister")]
    [InlineData("text=WEST", "list-clerk")]
    [InlineData("text=envoy", "list-clerk")]
    [InlineData("party=west", "list-minister")]
    [InlineData("party=east", "list-clerk")]
    [InlineData("identity=named", "list-minister")]
    [InlineData("identity=anonymous&text=minister", "")]
    public async Task Speakers_are_found_by_text_identity_and_every_party_they_spoke_for(string query, string found) =>
        (await Found("speakers", "speaker", query)).ShouldBe(found);

    [Fact]
    public async Task A_search_goes_on_from_page_to_page()
    {
        var page = await _server.Get("/sources?publisher=The%20Gate&limit=1");
        page["sources"]!.AsArray().Single()!["source"]!.GetValue<string>().ShouldBe("list-gate");
        page = await _server.Get($"/sources?publisher=The%20Gate&limit=1&after={page["next"]}");
        page["sources"]!.AsArray().Single()!["source"]!.GetValue<string>().ShouldBe("list-speech");
        page["next"].ShouldBeNull();
    }

    [Theory]
    [InlineData("/sources?kind=rumour", "/kind", "rumour")]
    [InlineData("/sources?party=north", "/party", "not a parameter here")]
    [InlineData("/speakers?identity=famous", "/identity", "famous")]
    [InlineData("/speakers?party=No%20Slug", "/party", "No Slug")]
    [InlineData("/speakers?publisher=x", "/publisher", "not a parameter here")]
    public async Task A_search_that_means_nothing_is_refused(string path, string pointer, string word) =>
        (await _server.Send(HttpMethod.Get, path)).ShouldBeProblem(HttpStatusCode.BadRequest, "query").ShouldName(pointer, word);

    [Theory]
    [InlineData("/sources?kind=cable")]
    [InlineData("/speakers?party=west")]
    public async Task A_list_tells_its_position_and_is_not_sent_again_until_something_is_registered(string path)
    {
        var first = await _server.Send(HttpMethod.Get, path);
        first.Status.ShouldBe(HttpStatusCode.OK);
        first.Json!["position"]!.GetValue<string>().ShouldBe(first.Headers.GetValues("Ledger-Position").Single());
        first.CacheControl.ShouldBe("no-cache");
        var again = await _server.Send(HttpMethod.Get, path, body: null, ("If-None-Match", first.ETag!));
        again.Status.ShouldBe(HttpStatusCode.NotModified);
        again.Text.ShouldBeEmpty();

        await Post("/sources", Source($"list-new-{Guid.CreateVersion7()}"));
        (await _server.Send(HttpMethod.Get, path, body: null, ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> Found(string list, string id, string query) =>
        string.Join(
            ',',
            (await _server.Get($"/{list}?after=list&{query}"))[list]!
                .AsArray()
                .Select(s => s![id]!.GetValue<string>())
                .Where(s => s.StartsWith("list-", StringComparison.Ordinal) && !s.StartsWith("list-new", StringComparison.Ordinal))
        );

    private static JsonObject Described(string id, string kind, string title, string publisher, string? author) =>
        With(Source(id), ("kind", kind), ("title", title), ("publisher", publisher), ("author", author));

    private async Task Post(string path, JsonObject body, bool isOnce = false)
    {
        var reply = isOnce ? await _server.Post(path, body, ("Idempotency-Key", "\"once\"")) : await _server.Post(path, body);
        ((int)reply.Status).ShouldBeInRange(200, 201, reply.Text);
    }
}
