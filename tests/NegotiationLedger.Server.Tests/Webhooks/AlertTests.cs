using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Webhooks;

/// <summary>Alerts of deadlines: before and at the time, and none of a deadline that moved.</summary>
public sealed class AlertTests(WebhookServer webhooks) : IClassFixture<WebhookServer>
{
    [Fact]
    public async Task A_deadline_is_told_of_before_and_at_the_time()
    {
        await using var receiver = await Receiver.Start();
        var negotiation = await webhooks.Talks.Open();
        var (id, secret) = await Alerts(receiver, negotiation);
        var due = DateTimeOffset.UtcNow.AddSeconds(3);
        await webhooks.Talks.Record(negotiation, Ultimatum(due));
        await receiver.Until(r => r.Taken.Count == 2);
        var told = receiver.Taken.Select(r => r.Events.ShouldHaveSingleItem()).ToList();
        told.ShouldAllBe(t => t["type"]!.GetValue<string>() == "ledger.alert");
        told.Select(t => t["data"]!["when"]!.GetValue<string>()).ShouldBe(["before", "due"]);
        told.Select(t => t["data"]!["what"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem().ShouldContain("Ultimatum ends");
        told.Select(t => t["id"]!.GetValue<string>()).Distinct().Count().ShouldBe(2);
        receiver.Taken.ShouldAllBe(r => r.IsSignedBy(secret));
        DateTimeOffset.UtcNow.ShouldBeGreaterThan(due.AddSeconds(-1));
        (await States(id)).ShouldBe(["due told", "before told"]);
    }

    [Fact]
    public async Task A_deadline_that_moves_is_told_of_at_its_new_time_alone_and_one_that_is_called_off_not_at_all()
    {
        await using var receiver = await Receiver.Start();
        var negotiation = await webhooks.Talks.Open();
        var (id, _) = await Alerts(receiver, negotiation, notice: 0);
        var (first, later) = (DateTimeOffset.UtcNow.AddDays(40), DateTimeOffset.UtcNow.AddDays(50));
        await webhooks.Talks.Record(negotiation, Development("deadline_set", ("text", "to answer"), ("deadline", Text(first))));
        await Until(id, ["due waiting"]);
        await webhooks.Talks.Record(negotiation, Development("deadline_extended", ("text", "to answer"), ("deadline", Text(later))));
        await Until(id, ["due waiting", "due cancelled"]);
        var alerts = (await webhooks.Server.Get($"/webhooks/{id}/alerts"))["alerts"]!.AsArray();
        DateTimeOffset.Parse(alerts[0]!["due"]!.GetValue<string>()).ShouldBeGreaterThan(first.AddDays(1));
        var record = (await webhooks.Server.History(negotiation))[^1]["id"]!.GetValue<string>();
        await webhooks.Talks.Record(
            negotiation,
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = record,
                ["reason"] = "Nobody extended it.",
            }
        );
        // Without the extension the first deadline stands again.
        await Until(id, ["due cancelled", "due waiting"]);
        receiver.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_away_when_the_time_comes_is_told_as_soon_as_it_is_back()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (n, _) => n == 1 ? 503 : 204;
        var negotiation = await webhooks.Talks.Open();
        var (id, _) = await Alerts(receiver, negotiation);
        await webhooks.Talks.Record(negotiation, Ultimatum(DateTimeOffset.UtcNow.AddDays(1)));
        await receiver.Until(r => r.Taken.Count == 1);
        receiver.All.Count.ShouldBe(2);
        receiver.All[0].Id.ShouldBe(receiver.All[1].Id);
        await Until(id, ["due waiting", "before told"]);
    }

    [Theory]
    [InlineData("""{"url":"https://example.org/","noticeHours":3}""", "/noticeHours", "alerts")]
    [InlineData("""{"url":"https://example.org/","what":"alerts","noticeHours":721}""", "/noticeHours", "from 0 to 720")]
    [InlineData("""{"url":"https://example.org/","what":"alerts","noticeHours":"a day"}""", "/noticeHours", "whole hours")]
    [InlineData("""{"url":"https://example.org/","what":"alerts","types":["statement_made"]}""", "/types", "deadlines")]
    public async Task What_alerts_cannot_be_is_named_with_the_remedy(string body, string pointer, string words) =>
        (await webhooks.Server.Send(HttpMethod.Post, "/webhooks", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName(pointer, words);

    private static JsonObject Ultimatum(DateTimeOffset deadline) =>
        Development(
            "ultimatum_issued",
            ("ultimatum", "answer"),
            ("by", "north"),
            ("to", "south"),
            ("text", "answer"),
            ("deadline", Text(deadline))
        );

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private Task<(string Id, string Secret)> Alerts(Receiver receiver, string negotiation, int notice = 24) =>
        webhooks.Make(receiver, ("what", "alerts"), ("negotiations", new JsonArray(negotiation)), ("noticeHours", notice));

    private async Task<List<string>> States(string id) =>
        [
            .. (await webhooks.Server.Get($"/webhooks/{id}/alerts"))["alerts"]!
                .AsArray()
                .Select(a => $"{a!["when"]!.GetValue<string>()} {a["state"]!.GetValue<string>()}"),
        ];

    private async Task Until(string id, IReadOnlyList<string> states)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await States(id)).SequenceEqual(states))
            patience.Token.ThrowIfCancellationRequested();
    }
}
