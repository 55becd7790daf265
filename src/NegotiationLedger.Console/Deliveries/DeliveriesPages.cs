using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Webhooks;

namespace NegotiationLedger.Console;

/// <summary>
/// <c>GET /deliveries</c>: the webhooks that whoever looks may see to; <c>POST /deliveries</c> makes one, and <c>/deliveries/{id}/…</c> changes its
/// secret, goes on with it, sends its letters again and ends it. By the same functions as <c>/webhooks</c>.
/// </summary>
internal static class DeliveriesPages
{
    internal const string Address = "/deliveries";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, WebhookStore store, LedgerLog log) => Show(context, store, log));
        routes.MapPost(Address, Make);
        routes.MapPost(Address + "/{id}/secret", ChangeSecret);
        routes.MapPost(
            Address + "/{id}/enable",
            (string id, HttpContext context, WebhookStore store) => Act(context, () => WebhookEndpoints.GoOn(id, context, store))
        );
        routes.MapPost(
            Address + "/{id}/letters",
            (string id, HttpContext context, WebhookStore store, WebhookRunner runner) =>
                Act(context, () => WebhookEndpoints.SendAgain(id, context, store, runner))
        );
        routes.MapPost(
            Address + "/{id}/end",
            (string id, HttpContext context, WebhookStore store) => Act(context, () => WebhookEndpoints.End(id, context, store))
        );
    }

    private static async Task Show(
        HttpContext context,
        WebhookStore store,
        LedgerLog log,
        MadeWebhookAnswer? made = null,
        ProblemDocument? problem = null
    )
    {
        var all = await WebhookEndpoints.All(context, store, log);
        var letters = new Dictionary<string, IReadOnlyList<WebhookLetter>>(StringComparer.Ordinal);
        foreach (var webhook in all.Where(w => w.Letters > 0))
            letters[webhook.Id] = await store.Letters(webhook.Id, 0, DeliveriesPage.MostLetters, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await context.Page<DeliveriesPage>(
            (nameof(DeliveriesPage.Webhooks), all),
            (nameof(DeliveriesPage.Letters), letters),
            (nameof(DeliveriesPage.Made), made),
            (nameof(DeliveriesPage.Problem), problem)
        );
    }

    private static async Task Make(HttpContext context, WebhookStore store, WebhookAddresses addresses, LedgerLog log)
    {
        var form = await PageForm.Of(context, "/webhooks");
        var wish = new JsonObject { ["url"] = form["url"].ToString().Trim(), ["what"] = form["what"].ToString() };
        if (form["negotiation"].ToString().Trim() is { Length: > 0 } negotiation)
            wish["negotiations"] = new JsonArray(negotiation);
        try
        {
            using var body = JsonDocument.Parse(wish.ToJsonString());
            var asked = WebhookRequest.Of(body.RootElement, WriteRequest.PrincipalOf(context), addresses);
            await Show(context, store, log, made: await WebhookEndpoints.Make(context, store, asked));
        }
        catch (ProblemException refused)
        {
            context.Response.StatusCode = refused.Document.Status;
            await Show(context, store, log, problem: refused.Document);
        }
    }

    private static async Task ChangeSecret(string id, HttpContext context, WebhookStore store, WebhookRules rules, LedgerLog log)
    {
        await PageForm.Of(context, "/webhooks");
        await Show(context, store, log, made: await WebhookEndpoints.Rotate(id, context, store, rules, log));
    }

    private static async Task<IResult> Act(HttpContext context, Func<Task> act)
    {
        await PageForm.Of(context, "/webhooks");
        await act();
        return PageForm.GoTo(context, Address);
    }
}
