using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>The formats of an answer.</summary>
internal static class MediaTypes
{
    internal const string Json = "application/json";

    internal const string Lines = "application/x-ndjson";

    /// <summary>Server-Sent Events (HTML Living Standard, section 9.2).</summary>
    internal const string Events = "text/event-stream";

    internal const string Csv = "text/csv";

    internal const string Plain = "text/plain";

    internal const string Prov = "application/prov+json";

    /// <summary>The format that a reader likes best of JSON and some others (RFC 9110, section 12.5.1); JSON when there is no preference.</summary>
    internal static string Of(HttpRequest request, params IEnumerable<string> others)
    {
        foreach (var accept in request.GetTypedHeaders().Accept.Where(a => a.Quality != 0).OrderByDescending(a => a.Quality ?? 1))
        {
            if (others.FirstOrDefault(o => accept.MediaType.Equals(o, StringComparison.OrdinalIgnoreCase)) is { } liked)
                return liked;
            if (accept.MediaType.Value is Json or "*/*" or "application/*")
                break;
        }

        return Json;
    }
}
