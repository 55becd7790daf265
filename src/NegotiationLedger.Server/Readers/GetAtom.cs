using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /feed.atom</c> and <c>GET /negotiations/{id}/feed.atom</c>: what was recorded last, for news readers.</summary>
internal static class GetAtom
{
    private const int Most = 50;
    private const int CodeVersion = 1;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var before = new Parameter("before", "Only what was recorded before this sequence: the next page, which each page links to.");
        routes
            .MapGet("/feed.atom", GetAll)
            .WithName("get-atom")
            .WithTags("Feed")
            .WithSummary($"The {Most} records that were made last in all negotiations, as Atom 1.0 for news readers")
            .Produces<string>(200, AtomFeed.MediaType)
            .Takes(before);
        routes
            .MapGet("/negotiations/{id}/feed.atom", GetOne)
            .WithName("get-negotiation-atom")
            .WithTags("Feed")
            .WithSummary($"The {Most} records that were made last in a negotiation, as Atom 1.0 for news readers")
            .Produces<string>(200, AtomFeed.MediaType)
            .Takes(before);
    }

    private static async Task GetAll(HttpContext context, LedgerLog log, LedgerReader reader, NegotiationNames names)
    {
        var before = BeforeOf(context.Request);
        var head = await log.ReadHead(context.RequestAborted);
        if (Readers.IsUnchanged(context, head, $"atom {before}", CodeVersion))
            return;
        var records = await log.ReadLatest(before ?? head.Sequence + 1, Most, context.RequestAborted);
        var entries = new List<AtomEntry>();
        foreach (var record in records)
        {
            var history = (await reader.Read(new(record.Stream), context.RequestAborted)).History;
            var frame = await names.Of(history, context.RequestAborted);
            entries.Add(EntryOf(record, history, frame, frame.Title?.Value ?? record.Stream));
        }

        await Answer(
            context,
            new("Negotiation Ledger", Readers.OriginOf(context.Request), "/feed.atom", "/", head.RecordedAt),
            entries,
            before
        );
    }

    private static async Task GetOne(string id, HttpContext context, LedgerReader reader, NegotiationNames names)
    {
        var before = BeforeOf(context.Request);
        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        var origin = Readers.OriginOf(context.Request);
        var tag = EntityTags.TagOf(snapshot, Lens.Everything, $"atom {before} {origin}", CodeVersion);
        if (EntityTags.IsUnchanged(context, snapshot, Lens.Everything, tag))
            return;
        var history = snapshot.History;
        var frame = await names.Of(history, context.RequestAborted);
        var entries = history
            .Entries.Reverse()
            .Where(e => before is null || e.Sequence < before)
            .Take(Most)
            .Select(e => EntryOf(e, history, frame, negotiation: null))
            .ToList();
        var feed = new AtomFeed(
            frame.Title?.Value ?? id,
            origin,
            $"/negotiations/{id}/feed.atom",
            $"/talks/{id}",
            history.Entries[^1].RecordedAt
        );
        await Answer(context, feed, entries, before);
    }

    private static AtomEntry EntryOf(Entry record, Accounts.History history, Frame frame, string? negotiation)
    {
        var line = record.Data.Told(frame);
        return new(record, negotiation is null ? line : $"{negotiation}: {line}", RecordWords.SummaryOf(record, history, frame));
    }

    private static async Task Answer(HttpContext context, AtomFeed feed, List<AtomEntry> entries, long? before)
    {
        var bytes = feed.Write(entries, before, entries.Count == Most ? entries[^1].Record.Sequence : null);
        context.Response.ContentType = $"{AtomFeed.MediaType}; charset=utf-8";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static long? BeforeOf(HttpRequest request) =>
        (string?)request.Query["before"] is not { } text ? null
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var before)
        && before > 0
            ? before
        : throw Problems.Query(new Problem("/before", $"'{text}' is not a sequence: give a number from 1, as the page before links to."));
}
