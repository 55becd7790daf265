using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Server.Tests.Webhooks;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>However much is asked of a node at once, it opens no more connections than an operator counts on.</summary>
public sealed class ConnectionsTests(WebhookServer webhooks) : IClassFixture<WebhookServer>
{
    private const int Promised = 60;

    private readonly RunningServer _server = webhooks.Server;

    [Fact]
    public async Task A_node_under_load_of_every_kind_stays_within_its_connections()
    {
        // Receivers that are not there are tried again all the time.
        for (var i = 0; i < 80; i++)
            (await _server.Post("/webhooks", new JsonObject { ["url"] = $"http://127.0.0.1:1/{i}" })).Status.ShouldBe(
                HttpStatusCode.Created
            );
        var talks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => webhooks.Talks.Open()));
        using var ended = new CancellationTokenSource();
        var most = Counting(ended.Token);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .SelectMany(i =>
                    talks.SelectMany(id =>
                        new[]
                        {
                            Status($"/negotiations/{id}/status?recordedUntil=@{30 + i}"),
                            Status($"/assertions?negotiation={id}&text=word{i}"),
                            Status($"/negotiations?text={id}&limit={1 + i}"),
                            Recorded(id, $"{i}"),
                        }
                    )
                )
        );
        await _server.CaughtUp();
        await ended.CancelAsync();

        answers.Where(a => a is not (HttpStatusCode.OK or HttpStatusCode.Created)).ShouldBeEmpty();
        (await most).ShouldBeInRange(10, Promised);
    }

    private async Task<HttpStatusCode> Status(string path) => (await _server.Send(HttpMethod.Get, path)).Status;

    private async Task<HttpStatusCode> Recorded(string negotiation, string words) =>
        (await _server.Post($"/negotiations/{negotiation}/developments", Statement(words))).Status;

    private async Task<int> Counting(CancellationToken ended)
    {
        await using var connection = new NpgsqlConnection(_server.Database.OwnerConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*)::int from pg_stat_activity where datname = current_database() and usename = $1";
        command.Parameters.Add(new() { Value = _server.Database.WriterRole });
        var most = 0;
        while (!ended.IsCancellationRequested)
            most = Math.Max(most, (int)(await command.ExecuteScalarAsync(CancellationToken.None))!);
        return most;
    }
}
