using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests;

/// <summary>Negotiations whose sources' texts are held, taken into another ledger with their texts and without.</summary>
public sealed class TransferOfTextsTests(TalksServer talks, PostgresFixture postgres) : IClassFixture<TalksServer>, IAsyncLifetime
{
    private const string Words = "“We will not sign before the border is settled”";

    private readonly RunningServer _second = new(postgres);

    public ValueTask InitializeAsync() => _second.InitializeAsync();

    public ValueTask DisposeAsync() => _second.DisposeAsync();

    [Fact]
    public async Task With_its_text_a_quotation_is_verified_again()
    {
        var id = await Quoted();
        var file = await Files.Export(talks.Server, id);
        var reply = await Files.Load(_second, file);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        Files
            .Said(await _second.Get($"/negotiations/{id}/history"))
            .ShouldBe(Files.Said(await talks.Server.Get($"/negotiations/{id}/history")));
        (await _second.Get("/sources/communique"))["text"]!.ToJsonString().ShouldContain("Nobody followed");
        (await Files.Load(_second, file)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Words_that_are_not_in_the_text_are_refused_in_records_and_in_corrections_and_so_is_another_text()
    {
        var file = await Files.Export(talks.Server, await Quoted());
        var record = await Files.Load(_second, Misquoted(file, "statement_made", line => line["data"]!));
        record.Status.ShouldBe(HttpStatusCode.BadRequest);
        Files
            .Why(record)
            .ShouldContain("/data/attribution/quote/exact: 'words that nobody said' is not in the text of source 'communique'");
        var correction = await Files.Load(_second, Misquoted(file, "assertion_corrected", line => line["data"]!["patch"]!));
        Files.Why(correction).ShouldContain("/data/patch/attribution/quote/exact: 'words that nobody said' is not in the text");
        var text = await Files.Load(_second, Files.Altered(file, line => line["text"] is not null, line => line["text"] = "Another text."));
        Files.Why(text).ShouldContain("the text was altered");
        (await _second.Head()).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_that_the_other_ledger_holds_already_is_what_corrections_are_held_against()
    {
        var file = await Files.Export(talks.Server, await Quoted());
        await Files.Load(_second, await Files.Export(talks.Server, await Quoted()));
        var head = await _second.Head();
        var correction = await Files.Load(_second, Misquoted(file, "assertion_corrected", line => line["data"]!["patch"]!));
        correction.Status.ShouldBe(HttpStatusCode.BadRequest, correction.Text);
        (await _second.Head()).ShouldBe(head);
        (await Files.Load(_second, file)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Without_texts_quotations_are_unverified_and_all_else_is_the_same()
    {
        var id = await Quoted();
        var file = await Files.Export(talks.Server, id, texts: false);
        Files.Lines(file).ShouldAllBe(line => line["text"] == null);
        (await Files.Load(_second, file)).Status.ShouldBe(HttpStatusCode.Created);
        (await Files.Load(_second, file)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var view in (string[])["", "/status", "/demands", "/proposals", "/agreements", "/matrix", "/timeline"])
            Files
                .Said(await _second.Get($"/negotiations/{id}{view}"))
                .ShouldBe(Files.Said(await talks.Server.Get($"/negotiations/{id}{view}")));
        var (here, there) = (await talks.Server.History(id), await _second.History(id));
        string.Concat(there.Select(Files.Said)).ShouldBe(string.Concat(here.Select(Files.Said)).Replace("\"verified\"", "\"unverified\""));
    }

    private static string Misquoted(string file, string type, Func<JsonNode, JsonNode> holder) =>
        Files.Altered(
            file,
            line => line["type"]?.GetValue<string>() == type,
            line => holder(line)["attribution"]!["quote"] = new JsonObject { ["exact"] = "words that nobody said" }
        );

    private async Task<string> Quoted()
    {
        var id = await talks.Open();
        var said = await talks.Record(id, TalksServer.Statement("Words", ("attribution", TalksServer.Quoted(Words))));
        await talks.Record(
            id,
            new JsonObject
            {
                ["type"] = "assertion_corrected",
                ["assertion"] = said.Json!["records"]![0]!["id"]!.GetValue<string>(),
                ["patch"] = new JsonObject
                {
                    ["attribution"] = new JsonObject { ["quote"] = new JsonObject { ["exact"] = "Nobody followed." } },
                },
                ["reason"] = "The wrong words.",
            }
        );
        return id;
    }
}
