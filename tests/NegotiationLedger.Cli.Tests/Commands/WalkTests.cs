using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>A desk's day from end to end, with the program as its own processes: record, mend, undo, bring in, take out.</summary>
public sealed class WalkTests : IDisposable
{
    private static readonly string[] Views = ["status", "demands", "proposals", "agreements", "matrix", "timeline"];

    private static readonly string[] Lenses =
    [
        "",
        "occurredUntil=2025-03-05",
        "accordingTo=party:north",
        "assertedUntil=2025-03-06",
        "standing=undisputed",
    ];

    private static readonly string[][] Communique =
    [
        [
            "The northern delegation tabled a plan for the river on 3 March and called the",
            "talks useful. Its minister said: We will open the locks when the observers come.",
            "The southern delegation rejected the plan the next day: No plan without the bridge.",
        ],
        [
            "On 5 March the mediator named the gaps narrow but stubborn. The south demanded that",
            "the bridge be reopened, the north that the tolls be shared. Both dele-",
            "gations went home on 6 March.",
        ],
    ];

    private readonly Folder _folder = new();
    private readonly DirectoryInfo _first = Directory.CreateTempSubdirectory("ledger-walk-");
    private readonly DirectoryInfo _second = Directory.CreateTempSubdirectory("ledger-walk-");
    private Uri? _server;

    public void Dispose()
    {
        _folder.Dispose();
        _first.Delete(recursive: true);
        _second.Delete(recursive: true);
    }

    [Fact]
    public async Task A_day_at_the_desk()
    {
        using var first = await HostProcess.Start(_first.FullName);
        using var second = await HostProcess.Start(_second.FullName);
        _server = first.Http.BaseAddress;

        // A source, a negotiation about it, and ten developments with words copied from the source.
        await System.IO.File.WriteAllBytesAsync(_folder.File("communique.pdf"), Pdf());
        await Ledger(
            "source",
            "add",
            _folder.File("communique.pdf"),
            "--id",
            "communique",
            "--kind",
            "communique",
            "--published",
            "2025-03-07"
        );
        await Ledger("open", await Written("open.json", Opening));
        var developments = Developments();
        developments.Count.ShouldBe(10);
        (await Ledger("record", await Written("day.json", developments), "-n", "river-talks")).ShouldContain("Recorded.");
        (await Get(first, "/sources/communique"))["quotes"]!.AsArray().Count.ShouldBe(7);

        // Three mistakes: a quotation that is not in the source, a record too many, a wrong name.
        var false_ = Said("statement_made", "2025-03-05", "party:south", "No plan without the tunnel", ("text", "On the plan"));
        var (code, refusal) = await Run("record", await Written("false.json", false_), "-n", "river-talks");
        code.ShouldBe(ExitCodes.Refused);
        Flat(refusal).ShouldContain("No plan without the bridge");
        var once = Reported("talks_collapsed", "2025-03-06");
        await Ledger("record", await Written("once.json", once), "-n", "river-talks");
        (await Status(first)).ShouldBe("collapsed");
        (await Ledger("undo", "--last", "1", "-n", "river-talks")).ShouldContain("Withdraws");
        (await Status(first)).ShouldBe("adjourned");
        var wrong = await Wrong(first);
        (await Ledger("correct", wrong, """{"by":"south"}""", "--reason", "A slip.")).ShouldContain("South");

        // A sheet about three negotiations, and its second edition.
        await Written("sheet.map.json", Map);
        await Register("edition-1", "2025-03-10");
        await Register("edition-2", "2025-04-10");
        await Sheet(
            "sheet-1.csv",
            "r1;Lake;2025-03-01;A;talks begin",
            "r2;Hill;2025-03-02;B;talks begin",
            "r3;Coast;2025-03-03;C;talks begin"
        );
        await Sheet(
            "sheet-2.csv",
            "r1;Lake;2025-03-01;A;talks begin",
            "r2;Hill;2025-03-04;B;talks begin",
            "r4;Coast;2025-03-09;C;talks go on"
        );
        await Load("sheet-1.csv", "edition-1");
        (await Load("sheet-2.csv", "edition-2", "--revise", "--dry-run")).ShouldContain("2025-03-04");
        await Load("sheet-2.csv", "edition-2", "--revise", "--retract-missing");
        var head = await Get(first, "/sources?limit=1");
        await Load("sheet-2.csv", "edition-2", "--revise", "--retract-missing");
        (await Get(first, "/sources?limit=1"))["position"]!.ToString().ShouldBe(head["position"]!.ToString());

        // All of it into another ledger, which answers the same.
        string[] negotiations = ["river-talks", "lake", "hill", "coast"];
        foreach (var negotiation in negotiations)
            await Ledger("export", negotiation, "--texts", "-o", _folder.File($"{negotiation}.ndjson"));
        _server = second.Http.BaseAddress;
        foreach (var negotiation in negotiations)
            await Ledger("load", _folder.File($"{negotiation}.ndjson"));
        foreach (var negotiation in negotiations)
            await ShouldAnswerAlike(first, second, negotiation);
    }

