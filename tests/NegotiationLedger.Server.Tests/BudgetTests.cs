using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store;

namespace NegotiationLedger.Server.Tests;

/// <summary>No request takes the server from the others: what it may ask for is bounded, and how to ask for less is said.</summary>
public sealed class BudgetTests(DohaServer doha) : IClassFixture<DohaServer>
{
    private static readonly AnswerBudget NoTime = AnswerBudget.Usual with { Time = TimeSpan.Zero };

    [Theory]
    [InlineData("status", "occurred")]
    [InlineData("timeline", "recorded")]
    public async Task A_replay_that_uses_up_its_bytes_ends_its_page_and_the_pages_in_turn_are_the_whole(string view, string order)
    {
        await using var server = await RunningServer.Beside(doha.Server, AnswerBudget.Usual with { Bytes = 1 });
        var query = $"/negotiations/doha-2025/replay?view={view}&order={order}";
        var whole = await Frames(doha.Server, query);
        List<JsonNode> pages = [];
        for (string? from = ""; from is not null; from = pages[^1]["next"]?.GetValue<string>())
            pages.AddRange(await Frames(server, $"{query}{(from.Length > 0 ? $"&from={from}" : "")}"));

        pages.Count(f => f["next"] is not null).ShouldBeGreaterThan(5);
        pages.Select(f => f["patch"]!.ToJsonString()).ShouldBe(whole.Select(f => f["patch"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("diff?left.recordedUntil=@50", "give both sides an occurredUntil")]
    [InlineData("replay", "give another 'from'")]
    public async Task Work_that_takes_too_long_is_given_up_with_how_to_ask_for_less(string path, string remedy)
    {
        await using var server = await RunningServer.Beside(doha.Server, NoTime);
        await TooMuch(server, $"/negotiations/doha-2025/{path}", remedy);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_not_kept_for_anybody()
    {
        await using var server = await RunningServer.Beside(doha.Server, AnswerBudget.Usual with { Bytes = 1000 });
        await TooMuch(server, "/negotiations/doha-2025/timeline?occurredUntil=2025-08-01", "at most 1000");
    }

    [Fact]
    public async Task A_long_history_waits_for_its_turn_and_is_given_up_when_it_takes_too_long()
    {
        using var heavy = new HeavyWork(NoTime, TimeProvider.System, places: 1);
        var refused = await Should.ThrowAsync<ProblemException>(
            heavy.Do(
                spent =>
                {
                    spent.ThrowIfCancellationRequested();
                    return 0;
                },
                "ask for less",
                CancellationToken.None
            )
        );
        refused.Document.Status.ShouldBe(422);
        refused.Document.Detail.ShouldContain("ask for less");
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(20_000, false)]
    public async Task An_answer_is_kept_with_its_question_or_not_at_all(int length, bool isKept)
    {
        using var heavy = new HeavyWork(AnswerBudget.Usual, TimeProvider.System, places: 1);
        using var cache = new AnswerCache(100_000, heavy);
        var history = new Accounts.History(new("talks"), [], Registry.Empty);
        var snapshot = new Snapshot(new(0, DateTimeOffset.UnixEpoch, 0), history);
        var lens = Lens.Everything with { AccordingTo = [Viewpoint.OfPublisher(new string('p', length))] };
        var view = ViewCatalog.All[0];
        await cache.Of(view, snapshot, lens, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
        (cache.Kept(view, snapshot, lens, DateTimeOffset.UnixEpoch) is not null).ShouldBe(isKept);
    }

    [Fact]
    public async Task Who_waits_is_served_in_turn_who_leaves_holds_up_nobody_and_too_many_are_sent_away()
    {
        using var heavy = new HeavyWork(AnswerBudget.Usual, TimeProvider.System, places: 1);
        var busy = await heavy.Turn(CancellationToken.None);
        using var left = new CancellationTokenSource();
        var leaver = heavy.Turn(left.Token);
        var waiting = Enumerable.Range(0, 199).Select(_ => heavy.Turn(CancellationToken.None)).ToList();

        (await Should.ThrowAsync<ProblemException>(() => heavy.Turn(CancellationToken.None))).Document.Status.ShouldBe(503);
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaver);
        busy.Dispose();
        for (var i = 0; i < waiting.Count; i++)
        {
            using var turn = await waiting[i];
            waiting.Skip(i + 1).ShouldAllBe(later => !later.IsCompleted);
        }
    }

    [Fact]
    public void A_database_that_is_away_is_logged_once_and_then_counted()
    {
        var (log, time) = (new Lines(), new Clock());
        var outages = new OutageLog(log, time);
        for (var i = 0; i < 500; i++)
            outages.Note(new IOException("gone"));
        log.Written.Count.ShouldBe(1);
        time.Now += TimeSpan.FromSeconds(10).Ticks;
        outages.Note(new IOException("gone"));

        log.Written.Count.ShouldBe(3);
        log.Written[1].ShouldContain("499");
    }

    private static async Task TooMuch(RunningServer server, string path, string remedy)
    {
        var reply = await server.Send(HttpMethod.Get, path);
        (reply.Status, reply.Json!["type"]!.GetValue<string>()).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "urn:negotiation-ledger:problem:too-much")
        );
        reply.Json["detail"]!.GetValue<string>().ShouldContain(remedy);
    }

    private static async Task<List<JsonNode>> Frames(RunningServer server, string path) =>
        [.. (await server.Http.GetStringAsync(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];

    private sealed class Clock : TimeProvider
    {
        internal long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }

    private sealed class Lines : ILogger
    {
        internal List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            Microsoft.Extensions.Logging.EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Written.Add(formatter(state, exception));
    }
}
