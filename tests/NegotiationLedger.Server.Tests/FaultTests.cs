using System.Collections.Concurrent;
using System.Net;
using NegotiationLedger.Server.Tests.Support;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What was acknowledged survives what goes wrong, and the server recovers by itself.</summary>
public sealed class FaultTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task While_the_database_drops_every_connection_nothing_acknowledged_is_lost_or_doubled()
    {
        var negotiation = await talks.Open();
        var acknowledged = new ConcurrentBag<string>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        using var done = new CancellationTokenSource();
        using var progress = new SemaphoreSlim(0);
        var clients = Enumerable
            .Range(0, 8)
            .Select(client =>
                Task.Run(async () =>
                {
                    for (var i = 0; !done.IsCancellationRequested; i++)
                    {
                        var reply = await _server.Post($"/negotiations/{negotiation}/developments", Statement($"{client}.{i}"));
                        statuses.AddOrUpdate(reply.Status, 1, (_, n) => n + 1);
                        if (reply.Status == HttpStatusCode.Created)
                        {
                            acknowledged.Add($"{client}.{i}");
                            progress.Release();
                        }
                        else
                            reply.ShouldBeProblem(
                                HttpStatusCode.ServiceUnavailable,
                                reply.Json!["type"]!.GetValue<string>().Split(':')[^1]
                            );
                    }
                })
            )
            .ToList();
        for (var kill = 0; kill < 10; kill++)
        {
            await DropConnections();
            for (var more = 0; more < 40; more++)
                (await progress.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldBeTrue(
                    "Nothing is acknowledged any more."
                );
        }

        await done.CancelAsync();
        await Task.WhenAll(clients);
        statuses.Keys.ShouldBeSubsetOf([HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable]);
        var history = await _server.History(negotiation);
        history.Select(e => e["version"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, history.Count));
        var texts = history.Skip(4).Select(e => e["data"]!["text"]!.GetValue<string>()).ToList();
        texts.ShouldBeUnique();
        acknowledged.ShouldBeSubsetOf(texts);
    }

    [Fact]
    public async Task Readers_that_go_away_under_way_disturb_nobody()
    {
        var negotiation = await talks.Open();
        for (var i = 0; i < 40; i++)
        {
            using var impatient = new CancellationTokenSource();
            var gone = Enumerable
                .Range(0, 8)
                .Select(_ => _server.Http.GetAsync($"/negotiations/{negotiation}/history", impatient.Token))
                .ToList();
            var lists = Enumerable.Range(0, 8).Select(_ => _server.Http.GetAsync("/negotiations", impatient.Token)).ToList();
            await Task.WhenAny(gone);
            await impatient.CancelAsync();
            await Task.WhenAll(gone.Concat(lists))
                .ContinueWith(t => t.Exception?.InnerException.ShouldBeAssignableTo<OperationCanceledException>(), TaskScheduler.Default);
            (await _server.Send(HttpMethod.Get, "/negotiations")).Status.ShouldBe(HttpStatusCode.OK);
            await talks.Record(negotiation, Statement($"Number {i}"));
        }
    }

    [Fact]
    public async Task A_new_server_on_the_same_database_knows_everything_and_the_keys_already_used()
    {
        var negotiation = await talks.Open();
        var keyed = await talks.Record(negotiation, Statement("keyed"), ("Idempotency-Key", "\"kept\""));
        await talks.Record(negotiation, Development("talks_collapsed"));
        var (history, status) = (
            await _server.History(negotiation),
            await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/status")
        );
        await _server.Restart();
        (await _server.History(negotiation)).Select(e => e.ToJsonString()).ShouldBe(history.Select(e => e.ToJsonString()));
        var again = await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/status");
        again.Json!["answer"]!.ToJsonString().ShouldBe(status.Json!["answer"]!.ToJsonString());
        again.ETag.ShouldBe(status.ETag);
        (await talks.Record(negotiation, Statement("keyed"), ("Idempotency-Key", "\"kept\""))).Text.ShouldBe(keyed.Text);
        (await _server.History(negotiation)).Count.ShouldBe(history.Count);
        (await _server.Get("/sources/communique"))["text"]!.GetValue<string>().ShouldBe(Text);
    }

    [Fact]
    public async Task A_second_server_sees_what_the_first_acknowledged_at_once()
    {
        await using var beside = await RunningServer.Beside(_server);
        var negotiation = await talks.Open();
        for (var i = 0; i < 50; i++)
        {
            var (writer, reader) = i % 2 == 0 ? (_server, beside) : (beside, _server);
            var recorded = await writer.Post($"/negotiations/{negotiation}/developments", Statement($"Number {i}"));
            recorded.Status.ShouldBe(HttpStatusCode.Created, recorded.Text);
            (await reader.Get($"/negotiations/{negotiation}/status"))["version"]!.GetValue<int>().ShouldBe(recorded.Version);
            (await writer.Post("/speakers", Speaker($"speaker-{i}"))).Status.ShouldBe(HttpStatusCode.Created);
            await reader.Get($"/speakers/speaker-{i}");
            var spoken = Statement("x", ("attribution", With(Observed(), ("mode", "attributed"), ("speaker", $"speaker-{i}"))));
            (await reader.Post($"/negotiations/{negotiation}/developments", spoken)).Status.ShouldBe(HttpStatusCode.Created);
        }

        (await Task.WhenAll(_server.History(negotiation), beside.History(negotiation)))
            .Select(h => string.Join('\n', h.Select(e => e.ToJsonString())))
            .Distinct()
            .ShouldHaveSingleItem();
    }

    private async Task DropConnections()
    {
        await using var connection = new NpgsqlConnection(_server.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
            connection
        );
        await command.ExecuteNonQueryAsync();
    }
}
