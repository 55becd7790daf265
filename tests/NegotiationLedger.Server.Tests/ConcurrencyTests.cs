using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Many at once, through two servers: the log stays dense and holds what was acknowledged once.</summary>
public sealed class ConcurrencyTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private const int Clients = 16;
    private const int Requests = 60;

    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task Sixteen_clients_in_four_negotiations_leave_dense_versions_and_sequences()
    {
        await using var beside = await RunningServer.Beside(_server);
        string[] negotiations = [await talks.Open(), await talks.Open(), await talks.Open(), await talks.Open()];
        var head = await _server.Head();
        var acknowledged = new ConcurrentBag<(string Negotiation, JsonNode Record)>();
        await Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(client =>
                    Task.Run(async () =>
                    {
                        var server = client % 2 == 0 ? _server : beside;
                        for (var i = 0; i < Requests; i++)
                        {
                            var negotiation = negotiations[(client + i) % negotiations.Length];
                            JsonNode body =
                                i % 3 == 0
                                    ? new JsonArray(Statement($"{client}.{i}.a"), Statement($"{client}.{i}.b"))
                                    : Statement($"{client}.{i}");
                            var reply = await server.Post($"/negotiations/{negotiation}/developments", body);
                            reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
                            foreach (var record in reply.Json!["records"]!.AsArray())
                                acknowledged.Add((negotiation, record!));
                            (await server.Get($"/negotiations/{negotiation}/status"))["version"]!
                                .GetValue<int>()
                                .ShouldBeGreaterThanOrEqualTo(reply.Version);
                        }
                    })
                )
        );

        acknowledged
            .Select(a => a.Record["sequence"]!.GetValue<long>())
            .Order()
            .ShouldBe(Enumerable.Range(1, acknowledged.Count).Select(n => head + n));
        (await _server.Head()).ShouldBe(head + acknowledged.Count);
        foreach (var negotiation in negotiations)
        {
            var history = await beside.History(negotiation);
            history.Select(e => e["version"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, history.Count));
            history
                .Zip(history.Skip(1))
                .ShouldAllBe(p =>
                    string.CompareOrdinal(p.First["recordedAt"]!.GetValue<string>(), p.Second["recordedAt"]!.GetValue<string>()) <= 0
                );
            string Place(JsonNode entry) => $"{entry["id"]} {entry["sequence"]} {entry["version"]} {entry["recordedAt"]}";
            history
                .Skip(4)
                .Select(Place)
                .ShouldBe(
                    acknowledged
                        .Where(a => a.Negotiation == negotiation)
                        .OrderBy(a => a.Record["sequence"]!.GetValue<long>())
                        .Select(a => Place(a.Record))
                );
        }
    }
}
