using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NegotiationLedger.Web.Http;

/// <summary>A request's JSON body, read whole.</summary>
/// <param name="Json">The JSON; every string in it is valid Unicode without U+0000, and no object has a member twice.</param>
/// <param name="Sha256">SHA-256 of the bytes sent.</param>
/// <param name="Length">How many bytes were sent.</param>
public sealed record JsonBody(JsonElement Json, byte[] Sha256, long Length)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads a body of at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="ProblemException">It is of another kind (415), larger (413), or no JSON (400).</exception>
    public static async Task<JsonBody> Read(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw Problems.NotJson(request.ContentType);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limit;
        if (request.ContentLength > limit)
            throw Problems.TooLarge($"The body has {request.ContentLength} bytes; at most {limit} are taken here.");
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellationToken);
        var memory = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        return new(Parse(memory), SHA256.HashData(memory.Span), memory.Length);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            RefuseBadText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw Problems.Malformed($"It cannot be read at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message.Split(" LineNumber", 2)[0]}");
        }
        catch (InvalidOperationException)
        {
            throw Problems.Malformed("A string in it is no valid Unicode (a lone surrogate): mend its escapes.");
        }
    }

    private static void RefuseBadText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when element.GetString()!.Contains('\0', StringComparison.Ordinal):
                throw Problems.Malformed("A string in it holds the character U+0000, which cannot be kept: take it out.");
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    RefuseBadText(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Name.Contains('\0', StringComparison.Ordinal))
                        throw Problems.Malformed("A field's name holds the character U+0000: take it out.");
                    RefuseBadText(member.Value);
                }

                break;
        }
    }
}
