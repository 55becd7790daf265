using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/diff</c>: two lenses side by side, what they answer differently, and the records that make the difference.</summary>
internal static class DiffPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/diff", Show);

    private static async Task Show(string id, HttpContext context, AnswerCache answers, HeavyWork heavy)
    {
        if (Elsewhere(Address.Of(context.Request)) is { } address)
        {
            context.Response.Redirect(address.ToString());
            return;
        }

        var view = GetReplay.ViewOf(context.Request);
        var (left, right) = (Query.Lens(context.Request, GetDiff.Left), Query.Lens(context.Request, GetDiff.Right));
        var from = Query.Count(context.Request, "from", 1, int.MaxValue, 1);
        var look = await Look.Of(id, context);
        Query.RefuseBeyond(left, look.Snapshot.Head.Sequence, GetDiff.Left);
        Query.RefuseBeyond(right, look.Snapshot.Head.Sequence, GetDiff.Right);
        await GetDiff.Until(view, look.Snapshot, left, right, look.Request, answers, context.RequestAborted);
        var differences =
            left == right ? [] : await GetDiff.Compare(view, look.Snapshot, left, right, look.Request, heavy, context.RequestAborted);
        await context.Page<DiffPage>(
            (nameof(DiffPage.Look), look),
            (nameof(DiffPage.Compared), new Comparison(view.Name, left, right, differences, from))
        );
    }

    // A lens that the reader comes with is the left one; a record that is chosen gives the log before it and with it.
    private static Address? Elsewhere(Address here)
    {
        if (here["record"]?.TrimStart('@') is { } record && long.TryParse(record, out var sequence) && sequence > 0)
            return here.With("record", null)
                .WithoutLenses()
                .With(GetDiff.Left + "recordedUntil", $"@{sequence - 1}")
                .With(GetDiff.Right + "recordedUntil", $"@{sequence}");
        var plain = here.OfPlainLens;
        return plain.Count == 0 ? null : here with { Query = [.. here.Chosen, .. plain.Select(q => (GetDiff.Left + q.Name, q.Value))] };
    }
}
