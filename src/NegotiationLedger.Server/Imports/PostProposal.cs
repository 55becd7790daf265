using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary><c>POST /imports/proposals</c>: a column map for a spreadsheet, from its header and first rows. Nothing is written.</summary>
internal static class PostProposal
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/imports/proposals", Post)
            .WithName("propose-map")
            .WithTags("Recording")
            .WithSummary("Propose a column map for a spreadsheet from its header and first rows; nothing is written")
            .Produces<ProposalAnswer>()
            .Takes();

    private static async Task<IResult> Post(HttpContext context, HeavyWork heavy)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var (content, isWorkbook) = Read(body.Json);
        var answer = await heavy.Do(
            _ => ProposalAnswer.Of(isWorkbook ? SheetHead.OfXlsx(content) : SheetHead.OfCsv(content)),
            "send only the beginning of the file",
            context.RequestAborted
        );
        return Results.Json(answer, ImportsJson.Plain.ProposalAnswer);
    }

    private static (string Content, bool IsWorkbook) Read(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Object)
        {
            var members = body.EnumerateObject().ToList();
            if (members is [{ Name: "csv" or "xlsx", Value.ValueKind: JsonValueKind.String } only])
                return (only.Value.GetString()!, only.Name == "xlsx");
        }

        throw Problems.Invalid([
            new(
                "",
                "Send a JSON object with 'csv', the text of the file or of its beginning, or 'xlsx', a workbook in base64: one of the two."
            ),
        ]);
    }
}

/// <summary>A column map that is proposed for a spreadsheet.</summary>
/// <param name="Columns">The columns' names as they stand.</param>
/// <param name="Rows">The first rows under them, at most 20.</param>
/// <param name="Map">The map: a beginning for a person, who knows what the columns mean. Its <c>note</c> says what to look at.</param>
public sealed record ProposalAnswer(IReadOnlyList<string> Columns, IReadOnlyList<ProposedRow> Rows, JsonObject Map)
{
    private const int MostRows = 20;

    internal static ProposalAnswer Of(Sheet sheet) =>
        new(sheet.Header, [.. sheet.Rows.Take(MostRows).Select(r => new ProposedRow(r.Line, r.Cells))], MapProposal.Of(sheet));
}

/// <summary>A row of a spreadsheet.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Cells">Its cells as they stand.</param>
public sealed record ProposedRow(int Line, IReadOnlyList<string> Cells);
