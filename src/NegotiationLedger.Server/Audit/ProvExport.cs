using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>An export as W3C PROV-JSON: one document, whole when it closes.</summary>
internal static class ProvExport
{
    internal static async Task Write(HttpContext context, AuditExport export)
    {
        context.Response.ContentType = MediaTypes.Prov;
        await using var document = new ProvDocument(context.Response.Body, () => new SpoolStream());
        await foreach (var record in export.Records(context.RequestAborted))
            await document.Add(record, export.Registry, context.RequestAborted);
        await document.Finish(context.RequestAborted);
    }
}
