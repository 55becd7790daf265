using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Records about records, at the terminal of a real server.</summary>
public sealed class TerminalVerbsTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_record_is_shown_by_its_place_or_by_its_id()
    {
        var (negotiation, sequence, id) = await Recorded("It waits");
        foreach (var named in new[] { $"@{sequence}", id })
        {
            var shown = await Ledger("show", named);
            foreach (var told in new[] { $"@{sequence}", "It waits", id, "statement_made" })
                shown.ShouldContain(told);
        }

        (await Run("show", "@999999999")).Code.ShouldBe(Cli.ExitCodes.NotFound);
        _ = negotiation;
    }

    [Theory]
    [InlineData("retract", "--reason", "assertion_retracted")]
    [InlineData("dispute", "--grounds", "assertion_disputed")]
    [InlineData("corroborate", "--grounds", "assertion_corroborated")]
    public async Task A_record_about_a_record_is_one_line(string verb, string option, string type)
    {
        var (negotiation, sequence, id) = await Recorded("It waits");
        await Ledger(verb, $"@{sequence}", option, "Because.", "--dry-run");
        (await _server.History(negotiation))[^1]["id"]!.GetValue<string>().ShouldBe(id, "A dry run writes nothing.");

        (await Ledger(verb, $"@{sequence}", option, "Because.")).ShouldContain("Recorded.");
        var entry = (await _server.History(negotiation))[^1];
        (entry["type"]!.GetValue<string>(), entry["data"]!["assertion"]!.GetValue<string>()).ShouldBe((type, id));
        entry["data"]![option[2..]]!.GetValue<string>().ShouldBe("Because.");
    }

    [Fact]
    public async Task A_correction_tells_first_what_it_changes()
    {
        var (negotiation, sequence, _) = await Recorded("It waits");
        var said = await Ledger("correct", $"@{sequence}", """{"text":"It goes on"}""", "--reason", "Misheard.");
        said.ShouldContain("It goes on");
        (await _server.Get($"/negotiations/{negotiation}/timeline"))["answer"]!["items"]!.AsArray()[^1]!["what"]!
            .GetValue<string>()
            .ShouldContain("It goes on");
        (await Run("correct", $"@{sequence}", "[1]", "--reason", "Misheard.")).Code.ShouldBe(Cli.ExitCodes.WrongUsage);
    }

    [Fact]
    public async Task What_was_recorded_last_is_undone_and_undoing_that_restores_it()
    {
        var (negotiation, _, _) = await Recorded("It waits");
        var before = await _server.Get($"/negotiations/{negotiation}/timeline");
        await talks.Record(negotiation, new JsonArray(Statement("One"), Statement("Two"), Statement("Three")));

        (await Ledger("undo", "--last", "3", "-n", negotiation)).ShouldContain("Withdraws");
        JsonNode.DeepEquals((await _server.Get($"/negotiations/{negotiation}/timeline"))["answer"], before["answer"]).ShouldBeTrue();
        await Ledger("undo", "--last", "3", "-n", negotiation);
        (await _server.Get($"/negotiations/{negotiation}/timeline"))["answer"]!["items"]!
            .AsArray()
            .Count.ShouldBe(before["answer"]!["items"]!.AsArray().Count + 3);
    }

    [Fact]
    public async Task A_file_recorded_twice_is_recorded_once_unless_it_is_meant_again()
    {
        var (negotiation, _, _) = await Recorded("It waits");
        var file = Path.GetTempFileName();
        try
        {
            async Task<string> Record(JsonNode records, params string[] more)
            {
                await System.IO.File.WriteAllTextAsync(file, records.ToJsonString());
                return await Ledger(["record", file, "-n", negotiation, .. more]);
            }

            async Task<int> Count() => (await _server.History(negotiation)).Count;

            var before = await Count();
            (await Record(new JsonArray(Statement("One"), Statement("One"), Statement("Two")))).ShouldContain("Recorded.");
            (await Count()).ShouldBe(before + 3);
            (await Record(new JsonArray(Statement("One"), Statement("One"), Statement("Two")))).ShouldContain("--again");
            (await Record(Statement("Two"))).ShouldContain("already there");
            (await Count()).ShouldBe(before + 3);
            (await Record(new JsonArray(Statement("One"), Statement("Three"), Statement("Two")))).ShouldContain(
                "2 of the file were already there"
            );
            (await Count()).ShouldBe(before + 4);
            (await Record(Statement("Two"), "--again")).ShouldContain("same_as");
            (await Count()).ShouldBe(before + 5);
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    [Fact]
    public async Task What_one_request_recorded_is_undone_together_by_its_batch_or_by_one_of_its_records()
    {
        var (negotiation, _, _) = await Recorded("It waits");
        var before = await _server.Get($"/negotiations/{negotiation}/timeline");
        var reply = await talks.Record(negotiation, new JsonArray(Statement("One"), Statement("Two")));
        await talks.Record(negotiation, Statement("Another"));
        var batch = reply.Json!["batch"]!.GetValue<string>();
        (await _server.History(negotiation))
            .Where(e => e["batch"]!.GetValue<string>() == batch)
            .Select(e => e["data"]!["text"]!.GetValue<string>())
            .ShouldBe(["One", "Two"]);

        (await Ledger("undo", "--batch", batch, "-n", negotiation, "--dry-run")).ShouldContain("Withdraws");
        await Ledger("undo", "--batch", $"@{reply.Json["records"]![1]!["sequence"]}");
        (await _server.Get($"/negotiations/{negotiation}/timeline"))["answer"]!["items"]!
            .AsArray()
            .Count.ShouldBe(before["answer"]!["items"]!.AsArray().Count + 1);
        (await Run("undo", "--batch", Guid.CreateVersion7().ToString(), "-n", negotiation)).Code.ShouldBe(Cli.ExitCodes.WrongUsage);
        (await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/history?batch=x")).Status.ShouldBe(
            System.Net.HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task Place_number_and_id_of_a_record_are_shown_and_each_names_it()
    {
        var (negotiation, sequence, id) = await Recorded("It waits");
        var version = (await _server.History(negotiation))[^1]["version"]!.GetValue<long>();
        foreach (var words in new[] { new[] { "history", negotiation }, ["audit", "--negotiation", negotiation], ["replay", negotiation] })
        {
            var shown = await Ledger(words);
            foreach (var told in new[] { $"@{sequence}", $"#{version}", id })
                shown.ShouldContain(told, customMessage: words[0]);
        }

        foreach (var named in new[] { $"@{sequence}", $"{negotiation}#{version}", id })
            (await Ledger("show", named)).ShouldContain("It waits");
        (await Run("show", $"{negotiation}#999")).Code.ShouldBe(Cli.ExitCodes.NotFound);
        (await Run("retract", $"#{version}", "--reason", "x")).Said.ShouldContain("Name the negotiation too");
    }

    [Fact]
    public async Task What_was_changed_in_the_editor_is_a_correction_and_nothing_changed_is_none()
    {
        var (negotiation, sequence, id) = await Recorded("It waits");
        (await Terminal.Run(_server, Editor("true"), "edit", $"@{sequence}")).Said.ShouldContain("Nothing was changed");
        (await _server.History(negotiation))[^1]["id"]!.GetValue<string>().ShouldBe(id);

        foreach (var (from, to) in new[] { ("waits", "goes on"), ("goes on", "ends") })
            (await Terminal.Run(_server, Editor($"sed -i s/{from.Replace(' ', '.')}/{to.Replace(' ', '-')}/"), "edit", id)).Code.ShouldBe(
                Cli.ExitCodes.Done
            );
        var corrections = (await _server.History(negotiation)).Where(e => e["type"]!.GetValue<string>() == "assertion_corrected").ToList();
        corrections.Select(c => c["data"]!["patch"]!.ToJsonString()).ShouldBe(["""{"text":"It goes-on"}""", """{"text":"It ends"}"""]);

        (await Run("edit", $"@{sequence}")).Said.ShouldContain("set VISUAL or EDITOR");
        (await Terminal.Run(_server, Editor("false"), "edit", $"@{sequence}")).Code.ShouldBe(Cli.ExitCodes.WrongUsage);
    }

    [Fact]
    public async Task A_negotiation_a_speaker_a_role_and_a_sources_correction_are_sent_from_files()
    {
        await File("open", Opening("from-a-file"), "from-a-file");
        await File(
            "speaker add",
            new JsonObject
            {
                ["speaker"] = "envoy-file",
                ["identity"] = "named",
                ["name"] = "Envoy",
            },
            "envoy-file"
        );
        await File("speaker role envoy-file", new JsonObject { ["title"] = "Minister" }, "envoy-file");
        await _server.Post(
            "/sources",
            new JsonObject
            {
                ["source"] = "filed",
                ["kind"] = "article",
                ["title"] = "Filed",
            }
        );
        await File(
            "source correct filed",
            new JsonObject
            {
                ["patch"] = new JsonObject { ["title"] = "Refiled" },
                ["reason"] = "Cut off.",
            },
            "filed"
        );

        (await _server.Get("/speakers/envoy-file"))["roles"]!.AsArray().Count.ShouldBe(2);
        (await _server.Get("/sources/filed"))["description"]!["title"]!.GetValue<string>().ShouldBe("Refiled");
    }

    private async Task File(string verb, JsonObject body, string named)
    {
        var folder = Directory.CreateTempSubdirectory("ledger-verbs-");
        try
        {
            var file = Path.Combine(folder.FullName, "body.json");
            await System.IO.File.WriteAllTextAsync(file, body.ToJsonString(), TestContext.Current.CancellationToken);
            (await Ledger([.. verb.Split(' '), file])).ShouldContain(named);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Func<string, string?> Editor(string command) => name => name == "EDITOR" ? command : null;

    [Theory]
    [InlineData("undo")]
    [InlineData("undo", "@1", "--last", "2")]
    [InlineData("undo", "--last", "2")]
    [InlineData("undo", "--last", "0", "-n", "talks")]
    [InlineData("retract", "@1")]
    public async Task What_is_asked_for_wrongly_is_told_and_nothing_is_written(params string[] words) =>
        (await Run(words)).Code.ShouldBe(Cli.ExitCodes.WrongUsage);

    private async Task<(string Negotiation, long Sequence, string Id)> Recorded(string text)
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Statement(text));
        var entry = (await _server.History(negotiation))[^1];
        return (negotiation, entry["sequence"]!.GetValue<long>(), entry["id"]!.GetValue<string>());
    }

    private async Task<string> Ledger(params string[] words)
    {
        var (code, said) = await Run(words);
        code.ShouldBe(Cli.ExitCodes.Done, said);
        return said;
    }

    private Task<(int Code, string Said)> Run(params string[] words) => Terminal.Run(_server, words);
}
