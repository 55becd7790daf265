using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using NegotiationLedger.Tests.Views;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Who said what in the Doha talks, and where it comes from: sources, speakers, and the provenance that can be handed on.</summary>
public sealed class DohaProvenanceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Text = """
        A summary of statements on the Doha talks, 24 July 2025.
        Steve Witkoff said that Hamas "does not appear to be coordinated or acting in good faith" and that his government
        would "consider alternative options" to bring the hostages home. 🕊
        A senior Israeli official, asked about the recall of the team, said that it "does not signal a crisis".
        """;

    private readonly RunningServer _server = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Load("doha-2025");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_page_of_a_source_shows_the_quotes_taken_from_it_in_place()
    {
        await Register();
        var faith = await Say("steve-witkoff", "does not appear to be coordinated or acting in good faith");
        var options = await Say("steve-witkoff", "consider alternative options");
        var crisis = await Say("senior-israeli-official", "does not signal a crisis", mode: "anonymous");
        var within = await Say("steve-witkoff", "acting in good faith");
        await Record(
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = options,
                ["reason"] = "Taken down twice.",
            }
        );

        var page = await _server.Get("/sources/statements-of-24-july");

        page["quotes"]!
            .AsArray()
            .Select(q => $"{Name(q!["event"]!.GetValue<string>())} {q["speaker"]} {q["negotiation"]} {q["isRetracted"]}")
            .ShouldBe([
                "faith steve-witkoff doha-2025 false",
                "within steve-witkoff doha-2025 false",
                "options steve-witkoff doha-2025 true",
                "crisis senior-israeli-official doha-2025 false",
            ]);
        foreach (var quote in page["quotes"]!.AsArray())
            Cut(page["text"]!.GetValue<string>(), quote!).ShouldBe(quote!["exact"]!.GetValue<string>());
        page["passages"]!
            .AsArray()
            .Select(p => Cut(Text, p!))
            .ShouldBe([
                "does not appear to be coordinated or ",
                "acting in good faith",
                "consider alternative options",
                "does not signal a crisis",
            ]);
        page["counts"]!["records"]!.GetValue<int>().ShouldBe(4);
        var carried = await _server.Get(page["links"]!["assertions"]!.GetValue<string>());
        carried["assertions"]!.AsArray().Count.ShouldBe(4);

        string Name(string id) =>
            id == faith ? "faith"
            : id == within ? "within"
            : id == options ? "options"
            : id == crisis ? "crisis"
            : id;
    }

    [Fact]
    public async Task The_article_is_shown_with_the_quotes_that_it_could_not_be_held_against()
    {
        var page = await _server.Get("/sources/peace-talks-collapse");
        page["text"].ShouldBeNull();
        page["quotes"]!.AsArray().ShouldContain(q => q!["exact"]!.GetValue<string>() == "does not signal a crisis");
        page["quotes"]!.AsArray().ShouldAllBe(q => q!["check"]!.GetValue<string>() == "unverified");
        page["counts"]!["records"]!.GetValue<int>().ShouldBe((await _server.History("doha-2025")).Count);
    }

    [Fact]
    public async Task Witkoff_asserted_three_things_through_the_article_recorded_by_the_local_principal()
    {
        var page = await _server.Get("/speakers/steve-witkoff");
        page["roles"]!.AsArray().Single()!["party"]!.GetValue<string>().ShouldBe("united-states");
        page["counts"]!["records"]!.GetValue<int>().ShouldBe(3);
        var assertions = page["assertions"]!.AsArray();
        assertions.Count.ShouldBe(3);
        assertions.ShouldAllBe(a =>
            a!["attribution"]!["source"]!["source"]!.GetValue<string>() == "peace-talks-collapse"
            && a["recordedBy"]!.GetValue<string>() == "local"
            && a["recordedAt"] != null
        );
        assertions
            .Select(a => a!["attribution"]!["quote"]?["exact"]?.GetValue<string>())
            .ShouldContain("Hamas does not appear to be coordinated or acting in good faith");
        (await _server.Get(page["links"]!["assertions"]!.GetValue<string>()))["assertions"]!
            .ToJsonString()
            .ShouldBe(assertions.ToJsonString());
    }

    [Fact]
    public async Task A_speakers_records_come_once_each_from_page_to_page_while_more_are_recorded()
    {
        await Register();
        var before = (await Ids("/speakers/steve-witkoff?limit=500")).Ids;
        var seen = new List<string>();
        for (string? next = ""; next is not null; )
        {
            var page = await Ids($"/speakers/steve-witkoff?limit=1{(next.Length == 0 ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            seen.AddRange(page.Ids);
            next = page.Next;
            await Say("steve-witkoff", "consider alternative options");
        }

        seen.ShouldBe(before);
        (await _server.Send(HttpMethod.Get, "/speakers/steve-witkoff?after=7"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/after", "7");
        (await Ids("/speakers/steve-witkoff?limit=500")).Ids.Count.ShouldBe(6);
    }

    [Fact]
    public async Task The_provenance_of_the_whole_negotiation_is_valid_also_after_a_correction_a_dispute_and_a_retraction()
    {
        var before = await Provenance("negotiation=doha-2025");
        var entries = await _server.History("doha-2025");
        Elements(before, "entity", "record:").ShouldBe(entries.Count);

        await Register();
        var said = await Say("steve-witkoff", "consider alternative options");
        await Record(
            About(
                "assertion_corrected",
                said,
                ("patch", new JsonObject { ["text"] = "Alternatives are considered." }),
                ("reason", "Shorter.")
            )
        );
        await Record(
            About(
                "assertion_disputed",
                said,
                ("grounds", "Nobody else heard it."),
                (
                    "attribution",
                    new JsonObject
                    {
                        ["source"] = "peace-talks-collapse",
                        ["mode"] = "observed",
                        ["assertedOn"] = "2025-07-25",
                    }
                )
            )
        );
        await Record(About("assertion_corroborated", said, ("grounds", "Heard twice.")));
        await Record(About("assertion_retracted", said, ("reason", "Misheard.")));
        var after = await Provenance("negotiation=doha-2025");

        Elements(after, "entity", "record:").ShouldBe(entries.Count + 5);
        Elements(after, "entity", "form:").ShouldBe(1);
        Elements(after, "entity", "note:").ShouldBe(2);
        after["wasInvalidatedBy"]!.AsObject().Count.ShouldBe(2);
        after["agent"]!["principal:local"].ShouldNotBeNull();
        Elements(await Provenance("negotiation=doha-2025&recordedUntil=@53"), "entity", "record:").ShouldBe(entries.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("speaker=steve-witkoff")]
    [InlineData("speaker=party:hamas")]
    [InlineData("party=israel&mode=anonymous")]
    [InlineData("source=peace-talks-collapse&type=proposal_rejected")]
    [InlineData("text=%22good+faith%22")]
    [InlineData("fate=retracted")]
    [InlineData("negotiation=nowhere")]
    public async Task The_provenance_of_any_answer_is_valid_and_has_the_records_of_the_answer(string query)
    {
        var prov = await Provenance(query);
        var answer = await _server.Get($"/assertions?limit=500&{query}");
        Elements(prov, "entity", "record:").ShouldBe(answer["assertions"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_refused_question_is_a_problem_in_every_format() =>
        (await _server.Send(HttpMethod.Get, "/assertions?mode=loud", body: null, ("Accept", "application/prov+json")))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/mode", "loud");

    private async Task<JsonNode> Provenance(string query)
    {
        var reply = await _server.Send(HttpMethod.Get, $"/assertions?{query}", body: null, ("Accept", "application/prov+json"));
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.MediaType.ShouldBe("application/prov+json");
        ProvJsonValidator.Check(reply.Text).ShouldBeEmpty();
        return reply.Json!;
    }

    private static int Elements(JsonNode prov, string kind, string prefix) =>
        prov[kind]!.AsObject().Count(e => e.Key.StartsWith(prefix, StringComparison.Ordinal));

    private async Task<(List<string> Ids, string? Next)> Ids(string path)
    {
        var page = await _server.Get(path);
        return ([.. page["assertions"]!.AsArray().Select(a => a!["id"]!.GetValue<string>())], page["next"]?.GetValue<string>());
    }

    private async Task Register() =>
        (
            await _server.Post(
                "/sources",
                new JsonObject
                {
                    ["source"] = "statements-of-24-july",
                    ["kind"] = "transcript",
                    ["title"] = "Statements of 24 July",
                    ["published"] = "2025-07-24",
                    ["language"] = "en",
                    ["text"] = Text,
                }
            )
        ).Status.ShouldBe(HttpStatusCode.Created);

    private async Task<string> Say(string speaker, string words, string mode = "on_record")
    {
        var reply = await Record(
            new JsonObject
            {
                ["type"] = "statement_made",
                ["occurred"] = "2025-07-24",
                ["text"] = words,
                ["stance"] = "neutral",
                ["attribution"] = new JsonObject
                {
                    ["source"] = "statements-of-24-july",
                    ["mode"] = mode,
                    ["assertedOn"] = "2025-07-24",
                    ["speaker"] = speaker,
                    ["quote"] = new JsonObject { ["exact"] = words },
                },
            }
        );
        return reply.Json!["records"]![0]!["id"]!.GetValue<string>();
    }

    private async Task<Reply> Record(JsonObject body)
    {
        var reply = await _server.Post("/negotiations/doha-2025/developments", body);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        return reply;
    }

    private static JsonObject About(string type, string id, params (string Name, JsonNode? Value)[] members) =>
        With(new JsonObject { ["type"] = type, ["assertion"] = id }, members);

    private static string Cut(string text, JsonNode place) =>
        string.Concat(
            text.EnumerateRunes()
                .Skip(place["start"]!.GetValue<int>())
                .Take(place["end"]!.GetValue<int>() - place["start"]!.GetValue<int>())
                .Select(r => r.ToString())
        );
}
