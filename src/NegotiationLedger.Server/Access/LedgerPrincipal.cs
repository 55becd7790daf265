using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>
/// Who asks, as <see cref="HttpContext.User"/> holds it: a name, which becomes <c>recordedBy</c>, and roles. The name of a key's owner has no
/// colon; that of a token is the issuer's name here, a colon and the claim that names its holder; <c>local</c> is whoever asks where no
/// credential is needed. So no two kinds can have one name.
/// </summary>
public static class LedgerPrincipal
{
    /// <summary>The name of whoever asks where no credential is needed.</summary>
    public const string LocalName = "local";

    /// <summary>The most characters of a key's owner.</summary>
    public const int LongestOwner = 100;

    private const int LongestName = 300;
    private const string RoleClaim = "role";

    /// <summary>Whoever asks where no credential is needed: may do everything.</summary>
    internal static ClaimsPrincipal Local { get; } = Of(LocalName, AccessRole.Admin, "none");

    /// <summary>A principal.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="roles">Its roles.</param>
    /// <param name="scheme">The authentication scheme that it was known by.</param>
    public static ClaimsPrincipal Of(string name, AccessRole roles, string scheme) =>
        new(
            new ClaimsIdentity(
                [new(ClaimTypes.Name, name), new(RoleClaim, ((int)roles).ToString(CultureInfo.InvariantCulture))],
                scheme,
                ClaimTypes.Name,
                RoleClaim
            )
        );

    /// <summary>The roles of a principal; none when it is none of ours.</summary>
    public static AccessRole RolesOf(ClaimsPrincipal user) =>
        user.FindFirst(RoleClaim) is { } claim && int.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var roles)
            ? (AccessRole)roles
            : AccessRole.None;

    /// <summary>What is wrong with a name as the owner of a key; null when nothing is.</summary>
    public static string? ComplaintOfOwner(string name) =>
        name.Length > LongestOwner ? $"it has {name.Length} characters, and may have {LongestOwner}"
        : name.Equals(LocalName, StringComparison.OrdinalIgnoreCase) ? $"'{LocalName}' is whoever asks where no credential is needed"
        : name.Contains(':', StringComparison.Ordinal) ? "a colon is in the names of an issuer's people only"
        : ComplaintOf(name);

    /// <summary>What is wrong with a name of any kind; null when nothing is.</summary>
    internal static string? ComplaintOf(string name) =>
        name.Length is 0 or > LongestName ? $"it should have 1 to {LongestName} characters"
        : name[0] == ' ' || name[^1] == ' ' ? "it begins or ends with a space"
        : name.EnumerateRunes().Any(IsUnfit) ? "it contains a control or invisible character"
        : null;

    private static bool IsUnfit(Rune rune) =>
        rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate
        || (Rune.IsWhiteSpace(rune) && rune.Value != ' ');
}
