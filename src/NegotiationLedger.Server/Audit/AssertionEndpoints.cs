using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary><c>GET /assertions</c>, the audit trail over all negotiations, and <c>GET /assertions/{eventId}</c>, one record whole.</summary>
internal static class AssertionEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/assertions", List)
            .WithName("list-assertions")
            .WithTags("Audit")
            .WithSummary(
                "Who asserted what, when, through which source, in which words, who recorded it, and what became of it; Accept application/x-ndjson, text/csv or application/prov+json (W3C PROV) returns all records, and its end shows that it is complete"
            )
            .Produces<AssertionsAnswer>()
            .Takes([.. AuditParameters.Filters, .. Parameters.Paging, Spreadsheet.Mark]);
        routes
            .MapGet("/assertions/{eventId}", Get)
            .WithName("get-assertion")
            .WithTags("Audit")
            .WithSummary("One record in full: its quotation in context, its form before and after each correction, and the other accounts")
            .Produces<AssertionWhole>()
            .Takes(Parameters.Lens);
    }

    private static async Task List(HttpContext context, AuditIndex index, LedgerReader reader, FrameCache frames)
    {
        var (request, cancellation) = (context.Request, context.RequestAborted);
        var asked = AuditParameters.Of(request);
        var after = asked.After(request);
        var limit = Query.Count(request, "limit", 1, 500, 50);
        var hasMark = Spreadsheet.HasMark(request);
        var format = MediaTypes.Of(request, AuditExport.Formats.Keys);
        var indexed = await index.CatchUp(Patience, cancellation);
        var (head, incomplete) = (indexed.Head, AuditReach.Lacking(indexed, asked.Question));
        var position = await PositionOf(asked, after, head, index, cancellation);
        context.Response.Headers.Vary = "Accept";
        var isSettled = incomplete is null && (after is not null || EntityTags.IsSettled(asked.RecordedUntil, head));
        var what = $"{asked.Canonical} {request.Query["after"]} {limit} {format} {hasMark}{AuditReach.Tag(incomplete)}";
        if (EntityTags.IsUnchanged(context, position, isSettled, TagOf(position, what)))
            return;
        var registry = await reader.ReadRegistry(head, cancellation);
        if (position < head.Sequence)
            registry = registry.AsOf(position);
        if (AuditExport.Formats.TryGetValue(format, out var write))
        {
            AuditReach.Name(incomplete, context.Response);
            var hits = await index.Export(asked.Question, position, registry, cancellation);
            await write(context, new(position, registry, hits, frames, incomplete));
        }
        else
            await WritePage(
                context,
                asked,
                await index.Find(asked.Question, position, after, limit, registry, cancellation, asked.Sort),
                position,
                registry,
                incomplete
            );
    }

    // All pages of an answer, and each format of it, are made at one position.
    private static async Task<long> PositionOf(
        AuditParameters asked,
        AuditPlace? after,
        Head head,
        AuditIndex index,
        CancellationToken cancellationToken
    )
    {
        Query.RefuseBeyond(new Lens { RecordedUntil = asked.RecordedUntil }, head.Sequence);
        if (after?.Position > head.Sequence)
            throw Problems.Query(
                new Problem(
                    "/after",
                    $"'after' continues an answer as of @{after.Position}, but the head of the log is @{head.Sequence}: start again without it."
                )
            );
        if (after is not null)
            return after.Position;
        return asked.RecordedUntil switch
        {
            null => head.Sequence,
            { Position: { } position } => position,
            { Instant: { } instant } => Math.Min(head.Sequence, await index.PositionAt(instant, cancellationToken)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task WritePage(
        HttpContext context,
        AuditParameters asked,
        AuditPage page,
        long position,
        Registry registry,
        IReadOnlyList<string>? incomplete
    )
    {
        var (services, cancellation) = (context.RequestServices, context.RequestAborted);
        var frames = await services.GetRequired<FrameCache>().Of(page.Hits, position, cancellation);
        var highlights =
            asked.Question.Text is { } text && page.Hits.Count > 0
                ? await Highlighter.Of(page.Hits, text, services.GetRequired<AuditIndex>(), cancellation)
                : null;
        var writer = new AssertionAnswerWriter(registry);
        var answer = new AssertionsAnswer(
            asked.Given,
            $"@{position}",
            NamedValue<AuditOrder>.NameOf(page.Order),
            [.. page.Hits.Select((hit, i) => writer.Of(hit.Record, frames[hit.Record.Negotiation], highlights?[i]))],
            page.Next is null ? null : asked.Write(page.Next),
            incomplete
        );
        await Results.Json(answer, AuditJson.Plain.AssertionsAnswer).ExecuteAsync(context);
    }

    private static T GetRequired<T>(this IServiceProvider services) => (T)services.GetService(typeof(T))!;

    private static string TagOf(long position, string what) =>
        $"W/\"a{position}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{AuditTrail.CodeVersion} {what}")).AsSpan(0, 8))}\"";

    private static async Task Get(string eventId, HttpContext context, LedgerLog log, LedgerReader reader)
    {
        var lens = Query.Lens(context.Request);
        var (snapshot, id) = await Find(eventId, log, reader, context.RequestAborted);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        if (EntityTags.IsUnchanged(context, snapshot, lens, EntityTags.TagOf(snapshot, lens, $"assertion {id}", AuditTrail.CodeVersion)))
            return;
        var audit = AuditTrail.Of(snapshot.History, lens);
        var record =
            audit.Find(id)
            ?? throw Problems.Missing(
                $"The record '{id}' of {audit.Negotiation} is outside the lens. GET {context.Request.Path} without parameters shows it."
            );
        var answer = new WholeRecord(snapshot, audit).Of(record, await InContext(record, snapshot, log, context.RequestAborted));
        await Results.Json(answer, AuditJson.Plain.AssertionWhole).ExecuteAsync(context);
    }

    /// <summary>The record that a text names: its id, <c>@92</c> or <c>doha-2025#12</c>.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal static async Task<(Snapshot Snapshot, EventId Id)> Find(
        string text,
        LedgerLog log,
        LedgerReader reader,
        CancellationToken cancellationToken
    )
    {
        var entry =
            EventId.TryParse(text, out var id) ? await log.Find(id, cancellationToken)
            : text.StartsWith('@') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? await log.Find(sequence, cancellationToken)
            : await InNegotiation(text, reader, cancellationToken);
        if (entry is { Data: not Registration })
            return (await reader.Read(new(entry.Stream), cancellationToken), entry.Id);
        throw Problems.Missing(
            $"There is no record '{text}': give an id, @ and its place in the ledger (@92), or its negotiation, # and its place there (doha-2025#12). GET /assertions finds the ones that exist."
        );
    }

    // doha-2025#12
    private static async Task<Entry?> InNegotiation(string text, LedgerReader reader, CancellationToken cancellationToken)
    {
        var mark = text.IndexOf('#', StringComparison.Ordinal);
        return
            mark > 0
            && Slug.IsValid(text[..mark])
            && int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && (await reader.Read(new(text[..mark]), cancellationToken)).History.Entries is var entries
            && version >= 1
            && version <= entries.Count
            ? entries[version - 1]
            : null;
    }

    /// <summary>The quotation of a record among the words around it; null when the text is not held or nothing is quoted.</summary>
    internal static async Task<QuoteInContext?> InContext(
        AuditRecord record,
        Snapshot snapshot,
        LedgerLog log,
        CancellationToken cancellationToken
    ) =>
        record.Attribution is { Quote: { } quote } attribution
        && snapshot.History.Registry.Sources.TryGetValue(attribution.Source, out var source)
        && source.Description.TextSha256 is { } sha256
        && await log.ReadText(sha256, cancellationToken) is { } text
            ? QuoteInContext.Of(text, new QuoteFinder(text).Placed(quote))
            : null;
}