    private static async Task ShouldAnswerAlike(HostProcess first, HostProcess second, string negotiation)
    {
        foreach (var view in Views)
        foreach (var lens in Lenses.Where(l => negotiation == "river-talks" || !l.StartsWith("accordingTo", StringComparison.Ordinal)))
            (await Answer(second, $"/negotiations/{negotiation}/{view}?{lens}")).ShouldBe(
                await Answer(first, $"/negotiations/{negotiation}/{view}?{lens}"),
                $"{negotiation} {view} {lens}"
            );
        var (here, there) = (await Sequences(first, negotiation), await Sequences(second, negotiation));
        there.Select(e => e.Id).ShouldBe(here.Select(e => e.Id));
        foreach (var (a, b) in here.Zip(there))
            (await Answer(second, $"/negotiations/{negotiation}/status?recordedUntil=@{b.Sequence}")).ShouldBe(
                await Answer(first, $"/negotiations/{negotiation}/status?recordedUntil=@{a.Sequence}"),
                $"{negotiation} @{a.Sequence}"
            );
    }

    private static async Task<JsonNode> Get(HostProcess host, string path) =>
        JsonNode.Parse(await host.Http.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    private static async Task<string> Answer(HostProcess host, string path) => (await Get(host, path))["answer"]!.ToJsonString();

    private static async Task<List<(string Id, long Sequence)>> Sequences(HostProcess host, string negotiation) =>
        [
            .. (await Get(host, $"/negotiations/{negotiation}/history?limit=1000"))["entries"]!
                .AsArray()
                .Select(e => (e!["id"]!.GetValue<string>(), e["sequence"]!.GetValue<long>())),
        ];

    private static async Task<string> Status(HostProcess host) =>
        (await Get(host, "/negotiations/river-talks/status"))["answer"]!["phase"]!["value"]!.GetValue<string>();

    // The rejection that was put into the wrong mouth.
    private static async Task<string> Wrong(HostProcess host) =>
        $"@{(await Get(host, "/negotiations/river-talks/history?type=proposal_rejected"))["entries"]![0]!["sequence"]}";

    private async Task Register(string edition, string published) =>
        await Ledger(
            "source",
            "add",
            await Written(
                $"{edition}.json",
                new JsonObject
                {
                    ["source"] = edition,
                    ["kind"] = "dataset",
                    ["title"] = $"The list of talks, {edition}",
                    ["published"] = published,
                }
            )
        );

    private Task Sheet(string name, params string[] rows) =>
        System.IO.File.WriteAllTextAsync(_folder.File(name), $"No;Talks;Day;Note;What\n{string.Join('\n', rows)}\n");

    private Task<string> Load(string sheet, string edition, params string[] more) =>
        Ledger(["load", _folder.File(sheet), "--map", _folder.File("sheet.map.json"), "--source", edition, .. more]);

    private async Task<string> Written(string name, JsonNode json)
    {
        await System.IO.File.WriteAllTextAsync(_folder.File(name), json.ToJsonString());
        return _folder.File(name);
    }

    private async Task<string> Ledger(params string[] words)
    {
        var (code, said) = await Run(words);
        code.ShouldBe(ExitCodes.Done, $"ledger {string.Join(' ', words)}\n{said}");
        return said;
    }

    private Task<(int Code, string Said)> Run(params string[] words) => HostProcess.Run([("LEDGER_URL", $"{_server}")], words);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static byte[] Pdf()
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.TimesRoman);
        foreach (var lines in Communique)
        {
            var page = builder.AddPage(PageSize.A4);
            foreach (var (line, text) in lines.Index())
                page.AddText(text, 11, new PdfPoint(60, 780 - (14 * line)), font);
        }

