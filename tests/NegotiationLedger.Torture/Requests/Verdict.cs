using System.Text.Json;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Torture.Requests;

/// <summary>Judges answers to spoilt requests.</summary>
internal static class Verdict
{
    // What the server may refuse with before it has read a request whole; and it has no body then.
    private static readonly int[] OfHttp = [400, 405, 408, 411, 413, 414, 417, 431, 505];
    private static readonly string[] Busy = ["busy", "behind", "stopping"];

    /// <summary>What is wrong with an answer; null for a right one.</summary>
    public static string? Of(Sending sent, Answer answer)
    {
        if (answer.Status == 0)
            return sent.IsShort ? null : "the connection was closed without an answer";
        if (answer.Status < 400)
            return sent.Method != "HEAD" && answer["Content-Type"] is { } type ? OfBody(type, answer) : null;
        if (sent.IsBrokenHttp && OfHttp.Contains(answer.Status) && answer.Body.Length == 0)
            return null;
        if (IsOfFirstPage(sent) && answer["Content-Type"]?.StartsWith("text/html", StringComparison.Ordinal) == true)
            return OfStatus(answer.Status, type: null);
        if (answer["Content-Type"] != "application/problem+json")
            return "it is refused without a problem document";
        if (sent.Method == "HEAD")
            return OfStatus(answer.Status, type: null);
        return answer.Body.Length == 0 ? "the problem document is empty" : OfProblem(sent, answer);
    }

    // A path may be spoilt into that of the first page (/health/..), which answers people.
    private static bool IsOfFirstPage(Sending sent) =>
        Uri.TryCreate($"http://localhost{sent.Target}", UriKind.Absolute, out var address) && address.AbsolutePath == "/";

    /// <summary>The kind of problem; null for none.</summary>
    public static string? ProblemOf(Answer answer) =>
        answer is { Status: >= 400, Body.Length: > 0 } && answer["Content-Type"] == "application/problem+json"
            ? JsonDocument.Parse(answer.Body).RootElement.GetProperty("type").GetString()!.Split(':')[^1]
            : null;

    // A good request is not refused; a spoilt one may by chance be good.
    private static string? OfBody(string type, Answer answer)
    {
        if (!type.Contains("json", StringComparison.Ordinal) || answer.Body.Length == 0)
            return null;
        try
        {
            foreach (
                var part in type.Contains("ndjson", StringComparison.Ordinal)
                    ? answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    : [answer.Body]
            )
                JsonDocument.Parse(part).Dispose();
            return null;
        }
        catch (JsonException error)
        {
            return $"the answer is not the JSON that it says it is: {error.Message}";
        }
    }

    private static string? OfStatus(int status, string? type) =>
        status < 500 || (status == 503 && (type is null || Busy.Contains(type))) ? null : $"the server failed: {status} {type}";

    private static string? OfProblem(Sending sent, Answer answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        var problem = document.RootElement;
        var type = ProblemOf(answer);
        if (OfStatus(answer.Status, type) is { } failed)
            return failed;
        var detail = problem.GetProperty("detail").GetString()!;
        if (
            problem.GetProperty("status").GetInt32() != answer.Status
            || detail.Length == 0
            || problem.GetProperty("title").GetString() is "" or null
        )
            return "the document has another status, or no words";
        var places = problem.TryGetProperty("errors", out var errors)
            ? errors.EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!).ToList()
            : [];
        return type switch
        {
            "query" => places.Count > 0
            && places.TrueForAll(p => IsAsked(sent, p) || detail.Contains($"'{p[1..]}' is missing", StringComparison.Ordinal))
                ? null
                : $"it names no parameter: {string.Join(' ', places)}",
            "invalid" => OfPlaces(sent, places),
            "malformed" => places.Count > 0
            || detail.Contains("at line ", StringComparison.Ordinal)
            || detail.Contains("chunks", StringComparison.Ordinal)
                ? null
                : "it names no place in the body",
            "rows" => places.Count > 0 ? null : "it names no row",
            "header" => sent.Headers.Exists(h => detail.StartsWith(h.Name, StringComparison.Ordinal)) ? null : "it names no header",
            "stale" or "key-reused" => sent.Headers.Exists(h => detail.Contains(h.Name, StringComparison.Ordinal))
                ? null
                : "it names no header",
            "foreign" => detail.StartsWith("The Host '", StringComparison.Ordinal)
            || detail.StartsWith("The Origin '", StringComparison.Ordinal)
            || detail.StartsWith("Sec-Fetch-Site is '", StringComparison.Ordinal)
                ? null
                : "it names no header",
            "media-type" => detail.StartsWith("Content-Type is '", StringComparison.Ordinal) ? null : "it names no header",
            "content-encoding" => detail.StartsWith("Content-Encoding is '", StringComparison.Ordinal) ? null : "it names no header",
            "unauthenticated" => answer["WWW-Authenticate"]?.StartsWith("Bearer", StringComparison.Ordinal) == true
                ? null
                : "it does not say which credentials it takes",
            "forbidden" => detail.StartsWith("This needs the role ", StringComparison.Ordinal) ? null : "it names no role",
            "too-many-requests" => answer["Retry-After"] is not null ? null : "it does not say when to ask again",
            "method" => answer["Allow"] is { Length: > 0 } && detail.Contains(sent.Method, StringComparison.OrdinalIgnoreCase)
                ? null
                : "it names no method",
            "missing" => NamesSegment(sent, detail) ? null : "it does not name what is missing",
            "no-model" => detail.Contains("drafts", StringComparison.Ordinal) ? null : "it does not say what to send instead",
            "not-acceptable" => places.Count > 0 ? null : "it names no place in the draft",
            "taken" or "decided" or "ended" or "drafts-full" or "too-large" or "request" or "busy" or "behind" or "stopping" => null,
            _ => $"a problem of the type {type} is not expected",
        };
    }

    private static string? OfPlaces(Sending sent, List<string> places)
    {
        if (places.Count == 0)
            return "it names no place in the body";
        try
        {
            using var body = JsonDocument.Parse(sent.Body);
            // A map of columns is told what it lacks, however deep.
            var isImport = sent.Operation.Path.EndsWith("imports", StringComparison.Ordinal);
            return places.Find(p => !Sent.HasPlace(body.RootElement, isImport && p.Length > 0 ? $"/{p.Split('/')[1]}" : p)) is { } nowhere
                ? $"there is no place {nowhere} in the body"
                : null;
        }
        // A chunked body is read by the server, and not here.
        catch (JsonException) when (sent.Headers.Exists(h => h.Name == "Transfer-Encoding"))
        {
            return null;
        }
    }

    private static bool IsAsked(Sending sent, string pointer)
    {
        var name = pointer.TrimStart('/').Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        return sent.Raw is not null
            || sent.Query.Exists(q =>
                Uri.UnescapeDataString(q.Name) == name || q.Name == name || name.Contains('\ufffd', StringComparison.Ordinal)
            );
    }

    // What leads up in a path is gone before it is looked at.
    // A long one by its beginning.
    private static bool NamesSegment(Sending sent, string detail) =>
        sent.Raw is not null
        || sent.Segments.Contains("..")
        || sent.Segments.Exists(s =>
            Uri.UnescapeDataString(detail).Contains(string.Concat(Uri.UnescapeDataString(s).Take(100)), StringComparison.OrdinalIgnoreCase)
        );
}
