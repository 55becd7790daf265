using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ical.Net;
using Ical.Net.CalendarComponents;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Readers;

/// <summary>The dates of negotiations, for calendars that subscribe to them (iCalendar, RFC 5545).</summary>
public sealed class CalendarTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task What_happened_on_a_day_and_what_is_to_come_are_whole_days_without_alarms_and_with_links()
    {
        var negotiation = await talks.Open();
        var records = await talks.Record(
            negotiation,
            new JsonArray(
                Statement("Once in spring", ("occurred", "2025-04")),
                Statement("On a day", ("occurred", "2025-04-03")),
                Ultimatum("2025-04-20")
            )
        );
        var (day, ultimatum) = (IdOf(records, 1), IdOf(records, 2));

        var events = await Events(negotiation);

        events.Keys.ShouldContain($"{day}@negotiation-ledger");
        events.Values.ShouldNotContain(e => e.Summary!.Contains("spring"));
        events.Values.ShouldAllBe(e => e.Alarms.Count == 0 && e.Transparency == TransparencyType.Transparent && e.IsAllDay);
        var issued = events[$"{ultimatum}@negotiation-ledger"];
        var ends = events[$"{ultimatum}-to-come@negotiation-ledger"];
        issued.Start!.Date.ShouldBe(new(2025, 4, 10));
        (ends.Start!.Date, ends.Status, ends.Sequence).ShouldBe((new DateOnly(2025, 4, 20), EventStatus.Confirmed, 0));
        ends.Summary.ShouldBe("Ultimatum ends: North sets an ultimatum: Leave");
        ends.Url!.AbsoluteUri.ShouldBe($"{_server.Http.BaseAddress}records/{ultimatum}");
        ends.Description!.ShouldContain("According to publisher:The Post");
    }

    [Fact]
    public async Task What_is_moved_keeps_its_name_in_a_later_revision_and_what_is_withdrawn_is_cancelled()
    {
        var negotiation = await talks.Open();
        var records = await talks.Record(
            negotiation,
            new JsonArray(Ultimatum("2025-04-20"), Statement("A slip", ("occurred", "2025-04-03")))
        );
        var (ultimatum, slip) = (IdOf(records, 0), IdOf(records, 1));
        await talks.Record(
            negotiation,
            new JsonArray(
                new JsonObject
                {
                    ["type"] = "assertion_corrected",
                    ["assertion"] = ultimatum,
                    ["patch"] = new JsonObject { ["deadline"] = "2025-04-25" },
                    ["reason"] = "Misread.",
                },
                new JsonObject
                {
                    ["type"] = "assertion_retracted",
                    ["assertion"] = slip,
                    ["reason"] = "A slip.",
                }
            )
        );
        // Each record of the negotiation since is one revision more.
        var moved = (await Events(negotiation))[$"{ultimatum}-to-come@negotiation-ledger"];
        (moved.Start!.Date, moved.Status, moved.Sequence).ShouldBe((new DateOnly(2025, 4, 25), EventStatus.Confirmed, 3));
        var retracted = (await Events(negotiation))[$"{slip}@negotiation-ledger"];
        (retracted.Status, retracted.Sequence).ShouldBe((EventStatus.Cancelled, 2));

        await talks.Record(
            negotiation,
            Development("ultimatum_ended", ("ultimatum", "leave"), ("outcome", "withdrawn"), ("occurred", "2025-04-12"))
        );

        var withdrawn = (await Events(negotiation))[$"{ultimatum}-to-come@negotiation-ledger"];
        (withdrawn.Status, withdrawn.Sequence).ShouldBe((EventStatus.Cancelled, 4));
    }

    [Fact]
    public async Task One_calendar_holds_the_dates_of_all_negotiations_under_their_titles()
    {
        var (one, other) = (await talks.Open(), await talks.Open());
        await talks.Record(one, Statement("First", ("occurred", "2025-05-01")));
        await talks.Record(other, Statement("Second", ("occurred", "2025-05-02")));

        var summaries = (await Load("/calendar.ics")).Events.Select(e => e.Summary).ToList();

        summaries.ShouldContain($"Talks about the border ({one}): First");
        summaries.ShouldContain($"Talks about the border ({other}): Second");
    }

    [Fact]
    public async Task No_more_than_the_latest_thousand_dates_are_told()
    {
        var negotiation = await talks.Open();
        foreach (var batch in Enumerable.Range(0, 1_100).Chunk(550))
            await talks.Record(
                negotiation,
                new JsonArray([
                    .. batch.Select(i => Statement($"Day {i}", ("occurred", new DateOnly(2010, 1, 1).AddDays(i).ToString("yyyy-MM-dd")))),
                ])
            );

        foreach (var path in new[] { $"/negotiations/{negotiation}/calendar.ics", "/calendar.ics" })
        {
            var events = (await Load(path)).Events;
            events.Count.ShouldBe(1_000);
            events.ShouldContain(e => e.Summary!.EndsWith("Day 1099", StringComparison.Ordinal));
            events.ShouldNotContain(e => e.Summary!.EndsWith("Day 50", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Hostile_words_stay_words_and_no_line_is_too_long()
    {
        var negotiation = await talks.Open();
        const string Hostile = "One\r\nEND:VEVENT\r\nBEGIN:VALARM;,\\ \u0007 שלום 🕊";
        await talks.Record(negotiation, Statement(Hostile + new string('x', 200), ("occurred", "2025-05-01")));

        var text = await _server.Http.GetStringAsync($"/negotiations/{negotiation}/calendar.ics");

        text.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        text.ShouldNotContain("\nBEGIN:VALARM");
        Calendar.Load(text)!.Events.ShouldContain(e => e.Summary!.Contains("BEGIN:VALARM;,\\") && e.Summary.Contains("🕊"));
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so_until_something_is_recorded()
    {
        var negotiation = await talks.Open();
        foreach (var path in new[] { $"/negotiations/{negotiation}/calendar.ics", "/calendar.ics" })
        {
            var first = await Ask(path);
            first.MediaType.ShouldBe("text/calendar");
            (await Ask(path)).Text.ShouldBe(first.Text);
            (await Ask(path, ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.NotModified);
            await talks.Record(negotiation, Statement("More"));
            (await Ask(path, ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await Ask("/negotiations/nowhere/calendar.ics")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static JsonObject Ultimatum(string deadline) =>
        Development(
            "ultimatum_issued",
            ("ultimatum", "leave"),
            ("by", "north"),
            ("to", "south"),
            ("text", "Leave"),
            ("deadline", deadline),
            ("occurred", "2025-04-10")
        );

    private static string IdOf(Reply recorded, int record) => recorded.Json!["records"]![record]!["id"]!.GetValue<string>();

    private async Task<Dictionary<string, CalendarEvent>> Events(string negotiation) =>
        (await Load($"/negotiations/{negotiation}/calendar.ics")).Events.ToDictionary(e => e.Uid!);

    private async Task<Calendar> Load(string path) => Calendar.Load(await _server.Http.GetStringAsync(path))!;

    private Task<Reply> Ask(string path, params (string Name, string Value)[] headers) =>
        _server.Send(HttpMethod.Get, path, body: null, headers);
}
