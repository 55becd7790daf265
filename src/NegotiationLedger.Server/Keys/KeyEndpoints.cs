using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary><c>GET</c> and <c>POST /keys</c>, <c>DELETE /keys/{id}</c>, <c>POST /keys/{id}/rotation</c>: for admins.</summary>
internal static class KeyEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/keys", List)
            .WithName("list-keys")
            .WithTags("Keys")
            .WithSummary("Every key there ever was, without its secret: role, owner, who made it and when, and when it was last used")
            .Produces<KeysAnswer>()
            .Takes();
        routes
            .MapPost("/keys", Create)
            .WithName("create-key")
            .WithTags("Keys")
            .WithSummary("Make a key; it is shown in this answer and never again")
            .Produces<MadeKeyAnswer>(201)
            .Takes();
        routes
            .MapDelete("/keys/{id}", Revoke)
            .WithName("revoke-key")
            .WithTags("Keys")
            .WithSummary("Revoke a key: within a second no node accepts it")
            .Produces<KeyAnswer>()
            .Takes();
        routes
            .MapPost("/keys/{id}/rotation", Replace)
            .WithName("rotate-key")
            .WithTags("Keys")
            .WithSummary("Put a new key in the place of another, which ends at once or after an overlap of at most 7 days")
            .Produces<MadeKeyAnswer>(201)
            .Takes();
    }

    private static async Task<IResult> List(KeyStore keys, CancellationToken cancellationToken)
    {
        var all = await keys.List(cancellationToken);
        return Results.Json(new KeysAnswer([.. all.Select(KeyAnswer.Of)]), KeysJson.Plain.KeysAnswer);
    }

    /// <summary>Makes a key.</summary>
    internal static async Task<MadeKeyAnswer> Make(HttpContext context, KeyStore keys, KeyRequest asked, ILogger log)
    {
        var key = ApiKey.New();
        var by = WriteRequest.PrincipalOf(context);
        var made = await keys.Create(new(key.Id, key.SecretSha256, asked.Role, asked.Owner, asked.ExpiresAt), by, context.RequestAborted);
        return Made(key, made, by, log);
    }

    /// <summary>Ends a key.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal static async Task<KeyAnswer> End(HttpContext context, KeyStore keys, HeldKeys held, string id, ILogger log)
    {
        var by = WriteRequest.PrincipalOf(context);
        var ended = await keys.Revoke(id, by, context.RequestAborted) ?? throw Unknown(id);
        held.Forget(id);
        log.KeyEnded(by, ended.Id, ended.Owner);
        return KeyAnswer.Of(ended);
    }

    /// <summary>Puts a key in the place of another.</summary>
    /// <exception cref="ProblemException">There is none (404), or it has ended or another was put in its place already (409).</exception>
    internal static async Task<MadeKeyAnswer> Rotate(
        HttpContext context,
        KeyStore keys,
        HeldKeys held,
        string id,
        TimeSpan overlap,
        ILogger log
    )
    {
        var key = ApiKey.New();
        var by = WriteRequest.PrincipalOf(context);
        var made = await keys.Rotate(id, key.Id, key.SecretSha256, overlap, by, context.RequestAborted);
        if (made is null)
            throw (await keys.List(context.RequestAborted)).FirstOrDefault(k => k.Id == id) is { } known ? Ended(known) : Unknown(id);
        held.Forget(id);
        log.KeyEnded(by, id, made.Owner);
        return Made(key, made, by, log);
    }

    private static async Task<IResult> Create(HttpContext context, KeyStore keys, TimeProvider time, ILogger<ApiKey> log)
    {
        RefuseConditions(context.Request);
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        return Show(context, await Make(context, keys, KeyRequest.Of(body.Json, time.GetUtcNow()), log));
    }

    private static async Task<IResult> Revoke(string id, HttpContext context, KeyStore keys, HeldKeys held, ILogger<ApiKey> log)
    {
        RefuseConditions(context.Request);
        return Results.Json(await End(context, keys, held, id, log), KeysJson.Plain.KeyAnswer);
    }

    private static async Task<IResult> Replace(string id, HttpContext context, KeyStore keys, HeldKeys held, ILogger<ApiKey> log)
    {
        RefuseConditions(context.Request);
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        return Show(context, await Rotate(context, keys, held, id, KeyRequest.OverlapOf(body.Json), log));
    }

    private static MadeKeyAnswer Made(ApiKey key, StoredKey made, string by, ILogger log)
    {
        log.KeyCreated(by, made.Id, made.Owner, made.Role);
        return new(key.Text, KeyAnswer.Of(made));
    }

    private static IResult Show(HttpContext context, MadeKeyAnswer made)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(made, KeysJson.Plain.MadeKeyAnswer, statusCode: 201);
    }

    // A receipt would keep the answer, and with it the key.
    private static void RefuseConditions(HttpRequest request) =>
        WriteRequest.RefuseConditions(request, "a key is shown once, and its end is the same however often it is sent");

    private static ProblemException Unknown(string id) => Problems.Missing($"There is no key '{id}'. GET /keys lists them.");

    private static ProblemException Ended(StoredKey key) =>
        new(
            new(
                Problems.Prefix + "ended",
                "The key cannot be rotated any more.",
                StatusCodes.Status409Conflict,
                key.ReplacedBy is { } successor
                    ? $"'{successor}' was put in the place of the key '{key.Id}' already: rotate that one."
                    : $"The key '{key.Id}' has ended: make a new one (POST /keys)."
            )
        );
}
