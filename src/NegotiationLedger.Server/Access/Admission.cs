using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>Lets requests in: who asks, how often, and whether the role is enough, in this order. Behind it <see cref="HttpContext.User"/> is known.</summary>
internal static class Admission
{
    // Addresses share so many counters: however many ask, no more are kept.
    private const int Counters = 16_384;

    internal static void Add(IServiceCollection services, AccessOptions options)
    {
        services.AddSingleton<HeldKeys>().AddSingleton<KeyUses>().AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddSingleton<KeyJudge>();
        services.AddSingleton<AccessLog>().AddHostedService(provider => provider.GetRequiredService<AccessLog>());
        services.AddSingleton<SessionStore>().AddSingleton<OpenSessions>();
        services.AddRateLimiter(_ => { });
        services.AddSingleton(_ => Limiter(options.Rates));
        Schemes.Add(services, options, options.AreCredentialsRequired);
        if (!options.AreCredentialsRequired)
            return;
        services.AddSingleton<SessionUses>().AddHostedService(provider => provider.GetRequiredService<SessionUses>());
        services.AddSingleton<SessionJudge>();
        SessionKeys.Add(services);
        FormTokens.Add(services);
    }

    internal static void Use(WebApplication app, AccessOptions options)
    {
        var foreign = new ForeignRequests(options.Hosts);
        var log = app.Services.GetRequiredService<AccessLog>();
        app.Use(
            (context, next) =>
            {
                if (options.AreCredentialsRequired && AccessTable.Of(context).Need is not null)
                    context.Response.OnStarting(KeepNowhere, context.Response);
                if (!options.AreCredentialsRequired || AccessTable.Of(context).IsOwnOnly)
                    RefuseForeign(context, foreign, log);
                return next(context);
            }
        );
        app.Use(
            async (context, next) =>
            {
                await Identify(context, options, log);
                await next(context);
            }
        );
        if (options.AreCredentialsRequired)
            app.UseRateLimiter(Limits(app.Services.GetRequiredService<PartitionedRateLimiter<HttpContext>>()));
        // No scheme is the default, so that it judges nobody by itself: it answers who comes back from the issuer. Left out here, the host
        // would put it before everything else.
        app.UseAuthentication();
        app.Use(
            async (context, next) =>
            {
                if (WantsSignIn(context, options))
                {
                    await SendToSignIn(context);
                    return;
                }

                Authorize(context, options, log);
                if (context.User.Identity?.AuthenticationType == Schemes.Session && ForeignRequests.Changes(context.Request.Method))
                    await FormTokens.Check(context);
                Parameters.Check(context);
                await next(context);
            }
        );
    }

    /// <summary>Counts a credential that was refused while its request was answered.</summary>
    /// <exception cref="ProblemException">There were too many (429).</exception>
    internal static void Refuse(HttpContext context, RefusedCredential refused, AccessLog log)
    {
        context.Features.Set(refused);
        log.Refused(context, refused);
        using var lease = context.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>().AttemptAcquire(context);
        if (!lease.IsAcquired)
            throw TooMany(context, lease);
    }

    private static void RefuseForeign(HttpContext context, ForeignRequests foreign, AccessLog log)
    {
        if (foreign.ComplaintOf(context.Request) is not { } complaint)
            return;
        log.Foreign(context, complaint);
        throw AccessProblems.Foreign(complaint);
    }

