using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace NegotiationLedger.Server;

/// <summary>ETags and preconditions (RFC 9110, sections 8.8 and 13).</summary>
public static class EntityTags
{
    /// <summary>Names an answer: weak, because the position it echoes may move while it stays the same; without versions once it is settled.</summary>
    /// <param name="snapshot">What it was made from.</param>
    /// <param name="lens">The lens.</param>
    /// <param name="what">What was asked for.</param>
    /// <param name="codeVersion">The version of what answers it.</param>
    /// <param name="nextChangeAt">When it will change by itself; null for never.</param>
    public static string TagOf(Snapshot snapshot, Lens lens, string what, int codeVersion, DateTimeOffset? nextChangeAt = null)
    {
        if (nextChangeAt is { } next)
            what = $"{what} until {Instants.Write(next)}";
        var digest = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{what}.{codeVersion}.{lens.Canonical}")).AsSpan(0, 8)
        );
        return IsSettled(snapshot, lens) ? $"W/\"{digest}\"" : $"W/\"v{snapshot.Stamp.Version}.r{snapshot.Stamp.Registrations}.{digest}\"";
    }

    /// <summary>Sets the headers of an answer (lens, position and version too, for formats whose body has no place for them), and says whether the reader has it already: then 304 is answered.</summary>
    public static bool IsUnchanged(HttpContext context, Snapshot snapshot, Lens lens, string tag)
    {
        var headers = context.Response.Headers;
        headers["Ledger-Version"] = snapshot.Version.ToString(CultureInfo.InvariantCulture);
        headers["Ledger-Lens"] = Uri.EscapeDataString(lens.Canonical);
        return IsUnchanged(context, snapshot.Head.Sequence, IsSettled(snapshot, lens), tag);
    }

    /// <summary>Sets the headers of an answer made at a position, and says whether the reader has it already: then 304 is answered.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="position">The position.</param>
    /// <param name="isSettled">Whether the same question can never be answered otherwise.</param>
    /// <param name="tag">The answer's entity tag.</param>
    public static bool IsUnchanged(HttpContext context, long position, bool isSettled, string tag)
    {
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers["Ledger-Position"] = $"@{position}";
        headers.CacheControl = isSettled ? "public, max-age=31536000, immutable" : "no-cache";
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        if (!known.Any(k => k.Tag == "*" || k.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>The same for an answer through two lenses: it is settled when both are.</summary>
    public static bool IsUnchanged(HttpContext context, Snapshot snapshot, Lens left, Lens right, string what, int codeVersion)
    {
        var later = IsSettled(snapshot, left) ? right : left;
        var isUnchanged = IsUnchanged(
            context,
            snapshot,
            later,
            TagOf(snapshot, later, $"{what} {left.Canonical} {right.Canonical}", codeVersion)
        );
        context.Response.Headers["Ledger-Lens"] = Uri.EscapeDataString(
            string.Join('&', Prefixed("left.", left).Concat(Prefixed("right.", right)))
        );
        return isUnchanged;
    }

    private static IEnumerable<string> Prefixed(string prefix, Lens lens) =>
        lens.Canonical.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => prefix + part);

    /// <summary>The version that <c>If-Match</c> expects; null when there is none.</summary>
    /// <exception cref="ProblemException">It is not a valid version.</exception>
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

    private static bool IsSettled(Snapshot snapshot, Lens lens) => IsSettled(lens.RecordedUntil, snapshot.Head);

    /// <summary>Whether the prefix of the log that a bound lets through can no longer grow.</summary>
    /// <remarks>A later append may still be recorded at the head's own instant or before the bound, unless the head is past it already.</remarks>
    public static bool IsSettled(Bound? until, Store.Head head) =>
        until is not null && (until.Position <= head.Sequence || until.Instant < head.RecordedAt);
}
