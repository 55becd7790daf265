using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/matrix</c>: issues by parties.</summary>
internal static class MatrixPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/matrix", Show);

    private static async Task Show(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        var matrix = await look.See<IssueMatrix>();
        var asked = context.Request.Query["party"].OfType<string>().Where(p => p.Length > 0).ToList();
        var from = Query.Count(context.Request, "from", 1, int.MaxValue, 1);
        await context.Page<MatrixPage>(
            (nameof(MatrixPage.Look), look),
            (nameof(MatrixPage.Matrix), matrix),
            (nameof(MatrixPage.Table), MatrixTable.Of(matrix.View, asked, from))
        );
    }
}
