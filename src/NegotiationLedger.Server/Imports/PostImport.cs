using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>POST /negotiations/{id}/imports</c> and <c>POST /imports</c>: record the rows of a spreadsheet by a column map.</summary>
internal static class PostImport
{
    private static readonly Parameter DryRun = new(
        "dryRun",
        "true does everything but the write, and answers 200 with what each row would become."
    );

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/negotiations/{id}/imports", PostToOne)
            .WithName("import-spreadsheet")
            .WithTags("Recording")
            .WithSummary(
                "Record the rows of a spreadsheet with a column map: all or nothing, or with skipBad only the good ones; a row is recorded once, however often it is sent; with revise a newer edition corrects the records of the older"
            )
            .Produces<ImportAnswer>(201)
            .Produces<ImportAnswer>(200)
            .Takes(DryRun);
        routes
            .MapPost("/imports", PostToMany)
            .WithName("import-negotiations")
            .WithTags("Recording")
            .WithSummary(
                "Record the rows of a spreadsheet about several negotiations: new sources and speakers first, then all or nothing in each negotiation; it may be repeated"
            )
            .Produces<SheetAnswer>(201)
            .Produces<SheetAnswer>(200)
            .Takes(DryRun);
    }

    private static async Task<IResult> PostToOne(string id, HttpContext context, Importer importer)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var isDryRun = Query.Flag(context.Request, "dryRun");
        var write = WriteRequest.Of(context, body);
        return await importer.Import(context, id, ImportRequest.Read(body.Json, id), isDryRun, write);
    }

    private static async Task<IResult> PostToMany(HttpContext context, SheetImporter importer)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var isDryRun = Query.Flag(context.Request, "dryRun");
        if (context.Request.Headers.IfMatch.Count > 0)
            throw Problems.NotConditional("If-Match");
        var write = WriteRequest.Of(context, body);
        return await importer.Import(context, ImportRequest.Read(body.Json, negotiation: null), isDryRun, write);
    }
}
