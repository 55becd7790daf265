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
                routes.MapPost("/webhooks/{id}/rotation", ChangeSecret),
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
                routes.MapPost("/webhooks/{id}/letters/redelivery", Redeliver),
                "resend-letters",
                "Send the first of them again, at most 100 at once, for about 20 s and as long as the receiver answers"
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

    /// <summary>The webhooks that whoever asks may see to.</summary>
    internal static async Task<IReadOnlyList<WebhookAnswer>> All(HttpContext context, WebhookStore store, LedgerLog log)
    {
        var head = await log.ReadHead(context.RequestAborted);
        return [.. (await store.List(OwnerOf(context), context.RequestAborted)).Select(w => WebhookAnswer.Of(w, head.Sequence))];
    }

    /// <summary>Makes a webhook.</summary>
    /// <exception cref="ProblemException">Its owner has too many (409).</exception>
    internal static async Task<MadeWebhookAnswer> Make(HttpContext context, WebhookStore store, WebhookWish wish)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var made =
            await store.Create(ApiKey.New().Id, wish, secret, MostOfOne, context.RequestAborted)
            ?? throw Problems.Taken(
                $"'{wish.Owner}' has {MostOfOne} webhooks already: end one that is not needed (DELETE /webhooks/{{id}})."
            );
        return Made(secret, WebhookAnswer.Of(made, made.Position));
    }

    /// <summary>Gives a webhook another secret.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal static async Task<MadeWebhookAnswer> Rotate(
        string id,
        HttpContext context,
        WebhookStore store,
        WebhookRules rules,
        LedgerLog log
    )
    {
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        return await store.ChangeSecret(id, OwnerOf(context), secret, rules.Overlap, context.RequestAborted)
            ? Made(secret, await Answer(id, context, store, log))
            : throw Unknown(id);
    }

    /// <summary>Goes on with a webhook.</summary>
    /// <inheritdoc cref="Rotate"/>
    internal static async Task GoOn(string id, HttpContext context, WebhookStore store)
    {
        if (!await store.GoOn(id, OwnerOf(context), context.RequestAborted))
            throw Unknown(id);
    }

    /// <summary>Ends a webhook.</summary>
    /// <inheritdoc cref="Rotate"/>
    internal static async Task End(string id, HttpContext context, WebhookStore store)
    {
        if (!await store.Remove(id, OwnerOf(context), context.RequestAborted))
            throw Unknown(id);
    }

    /// <summary>Sends the first of a webhook's letters again.</summary>
    /// <inheritdoc cref="Rotate"/>
    internal static async Task<RedeliveryAnswer> SendAgain(string id, HttpContext context, WebhookStore store, WebhookRunner runner)
    {
        var webhook = await store.Find(id, OwnerOf(context), context.RequestAborted) ?? throw Unknown(id);
        var letters = await store.Letters(id, 0, MostLetters, context.RequestAborted);
        var delivered = await runner.SendAgain(webhook, letters, context.RequestAborted) ?? throw Unknown(id);
        return new(delivered, webhook.Letters - delivered);
    }

    private static async Task<IResult> List(HttpContext context, WebhookStore store, LedgerLog log) =>
        Results.Json(new WebhooksAnswer(await All(context, store, log)), WebhooksJson.Plain.WebhooksAnswer);

    private static async Task<IResult> Create(HttpContext context, WebhookStore store, WebhookAddresses addresses)
    {
        WriteRequest.RefuseConditions(context.Request, "a secret is shown once");
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        return Show(context, await Make(context, store, WebhookRequest.Of(body.Json, WriteRequest.PrincipalOf(context), addresses)));
    }

    private static async Task<IResult> Find(string id, HttpContext context, WebhookStore store, LedgerLog log) =>
        Results.Json(await Answer(id, context, store, log), WebhooksJson.Plain.WebhookAnswer);

    private static async Task<IResult> Remove(string id, HttpContext context, WebhookStore store)
    {
        WriteRequest.RefuseConditions(context.Request, "its end is the same however often it is sent");
        await End(id, context, store);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangeSecret(string id, HttpContext context, WebhookStore store, WebhookRules rules, LedgerLog log)
    {
        RefuseOther(context, "a secret is shown once");
        return Show(context, await Rotate(id, context, store, rules, log));
    }

    private static async Task<IResult> Enable(string id, HttpContext context, WebhookStore store, LedgerLog log)
    {
        RefuseOther(context, "it goes on however often it is sent");
        await GoOn(id, context, store);
        return Results.Json(await Answer(id, context, store, log), WebhooksJson.Plain.WebhookAnswer);
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

    private static async Task<IResult> Redeliver(string id, HttpContext context, WebhookStore store, WebhookRunner runner)
    {
        RefuseOther(context, "what was taken is not sent again");
        return Results.Json(await SendAgain(id, context, store, runner), WebhooksJson.Plain.RedeliveryAnswer);
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

    private static MadeWebhookAnswer Made(byte[] secret, WebhookAnswer about) => new("whsec_" + Convert.ToBase64String(secret), about);

    private static IResult Show(HttpContext context, MadeWebhookAnswer made)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(made, WebhooksJson.Plain.MadeWebhookAnswer, statusCode: 201);
    }

    private static ProblemException Unknown(string id) =>
        Problems.Missing($"There is no webhook '{id}' of yours. GET /webhooks lists them.");
}
