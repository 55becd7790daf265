using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What is handed on, whole and to the letter; and pages while others write.</summary>
public sealed class AuditExportTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TalksServer _talks = new(postgres);

    private RunningServer Server => _talks.Server;

    public ValueTask InitializeAsync() => _talks.InitializeAsync();

    public ValueTask DisposeAsync() => _talks.DisposeAsync();

    [Fact]
    public async Task Lines_hold_what_the_pages_hold_and_the_last_says_that_they_are_all()
    {
        var negotiation = await _talks.Open();
        await _talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 700).Select(i => Statement($"Number {i}"))]));
        var paged = await Pages($"/assertions?limit=97");

        var lines = (await Export("application/x-ndjson")).Text.Split('\n');

        lines[^1].ShouldBeEmpty();
        var whole = JsonNode.Parse(lines[^2])!;
        (whole["whole"]!.GetValue<bool>(), whole["records"]!.GetValue<int>()).ShouldBe((true, 704));
        whole["position"]!.GetValue<string>().ShouldBe($"@{await Server.Head()}");
        lines[..^2].ShouldBe(paged.Select(p => p.ToJsonString()));
        lines[..^2].ShouldAllBe(l => JsonNode.Parse(l)!.AsObject().All(m => m.Key != "whole"));
    }

    [Fact]
    public async Task A_spreadsheet_holds_no_formula_and_every_word_to_the_letter_and_no_row_that_is_no_record()
    {
        var negotiation = await _talks.Open();
        string[] texts =
        [
            "=1+1",
            "+1",
            "-1",
            "@cmd",
            "\tx",
            "\rx",
            "\n=1",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "a, \"b\"\nc",
            "plain",
            "سلام — 停火",
            "a=1",
        ];
        await _talks.Record(negotiation, new JsonArray([.. texts.Select(t => Statement(t))]));

        var rows = CsvRows.Of((await Export("text/csv", "type=statement_made")).Text);

        var (header, what) = (rows[0], Array.IndexOf(rows[0], "what"));
        rows.ShouldAllBe(r => r.Length == header.Length);
        rows[1..].Select(r => r[what]).ShouldBe(texts.Select((t, i) => i < 11 ? "'" + t : t));
        rows[1..].Select(r => r[0]).ShouldBe(Enumerable.Range(1, texts.Length).Select(n => n.ToString(CultureInfo.InvariantCulture)));
        rows[14][Array.IndexOf(header, "payload")].ShouldContain("سلام — 停火");
    }

    [Fact]
    public async Task What_could_not_be_indexed_is_named_in_every_answer()
    {
        var negotiation = await _talks.Open();
        await _talks.Record(negotiation, Statement("One"));
        (await Server.Get("/assertions"))["incomplete"].ShouldBeNull();
        await using (var source = NpgsqlDataSource.Create(Server.Database.AdminConnectionString + ";Search Path=ledger"))
        await using (var fault = source.CreateCommand("update ledger_audit_progress set fault = 'unreadable'"))
            await fault.ExecuteNonQueryAsync();

        (await Server.Get("/assertions"))["incomplete"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe([negotiation]);
        (await Server.Get($"/assertions?negotiation={negotiation}-other"))["incomplete"].ShouldBeNull();
        var lines = (await Export("application/x-ndjson")).Text.TrimEnd('\n').Split('\n');
        JsonNode.Parse(lines[^1])!["whole"]!.GetValue<bool>().ShouldBeFalse();
        JsonNode.Parse(lines[^1])!["incomplete"]![0]!.GetValue<string>().ShouldBe(negotiation);
        (await Export("text/csv")).Headers.GetValues("Ledger-Incomplete").ShouldBe([negotiation]);
    }

    [Fact]
    public async Task A_spreadsheet_has_a_byte_order_mark_when_it_is_asked_for()
    {
        (await Bytes("bom=true"))[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        (await Bytes("bom=false"))[..6].ShouldBe("record"u8.ToArray());
        (await Bytes("limit=5"))[..6].ShouldBe("record"u8.ToArray());
    }

    [Fact]
    public async Task A_spreadsheet_tells_a_record_s_fate_in_columns()
    {
        var negotiation = await _talks.Open();
        var id = (await _talks.Record(negotiation, Statement("One came."))).Json!["records"]![0]!["id"]!.GetValue<string>();
        await _talks.Record(
            negotiation,
            new JsonArray(
                new JsonObject
                {
                    ["type"] = "assertion_disputed",
                    ["assertion"] = id,
                    ["grounds"] = "Two came.",
                },
                new JsonObject
                {
                    ["type"] = "assertion_retracted",
                    ["assertion"] = id,
                    ["reason"] = "Nobody came.",
                }
            )
        );

        var rows = CsvRows.Of((await Export("text/csv", "type=statement_made")).Text);

        rows[1][Array.IndexOf(rows[0], "fate")].ShouldBe("disputed | retracted");
        rows[1][Array.IndexOf(rows[0], "fate_words")].ShouldBe("Two came. | Nobody came.");
        rows[1][Array.IndexOf(rows[0], "fate_recorded_by")].ShouldBe("local | local");
    }

    [Fact]
    public async Task Each_record_that_existed_at_the_start_comes_once_while_eight_writers_append_correct_and_retract()
    {
        string[] negotiations = [await _talks.Open(), await _talks.Open(), await _talks.Open(), await _talks.Open()];
        foreach (var negotiation in negotiations)
            await _talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 150).Select(i => Statement($"Number {i}"))]));
        await using var beside = await RunningServer.Beside(Server);
        var before = (await Pages("/assertions?limit=500"))
            .Select(p => (Id: p["id"]!.GetValue<string>(), Negotiation: p["negotiation"]!.GetValue<string>()))
            .ToList();
        before.Count.ShouldBe(4 * 154);

        var turn = 0;
        // Each page is read while the eight write their next records.
        Task Meanwhile() => Task.WhenAll(Enumerable.Range(0, 8).Select(w => Write(turn++, before, w % 2 == 0 ? Server : beside)));
        foreach (var (limit, filter) in new[] { (53, ""), (89, "&fate=standing"), (97, "&occurredFrom=2025-01-02"), (71, "&text=number") })
        {
            var (found, position) = await PagesAt($"/assertions?limit={limit}{filter}", Meanwhile, Server, beside);
            var then = await Pages($"/assertions?limit=500{filter}&recordedUntil={position}");
            Ids(found).Distinct().Count().ShouldBe(found.Count);
            Ids(found).ShouldBe(Ids(then), ignoreOrder: true);
            if (filter.Length == 0)
                before.Select(b => b.Id).ShouldBeSubsetOf(Ids(found));
        }

        turn.ShouldBeGreaterThan(200);
    }

    private static async Task Write(int turn, List<(string Id, string Negotiation)> known, RunningServer server)
    {
        var (about, negotiation) = known[turn * 7 % known.Count];
        JsonObject body = (turn % 3) switch
        {
            0 => Statement($"Number {turn} of the writers"),
            1 => new()
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = about,
                ["reason"] = "wrong",
            },
            _ => new()
            {
                ["type"] = "assertion_corrected",
                ["assertion"] = about,
                ["reason"] = "wrong",
                ["patch"] = new JsonObject { ["occurred"] = "2024-12-24" },
            },
        };
        var reply = await server.Post($"/negotiations/{negotiation}/developments", body);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
    }

    private static IEnumerable<string> Ids(IEnumerable<JsonNode> records) => records.Select(r => r["id"]!.GetValue<string>());

    private async Task<List<JsonNode>> Pages(string path) => (await PagesAt(path, () => Task.CompletedTask, Server)).Records;

    private static async Task<(List<JsonNode> Records, string Position)> PagesAt(
        string path,
        Func<Task> meanwhile,
        params RunningServer[] servers
    )
    {
        var found = new List<JsonNode>();
        var positions = new HashSet<string>();
        var after = "";
        do
        {
            var others = meanwhile();
            var page = await servers[found.Count % servers.Length].Get(path + after);
            await others;
            found.AddRange(page["assertions"]!.AsArray().Select(a => a!));
            positions.Add(page["position"]!.GetValue<string>());
            after = page["next"] is { } next ? $"&after={next}" : "";
        } while (after.Length > 0);
        return (found, positions.ShouldHaveSingleItem());
    }

    private async Task<Reply> Export(string accept, string query = "")
    {
        var reply = await Server.Send(HttpMethod.Get, $"/assertions?{query}", body: null, ("Accept", accept));
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.MediaType.ShouldBe(accept);
        return reply;
    }

    private async Task<byte[]> Bytes(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/assertions?{query}");
        request.Headers.Accept.ParseAdd("text/csv");
        using var response = await Server.Http.SendAsync(request);
        return await response.Content.ReadAsByteArrayAsync();
    }
}
