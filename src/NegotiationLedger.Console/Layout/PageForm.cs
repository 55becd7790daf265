using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NegotiationLedger.Console;

/// <summary>Reads the forms that pages send.</summary>
internal static class PageForm
{
    /// <summary>The form that a request brings.</summary>
    /// <param name="context">The request.</param>
    /// <param name="programs">The address that programs use instead.</param>
    /// <exception cref="ProblemException">It is no form (415), or nothing says that one of the ledger's pages sends it (403).</exception>
    // A session's token was looked at already. Where nobody signs in, browsers say which page sends a form, and it was seen to be one of ours.
    internal static async Task<IFormCollection> Of(HttpContext context, string programs)
    {
        if (context.User.Identity?.Name == LedgerPrincipal.LocalName && context.Request.Headers.Origin.Count == 0)
            throw AccessProblems.Foreign(
                $"The form has no Origin: it is accepted from the ledger's own pages only. Programs have {programs}."
            );
        if (!context.Request.HasFormContentType)
            throw AccessProblems.NotForm(context.Request.ContentType);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = BodyLimits.Development;
        return await context.Request.ReadFormAsync(context.RequestAborted);
    }

    /// <summary>Sends the browser on to a page, which it asks for anew.</summary>
    internal static IResult GoTo(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        return Results.Empty;
    }
}
