using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>The entries themselves: in pages, as lines, for a spreadsheet, filtered.</summary>
public sealed class HistoryTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_or_a_repeat()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 30).Select(i => Statement($"Number {i}"))]));
        var all = (await _server.History(negotiation)).Select(e => e.ToJsonString()).ToList();
        foreach (var limit in new[] { 1, 7, 17, 34, 1000 })
        {
            var paged = new List<string>();
            var after = "";
            do
            {
                var page = await _server.Get($"/negotiations/{negotiation}/history?limit={limit}{after}");
                page["entries"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(limit);
                paged.AddRange(page["entries"]!.AsArray().Select(e => e!.ToJsonString()));
                after = page["next"] is { } next ? $"&after={next}" : "";
            } while (after.Length > 0);
            paged.ShouldBe(all);
        }

        var beyond = await _server.Get($"/negotiations/{negotiation}/history?after=9223372036854775807");
        beyond["entries"]!.AsArray().ShouldBeEmpty();
        beyond["next"].ShouldBeNull();
    }

    [Fact]
    public async Task Filters_keep_what_they_name_and_all_of_them_together()
    {
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            new JsonArray(
                Offer("plan"),
                Development("proposal_rejected", ("proposal", "plan"), ("by", "south")),
                Statement("x", ("attribution", Quoted("Nobody followed"))),
                Statement("y", ("attribution", With(Observed("communique"), ("mode", "attributed"), ("speaker", "party:south"))))
            )
        );
        async Task<List<int>> Versions(string query) =>
            [
                .. (await _server.Get($"/negotiations/{negotiation}/history?{query}"))["entries"]!
                    .AsArray()
                    .Select(e => e!["version"]!.GetValue<int>()),
            ];
        (await Versions("type=statement_made")).ShouldBe([7, 8]);
        (await Versions("type=statement_made&type=proposal_offered")).ShouldBe([5, 7, 8]);
        (await Versions("speaker=envoy")).ShouldBe([7]);
        (await Versions("speaker=party:south")).ShouldBe([8]);
        (await Versions("source=communique")).ShouldBe([7, 8]);
        (await Versions("party=south")).ShouldBe([3, 6, 8]);
        (await Versions("party=south&type=statement_made")).ShouldBe([8]);
        (await Versions("type=statement_made&limit=1")).ShouldBe([7]);
        (await Versions("source=communique&accordingTo=party:north")).ShouldBe([7]);
        (await Versions("type=team_recalled")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Withdrawn_records_are_shown_in_the_log_as_it_stands_and_not_through_another_lens()
    {
        var negotiation = await talks.Open();
        var id = NewId();
        await talks.Record(
            negotiation,
            new JsonArray(
                Statement("x", ("id", id)),
                new JsonObject
                {
                    ["type"] = "assertion_retracted",
                    ["assertion"] = id,
                    ["reason"] = "No.",
                }
            )
        );
        (await _server.History(negotiation)).Count.ShouldBe(6);
        (await _server.Get($"/negotiations/{negotiation}/history?occurredUntil=2026"))["entries"]!
            .AsArray()
            .ShouldAllBe(e => e!["id"]!.GetValue<string>() != id);
    }

    [Fact]
    public async Task A_spreadsheet_gets_rows_that_it_cannot_take_for_formulas()
    {
        var negotiation = await talks.Open();
        string[] words = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a \"quoted\", word", "two\r\nlines", "🕊 פה", " =1"];
        await talks.Record(negotiation, new JsonArray([.. words.Select(w => Statement("x", ("attribution", Quoted(w, "report"))))]));
        var reply = await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/history", body: null, ("Accept", "text/csv"));
        reply.MediaType.ShouldBe("text/csv");
        reply.Headers.Vary.ShouldContain("Accept");
        var rows = CsvRows.Of(reply.Text);
        rows.Count.ShouldBe(15);
        rows.ShouldAllBe(r => r.Length == rows[0].Length);
        var column = Array.IndexOf(rows[0], "quote");
        foreach (var (word, row) in words.Zip(rows.Skip(5)))
        {
            row[column].ShouldEndWith(word);
            if ("=+-@\t\r".Contains(word[0], StringComparison.Ordinal))
                row[column].ShouldBe("'" + word);
        }

        rows.Skip(1).SelectMany(r => r).Where(c => c.Length > 0).ShouldAllBe(c => !"=+-@\t\r".Contains(c[0]));
        reply
            .Text.Replace("\r\n", "", StringComparison.Ordinal)
            .Split('"')
            .Where((_, i) => i % 2 == 0)
            .ShouldAllBe(outside => !outside.Contains('\n') && !outside.Contains('\r'));
    }

    [Fact]
    public async Task Six_thousand_entries_stream_as_lines_and_as_rows()
    {
        var negotiation = await talks.Open();
        for (var i = 0; i < 6; i++)
            await talks.Record(
                negotiation,
                new JsonArray([
                    .. Enumerable
                        .Range(0, 1000)
                        .Select(n => Statement($"Number {n} of batch {i}, in words enough to fill more than one buffer.")),
                ])
            );
        (await _server.History(negotiation)).Select(e => e["version"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, 6004));
        var reply = await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/history", body: null, ("Accept", "text/csv"));
        reply.Status.ShouldBe(HttpStatusCode.OK);
        CsvRows.Of(reply.Text).Skip(1).Select(r => int.Parse(r[1], CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, 6004));
        (await _server.Get($"/negotiations/{negotiation}/status"))["version"]!.GetValue<int>().ShouldBe(6004);
    }

    [Theory]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv;q=0.5, application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv, application/json;q=0.5", "text/csv")]
    [InlineData("application/json, text/csv;q=0.5", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html, */*;q=0.8", "application/json")]
    [InlineData("text/csv;q=0, application/json", "application/json")]
    [InlineData("text/csv;q=0", "application/json")]
    [InlineData("nonsense", "application/json")]
    public async Task The_reader_chooses_the_form(string accept, string form)
    {
        var negotiation = await talks.Open();
        var reply = await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/history", body: null, ("Accept", accept));
        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.MediaType.ShouldBe(form);
    }

    [Fact]
    public async Task Each_form_has_a_tag_of_its_own()
    {
        var negotiation = await talks.Open();
        var replies = await Task.WhenAll(
            new[] { "application/json", "application/x-ndjson", "text/csv" }.Select(a =>
                _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/history", body: null, ("Accept", a))
            )
        );
        replies.Select(r => r.ETag).Distinct().Count().ShouldBe(3);
        (
            await _server.Send(
                HttpMethod.Get,
                $"/negotiations/{negotiation}/history",
                body: null,
                ("Accept", "text/csv"),
                ("If-None-Match", replies[2].ETag!)
            )
        ).Status.ShouldBe(HttpStatusCode.NotModified);
    }
}
