using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/replay</c>: the talks record by record, how they happened or how the ledger learned of them.</summary>
internal static class ReplayPages
{
    private const string Less = "give occurredUntil or recordedUntil for a part of the negotiation";

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/replay", Show);

    private static async Task Show(string id, HttpContext context, HeavyWork heavy)
    {
        var look = await Look.Of(id, context);
        var (range, problems) = ReplayRange.Parse(context.Request.Query["order"], from: null, to: null);
        if (problems.Count > 0)
            throw Problems.Query(problems);
        var wanted = new ReplayPlace(
            Query.Count(context.Request, "at", 1, int.MaxValue, 1),
            Query.Count(context.Request, "then", 0, int.MaxValue, 0)
        );
        var history = look.Snapshot.History;
        ReplayMoment? Find(CancellationToken spent) => ReplayMoment.Of(history, look.Lens, range.Order, wanted, look.Request, spent);
        var moment =
            history.Entries.Count < HeavyWork.Entries ? Find(context.RequestAborted) : await heavy.Do(Find, Less, context.RequestAborted);
        await context.Page<ReplayTalksPage>(
            (nameof(ReplayTalksPage.Look), look),
            (nameof(ReplayTalksPage.Order), range.Order),
            (nameof(ReplayTalksPage.Moment), moment)
        );
    }
}
