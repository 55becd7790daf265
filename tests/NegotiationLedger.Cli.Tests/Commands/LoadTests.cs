using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class LoadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-load-").FullName;
    private readonly ConcurrentDictionary<string, string> _kept = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_is_recorded_once_however_often_it_is_loaded()
    {
        Write(developments: 450);
        await using var server = await StubServer.Answering(Keep);
        Rows(await Ran.Ledger($"load {_folder}", server.Url))
            .ShouldBe(["sources 1 0", "speakers 2 0", "negotiation 1 0", "developments 450 0"]);
        Rows(await Ran.Ledger($"load {_folder}", server.Url))
            .ShouldBe(["sources 0 1", "speakers 0 2", "negotiation 0 1", "developments 0 450"]);
    }

    [Fact]
    public async Task It_goes_in_the_order_of_references_and_in_chunks()
    {
        Write(developments: 450);
        await using var server = await StubServer.Answering(Keep);
        var ran = await Ran.Ledger($"load {_folder}", server.Url);
        server
            .Requests.Select(r => r.Target)
            .ShouldBe([
                "/sources",
                "/speakers",
                "/speakers",
                "/negotiations",
                "/negotiations/d/developments",
                "/negotiations/d/developments",
                "/negotiations/d/developments",
            ]);
        ran.Error.ShouldContain("developments 200/450");
        ran.Error.ShouldContain("developments 450/450");
        ran.Error.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task A_chunk_that_is_partly_there_is_completed()
    {
        Write(developments: 3);
        await using var server = await StubServer.Answering(Keep);
        await Ran.Ledger($"load {_folder}", server.Url);
        Write(developments: 5);
        Rows(await Ran.Ledger($"load {_folder}", server.Url)).ShouldContain("developments 2 3");
    }

    [Fact]
    public async Task Another_content_under_a_known_id_stops_the_load_and_is_named()
    {
        Write(developments: 3);
        await using var server = await StubServer.Answering(Keep);
        await Ran.Ledger($"load {_folder}", server.Url);
        Write(developments: 3, text: "other");
        var ran = await Ran.Ledger($"load {_folder}", server.Url);
        ran.Code.ShouldBe(ExitCodes.Refused);
        ran.Error.ShouldContain("developments.json, item 1: Taken");
    }

    [Fact]
    public async Task A_development_without_an_id_is_not_sent()
    {
        Write(developments: 1);
        await File.WriteAllTextAsync(Path.Combine(_folder, "developments.json"), """[{"type":"talks_adjourned"}]""");
        await using var server = await StubServer.Answering(Keep);
        var ran = await Ran.Ledger($"load {_folder}", server.Url);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain("item 1, has no id");
        server.Requests.ShouldBeEmpty();
    }

    // A ledger in little: keeps bodies by id, answers 201 for new, 200 for the same, 409 for another content or an array that is partly there.
    private (int Status, string Body) Keep(Asked asked)
    {
        var json = JsonNode.Parse(asked.Body)!;
        var items = json is JsonArray array ? array.Select(i => i!).ToList() : [json];
        var known = items.Count(i => _kept.TryGetValue(KeyOf(asked, i), out var kept) && kept == i.ToJsonString());
        if (known == items.Count)
            return asked.Target == "/negotiations" ? (409, """{"title":"Taken"}""") : (200, "{}");
        if (items.Any(i => _kept.ContainsKey(KeyOf(asked, i))))
            return (409, """{"title":"Taken"}""");
        foreach (var item in items)
            _kept[KeyOf(asked, item)] = item.ToJsonString();
        return (201, "{}");
    }

    private static string KeyOf(Asked asked, JsonNode item) => $"{asked.Target} {item["id"] ?? item["source"] ?? item["speaker"]}";

    private static List<string> Rows(Ran ran)
    {
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        return
        [
            .. ran
                .Out.Split('\n')
                .Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                .Where(l => l.Length > 0 && char.IsAsciiDigit(l[^1])),
        ];
    }

    private void Write(int developments, string text = "same")
    {
        void Put(string name, string json) => File.WriteAllText(Path.Combine(_folder, name), json);
        Put("sources.json", """[{"source":"s"}]""");
        Put("speakers.json", """[{"speaker":"a"},{"speaker":"b"}]""");
        Put("negotiation.json", """{"id":"d"}""");
        Put(
            "developments.json",
            $"[{string.Join(',', Enumerable.Range(1, developments).Select(i => $$"""{"id":"{{i}}","text":"{{text}}"}"""))}]"
        );
    }
}
