using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>A request by HEAD, which is answered as one by GET is: for those whose answer would never end, that it was one.</summary>
internal sealed class HeadRequest
{
    private HeadRequest() { }

    /// <summary>Notes that a request came by HEAD.</summary>
    internal static void Note(HttpContext context) => context.Features.Set(new HeadRequest());

    /// <summary>Whether a request came by HEAD.</summary>
    internal static bool Is(HttpContext context) => context.Features.Get<HeadRequest>() is not null;
}
