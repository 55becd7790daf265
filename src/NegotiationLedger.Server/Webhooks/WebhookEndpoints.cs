using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Webhooks;

namespace NegotiationLedger.Server;

/// <summary><c>/webhooks</c>: for recorders their own, for admins all.</summary>
internal static class WebhookEndpoints
{
    /// <summary>How many webhooks one principal may have.</summary>
    internal const int MostOfOne = 100;

    private const int SecretBytes = 32;
    private const int MostLetters = 100;
    private const int MostAlerts = 1000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        Named(routes.MapGet("/webhooks", List), "list-webhooks", "One's own webhooks, or for an admin all, without their secrets")
            .Produces<WebhooksAnswer>();
        Named(
                routes.MapPost("/webhooks", Create),
                "create-webhook",
                "Be sent what is recorded from now on; the secret is shown in this answer and never again"
            )
            .Produces<MadeWebhookAnswer>(201);
        Named(routes.MapGet("/webhooks/{id}", Find), "get-webhook", "A webhook, how far it has come and what went wrong")
            .Produces<WebhookAnswer>();
        Named(routes.MapDelete("/webhooks/{id}", Remove), "delete-webhook", "End a webhook").Produces(204);
        Named(
                routes.MapPost("/webhooks/{id}/rotation", Rotate),
                "rotate-webhook",
                "Give it a new secret; for a day the former one signs beside it"
            )
            .Produces<MadeWebhookAnswer>(201);
        Named(
                routes.MapPost("/webhooks/{id}/enable", Enable),
                "enable-webhook",
                "Go on with one that was disabled, or waits for its next attempt"
            )
            .Produces<WebhookAnswer>();
        Named(routes.MapGet("/webhooks/{id}/alerts", ListAlerts), "list-alerts", "The alerts of deadlines that it is to be told, and was")
            .Produces<AlertsAnswer>();
        routes
            .MapGet("/webhooks/{id}/letters", Letters)
            .WithName("list-letters")
            .WithTags("Webhooks")
            .WithSummary("The events that its receiver would not take")
            .Produces<WebhookLettersAnswer>()
            .Takes(Parameters.Paging);
        Named(
                routes.MapPost("/webhooks/{id}/letters/redelivery", SendAgain),
                "resend-letters",
                "Send the first of them again, at most 100 at once"
            )
            .Produces<RedeliveryAnswer>();
    }

    private static async Task<IResult> ListAlerts(string id, HttpContext context, WebhookStore store, AlertStore alerts)
    {
        _ = await store.Find(id, OwnerOf(context), context.RequestAborted) ?? throw Unknown(id);
        var all = await alerts.List(id, MostAlerts, context.RequestAborted);
        return Results.Json(
            new AlertsAnswer([
                .. all.Select(a => new AlertAnswer(
                    a.Alert.Negotiation,
                    a.Alert.Record,
                    a.Alert.What,
                    a.Alert.Due,
                    a.Alert.IsBefore ? "before" : "due",
                    a.Alert.TellAt,
                    a.State,
                    a.ToldAt,
                    a.Word
                )),
            ]),
            WebhooksJson.Plain.AlertsAnswer
        );
    }

    private static RouteHandlerBuilder Named(RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithTags("Webhooks").WithSummary(summary).Takes();

    private static async Task<IResult> List(HttpContext context, WebhookStore store, LedgerLog log)
    {
        var head = await log.ReadHead(context.RequestAborted);
        var all = await store.List(OwnerOf(context), context.RequestAborted);
        return Results.Json(
            new WebhooksAnswer([.. all.Select(w => WebhookAnswer.Of(w, head.Sequence))]),
            WebhooksJson.Plain.WebhooksAnswer
        );
    }

    private static async Task<IResult> Create(HttpContext context, WebhookStore store, WebhookAddresses addresses)
    {
        WriteRequest.RefuseConditions(context.Request, "a secret is shown once");
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        var wish = WebhookRequest.Of(body.Json, WriteRequest.PrincipalOf(context), addresses);
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var made =
            await store.Create(ApiKey.New().Id, wish, secret, MostOfOne, context.RequestAborted)
            ?? throw Problems.Taken(
                $"'{wish.Owner}' has {MostOfOne} webhooks already: end one that is not needed (DELETE /webhooks/{{id}})."
            );
        return Show(context, secret, WebhookAnswer.Of(made, made.Position));
    }

    private static async Task<IResult> Find(string id, HttpContext context, WebhookStore store, LedgerLog log) =>
        Results.Json(await Answer(id, context, store, log), WebhooksJson.Plain.WebhookAnswer);

    private static async Task<IResult> Remove(string id, HttpContext context, WebhookStore store)
    {
        WriteRequest.RefuseConditions(context.Request, "its end is the same however often it is sent");
        return await store.Remove(id, OwnerOf(context), context.RequestAborted) ? Results.NoContent() : throw Unknown(id);
    }

    private static async Task<IResult> Rotate(string id, HttpContext context, WebhookStore store, WebhookRules rules, LedgerLog log)
    {
        RefuseOther(context, "a secret is shown once");
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        if (!await store.ChangeSecret(id, OwnerOf(context), secret, rules.Overlap, context.RequestAborted))
            throw Unknown(id);
        return Show(context, secret, await Answer(id, context, store, log));
    }

    private static async Task<IResult> Enable(string id, HttpContext context, WebhookStore store, LedgerLog log)
    {
        RefuseOther(context, "it goes on however often it is sent");
        return await store.GoOn(id, OwnerOf(context), context.RequestAborted)
            ? Results.Json(await Answer(id, context, store, log), WebhooksJson.Plain.WebhookAnswer)
            : throw Unknown(id);
    }

    private static async Task<IResult> Letters(string id, HttpContext context, WebhookStore store)
    {
        _ = await store.Find(id, OwnerOf(context), context.RequestAborted) ?? throw Unknown(id);
        var limit = Query.Count(context.Request, "limit", 1, 1000, 100);
        var letters = await store.Letters(id, Query.After(context.Request), limit + 1, context.RequestAborted);
        var page = letters.Take(limit).Select(l => new WebhookLetterAnswer(l.Sequence, l.Word, l.RefusedAt)).ToList();
        return Results.Json(
            new WebhookLettersAnswer(page, letters.Count > limit ? page[^1].Sequence : null),
            WebhooksJson.Plain.WebhookLettersAnswer
        );
    }

    private static async Task<IResult> SendAgain(string id, HttpContext context, WebhookStore store, WebhookRunner runner)
    {
        RefuseOther(context, "what was taken is not sent again");
        var webhook = await store.Find(id, OwnerOf(context), context.RequestAborted) ?? throw Unknown(id);
        var letters = await store.Letters(id, 0, MostLetters, context.RequestAborted);
        var delivered = await runner.SendAgain(webhook, letters, context.RequestAborted);
        return Results.Json(new RedeliveryAnswer(delivered, webhook.Letters - delivered), WebhooksJson.Plain.RedeliveryAnswer);
    }

    private static async Task<WebhookAnswer> Answer(string id, HttpContext context, WebhookStore store, LedgerLog log)
    {
        var head = await log.ReadHead(context.RequestAborted);
        var found = await store.Find(id, OwnerOf(context), context.RequestAborted) ?? throw Unknown(id);
        return WebhookAnswer.Of(found, head.Sequence);
    }

    // Nothing is asked for but the act itself.
    private static void RefuseOther(HttpContext context, string why)
    {
        JsonBody.RefuseOther(context.Request);
        WriteRequest.RefuseConditions(context.Request, why);
    }

    // Admins see to everybody's.
    private static string? OwnerOf(HttpContext context) =>
        LedgerPrincipal.RolesOf(context.User).Allow(AccessRole.Admin) ? null : WriteRequest.PrincipalOf(context);

    private static IResult Show(HttpContext context, byte[] secret, WebhookAnswer about)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new MadeWebhookAnswer("whsec_" + Convert.ToBase64String(secret), about),
            WebhooksJson.Plain.MadeWebhookAnswer,
            statusCode: 201
        );
    }

    private static ProblemException Unknown(string id) =>
        Problems.Missing($"There is no webhook '{id}' of yours. GET /webhooks lists them.");
}
