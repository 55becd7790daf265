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

    private static async Task List(HttpContext context, AuditFinder finder)
    {
        var (request, cancellation) = (context.Request, context.RequestAborted);
        var hasMark = Spreadsheet.HasMark(request);
        var format = MediaTypes.Of(request, AuditExport.Formats.Keys);
        var asked = await finder.Ask(request, cancellation);
        context.Response.Headers.Vary = "Accept";
        var what =
            $"{asked.Parameters.Canonical} {request.Query["after"]} {asked.Limit} {format} {hasMark}{AuditReach.Tag(asked.Incomplete)}";
        if (EntityTags.IsUnchanged(context, asked.Position, asked.IsSettled, TagOf(asked.Position, what)))
            return;
        if (AuditExport.Formats.TryGetValue(format, out var write))
        {
            AuditReach.Name(asked.Incomplete, context.Response);
            await write(context, await finder.All(asked, cancellation));
        }
        else
            await Results.Json(Answer(await finder.Page(asked, cancellation)), AuditJson.Plain.AssertionsAnswer).ExecuteAsync(context);
    }

    private static AssertionsAnswer Answer(FoundRecords found)
    {
        var (asked, writer) = (found.Asked, new AssertionAnswerWriter(found.Registry));
        return new(
            asked.Parameters.Given,
            $"@{asked.Position}",
            NamedValue<AuditOrder>.NameOf(found.Page.Order),
            [.. found.Page.Hits.Select((hit, i) => writer.Of(hit.Record, found.FrameOf(hit), found.Highlights?[i]))],
            found.Next,
            asked.Incomplete
        );
    }

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
