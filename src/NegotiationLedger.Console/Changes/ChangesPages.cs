using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/changes</c>: what changed since a place in the log, in words, and the records that were made since.</summary>
internal static class ChangesPages
{
    private const int Most = 50;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/changes", Show);

    private static async Task Show(string id, HttpContext context, HeavyWork heavy)
    {
        var look = await Look.Of(id, context);
        var since = look.Here["since"] is null ? null : GetChanges.SinceOf(context.Request);
        Query.RefuseBeyond("/since", since?.Text, since?.Position, look.Snapshot.Head.Sequence);
        var changes = since is null
            ? null
            : ChangesAnswer.Of(
                look.Snapshot,
                look.Lens,
                since,
                Most,
                await GetChanges.Digested(look.Snapshot, look.Lens, since, heavy, context.RequestAborted)
            );
        await context.Page<ChangesPage>((nameof(ChangesPage.Look), look), (nameof(ChangesPage.Changes), changes));
    }
}
