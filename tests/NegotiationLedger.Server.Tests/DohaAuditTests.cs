using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

/// <summary>The audit of the Doha talks: who asserted what, and what became of it.</summary>
public sealed class DohaAuditTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private const string Accusation = "01983da7-22a9-7d89-a059-4cf7706d1517";
    private static readonly SemaphoreSlim Once = new(1);

    public async ValueTask InitializeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (await server.Head() == 0)
                await server.Load("doha-2025");
        }
        finally
        {
            Once.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Everything_that_Witkoff_asserted_is_three_records_with_source_recorder_and_time()
    {
        var said = await Found("speaker=steve-witkoff");

        said.Select(a => a["type"]!.GetValue<string>()).ShouldBe(["accusation_made", "statement_made", "intent_declared"]);
        foreach (var record in said)
        {
            record["recordedBy"]!.GetValue<string>().ShouldBe("local");
            record["recordedAt"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
            record["viewpoint"]!.GetValue<string>().ShouldBe("party:united-states");
            var chain = record["attribution"]!;
            (chain["speaker"]!["name"]!.GetValue<string>(), chain["speaker"]!["title"]!.GetValue<string>()).ShouldBe(
                ("Steve Witkoff", "U.S. Special Envoy")
            );
            (chain["source"]!["source"]!.GetValue<string>(), chain["source"]!["title"]!.GetValue<string>()).ShouldBe(
                ("peace-talks-collapse", "Peace Talks Collapse—Is WW3 Next?")
            );
            chain["assertedOn"]!.GetValue<string>().ShouldBe("2025-07-24");
        }

        said.Select(a => a["attribution"]!["quote"]?["exact"]?.GetValue<string>())
            .ShouldBe(["Hamas does not appear to be coordinated or acting in good faith", null, "consider alternative options"]);
        said[0]["headline"]!
            .GetValue<string>()
            .ShouldBe("Hamas accused by United States: not appearing to be coordinated or acting in good faith");
    }

    [Theory]
    [InlineData("text=\"good faith\"", 1)]
    [InlineData("text=hostage", 8)]
    [InlineData("text=hostages -release", 5)]
    [InlineData("party=hamas&type=demand_stated", 3)]
    [InlineData("type=demand_stated", 5)]
    [InlineData("mode=anonymous&speaker=senior-israeli-official", 3)]
    [InlineData("mode=inferred&party=united-states", 1)]
    [InlineData("speaker=party:israel&type=deadlock_declared", 1)]
    [InlineData("source=peace-talks-collapse&type=proposal_rejected", 2)]
    [InlineData("occurredFrom=2025-07-17&occurredTo=2025-07-23&type=proposal_rejected", 2)]
    [InlineData("occurredFrom=2025-07-24&type=proposal_rejected", 0)]
    [InlineData("negotiation=doha-2025&type=talks_collapsed", 1)]
    [InlineData("negotiation=elsewhere", 0)]
    [InlineData("recordedBy=local&type=venue_changed", 1)]
    [InlineData("publisher=Nobody", 0)]
    [InlineData("recordedBy=nobody", 0)]
    [InlineData("recordedFrom=2025-01-01&type=venue_changed", 1)]
    [InlineData("recordedTo=2025-01-01", 0)]
    [InlineData("fate=retracted&speaker=steve-witkoff", 0)]
    [InlineData("recordedUntil=@20&speaker=steve-witkoff", 0)]
    public async Task Each_filter_keeps_what_it_names(string query, int count) => (await Found(query)).Count.ShouldBe(count);

    [Fact]
    public async Task A_highlight_is_told_apart_from_the_words_around_it()
    {
        var found = (await Found("text=\"acting in good faith\"")).ShouldHaveSingleItem();

        var quote = found["highlights"]!.AsArray().Single(h => h!["pointer"]!.GetValue<string>() == "/attribution/quote/exact")!;
        string.Concat(quote["parts"]!.AsArray().Select(p => p!["text"]!.GetValue<string>()))
            .ShouldBe("Hamas does not appear to be coordinated or acting in good faith");
        quote["parts"]!
            .AsArray()
            .Where(p => p!["isMatch"]!.GetValue<bool>())
            .Select(p => p!["text"]!.GetValue<string>())
            .ShouldBe(["acting", "in", "good", "faith"]);
    }

    [Fact]
    public async Task One_record_is_told_whole()
    {
        var whole = await server.Get($"/assertions/{Accusation}");

        whole["position"]!.GetValue<string>().ShouldStartWith("@");
        whole["assertion"]!["id"]!.GetValue<string>().ShouldBe(Accusation);
        whole["recorded"]!["payload"]!["against"]!.GetValue<string>().ShouldBe("hamas");
        whole["corrections"]!.AsArray().ShouldBeEmpty();
        whole["quote"].ShouldBeNull("the source's text is not held");
        whole["assertion"]!["links"]!["negotiation"]!.GetValue<string>().ShouldBe("/negotiations/doha-2025");
        foreach (var link in whole["assertion"]!["links"]!.AsObject())
            await server.Get(link.Value!.GetValue<string>());
    }

    private async Task<List<JsonNode>> Found(string query)
    {
        var answer = await server.Get($"/assertions?limit=500&{query}");
        answer["next"].ShouldBeNull();
        return [.. answer["assertions"]!.AsArray().Select(a => a!)];
    }
}
