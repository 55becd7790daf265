using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Console;

/// <summary>Who looks at a page: what their role does not allow is not offered to them. The server refuses it all the same.</summary>
public sealed class Visitor
{
    private readonly Lazy<string?> _token;

    private Visitor(HttpContext context)
    {
        Name = context.User.Identity?.Name;
        Roles = LedgerPrincipal.RolesOf(context.User);
        IsSignedIn = context.User.Identity?.AuthenticationType == Schemes.Session;
        _token = new(() => FormTokens.Of(context));
    }

    /// <summary>The principal; null for nobody.</summary>
    internal string? Name { get; }

    /// <summary>What they may do.</summary>
    internal AccessRole Roles { get; }

    /// <summary>Whether by a session, which they can end.</summary>
    internal bool IsSignedIn { get; }

    /// <summary>Whether they may record.</summary>
    internal bool Records => Roles.Allow(AccessRole.Recorder);

    /// <summary>Whether they may take whole exports away.</summary>
    internal bool Audits => Roles.Allow(AccessRole.Auditor);

    /// <summary>Whether they may operate the server and its keys.</summary>
    internal bool Administers => Roles.Allow(AccessRole.Admin);

    /// <summary>The token of forms that need one whoever fills them in; null where nobody signs in.</summary>
    internal string? FormToken => _token.Value;

    /// <summary>Who asks.</summary>
    internal static Visitor Of(HttpContext context) => new(context);
}
