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
