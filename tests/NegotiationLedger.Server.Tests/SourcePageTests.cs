using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>A source's page: its text, the quotes that records of every negotiation take from it, and what it carries.</summary>
public sealed class SourcePageTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private const string Words = "The river rose. 🕊 “We wait,” said the envoy, “and we watch the river.” The river fell.";

    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task Quotes_of_every_negotiation_stand_in_the_order_of_the_text_with_their_places_in_code_points()
    {
        var source = await Registered();
        var (first, second) = (await talks.Open(), await talks.Open());
        var late = await Quote(second, source, "and we watch the river");
        var whole = await Quote(first, source, "“We wait,” said the envoy, “and we watch the river.”");
        var early = await Quote(first, source, "“We wait,”");

        var page = await _server.Get($"/sources/{source}");

        page["text"]!.GetValue<string>().ShouldStartWith(Words);
        var quotes = page["quotes"]!.AsArray();
        quotes.Select(q => Text(q!, "event")).ShouldBe([whole, early, late]);
        quotes.Select(q => Text(q!, "negotiation")).ShouldBe([first, first, second]);
        quotes.ShouldAllBe(q => Text(q!, "speaker") == "envoy" && Text(q!, "check") == "verified");
        foreach (var quote in quotes)
            Cut(Words, quote!).ShouldBe(Text(quote!, "exact"));
        page["passages"]!
            .AsArray()
            .Select(p => $"{Cut(Words, p!)}: {string.Join(' ', p!["quotes"]!.AsArray().Select(q => Name(q!.GetValue<string>())))}")
            .ShouldBe(["“We wait,”: whole early", " said the envoy, “: whole", "and we watch the river: whole late", ".”: whole"]);

        string Name(string id) =>
            id == whole ? "whole"
            : id == early ? "early"
            : "late";
    }

    [Fact]
    public async Task A_withdrawn_record_keeps_its_place_and_is_marked()
    {
        var source = await Registered();
        var negotiation = await talks.Open();
        var kept = await Quote(negotiation, source, "We wait");
        var withdrawn = await Quote(negotiation, source, "we watch the river");
        await talks.Record(negotiation, About("assertion_retracted", withdrawn, ("reason", "Misheard.")));
        await talks.Record(negotiation, About("assertion_disputed", kept, ("grounds", "Nobody else heard it.")));

        var page = await _server.Get($"/sources/{source}");

        page["quotes"]!
            .AsArray()
            .Select(q => (Text(q!, "event"), q!["isRetracted"]!.GetValue<bool>()))
            .ShouldBe([(kept, false), (withdrawn, true)]);
        page["counts"]!
            .ToJsonString()
            .ShouldBe("""{"records":2,"negotiations":1,"corroborated":0,"disputed":1,"corrected":0,"retracted":1,"isAtLeast":false}""");
        page["links"]!["assertions"]!.GetValue<string>().ShouldBe($"/assertions?source={source}");
    }

    [Fact]
    public async Task A_corrected_quote_stands_where_it_belongs_and_one_moved_to_another_source_is_gone()
    {
        var (source, other) = (await Registered(), await Registered(Words + " Once more."));
        var negotiation = await talks.Open();
        var mended = await Quote(negotiation, source, "The river rose");
        var moved = await Quote(negotiation, source, "We wait");
        await talks.Record(
            negotiation,
            About(
                "assertion_corrected",
                mended,
                ("patch", Attributed(("quote", new JsonObject { ["exact"] = "The river fell" }))),
                ("reason", "Fell.")
            )
        );
        await talks.Record(
            negotiation,
            About("assertion_corrected", moved, ("patch", Attributed(("source", other))), ("reason", "Wrong paper."))
        );

        var quote = (await _server.Get($"/sources/{source}"))["quotes"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(quote, "event"), Text(quote, "exact"), Cut(Words, quote)).ShouldBe((mended, "The river fell", "The river fell"));
        Text((await _server.Get($"/sources/{other}"))["quotes"]![0]!, "event").ShouldBe(moved);
    }

    [Fact]
    public async Task A_correction_of_the_words_alone_is_held_against_the_text_of_the_records_source()
    {
        var (source, other) = (await Registered(), await Registered("Another paper."));
        var negotiation = await talks.Open();
        var id = await Quote(negotiation, source, "The river rose");
        JsonObject Correction(string about, string words) =>
            About("assertion_corrected", about, ("patch", Attributed(("quote", new JsonObject { ["exact"] = words }))), ("reason", "r"));

        (await _server.Post($"/negotiations/{negotiation}/developments", Correction(id, "The river sang")))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName("/patch/attribution/quote/exact", "The river sang");
        var moved = await talks.Record(
            negotiation,
            About(
                "assertion_corrected",
                id,
                ("patch", Attributed(("source", other), ("quote", new JsonObject { ["exact"] = "Another" }))),
                ("reason", "r")
            )
        );
        // The words are now held against the other paper, also when the correction itself is corrected.
        (await _server.Post($"/negotiations/{negotiation}/developments", Correction(id, "The river rose"))).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "invalid"
        );
        await talks.Record(
            negotiation,
            About(
                "assertion_corrected",
                Text(moved.Json!["records"]![0]!, "id"),
                ("patch", Attributed(("quote", new JsonObject { ["exact"] = "paper" }))),
                ("reason", "r")
            )
        );
    }

    [Fact]
    public async Task Without_a_text_quotes_are_listed_in_the_order_recorded_and_have_no_place()
    {
        var source = $"page-{Guid.CreateVersion7()}";
        (await _server.Post("/sources", Source(source))).Status.ShouldBe(HttpStatusCode.Created);
        var negotiation = await talks.Open();
        var first = await Quote(negotiation, source, "Zulu");
        var second = await Quote(negotiation, source, "Alpha");

        var page = await _server.Get($"/sources/{source}");

        page["text"].ShouldBeNull();
        page["passages"]!.AsArray().ShouldBeEmpty();
        page["quotes"]!.AsArray().Select(q => Text(q!, "event")).ShouldBe([first, second]);
        page["quotes"]!.AsArray().ShouldAllBe(q => Text(q!, "check") == "unverified" && q!["start"] == null);
    }

    [Fact]
    public async Task A_source_that_carries_much_is_read_in_pages()
    {
        var source = await Registered();
        var negotiation = await talks.Open();
        var ids = new List<string>();
        foreach (var words in new[] { "river rose", "We wait", "the envoy", "river fell" })
            ids.Add(await Quote(negotiation, source, words));

        var seen = new List<string>();
        for (var after = "0"; after is not null; )
        {
            var page = await _server.Get($"/sources/{source}?limit=3&after={after}");
            seen.AddRange(page["quotes"]!.AsArray().Select(q => Text(q!, "event")));
            page["counts"]!["records"]!.GetValue<int>().ShouldBe(4);
            after = page["next"]?.ToString();
        }

        seen.ShouldBe(ids);
    }

    [Fact]
    public async Task It_sees_what_was_recorded_before_it_and_is_not_sent_twice()
    {
        var source = await Registered();
        var negotiation = await talks.Open();
        for (var i = 0; i < 10; i++)
        {
            var id = await Quote(negotiation, source, "The river");
            var reply = await _server.Send(HttpMethod.Get, $"/sources/{source}");
            reply.Json!["quotes"]!.AsArray().Select(q => Text(q!, "event")).ShouldContain(id);
            (await _server.Send(HttpMethod.Get, $"/sources/{source}", body: null, ("If-None-Match", reply.ETag!))).Status.ShouldBe(
                HttpStatusCode.NotModified
            );
        }
    }

    // A text of its own, so that it is a source of its own.
    private async Task<string> Registered(string text = Words)
    {
        var id = $"page-{Guid.CreateVersion7()}";
        (await _server.Post("/sources", With(Source(id), ("text", $"{text}\n{id}")))).Status.ShouldBe(HttpStatusCode.Created);
        return id;
    }

    private async Task<string> Quote(string negotiation, string source, string words)
    {
        var reply = await talks.Record(negotiation, Statement(words, ("attribution", Quoted(words, source))));
        return Text(reply.Json!["records"]![0]!, "id");
    }

    private static JsonObject About(string type, string id, params (string Name, JsonNode? Value)[] members) =>
        With(new JsonObject { ["type"] = type, ["assertion"] = id }, members);

    private static JsonObject Attributed(params (string Name, JsonNode? Value)[] members) =>
        new() { ["attribution"] = With(new JsonObject(), members) };

    private static string Cut(string text, JsonNode place) =>
        string.Concat(
            text.EnumerateRunes()
                .Skip(place["start"]!.GetValue<int>())
                .Take(place["end"]!.GetValue<int>() - place["start"]!.GetValue<int>())
                .Select(r => r.ToString())
        );

    private static string Text(JsonNode holder, string name) => holder[name]!.GetValue<string>();
}
