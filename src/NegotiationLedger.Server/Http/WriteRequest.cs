using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>What a write says of itself beside what is to be written.</summary>
/// <param name="Principal">Who writes.</param>
/// <param name="ExpectedVersion">The version that <c>If-Match</c> expects; any when null.</param>
/// <param name="Receipt">The <c>Idempotency-Key</c> and what it is used for; null without one.</param>
public sealed record WriteRequest(string Principal, long? ExpectedVersion, Receipt? Receipt)
{
    private const int LongestKey = 255;
    private static readonly string[] Conditions = ["If-Match", "Idempotency-Key"];

    /// <summary>What a request says.</summary>
    /// <exception cref="ProblemException">A header is malformed (400).</exception>
    public static WriteRequest Of(HttpContext context, JsonBody body) =>
        new(PrincipalOf(context), EntityTags.ExpectedVersion(context.Request), ReceiptOf(context.Request, body));

    /// <summary>What a request to add something new says.</summary>
    /// <exception cref="ProblemException">A header is malformed (400), or <c>If-Match</c> expects a version of what has none yet (412).</exception>
    public static WriteRequest OfNew(HttpContext context, JsonBody body)
    {
        var write = Of(context, body);
        return write.ExpectedVersion is null or 0 ? write : throw Problems.NotThereYet(write.ExpectedVersion.Value);
    }

    /// <summary>Refuses the headers of conditional writes where they have no meaning.</summary>
    /// <param name="request">The request.</param>
    /// <param name="why">Why they have none, as a clause.</param>
    /// <exception cref="ProblemException">One was sent (400).</exception>
    internal static void RefuseConditions(HttpRequest request, string why)
    {
        foreach (var header in Conditions.Where(request.Headers.ContainsKey))
            throw Problems.Header($"{header} has no meaning here: {why}. Leave it out.");
    }

    /// <summary>Who asks.</summary>
    internal static string PrincipalOf(HttpContext context) =>
        context.User.Identity?.Name ?? throw new UnreachableException("Nobody was admitted, and yet is answered.");

    // draft-ietf-httpapi-idempotency-key-header: a structured string. However the path is spelled, it is the same route.
    private static Receipt? ReceiptOf(HttpRequest request, JsonBody body)
    {
        string? header = request.Headers["Idempotency-Key"];
        if (header is null)
            return null;
        return
            header.Length is > 2 and <= LongestKey + 2
            && header[0] == '"'
            && header[^1] == '"'
            && header[1..^1].All(c => c is >= ' ' and <= '~' and not '"' and not '\\')
            ? new(request.Method, request.Path.Value!.TrimEnd('/').ToLowerInvariant(), header[1..^1], body.Sha256)
            : throw Problems.Header($"Idempotency-Key is '{header}': give 1 to {LongestKey} printable characters in quotation marks.");
    }
}

/// <summary>A write of this request was acknowledged: whatever fails from here on, nobody may be told that nothing was written.</summary>
/// <param name="Position">The position of its last entry.</param>
internal sealed record Acknowledged(long Position)
{
    /// <summary>Notes that a request's write stands in the log.</summary>
    internal static AppendOutcome.Appended Note(HttpContext context, AppendOutcome.Appended appended)
    {
        context.Features.Set(new Acknowledged(appended.Entries[^1].Sequence));
        return appended;
    }
}
