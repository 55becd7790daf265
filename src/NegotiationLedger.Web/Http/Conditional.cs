using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NegotiationLedger.Assertions;
using NegotiationLedger.Web.Memory;

namespace NegotiationLedger.Web.Http;

/// <summary>ETags and preconditions (RFC 9110, sections 8.8 and 13).</summary>
public static class Conditional
{
    /// <summary>Names an answer: weak, because the position it echoes may move while it stays the same; without versions once it is settled.</summary>
    public static string TagOf(Snapshot snapshot, Lens lens, string what, int codeVersion)
    {
        var digest = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{what}.{codeVersion}.{lens.Canonical}")).AsSpan(0, 8)
        );
        return IsSettled(snapshot, lens) ? $"W/\"{digest}\"" : $"W/\"v{snapshot.Stamp.Version}.r{snapshot.Stamp.Registrations}.{digest}\"";
    }

    /// <summary>Sets the headers of an answer (lens, position and version too, for formats whose body has no place for them), and says whether the reader has it already: then 304 is answered.</summary>
    public static bool IsUnchanged(HttpContext context, Snapshot snapshot, Lens lens, string tag)
    {
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers["Ledger-Position"] = $"@{snapshot.Head.Sequence}";
        headers["Ledger-Version"] = snapshot.Version.ToString(CultureInfo.InvariantCulture);
        headers["Ledger-Lens"] = Uri.EscapeDataString(lens.Canonical);
        headers.CacheControl = IsSettled(snapshot, lens) ? "public, max-age=31536000, immutable" : "no-cache";
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        if (!known.Any(k => k.Tag == "*" || k.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>The version that <c>If-Match</c> expects; null when there is none.</summary>
    /// <exception cref="ProblemException">It is no version.</exception>
    public static long? ExpectedVersion(HttpRequest request)
    {
        string? text = request.Headers.IfMatch;
        if (text is null or "*")
            return null;
        return
            text.Length > 2
            && text[0] == '"'
            && text[^1] == '"'
            && long.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Problems.Header($"If-Match is '{text}': give one version in quotation marks, such as \"7\".");
    }

    // A later append may still be recorded at the head's own instant or before the bound, unless the head is past it already.
    private static bool IsSettled(Snapshot snapshot, Lens lens) =>
        lens.RecordedUntil is { } until && (until.Position <= snapshot.Head.Sequence || until.Instant < snapshot.Head.RecordedAt);
}
