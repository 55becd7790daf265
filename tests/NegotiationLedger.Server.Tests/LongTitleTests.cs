using System.Net;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What an opening says may be as long as its body: it costs the projections no more than its length.</summary>
public sealed class LongTitleTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_title_as_long_as_a_book_is_listed_and_found_and_keeps_no_projection_waiting()
    {
        var opening = Opening("book");
        opening["title"] = string.Concat(Enumerable.Repeat("İ talk, и 🕊 другое. ", 20_000)) + "The end";
        (await _server.Post("/negotiations", opening)).Status.ShouldBe(HttpStatusCode.Created);
        await _server.CaughtUp();
        (await _server.Get("/projections"))["projections"]!.AsArray().ShouldAllBe(p => p!["failures"]!.GetValue<long>() == 0);
        (await _server.Get("/negotiations?text=the%20END"))["negotiations"]!
            .AsArray()
            .Select(n => n!["id"]!.GetValue<string>())
            .ShouldBe(["book"]);
    }
}
