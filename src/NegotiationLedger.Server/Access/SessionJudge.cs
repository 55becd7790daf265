using System.Security.Claims;
using System.Text.Json;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>Why a session is over, as its holder is told when they have to sign in again.</summary>
public enum SessionEnd
{
    /// <summary>It was not used for too long.</summary>
    Idle,

    /// <summary>It lasted as long as any may, or as the issuer let it.</summary>
    Over,

    /// <summary>It was ended: by its holder, by an admin, or by one that began after it.</summary>
    Ended,

    /// <summary>The key that it was begun with is not accepted any more.</summary>
    Key,

    /// <summary>The configuration gives its holder no role any more.</summary>
    Role,
}

/// <summary>The ends of sessions by their names.</summary>
internal static class SessionEnds
{
    /// <summary>The name of an end, as the page to sign in takes it.</summary>
    internal static string NameOf(SessionEnd end) => JsonNamingPolicy.SnakeCaseLower.ConvertName(end.ToString());

    /// <summary>The end of a name; null when there is none.</summary>
    internal static SessionEnd? Find(string? name) =>
        Enum.GetValues<SessionEnd>().Where(end => NameOf(end) == name).Select(end => (SessionEnd?)end).FirstOrDefault();

    /// <summary>An end in words.</summary>
    internal static string Describe(this SessionEnd end) =>
        end switch
        {
            SessionEnd.Idle => $"Nothing was done in it for {OpenSessions.LongestPause.TotalMinutes} minutes.",
            SessionEnd.Over =>
                $"A session lasts at most {Sessions.Longest.TotalHours} hours, and no longer than the key or the issuer lets it.",
            SessionEnd.Ended => "It was ended by its holder or by an admin.",
            SessionEnd.Key => "The key that it was begun with was revoked or has expired.",
            _ => "Its holder has no role here any more.",
        };
}

/// <summary>Judges sessions, on every request.</summary>
internal sealed class SessionJudge(AccessOptions options, KeyJudge keys, OpenSessions open, SessionUses uses)
{
    /// <summary>Judges what a cookie says.</summary>
    /// <returns>Who asks, or why the session is refused.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal async Task<(ClaimsPrincipal? User, RefusedCredential? Refused)> Judge(
        ClaimsPrincipal cookie,
        CancellationToken cancellationToken
    )
    {
        if (SessionTicket.Of(cookie) is not { } ticket)
            return (null, new("the session is of another form"));
        if (Complaint(ticket, await open.Find(ticket.Id, cancellationToken)) is { } complaint)
            return (null, complaint);
        var judged = ticket.Key is null ? JudgeIssuers(ticket) : await JudgeKeys(ticket, ticket.Key, cancellationToken);
        if (judged.User is not null)
            uses.Note(ticket.Id);
        return judged;
    }

    private static RefusedCredential? Complaint(SessionTicket ticket, HeldSession? held) =>
        held is null ? new("the session was ended", ticket.Key, SessionEnd.Ended)
        : held.Principal != ticket.Holder || held.Key != ticket.Key ? new("the session is another's", ticket.Key)
        : held.IsIdle ? new("the session was not used for too long", ticket.Key, SessionEnd.Idle)
        : null;

    private async Task<(ClaimsPrincipal? User, RefusedCredential? Refused)> JudgeKeys(
        SessionTicket ticket,
        string id,
        CancellationToken cancellationToken
    )
    {
        var (key, refused) = await keys.JudgeAgain(id, cancellationToken);
        return key is null ? (null, refused! with { Ended = SessionEnd.Key }) : (ticket.As(key.Owner, key.Role), null);
    }

    private (ClaimsPrincipal? User, RefusedCredential? Refused) JudgeIssuers(SessionTicket ticket)
    {
        if (options.Issuer is not { Client: not null } issuer || ticket.Issuer != SessionTicket.Understood(issuer))
            return (null, new("the session is of another issuer", Ended: SessionEnd.Role));
        var roles = TokenHolder.RolesOf(ticket.Values, issuer);
        return roles == AccessRole.None
            ? (null, new("the configuration gives its holder no role", Ended: SessionEnd.Role))
            : (ticket.As(ticket.Holder, roles), null);
    }
}
