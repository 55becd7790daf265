using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Why the server refused: a problem document, RFC 9457.</summary>
/// <param name="Title">What is wrong, in general.</param>
/// <param name="Detail">What is wrong here.</param>
/// <param name="Errors">Each thing that is wrong, by its JSON Pointer.</param>
internal sealed record Problem(string Title, string? Detail, IReadOnlyList<(string Pointer, string Detail)> Errors)
{
    private const int LongestDetail = 300;

    /// <summary>The problem that a refusal carries; its status when it carries none.</summary>
    public static Problem Of(Reply reply)
    {
        if (Reply.TryParse(reply.Body) is { ValueKind: JsonValueKind.Object } document && document.Text("title") is { } title)
            return new(
                title,
                document.Text("detail"),
                [.. document.Items("errors").Select(e => (e.Text("pointer") ?? "", e.Text("detail") ?? ""))]
            );
        var body = reply.Body.Length > LongestDetail ? reply.Body[..LongestDetail] : reply.Body;
        return new($"The server answered {(int)reply.Status}.", body, []);
    }
}
