using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests;

/// <summary>Whole negotiations out of one ledger and into another.</summary>
public sealed class TransferTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly string[] Views =
    [
        "",
        "/status",
        "/demands",
        "/proposals",
        "/agreements",
        "/matrix",
        "/timeline",
        "/history?limit=1000",
    ];

    private readonly RunningServer _first = new(postgres);
    private readonly RunningServer _second = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await _first.InitializeAsync();
        await _second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory]
    [InlineData("doha-2025", "2025-07-23", "party:israel", "2025-07-22")]
    [InlineData("brexit-2018", "2018-12-01", "party:european-union", "2018-11-20")]
    public async Task A_seed_answers_in_another_ledger_as_in_its_own(string seed, string day, string account, string reported)
    {
        await _first.Load(seed);
        await SomethingElse(_second);
        var loaded = await Files.Load(_second, await Files.Export(_first, seed));
        loaded.Status.ShouldBe(HttpStatusCode.Created, loaded.Text);
        await SameThrough(seed, ["", $"occurredUntil={day}", $"accordingTo={account}", $"assertedUntil={reported}", "standing=undisputed"]);
        await _second.Restart();
        await SameThrough(seed, [""]);
        await SamePositions(seed);
    }

    [Fact]
    public async Task Records_keep_their_order_and_ids_and_where_they_came_from_stands_beside_the_ledgers_own_clock()
    {
        await _first.Load("doha-2025");
        await SomethingElse(_second);
        await Files.Load(_second, await Files.Export(_first, "doha-2025"));
        var (here, there) = (await _first.History("doha-2025"), await _second.History("doha-2025"));
        there.Select(e => e["id"]!.GetValue<string>()).ShouldBe(here.Select(e => e["id"]!.GetValue<string>()));
        foreach (var (origin, entry) in here.Zip(there))
        {
            entry["origin"]!["sequence"]!.GetValue<long>().ShouldBe(origin["sequence"]!.GetValue<long>());
            entry["origin"]!["recordedAt"]!.GetValue<string>().ShouldBe(origin["recordedAt"]!.GetValue<string>());
            entry["origin"]!["recordedBy"]!.GetValue<string>().ShouldBe("local");
            string.CompareOrdinal(entry["recordedAt"]!.GetValue<string>(), origin["recordedAt"]!.GetValue<string>()).ShouldBeGreaterThan(0);
        }

        var whole = await _second.Get($"/assertions/{there[3]["id"]}");
        whole["assertion"]!["origin"]!["sequence"]!.GetValue<long>().ShouldBe(here[3]["sequence"]!.GetValue<long>());
        (await _first.Get($"/assertions/{here[3]["id"]}"))["assertion"]!["origin"].ShouldBeNull();
        // Exported again, the first ledger is still where it came from.
        var again = Files.Lines(await Files.Export(_second, "doha-2025"));
        again[^2]["origin"]!["sequence"]!.GetValue<long>().ShouldBe(here[^1]["sequence"]!.GetValue<long>());
    }

    [Fact]
    public async Task Loading_twice_does_nothing_and_a_later_export_adds_what_is_new()
    {
        await _first.Load("doha-2025");
        var file = await Files.Export(_first, "doha-2025");
        await Files.Load(_second, file);
        var head = await _second.Head();
        var again = await Files.Load(_second, file);
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        again.Json!["records"]!["recorded"]!.GetValue<int>().ShouldBe(0);
        (await _second.Head()).ShouldBe(head);

        var last = (await _first.History("doha-2025"))[^1]["id"]!.GetValue<string>();
        await _first.Post(
            "/negotiations/doha-2025/developments",
            new JsonObject
            {
                ["type"] = "assertion_disputed",
                ["assertion"] = last,
                ["grounds"] = "Nobody else saw it.",
            }
        );
        var later = await Files.Load(_second, await Files.Export(_first, "doha-2025"));
        later.Status.ShouldBe(HttpStatusCode.Created, later.Text);
        later.Json!["records"]!["recorded"]!.GetValue<int>().ShouldBe(1);
        (await _second.Head()).ShouldBe(head + 1);
        (await Files.Load(_second, file)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        await _first.Load("doha-2025");
        var reply = await Files.Load(_second, await Files.Export(_first, "doha-2025"), "?dryRun=true");
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Json!["records"]!["recorded"]!.GetValue<int>().ShouldBeGreaterThan(40);
        reply.Json["isDryRun"]!.GetValue<bool>().ShouldBeTrue();
        (await _second.Head()).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused_before_anything_is_written()
    {
        await _first.Load("doha-2025");
        var file = await Files.Export(_first, "doha-2025");
        foreach (var part in (string[])[file[..(file.Length / 2)], file[..file.TrimEnd().LastIndexOf('\n')], ""])
        {
            var reply = await Files.Load(_second, part);
            reply.Status.ShouldBe(HttpStatusCode.BadRequest, reply.Text);
        }

        var lines = Files.Lines(file);
        lines.RemoveAt(lines.Count / 2);
        Files.Why(await Files.Load(_second, Files.File(lines))).ShouldContain("lines were lost or added");
        (await _second.Head()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_altered_by_hand_is_held_against_the_rules_and_named_by_its_line()
    {
        await _first.Load("doha-2025");
        var unknown = Files.Altered(
            await Files.Export(_first, "doha-2025"),
            line => line["type"]?.GetValue<string>() == "proposal_rejected",
            line => line["data"]!["by"] = "nobody"
        );
        var reply = await Files.Load(_second, unknown);
        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.Json!["errors"]![0]!["pointer"]!.GetValue<string>().ShouldEndWith("/data/by");
        Files.Why(reply).ShouldContain("record its party_joined first");
        (await _second.Head()).ShouldBe(0);
    }

    [Fact]
    public async Task What_contradicts_the_ledger_is_refused_by_field_and_value()
    {
        await _first.Load("doha-2025");
        var file = await Files.Export(_first, "doha-2025");
        await _second.Post(
            "/sources",
            new JsonObject
            {
                ["source"] = "peace-talks-collapse",
                ["kind"] = "article",
                ["title"] = "Another article",
            }
        );
        var taken = await Files.Load(_second, file);
        taken.Status.ShouldBe(HttpStatusCode.Conflict);
        Files.Why(taken).ShouldContain("another 'title'");
        (await _second.Head()).ShouldBe(1);

        var altered = Files.Altered(
            file,
            line => line["type"]?.GetValue<string>() == "proposal_rejected",
            line => line["data"]!["occurred"] = "2025-07-18"
        );
        var changed = await Files.Load(_first, altered);
        changed.Status.ShouldBe(HttpStatusCode.Conflict);
        Files.Why(changed).ShouldContain("another 'occurred' here");

        var renamed = await Files.Load(
            _first,
            Files.Altered(file, line => line["format"] is not null, line => line["negotiation"] = "elsewhere")
        );
        renamed.Status.ShouldBe(HttpStatusCode.Conflict);
        Files.Why(renamed).ShouldContain("belongs to another record here, of 'doha-2025'");
    }

    [Fact]
    public async Task Loads_at_the_same_time_record_once()
    {
        await _first.Load("doha-2025");
        var file = await Files.Export(_first, "doha-2025");
        await using var beside = await RunningServer.Beside(_second);
        var replies = await Task.WhenAll(Files.Load(_second, file), Files.Load(beside, file), Files.Load(_second, file));
        replies.Select(r => r.Status).ShouldAllBe(s => s == HttpStatusCode.Created || s == HttpStatusCode.OK);
        (await _second.History("doha-2025")).Count.ShouldBe((await _first.History("doha-2025")).Count);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("{\"format\":\"other\"}", "The first line of a negotiation's file has")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("{\"format\":\"negotiation-ledger\",\"formatVersion\":9}", "reads files of format version 1 to 1; this has 9")]
    [InlineData("{\"format\":\"negotiation-ledger\",\"formatVersion\":1,\"negotiation\":\"A b\"}", "A b")]
    [InlineData(
        "{\"format\":\"negotiation-ledger\",\"formatVersion\":1,\"negotiation\":\"a\"}\n{\"id\":1,\"type\":\"no\"}",
        "should be a text"
    )]
    [InlineData("{\"format\":\"negotiation-ledger\",\"formatVersion\":1,\"negotiation\":\"a\"}\n{\"x\"", "/2")]
    [InlineData(
        "{\"format\":\"negotiation-ledger\",\"formatVersion\":1,\"negotiation\":\"a\"}\n{\"whole\":true,\"registrations\":0,\"records\":0}\n{}",
        "says that the file ends there"
    )]
    public async Task What_is_no_such_file_is_refused_by_its_line(string file, string why)
    {
        var reply = await Files.Load(_first, file);
        reply.Status.ShouldBe(HttpStatusCode.BadRequest, reply.Text);
        Files.Why(reply).ShouldContain(why, Case.Sensitive);
    }

    [Fact]
    public async Task Only_such_files_are_taken()
    {
        (await _first.Send(HttpMethod.Post, "/loads", "{}")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Files.Load(_first, "{}", "", ("Idempotency-Key", "\"k\""))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Files.Load(_first, "{}", "?texts=true")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _first.Send(HttpMethod.Get, "/negotiations/none/export")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_terminal_carries_a_negotiation_over()
    {
        await _first.Load("doha-2025");
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ndjson");
        try
        {
            (await Terminal.Run(_first, "export", "doha-2025", "--texts", "-o", file)).Code.ShouldBe(0);
            var (dry, planned) = await Terminal.Run(_second, "load", file, "--dry-run");
            dry.ShouldBe(0, planned);
            planned.ShouldContain("Nothing was written");
            var (code, said) = await Terminal.Run(_second, "load", file);
            code.ShouldBe(0, said);
            said.ShouldContain("ledger status doha-2025");
            (await Terminal.Run(_second, "load", file, "--map", "x.json")).Code.ShouldNotBe(0);
            (await Terminal.Run(_second, "load", file + ".ndjson")).Said.ShouldContain("cannot be read");
        }
        finally
        {
            File.Delete(file);
        }

        await SameThrough("doha-2025", [""]);
    }

    private static async Task SomethingElse(RunningServer server) =>
        (await server.Post("/sources", TalksServer.Source("of-its-own"))).Status.ShouldBe(HttpStatusCode.Created);

    private async Task SameThrough(string negotiation, string[] lenses)
    {
        foreach (var view in Views)
        foreach (var lens in lenses)
        {
            var path = $"/negotiations/{negotiation}{view}{(view.Contains('?') ? "&" : "?")}{lens}";
            Files.Said(await _second.Get(path)).ShouldBe(Files.Said(await _first.Get(path)), path);
        }
    }

    private async Task SamePositions(string negotiation)
    {
        var (here, there) = (await _first.History(negotiation), await _second.History(negotiation));
        foreach (var i in (int[])[0, here.Count / 3, here.Count / 2, here.Count - 1])
        foreach (var view in (string[])["/status", "/timeline", "/matrix"])
        {
            var left = await _first.Get($"/negotiations/{negotiation}{view}?recordedUntil=@{here[i]["sequence"]}");
            var right = await _second.Get($"/negotiations/{negotiation}{view}?recordedUntil=@{there[i]["sequence"]}");
            Files.Said(right).ShouldBe(Files.Said(left), $"{view} @{here[i]["sequence"]}");
        }
    }
}