        return builder.Build();
    }

    private static JsonObject Opening =>
        new()
        {
            ["id"] = "river-talks",
            ["title"] = "Talks about the river",
            ["subject"] = "Locks, tolls and the bridge",
            ["occurred"] = "2025-03-01",
            ["attribution"] = Source("observed"),
            ["parties"] = new JsonArray(Party("north", "North"), Party("south", "South")),
            ["issues"] = new JsonArray(
                new JsonObject { ["issue"] = "bridge", ["title"] = "The bridge" },
                new JsonObject { ["issue"] = "tolls", ["title"] = "The tolls" }
            ),
        };

    private static JsonArray Developments() =>
        new(
            Reported("talks_convened", "2025-03-02", ("parties", new JsonArray("north", "south")), ("venue", "The customs house")),
            Said(
                "proposal_offered",
                "2025-03-03",
                "party:north",
                "tabled a plan for the river",
                ("proposal", "river-plan"),
                ("by", "north"),
                ("to", new JsonArray("south")),
                ("title", "A plan for the river")
            ),
            Said(
                "statement_made",
                "2025-03-03",
                "party:north",
                "called the talks useful",
                ("text", "The talks are useful"),
                ("by", "north")
            ),
            Said(
                "intent_declared",
                "2025-03-03",
                "party:north",
                "We will open the locks … observers",
                ("text", "It opens the locks when observers come"),
                ("by", "north")
            ),
            Said(
                "proposal_rejected",
                "2025-03-04",
                "party:south",
                "No plan without the bridge",
                ("proposal", "river-plan"),
                ("by", "north")
            ),
            Said(
                "statement_made",
                "2025-03-05",
                "party:south",
                "the gaps narrow but stubborn",
                ("text", "The gaps are narrow"),
                ("by", "south")
            ),
            Said(
                "demand_stated",
                "2025-03-05",
                "party:south",
                "the bridge be reopened",
                ("demand", "reopen"),
                ("party", "south"),
                ("issue", "bridge"),
                ("text", "The bridge is reopened")
            ),
            Said(
                "demand_stated",
                "2025-03-05",
                "party:north",
                "the tolls be shared",
                ("demand", "share"),
                ("party", "north"),
                ("issue", "tolls"),
                ("text", "The tolls are shared")
            ),
            Reported("team_recalled", "2025-03-06", ("party", "south")),
            Reported("talks_adjourned", "2025-03-06")
        );

    private static JsonObject Map =>
        JsonNode
            .Parse(
                """
                {
                  "key": "No",
                  "negotiation": { "column": "Talks", "slug": true },
                  "open": { "/title": { "column": "Talks" } },
                  "fields": {
                    "/type": "statement_made",
                    "/occurred": { "column": "Day" },
                    "/text": { "template": "{What} ({Note})" },
                    "/attribution/source": "edition-1",
                    "/attribution/mode": "observed",
                    "/attribution/assertedOn": "2025-03-10"
                  }
                }
                """
            )!
            .AsObject();

    private static JsonObject Party(string id, string name) =>
        new()
        {
            ["party"] = id,
            ["name"] = name,
            ["role"] = "principal",
        };

    private static JsonObject Source(string mode) =>
        new()
        {
            ["source"] = "communique",
            ["mode"] = mode,
            ["assertedOn"] = "2025-03-07",
        };

    private static JsonObject Reported(string type, string occurred, params (string Name, JsonNode Value)[] members) =>
        With(
            new()
            {
                ["type"] = type,
                ["occurred"] = occurred,
                ["attribution"] = Source("observed"),
            },
            members
        );

    private static JsonObject Said(
        string type,
        string occurred,
        string speaker,
        string words,
        params (string Name, JsonNode Value)[] members
    )
    {
        var attribution = Source("on_record");
        attribution["speaker"] = speaker;
        attribution["assertedOn"] = occurred;
        attribution["quote"] = new JsonObject { ["exact"] = words, ["page"] = "1" };
        return With(
            new()
            {
                ["type"] = type,
                ["occurred"] = occurred,
                ["attribution"] = attribution,
            },
            members
        );
    }

    private static JsonObject With(JsonObject body, (string Name, JsonNode Value)[] members)
    {
        foreach (var (name, value) in members)
            body[name] = value;
        return body;
    }
}
