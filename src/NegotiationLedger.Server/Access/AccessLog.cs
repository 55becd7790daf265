using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Server;

/// <summary>What anybody can cause as often as they like, by what it is called where it is counted.</summary>
internal enum AccessEvent
{
    Refused,
    RefusedAtIssuer,
    RefusedByRole,
    Foreign,
    TooMany,
    SignedIn,
    Accepted,
}

/// <summary>
/// Tells the log who was let in and who was not. What somebody causes again and again is told once a minute, and then how often it happened;
/// of each kind at most so many are told in full, so that nobody fills the disk.
/// </summary>
/// <param name="log">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class AccessLog(ILogger<AccessLog> log, TimeProvider time) : BackgroundService
{
    /// <summary>How many of a kind are told in full within a minute.</summary>
    internal const int Most = 100;

    private const int MostKnown = 10_000;
    private const int LongestDetail = 300;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(AccessEvent What, string Whose), long> _more = [];
    private readonly Dictionary<AccessEvent, (int Told, long Others)> _kinds = [];
    private readonly ConcurrentDictionary<(string Principal, string Address), long> _known = [];

    /// <summary>A credential was not accepted.</summary>
    internal void Refused(HttpContext context, RefusedCredential refused)
    {
        var address = AddressOf(context);
        if (IsFirst(AccessEvent.Refused, address))
            log.CredentialRefused(address, refused.Reason, refused.Key ?? "unknown");
    }

    /// <summary>The issuer, or what it sent, let somebody not sign in.</summary>
    internal void RefusedAtIssuer(HttpContext context, string reason)
    {
        var address = AddressOf(context);
        if (IsFirst(AccessEvent.RefusedAtIssuer, address))
            log.SignInRefused(address, reason);
    }

    /// <summary>A role was not enough.</summary>
    internal void RefusedByRole(HttpContext context, string principal, AccessRole needed, AccessRole had)
    {
        var request = context.Request;
        if (IsFirst(AccessEvent.RefusedByRole, $"{principal} {request.Method} {AccessTable.Of(context).Pattern}"))
            log.RoleRefused(principal, AddressOf(context), request.Method, Short(request.Path), needed.Describe(), had.Describe());
    }

    /// <summary>A request may have come from a page of another site.</summary>
    internal void Foreign(HttpContext context, string detail)
    {
        var address = AddressOf(context);
        if (IsFirst(AccessEvent.Foreign, address))
            log.ForeignRefused(address, context.Request.Method, Short(context.Request.Path), Short(detail));
    }

    /// <summary>Somebody asked more often than they may.</summary>
    internal void TooMany(HttpContext context)
    {
        var (address, name) = (AddressOf(context), context.User.Identity?.Name);
        if (IsFirst(AccessEvent.TooMany, name ?? address))
            log.TooManyRequests(name ?? "nobody known", address);
    }

    /// <summary>Somebody signed in to the console.</summary>
    internal void SignedIn(HttpContext context, string principal, string? key)
    {
        var address = AddressOf(context);
        if (IsFirst(AccessEvent.SignedIn, $"{principal} {address}"))
            log.SignedIn(principal, address, key is null ? "at the issuer" : $"with the key {key}");
    }

    /// <summary>A key or a token was accepted: told once a day for each principal and address, at each node.</summary>
    internal void Accepted(HttpContext context, string principal, string how)
    {
        var known = (principal, AddressOf(context));
        var now = time.GetTimestamp();
        if (_known.TryGetValue(known, out var since) && time.GetElapsedTime(since, now) < Day)
            return;
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[known] = now;
        if (IsFirst(AccessEvent.Accepted, $"{known}"))
            log.CredentialAccepted(principal, known.Item2, how);
    }

    /// <summary>Sessions were ended by somebody else than their holder.</summary>
    internal void Ended(string by, int count, string whose) => log.SessionsEnded(by, count, whose);

    /// <summary>Tells what happened again since it was told, and begins a new minute.</summary>
    internal void Tell()
    {
        lock (_lock)
        {
            foreach (var ((what, whose), count) in _more)
                if (count > 0)
                    log.Repeated(Words(what), whose, count);
            foreach (var (what, (_, others)) in _kinds)
                if (others > 0)
                    log.RepeatedByOthers(Words(what), others);
            _more.Clear();
            _kinds.Clear();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Minute, time, stoppingToken);
                Tell();
            }
        }
        finally
        {
            Tell();
        }
    }

    private bool IsFirst(AccessEvent what, string whose)
    {
        lock (_lock)
        {
            if (_more.TryGetValue((what, whose), out var count))
            {
                _more[(what, whose)] = count + 1;
                return false;
            }

            var (told, others) = _kinds.GetValueOrDefault(what);
            if (told >= Most)
            {
                _kinds[what] = (told, others + 1);
                return false;
            }

            _kinds[what] = (told + 1, others);
            _more[(what, whose)] = 0;
            return true;
        }
    }

    private static string Words(AccessEvent what) =>
        what switch
        {
            AccessEvent.Refused => "Refused credentials",
            AccessEvent.RefusedAtIssuer => "Refused sign-ins at the issuer",
            AccessEvent.RefusedByRole => "Requests beyond the role",
            AccessEvent.Foreign => "Requests of other sites",
            AccessEvent.TooMany => "Requests beyond the rate",
            AccessEvent.SignedIn => "Sign-ins",
            _ => "Accepted credentials",
        };

    private static string AddressOf(HttpContext context) => $"{context.Connection.RemoteIpAddress}";

    private static string Short(string text) => text.Length <= LongestDetail ? text : $"{text[..LongestDetail]}…";
}
