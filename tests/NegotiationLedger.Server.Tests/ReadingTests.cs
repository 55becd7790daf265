using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>How a reader asks for a part, in an order, and is helped when a name is mistyped.</summary>
public sealed class ReadingTests(DohaServer doha) : IClassFixture<DohaServer>
{
    private readonly RunningServer _server = doha.Server;

    [Fact]
    public async Task Pages_of_a_timeline_in_turn_are_the_whole_in_either_order()
    {
        var whole = Items(await _server.Get("/negotiations/doha-2025/timeline"));
        foreach (var sort in new[] { "oldest", "newest" })
        {
            var paged = new List<string>();
            for (var after = "0"; after is not null; )
            {
                var page = await _server.Get($"/negotiations/doha-2025/timeline?limit=7&after={after}&sort={sort}");
                paged.AddRange(Items(page));
                after = page["next"]?.ToString();
            }

            paged.ShouldBe(sort == "newest" ? Enumerable.Reverse(whole) : whole);
        }
    }

    [Theory]
    [InlineData("type=proposal_rejected", "type=proposal_rejected")]
    [InlineData("party=hamas", "party=hamas")]
    [InlineData("source=peace-talks-collapse&type=team_recalled", "source=peace-talks-collapse&type=team_recalled")]
    [InlineData("assertedFrom=2025-07-24&assertedTo=2025-07-24", "assertedFrom=2025-07-24&assertedTo=2025-07-24")]
    public async Task Of_a_timeline_those_items_are_shown_of_which_an_account_answers(string asked, string history)
    {
        var recorded = (await _server.Get($"/negotiations/doha-2025/history?{history}&limit=1000"))["entries"]!
            .AsArray()
            .Select(e => e!["id"]!.GetValue<string>())
            .ToHashSet();
        var whole = (await _server.Get("/negotiations/doha-2025/timeline"))["answer"]!["items"]!.AsArray();
        var part = await _server.Get($"/negotiations/doha-2025/timeline?{asked}");
        Items(part)
            .ShouldBe(
                whole
                    .Where(i => i!["events"]!.AsArray().Any(e => recorded.Contains(e!.GetValue<string>())))
                    .Select(i => i!["events"]![0]!.GetValue<string>())
            );
        Items(part).ShouldNotBeEmpty();
        part["answer"]!["curve"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Of_a_timeline_a_span_of_time_is_shown()
    {
        var part = await _server.Get("/negotiations/doha-2025/timeline?from=2025-07-24&to=2025-07-24");
        part["answer"]!["items"]!.AsArray().ShouldNotBeEmpty();
        part["answer"]!["items"]!
            .AsArray()
            .Select(i => DateTimeOffset.Parse(i!["at"]!.GetValue<string>()))
            .ShouldAllBe(at => at >= DateTimeOffset.Parse("2025-07-24T00:00:00Z") && at < DateTimeOffset.Parse("2025-07-25T00:00:00Z"));
    }

    [Fact]
    public async Task A_history_goes_by_pages_from_its_newest_entry_too()
    {
        var whole = await _server.History("doha-2025");
        var paged = new List<long>();
        for (string? after = "0"; after is not null; )
        {
            var page = await _server.Get($"/negotiations/doha-2025/history?limit=9&sort=newest&after={after}");
            paged.AddRange(page["entries"]!.AsArray().Select(e => e!["sequence"]!.GetValue<long>()));
            after = page["next"]?.ToString();
        }

        paged.ShouldBe(whole.Select(e => e["sequence"]!.GetValue<long>()).Reverse());
    }

    [Fact]
    public async Task An_audit_is_in_the_order_asked_for()
    {
        async Task<string?> Order(string query) => (await _server.Get($"/assertions?{query}"))["order"]?.GetValue<string>();

        (await Order("text=talks")).ShouldBe("relevance");
        (await Order("text=talks&sort=recorded")).ShouldBe("recorded");
        (await Order("text=talks&sort=occurred")).ShouldBe("occurred");
        (await Order("sort=occurred")).ShouldBe("occurred");
        (await _server.Send(HttpMethod.Get, "/assertions?sort=relevance"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/sort");
    }

    [Fact]
    public async Task An_audit_is_of_what_was_asserted_in_a_time()
    {
        foreach (
            var asked in new[] { "assertedFrom=2025-07-24", "assertedTo=2025-07-24", "assertedFrom=2025-07-25", "assertedTo=2025-07-23" }
        )
            (await _server.Get($"/assertions?limit=500&negotiation=doha-2025&{asked}"))["assertions"]!
                .AsArray()
                .Select(a => a!["id"]!.GetValue<string>())
                .ShouldBe(
                    (await _server.Get($"/negotiations/doha-2025/history?limit=1000&{asked}"))["entries"]!
                        .AsArray()
                        .Select(e => e!["id"]!.GetValue<string>()),
                    asked
                );
        (await _server.Send(HttpMethod.Get, "/assertions?assertedFrom=2025-08&assertedTo=2025-07")).Status.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    [Theory]
    [InlineData("/negotiations/doha-2025/timeline?sort=up", "/sort")]
    [InlineData("/negotiations/doha-2025/timeline?limit=0", "/limit")]
    [InlineData("/negotiations/doha-2025/timeline?type=team_recaled", "team_recalled")]
    [InlineData("/negotiations/doha-2025/timeline?from=soon", "/from")]
    [InlineData("/negotiations/doha-2025/history?assertedTo=soon", "/assertedTo")]
    [InlineData("/negotiations/doha-2025/history?sort=up", "/sort")]
    [InlineData("/negotiations/doha-2025/status?type=team_recalled", "/type")]
    public async Task What_cannot_be_asked_is_refused_with_its_name(string path, string named)
    {
        var reply = await _server.Send(HttpMethod.Get, path);
        reply.Status.ShouldBe(HttpStatusCode.BadRequest, reply.Text);
        reply.Text.ShouldContain(named);
    }

    [Theory]
    [InlineData("/negotiations/doha-2052/status", "doha-2025")]
    [InlineData("/negotiations/dooha-2025", "doha-2025")]
    [InlineData("/sources/peace-talk-collapse", "peace-talks-collapse")]
    [InlineData("/speakers/steve-witkof", "steve-witkoff")]
    [InlineData("/vocabulary/team_recaled", "team_recalled")]
    public async Task A_mistyped_id_is_answered_with_what_may_have_been_meant(string path, string meant)
    {
        var reply = await _server.Send(HttpMethod.Get, path);
        reply.Status.ShouldBe(HttpStatusCode.NotFound, reply.Text);
        reply.Text.ShouldContain($"Did you mean '{meant}'?");
    }

    [Fact]
    public async Task Texts_are_escaped_only_where_JSON_asks_for_it()
    {
        const string Words = "It’s 'quoted' & <plain> + 🕊 é";
        var opening = With(Reported("negotiation_opened"), ("id", "plain-words"), ("title", Words), ("subject", "Words"));
        opening.Remove("type");
        (await _server.Post("/negotiations", opening)).Status.ShouldBe(HttpStatusCode.Created);
        foreach (
            var path in new[]
            {
                "/negotiations/plain-words",
                "/negotiations/plain-words/status",
                "/negotiations/plain-words/timeline",
                "/negotiations/plain-words/history",
                "/negotiations/plain-words/replay",
                "/negotiations?text=quoted",
                "/assertions?negotiation=plain-words",
                "/negotiations/it's",
            }
        )
        {
            var text = (await _server.Send(HttpMethod.Get, path)).Text;
            text.ShouldNotContain("\\u00", customMessage: path);
            if (!path.Contains("it's", StringComparison.Ordinal))
                text.ShouldContain("It’s 'quoted' & <plain>", customMessage: path);
        }
    }

    [Fact]
    public async Task A_view_is_shown_again_when_it_changes()
    {
        await _server.OpenCopyOfDoha("watched");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var shown = new Shown();
        var watching = Cli.CommandLine.Run(
            ["status", "watched", "--watch", "--json", "--url", _server.Http.BaseAddress!.ToString()],
            shown.Surroundings,
            end.Token
        );
        await shown.Lines(1);
        (await _server.Post("/negotiations/watched/developments", Reported("talks_collapsed"))).Status.ShouldBe(HttpStatusCode.Created);
        (await shown.Lines(2))[1].ShouldContain("collapsed");
        await end.CancelAsync();
        (await watching).ShouldBe(Cli.ExitCodes.Interrupted);
    }

    [Fact]
    public async Task When_something_was_recorded_is_shown_in_the_reader_s_time_zone()
    {
        var at = (await _server.History("doha-2025"))[0]["recordedAt"]!.GetValue<DateTimeOffset>();
        var (_, said) = await Terminal.Run(_server, "history", "doha-2025", "--limit", "1", "--zone", "Asia/Kathmandu");
        said.ShouldContain(at.ToOffset(new TimeSpan(5, 45, 0)).ToString("yyyy-MM-dd HH:mm:sszzz"));
        (await Terminal.Run(_server, "history", "doha-2025", "--zone", "Asia/Nowhere")).Code.ShouldBe(Cli.ExitCodes.WrongUsage);
    }

    private static JsonObject Reported(string type) =>
        new()
        {
            ["type"] = type,
            ["occurred"] = "2025-07-26",
            ["attribution"] = new JsonObject
            {
                ["source"] = "peace-talks-collapse",
                ["mode"] = "observed",
                ["assertedOn"] = "2025-07-26",
            },
        };

    private static List<string> Items(JsonNode answer) =>
        [.. answer["answer"]!["items"]!.AsArray().Select(i => i!["events"]![0]!.GetValue<string>())];

    /// <summary>Standard output, line by line.</summary>
    private sealed class Shown : StringWriter
    {
        private readonly System.Threading.Channels.Channel<string> _lines = System.Threading.Channels.Channel.CreateUnbounded<string>();
        private readonly List<string> _read = [];

        internal Cli.Surroundings Surroundings
        {
            get
            {
                var paper = Cli.Surroundings.Open(this, isPipe: true, _ => null);
                return new(TextReader.Null, this, paper, paper, IsTerminal: false, _ => null);
            }
        }

        public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

        internal async Task<List<string>> Lines(int count)
        {
            while (_read.Count < count)
                _read.Add(await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken));
            return _read;
        }
    }
}
