using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /whoami</c>: who asks, as the server sees it.</summary>
internal static class WhoAmI
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/whoami", (HttpContext context) => Results.Json(Of(context), AccessJson.Plain.WhoAmIAnswer))
            .WithName("who-am-i")
            .WithTags("Keys")
            .WithSummary("Who asks: the principal that would be recordedBy, its roles, by what it was authenticated and when that ends")
            .Produces<WhoAmIAnswer>()
            .Takes();

    private static WhoAmIAnswer Of(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new(
            WriteRequest.PrincipalOf(context),
            LedgerPrincipal.RolesOf(context.User).Names(),
            context.User.Identity!.AuthenticationType switch
            {
                Schemes.Key => "key",
                Schemes.Token => "token",
                Schemes.Session => "session",
                _ => "none",
            },
            context.Features.Get<CredentialEnd>()?.At
        );
    }
}

/// <summary>Who asks.</summary>
/// <param name="Principal">What becomes <c>recordedBy</c>.</param>
/// <param name="Roles">Its roles, those left out that another includes; empty for none.</param>
/// <param name="AuthenticatedBy"><c>key</c>, <c>token</c>, <c>session</c>, or <c>none</c> where no credential is needed.</param>
/// <param name="EndsAt">From when the credential is not accepted any more; absent for never.</param>
public sealed record WhoAmIAnswer(string Principal, IReadOnlyList<string> Roles, string AuthenticatedBy, DateTimeOffset? EndsAt);

/// <summary>The JSON of who asks, and of sessions.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(WhoAmIAnswer))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(EndedSessionsAnswer))]
internal sealed partial class AccessJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static AccessJson Plain => field ??= new(PlainJson.Like(Default));
}
