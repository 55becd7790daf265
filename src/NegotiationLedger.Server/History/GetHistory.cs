using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /negotiations/{id}/history</c>: the entries themselves, in sequence order, as pages of JSON, or all as NDJSON or CSV.</summary>
internal static class GetHistory
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/negotiations/{id}/history", Get)
            .WithName("get-history")
            .WithTags("History")
            .WithSummary("The entries themselves, in the order recorded; Accept application/x-ndjson or text/csv gives them all")
            .Produces<HistoryAnswer>()
            .Takes([
                .. Parameters.Lens,
                .. EntryFilter.Filters,
                .. EntryFilter.Asserted,
                EntryFilter.Sort,
                new("batch", "Only what one request recorded: the batch that its answer and its entries name."),
                .. Parameters.Paging,
                Spreadsheet.Mark,
            ]);

    /// <summary>Answers in the format that the request accepts.</summary>
    internal static async Task Get(string id, HttpContext context, LedgerReader reader)
    {
        var request = context.Request;
        var lens = Query.Lens(request);
        var filter = EntryFilter.Of(request);
        var limit = Query.Count(request, "limit", 1, 1000, 100);
        var after = Query.After(request);
        var isNewestFirst = EntryFilter.IsNewestFirst(request);
        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        var format = MediaTypes.Of(request, MediaTypes.Csv, MediaTypes.Lines);
        var hasMark = Spreadsheet.HasMark(request);
        context.Response.Headers.Vary = "Accept";
        var what = $"history {format} {hasMark} {filter.Canonical} {after} {limit} {isNewestFirst}";
        if (EntityTags.IsUnchanged(context, snapshot, lens, EntityTags.TagOf(snapshot, lens, what, codeVersion: 1)))
            return;
        var registry = snapshot.History.Registry.Through(lens);
        var entries = Shown(snapshot.History, lens).Where(e => filter.Accepts(e, registry));
        entries = isNewestFirst ? entries.Reverse().Where(e => after == 0 || e.Sequence < after) : entries.Where(e => e.Sequence > after);
        if (format == MediaTypes.Csv)
            await EntryCsv.Write(context, hasMark, entries, registry, Frame.Of(snapshot.History.Through(lens)));
        else if (format == MediaTypes.Lines)
            await WriteLines(context, entries, registry);
        else
            await WritePage(context, snapshot, lens, [.. entries.Take(limit + 1)], limit, registry);
    }

    /// <summary>What a lens shows: one on the recording clock alone the log as it stood, withdrawn records and all; any other what stands and what is about it.</summary>
    internal static IEnumerable<Entry> Shown(History history, Lens lens)
    {
        var prefix = history.Entries.Where(e => lens.RecordedUntil?.Includes(e) != false);
        if (lens == new Lens { RecordedUntil = lens.RecordedUntil })
            return prefix;
        var shown = history.Through(lens).Visible.Select(a => a.Id).ToHashSet();
        return prefix.Where(e => shown.Contains(e.Id) || (e.Data is Annotation about && shown.Contains(about.Assertion)));
    }

    private static async Task WritePage(
        HttpContext context,
        Snapshot snapshot,
        Lens lens,
        List<Entry> entries,
        int limit,
        Registry registry
    )
    {
        var page = entries.Take(limit).Select(e => EntryAnswer.Of(e, registry)).ToList();
        var answer = new HistoryAnswer(
            snapshot.History.Negotiation.Value,
            LensAnswer.Of(lens),
            $"@{snapshot.Head.Sequence}",
            snapshot.History.Version,
            page,
            entries.Count > limit ? page[^1].Sequence : null
        );
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, HistoryJson.Plain.HistoryAnswer, context.RequestAborted);
    }

    private static async Task WriteLines(HttpContext context, IEnumerable<Entry> entries, Registry registry)
    {
        context.Response.ContentType = "application/x-ndjson";
        foreach (var entry in entries)
        {
            await JsonSerializer.SerializeAsync(
                context.Response.Body,
                EntryAnswer.Of(entry, registry),
                HistoryJson.Plain.EntryAnswer,
                context.RequestAborted
            );
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        }
    }
}

/// <summary>A page of a negotiation's entries, in sequence order or the newest first.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record HistoryAnswer(
    string Negotiation,
    LensAnswer Lens,
    string Position,
    long Version,
    IReadOnlyList<EntryAnswer> Entries,
    long? Next
);