    // People are sent where they can sign in; programs are told what is missing.
    private static bool WantsSignIn(HttpContext context, AccessOptions options) =>
        context.User.Identity is not { IsAuthenticated: true }
        && NeedOf(context, options) is not null
        && HttpMethods.IsGet(context.Request.Method)
        && Schemes.CredentialOf(context.Request) is null
        && context.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>() is not null
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static async Task SendToSignIn(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Sessions.Cookie))
            await context.SignOutAsync(Schemes.Session);
        var wanted = LocalPath.Of(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        context.Response.Headers.CacheControl = "no-store";
        var why = context.Features.Get<RefusedCredential>()?.Ended is { } end ? $"why={SessionEnds.NameOf(end)}" : null;
        var query = string.Join('&', ((string?[])[wanted == "/" ? null : $"to={Uri.EscapeDataString(wanted)}", why]).OfType<string>());
        context.Response.Redirect(query.Length == 0 ? "/sign-in" : $"/sign-in?{query}");
    }

    /// <summary>Refuses to serve what nobody said a role for.</summary>
    /// <exception cref="InvalidOperationException">An endpoint is missing from the table.</exception>
    internal static void Check(IEndpointRouteBuilder routes) => AccessTable.RefuseMissing(routes.DataSources.SelectMany(s => s.Endpoints));

    // No cache on the way, and no browser that somebody else sits down at, answers in the place of the server (RFC 9111, section 5.2.2.5).
    private static Task KeepNowhere(object response)
    {
        ((HttpResponse)response).Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    // What needs no credential is answered whatever was sent, also while the database is away.
    private static async Task Identify(HttpContext context, AccessOptions options, AccessLog log)
    {
        if (!options.AreCredentialsRequired)
            context.User = LedgerPrincipal.Local;
        else if (NeedOf(context, options) is not null)
        {
            var result = await context.AuthenticateAsync(Schemes.Any);
            if (result.Principal is { Identity: { Name: { } name, AuthenticationType: var how } } principal)
            {
                context.User = principal;
                if (how != Schemes.Session)
                    log.Accepted(context, name, how == Schemes.Key ? "with a key" : "with a token");
            }
            else if (result.Failure is { } failure && context.Features.Get<RefusedCredential>() is null)
                context.Features.Set(
                    Schemes.CredentialOf(context.Request) is null && Sessions.IsOver(context)
                        ? new("the session lasted as long as it may", Ended: SessionEnd.Over)
                        : new RefusedCredential(failure.GetType().Name)
                );
        }
    }

    /// <summary>Refuses whose role is not enough.</summary>
    /// <exception cref="ProblemException">There is no credential (401), or it has another role (403).</exception>
    internal static void Authorize(HttpContext context, AccessOptions options, AccessLog log)
    {
        if (NeedOf(context, options) is not { } need)
            return;
        if (context.User.Identity is not { IsAuthenticated: true, Name: { } name })
        {
            var refused = context.Features.Get<RefusedCredential>();
            if (refused is not null)
                log.Refused(context, refused);
            throw refused?.Ended is { } end
                ? AccessProblems.SessionOver(end.Describe())
                : AccessProblems.Unauthenticated(refused is not null);
        }

        var had = LedgerPrincipal.RolesOf(context.User);
        if (had.Allow(need))
            return;
        log.RefusedByRole(context, name, need, had);
        throw AccessProblems.Forbidden(name, had.Describe(), need.Describe());
    }

    private static AccessRole? NeedOf(HttpContext context, AccessOptions options)
    {
        var rule = AccessTable.Of(context);
        return rule.Pattern == AccessTable.Metrics && options.AreMetricsOpen ? null : rule.NeedOf(context.Request);
    }

    private static RateLimiterOptions Limits(PartitionedRateLimiter<HttpContext> limiter) =>
        new() { GlobalLimiter = limiter, OnRejected = (rejected, _) => throw TooMany(rejected.HttpContext, rejected.Lease) };

    private static PartitionedRateLimiter<HttpContext> Limiter(RequestRates rates) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.User.Identity is { IsAuthenticated: true, Name: { } name } ? Bucket("principal " + name, rates.Principal)
            : context.Features.Get<RefusedCredential>() is null ? Bucket("address " + CounterOf(context), rates.Address)
            : Bucket("refused " + CounterOf(context), rates.Refused)
        );

    private static ProblemException TooMany(HttpContext context, RateLimitLease lease)
    {
        context.RequestServices.GetRequiredService<AccessLog>().TooMany(context);
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        var whose = context.User.Identity is { IsAuthenticated: true, Name: { } name } ? $"'{name}'" : "This address";
        return AccessProblems.TooManyRequests(whose, seconds);
    }

    private static RateLimitPartition<string> Bucket(string whose, RequestRate rate) =>
        RateLimitPartition.GetTokenBucketLimiter(
            whose,
            _ =>
                new()
                {
                    TokenLimit = rate.AtOnce,
                    TokensPerPeriod = rate.PerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                    AutoReplenishment = false,
                }
        );

    // Who has an address of IPv6 has all of its /64.
    private static string CounterOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes().AsSpan(0, address.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : 4);
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return ((uint)hash.ToHashCode() % Counters).ToString(CultureInfo.InvariantCulture);
    }
}
