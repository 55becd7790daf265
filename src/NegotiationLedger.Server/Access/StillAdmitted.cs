using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Server;

/// <summary>Whether who was admitted to an answer that goes on and on would still be: a key may be revoked meanwhile, a token expire.</summary>
internal sealed class StillAdmitted(HttpContext context)
{
    // As long as a node may know a key for.
    private static readonly TimeSpan Held = HeldKeys.Held;

    private readonly TimeProvider _time = context.RequestServices.GetRequiredService<TimeProvider>();
    private long _asked = context.RequestServices.GetRequiredService<TimeProvider>().GetTimestamp();

    /// <summary>Asks again, unless it was asked a moment ago.</summary>
    internal async ValueTask<bool> Ask()
    {
        var options = context.RequestServices.GetRequiredService<AccessOptions>();
        if (!options.AreCredentialsRequired || _time.GetElapsedTime(_asked) < Held)
            return true;
        _asked = _time.GetTimestamp();
        // What a scheme found out of a request it keeps with the request: the same is shown to it afresh.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var again = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var (asked, request) = (again.Request, context.Request);
        (asked.Method, asked.Scheme, asked.Host, asked.Path) = (request.Method, request.Scheme, request.Host, request.Path);
        (asked.Headers.Authorization, asked.Headers.Cookie) = (request.Headers.Authorization, request.Headers.Cookie);
        again.SetEndpoint(context.GetEndpoint());
        var result = await again.AuthenticateAsync(Schemes.Any);
        return result.Principal is { } principal
            && LedgerPrincipal.RolesOf(principal).Allow(AccessTable.Of(again).NeedOf(asked) ?? AccessRole.None);
    }
}
