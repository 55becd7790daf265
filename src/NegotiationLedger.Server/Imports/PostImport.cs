using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary><c>POST /negotiations/{id}/imports</c>: record the rows of a spreadsheet by a column map, all or nothing, or the good ones when asked.</summary>
internal static class PostImport
{
    private static readonly string[] Members = ["map", "csv", "skipBad"];

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/negotiations/{id}/imports", Post)
            .WithName("import-spreadsheet")
            .WithTags("Recording")
            .WithSummary(
                "Record the rows of a spreadsheet with a column map: all or nothing, or with skipBad only the good ones; a row is recorded once, however often it is sent"
            )
            .Produces<ImportAnswer>(201)
            .Produces<ImportAnswer>(200)
            .Takes(new Parameter("dryRun", "true does everything but the write, and answers 200 with what each row would become."));

    private static async Task<IResult> Post(string id, HttpContext context, Importer importer)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var isDryRun = Query.Flag(context.Request, "dryRun");
        var (map, csv, skipBad) = Read(body.Json, id);
        return await importer.Import(context, id, map, csv, skipBad, isDryRun, WriteRequest.Of(context, body));
    }

    private static (ImportMap Map, string Csv, bool SkipBad) Read(JsonElement body, string id)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw Problems.Invalid([new("", "An import is a JSON object with map, csv and, optionally, skipBad.")]);
        var problems = body.EnumerateObject()
            .Where(m => !Members.Contains(m.Name))
            .Select(m => new Problem(
                JsonPointer.Then("", m.Name),
                $"'{m.Name}' is not a member here. The members are: {string.Join(", ", Members)}."
            ))
            .ToList();
        var csv = body.TryGetProperty("csv", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        if (csv is null)
            problems.Add(new("/csv", "'csv' is required: the text of the file, a string."));
        var skipBad = body.TryGetProperty("skipBad", out var skip) ? skip.ValueKind : JsonValueKind.False;
        if (skipBad is not (JsonValueKind.True or JsonValueKind.False))
            problems.Add(new("/skipBad", $"{skip.GetRawText()} is neither true nor false."));
        var map = MapOf(body, id, problems);
        return problems.Count == 0 ? (map!, csv!, skipBad is JsonValueKind.True) : throw Problems.Invalid(problems);
    }

    private static ImportMap? MapOf(JsonElement body, string id, List<Problem> problems)
    {
        if (!body.TryGetProperty("map", out var json))
        {
            problems.Add(new("/map", "'map' is required: what the columns of the file mean. ops/import describes its format."));
            return null;
        }

        var (map, wrong) = MapReading.Read(json);
        problems.AddRange(wrong.Select(p => p with { Pointer = "/map" + p.Pointer }));
        if (map?.Negotiation is { } negotiation && negotiation.Value != id)
            problems.Add(
                new(
                    "/map/negotiation",
                    $"The map names '{negotiation}', but the import was sent to '{id}': send it to '{negotiation}', or leave this out."
                )
            );
        return map;
    }
}
