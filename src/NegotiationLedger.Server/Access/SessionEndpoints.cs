using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary><c>GET</c> and <c>DELETE /sessions</c>, <c>DELETE /sessions/{id}</c>: for admins.</summary>
internal static class SessionEndpoints
{
    private const string Principal = "principal";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/sessions", List)
            .WithName("list-sessions")
            .WithTags("Keys")
            .WithSummary("The sessions of people at the console that are accepted, the oldest first: whose, when begun and when last used")
            .Produces<SessionsAnswer>()
            .Takes(new Parameter(Principal, "Whose; everybody's when absent."));
        routes
            .MapDelete("/sessions", EndEach)
            .WithName("end-sessions")
            .WithTags("Keys")
            .WithSummary(
                "End every session of a principal: within a second no node accepts them. With a key, or at the issuer, they may sign in again"
            )
            .Produces<EndedSessionsAnswer>()
            .Takes(new Parameter(Principal, "Whose, as recordedBy names them.", IsRequired: true));
        routes
            .MapDelete("/sessions/{id}", EndOne)
            .WithName("end-session")
            .WithTags("Keys")
            .WithSummary("End a session: within a second no node accepts it")
            .Produces<EndedSessionsAnswer>()
            .Takes();
    }

    /// <summary>Ends a session for an admin.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal static async Task<EndedSessionsAnswer> End(HttpContext context, OpenSessions sessions, AccessLog log, string id)
    {
        var ended =
            await sessions.End(id, principal: null)
            ?? throw Problems.Missing($"There is no session '{id}' that could still end. GET /sessions lists them.");
        log.Ended(WriteRequest.PrincipalOf(context), 1, ended);
        return new(ended, 1);
    }

    /// <summary>Ends all sessions of a principal for an admin.</summary>
    internal static async Task<EndedSessionsAnswer> EndAll(HttpContext context, OpenSessions sessions, AccessLog log, string principal)
    {
        var ended = await sessions.EndAll(principal, but: null);
        log.Ended(WriteRequest.PrincipalOf(context), ended, principal);
        return new(principal, ended);
    }

    private static async Task<IResult> List(HttpContext context, OpenSessions sessions)
    {
        var open = await sessions.List(context.Request.Query[Principal], context.RequestAborted);
        return Results.Json(new SessionsAnswer([.. open.Select(SessionAnswer.Of)]), AccessJson.Plain.SessionsAnswer);
    }

    private static async Task<IResult> EndEach(HttpContext context, OpenSessions sessions, AccessLog log) =>
        (string?)context.Request.Query[Principal] is { Length: > 0 } principal
            ? Results.Json(await EndAll(context, sessions, log, principal), AccessJson.Plain.EndedSessionsAnswer)
            : throw Problems.Query(
                new Problem($"/{Principal}", $"'{Principal}' is missing: name whose sessions end, such as ?principal=oidc:8f3a.")
            );

    private static async Task<IResult> EndOne(string id, HttpContext context, OpenSessions sessions, AccessLog log) =>
        Results.Json(await End(context, sessions, log, id), AccessJson.Plain.EndedSessionsAnswer);
}

/// <summary>A session of somebody at the console.</summary>
/// <param name="Id">Its id, by which it can be ended; nobody can take it over with it.</param>
/// <param name="Principal">Whose it is.</param>
/// <param name="Key">The public id of the key that it was begun with; absent for one that was begun at the issuer.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="LastUsedAt">When it was last used, to a minute.</param>
/// <param name="LastsUntil">Until when it lasts, however it is used.</param>
public sealed record SessionAnswer(
    string Id,
    string Principal,
    string? Key,
    DateTimeOffset BegunAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset LastsUntil
)
{
    /// <summary>A session as it is answered.</summary>
    public static SessionAnswer Of(StoredSession session) =>
        new(session.Id, session.Principal, session.Key, session.BegunAt, session.LastUsedAt, session.LastsUntil);
}

/// <summary>The sessions that are accepted.</summary>
/// <param name="Sessions">The oldest first.</param>
public sealed record SessionsAnswer(IReadOnlyList<SessionAnswer> Sessions);

/// <summary>Sessions that were ended.</summary>
/// <param name="Principal">Whose they were.</param>
/// <param name="Ended">How many there were.</param>
public sealed record EndedSessionsAnswer(string Principal, int Ended);
