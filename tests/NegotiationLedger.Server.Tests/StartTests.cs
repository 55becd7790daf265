using System.Net;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>A server may start before its database: it says so, and serves as soon as the database answers.</summary>
public sealed class StartTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_server_that_starts_before_its_database_waits_for_it_and_says_so()
    {
        var negotiation = await talks.Open();
        await _server.Database.LetIn(isOpen: false);
        try
        {
            await _server.Restart();
            (await _server.Send(HttpMethod.Get, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
            (await _server.Send(HttpMethod.Get, "/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/status")).ShouldBeProblem(
                HttpStatusCode.ServiceUnavailable,
                "unavailable"
            );
            (await _server.Post($"/negotiations/{negotiation}/developments", Statement("Too early."))).ShouldBeProblem(
                HttpStatusCode.ServiceUnavailable,
                "unavailable"
            );
        }
        finally
        {
            await _server.Database.LetIn(isOpen: true);
        }

        await talks.Record(negotiation, Statement("In time."));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await _server.Send(HttpMethod.Get, "/health/ready")).Status != HttpStatusCode.OK)
            await Task.Delay(20, patience.Token);
        (await _server.History(negotiation)).Count.ShouldBe(5);
    }
}
