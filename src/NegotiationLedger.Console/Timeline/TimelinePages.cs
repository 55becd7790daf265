using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/timeline</c>: the happenings of one negotiation as they lie in time.</summary>
internal static class TimelinePages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/timeline", Show);

    private static async Task Show(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        var timeline = await look.See<Timeline>();
        await context.Page<TimelinePage>(
            (nameof(TimelinePage.Look), look),
            (nameof(TimelinePage.Timeline), timeline),
            (nameof(TimelinePage.Shown), TimelineLook.Of(context.Request, look, timeline.View)),
            (nameof(TimelinePage.After), (int)Math.Min(Query.After(context.Request), int.MaxValue))
        );
    }
}
