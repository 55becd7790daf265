using System.Net;
using System.ServiceModel.Syndication;
using System.Text.Json.Nodes;
using System.Xml;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Readers;

/// <summary>What was recorded last, for news readers: Atom 1.0 (RFC 4287).</summary>
public sealed class AtomTests(TalksServer talks, PostgresFixture postgres) : IClassFixture<TalksServer>
{
    private const string Hostile = "]]> </title><script>alert(1)</script> & שלום \u202e \u0001\u001b[2J \ufffe &#0; <![CDATA[";
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task The_last_records_are_entries_the_newest_first_with_links_to_their_pages()
    {
        var negotiation = await talks.Open();
        var said = Quoted("We will not sign before the border is settled");
        await talks.Record(negotiation, With(Statement("Not before the border"), ("attribution", said)));
        var history = Enumerable.Reverse(await _server.History(negotiation)).ToList();

        var feed = await Read($"/negotiations/{negotiation}/feed.atom");

        feed.Title.Text.ShouldBe($"Talks about the border ({negotiation})");
        feed.Items.Select(i => i.Id).ShouldBe(history.Select(e => $"urn:uuid:{e["id"]}"));
        var (newest, record) = (feed.Items.First(), history[0]);
        newest.Title.Text.ShouldBe("Not before the border");
        newest.Summary.Text.ShouldBe(
            "According to party:north, on_record, 2025-01-02 (Communiqué). “We will not sign before the border is settled”"
        );
        newest.Authors.Single().Name.ShouldBe(record["recordedBy"]!.GetValue<string>());
        newest.Categories.Single().Name.ShouldBe("statement_made");
        var recordedAt = DateTimeOffset.Parse(record["recordedAt"]!.GetValue<string>());
        (recordedAt - newest.LastUpdatedTime).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(1));
        newest.Links.Single().Uri.AbsoluteUri.ShouldBe($"{_server.Http.BaseAddress}records/{record["id"]}");
        LinkOf(feed, "alternate").ShouldBe($"{_server.Http.BaseAddress}talks/{negotiation}");
        LinkOf(feed, "self").ShouldBe($"{_server.Http.BaseAddress}negotiations/{negotiation}/feed.atom");
        LinkOf(feed, "next").ShouldBeNull();
    }

    [Fact]
    public async Task Its_pages_hold_every_record_of_all_negotiations_once()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 120).Select(i => Statement($"Words {i}"))]));
        var seen = new List<string>();
        for (string? page = "/feed.atom"; page is not null; )
        {
            var feed = await Read(page);
            feed.Items.Count().ShouldBeLessThanOrEqualTo(50);
            seen.AddRange(feed.Items.Select(i => i.Id));
            page = LinkOf(feed, "next");
        }

        seen.Distinct().Count().ShouldBe(seen.Count);
        var records = (await _server.History(negotiation)).Select(e => $"urn:uuid:{e["id"]}").Reverse().ToList();
        seen.Take(records.Count).ShouldBe(records);
        (await Read("/feed.atom")).Items.First().Title.Text.ShouldBe($"Talks about the border ({negotiation}): Words 119");
    }

    [Fact]
    public async Task Hostile_words_are_text_and_what_xml_has_no_place_for_is_replaced()
    {
        var opening = With(Opening("hostile-talks"), ("title", Hostile));
        (await _server.Post("/negotiations", opening)).Status.ShouldBe(HttpStatusCode.Created);
        await talks.Record("hostile-talks", Statement(Hostile));

        foreach (var path in new[] { "/negotiations/hostile-talks/feed.atom", "/feed.atom" })
        {
            var feed = await Read(path);
            var title = feed.Items.First().Title;
            title.Type.ShouldBe("text");
            title.Text.ShouldEndWith(Hostile.Replace('\u0001', '\uFFFD').Replace('\u001b', '\uFFFD').Replace('\ufffe', '\uFFFD'));
            (await _server.Http.GetStringAsync(path)).ShouldNotContain("<script");
        }
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so_until_something_is_recorded()
    {
        var negotiation = await talks.Open();
        foreach (var path in new[] { $"/negotiations/{negotiation}/feed.atom", "/feed.atom" })
        {
            var first = await Ask(path);
            first.MediaType.ShouldBe("application/atom+xml");
            (await Ask(path, ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.NotModified);
            (await Ask(path + "?before=2", ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.OK);
            await talks.Record(negotiation, Statement("More"));
            (await Ask(path, ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("@4")]
    [InlineData("99999999999999999999")]
    public async Task A_page_that_no_page_links_to_is_refused(string before)
    {
        var reply = await Ask($"/feed.atom?before={before}");
        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.Text.ShouldContain("/before");
    }

    [Fact]
    public async Task Of_a_negotiation_that_does_not_exist_there_is_no_feed() =>
        (await Ask("/negotiations/nowhere/feed.atom")).Status.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Behind_a_named_proxy_links_are_as_the_reader_asked()
    {
        await using var behind = new RunningServer(postgres) { Access = new() { Proxies = [IPNetwork.Parse("127.0.0.0/8")] } };
        await behind.InitializeAsync();
        var reply = await behind.Send(HttpMethod.Get, "/feed.atom", body: null, ("X-Forwarded-Proto", "https"));
        reply.Text.ShouldContain($"href=\"https://{behind.Http.BaseAddress!.Authority}/feed.atom\"");
        var foreign = await _server.Send(HttpMethod.Get, "/feed.atom", body: null, ("X-Forwarded-Proto", "https"));
        foreign.Text.ShouldContain("href=\"http://");
    }

    private static string? LinkOf(SyndicationFeed feed, string relation) =>
        feed.Links.SingleOrDefault(l => l.RelationshipType == relation)?.Uri.AbsoluteUri;

    // A reader that checks every character, as the standard has it.
    private async Task<SyndicationFeed> Read(string path)
    {
        await using var body = await _server.Http.GetStreamAsync(path);
        using var reader = XmlReader.Create(body, new() { CheckCharacters = true, DtdProcessing = DtdProcessing.Prohibit });
        return SyndicationFeed.Load(reader);
    }

    private Task<Reply> Ask(string path, params (string Name, string Value)[] headers) =>
        _server.Send(HttpMethod.Get, path, body: null, headers);
}
