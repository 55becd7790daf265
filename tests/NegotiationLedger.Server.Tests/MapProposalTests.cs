using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

/// <summary>A column map is proposed over HTTP, as <c>ledger map</c> proposes one.</summary>
public sealed class MapProposalTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_map_is_proposed_with_the_columns_and_the_first_rows()
    {
        var head = await _server.Head();
        var csv =
            "Our sheet;;\nDate;Who;Text\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"1{i % 10}/07/2025;north;Said {i}\n"));
        var reply = await _server.Post("/imports/proposals", new JsonObject { ["csv"] = csv });
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Json!["columns"]!.ToJsonString().ShouldBe("""["Date","Who","Text"]""");
        reply.Json["rows"]!.AsArray().Count.ShouldBe(20);
        reply.Json["rows"]![0]!.ToJsonString().ShouldBe("""{"line":3,"cells":["11/07/2025","north","Said 1"]}""");
        reply.Json["map"]!["fields"]!["/occurred"]!["column"]!.GetValue<string>().ShouldBe("Date");
        reply.Json["map"]!["dates"]!.ToJsonString().ShouldContain("dd/MM/yyyy");
        (await _server.Head()).ShouldBe(head, "Nothing was written.");
    }

    [Theory]
    [InlineData("Statement", "statement_made")]
    [InlineData("Public statements", "statement_made")]
    [InlineData("Rejection of proposal", "proposal_rejected")]
    [InlineData("Acceptance of the proposal", "proposal_accepted")]
    [InlineData("Accusations", "accusation_made")]
    [InlineData("Violation of ceasefire", "ceasefire_violated")]
    [InlineData("Talks collapse", "talks_collapsed")]
    [InlineData("Demand stated", "demand_stated")]
    [InlineData("vote", "vote_held")]
    [InlineData("Stationery", "statement_made")]
    [InlineData("Proportional", "statement_made")]
    [InlineData("made", "statement_made")]
    public async Task A_text_stands_for_the_type_that_has_the_most_of_its_words(string text, string type)
    {
        var reply = await _server.Post("/imports/proposals", new JsonObject { ["csv"] = $"Date,Event\n2025-07-01,{text}\n" });
        var rule = reply.Json!["map"]!["fields"]!["/type"]!;
        rule["values"]![text]!.GetValue<string>().ShouldBe(type);
    }

    [Fact]
    public async Task Every_type_is_found_by_its_own_name()
    {
        var types = (await _server.Get("/vocabulary"))["types"]!
            .AsArray()
            .Where(t => t!["kind"]!.GetValue<string>() == "development")
            .Select(t => t!["type"]!.GetValue<string>())
            .ToList();
        foreach (var some in types.Chunk(30))
        {
            var csv = "Date,Event\n" + string.Concat(some.Select(t => $"2025-07-01,{t.Replace('_', ' ')}\n"));
            var reply = await _server.Post("/imports/proposals", new JsonObject { ["csv"] = csv });
            foreach (var (text, type) in reply.Json!["map"]!["fields"]!["/type"]!["values"]!.AsObject())
                type!.GetValue<string>().ShouldBe(text.Replace(' ', '_'));
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"csv":5}""")]
    [InlineData("""{"csv":"A\n1","xlsx":"UEs="}""")]
    [InlineData("""{"csv":""}""")]
    [InlineData("""{"xlsx":"no workbook"}""")]
    public async Task What_is_no_spreadsheet_is_refused(string body)
    {
        var reply = await _server.Send(HttpMethod.Post, "/imports/proposals", body);
        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
    }
}
