using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Console;

/// <summary><c>GET /records/{id}</c>: one record whole.</summary>
internal static class RecordPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/records/{record}", Show);

    private static async Task Show(string record, HttpContext context, LedgerLog log, LedgerReader reader, DraftStore drafts)
    {
        var (snapshot, id) = await AssertionEndpoints.Find(record, log, reader, context.RequestAborted);
        var look = await Look.Of(snapshot.History.Negotiation.Value, context);
        var audit = AuditTrail.Of(look.Snapshot.History, look.Lens);
        var found = audit.Find(id) ?? throw Problems.Missing(Say.Of(Strings.RecordOutside, record));
        var quote = await AssertionEndpoints.InContext(found, look.Snapshot, log, context.RequestAborted);
        await context.Page<RecordPage>(
            (nameof(RecordPage.Look), look),
            (nameof(RecordPage.Record), found),
            (nameof(RecordPage.Audit), audit),
            (nameof(RecordPage.Quote), quote),
            (nameof(RecordPage.Draft), await drafts.Find(id, context.RequestAborted))
        );
    }
}
