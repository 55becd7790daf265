using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NegotiationLedger.Server;

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
        if (
            !request.HasJsonContentType()
            || request.GetTypedHeaders().ContentType is { Charset.HasValue: true } type
                && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        )
            throw Problems.NotJson(request.ContentType);
        var isTooLarge = request.ContentLength > limit;
        // What is refused by its length is still read and dropped by the server for a moment, so that the sender hears why.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = isTooLarge ? null : limit;
        if (isTooLarge)
            throw Problems.TooLarge($"The body has {request.ContentLength} bytes; at most {limit} are allowed here: send less at once.");
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
            var problems = BadTexts("", document.RootElement).ToList();
            return problems.Count == 0 ? document.RootElement.Clone() : throw Problems.Unkeepable(problems);
        }
        catch (JsonException error)
        {
            throw Problems.Malformed(
                $"It cannot be read at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message.Split(" LineNumber", 2)[0]}"
            );
        }
        catch (InvalidOperationException)
        {
            // The reader itself stumbles over such a name when it looks for those given twice; without looking it can be found.
            using var document = JsonDocument.Parse(bytes, Strict with { AllowDuplicateProperties = true });
            throw Problems.Unkeepable([.. BadTexts("", document.RootElement)]);
        }
    }

    private static IEnumerable<Problem> BadTexts(string pointer, JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String when ComplaintOf(element.GetString, "The text") is { } complaint => [new(pointer, complaint)],
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => BadTexts($"{pointer}/{i}", item)),
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member =>
                    ComplaintOf(() => member.Name, "A field's name") is { } complaint
                        ? [new(pointer, complaint)]
                        : BadTexts(JsonPointer.Then(pointer, member.Name), member.Value)
                ),
            _ => [],
        };

    private static string? ComplaintOf(Func<string?> read, string what)
    {
        try
        {
            return read()!.Contains('\0', StringComparison.Ordinal)
                ? $"{what} contains the character U+0000, which cannot be stored: remove it."
                : null;
        }
        catch (InvalidOperationException)
        {
            return $"{what} is not valid Unicode (a lone surrogate, or bytes that are not UTF-8): correct it.";
        }
    }
}
