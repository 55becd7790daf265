using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Server;

/// <summary>A request's JSON body, read whole.</summary>
/// <param name="Json">The JSON; every string in it is valid Unicode without U+0000, and no object has a member twice.</param>
/// <param name="Sha256">SHA-256 of the bytes sent.</param>
/// <param name="Length">How many bytes were sent.</param>
public sealed record JsonBody(JsonElement Json, byte[] Sha256, long Length)
{
    private const int Block = 64 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = RequestLimits.JsonDepth };

    /// <summary>Reads a body of at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="ProblemException">It is of another kind (415), larger (413), or no JSON (400).</exception>
    public static async Task<JsonBody> Read(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        RefuseOther(request);
        var isTooLarge = request.ContentLength > limit;
        // What is refused by its length is still read and dropped by the server for a moment, so that the sender hears why.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = isTooLarge ? null : limit;
        if (isTooLarge)
            throw Problems.TooLarge($"The body has {request.ContentLength} bytes; at most {limit} are allowed here: send less at once.");
        var bytes = await ReadWhole(request, limit, cancellationToken);
        var memory = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        return new(Parse(memory), SHA256.HashData(memory.Span), memory.Length);
    }

    // The budget is taken as the bytes come: who says that many follow and sends none takes nothing from others.
    private static async Task<MemoryStream> ReadWhole(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        var (context, budget) = (request.HttpContext, request.HttpContext.RequestServices.GetRequiredService<BodyBudget>());
        var taken = 0L;
        var bytes = new MemoryStream((int)Math.Min(request.ContentLength ?? Block, Block));
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0; )
            {
                if (bytes.Length + read > taken)
                {
                    var more = Math.Max(Block, taken);
                    budget.Take(context, more);
                    taken += more;
                }

                // The buffers that it outgrows are garbage: few of them, and the last no longer than the body says it is.
                if (bytes.Length + read > bytes.Capacity)
                    bytes.Capacity = (int)Math.Max(bytes.Length + read, Math.Min(4L * bytes.Capacity, request.ContentLength ?? limit));
                bytes.Write(buffer, 0, read);
            }

            return bytes;
        }
        // The sender's framing is wrong (RFC 9112, section 7.1); a sender who went away is no mistake.
        catch (IOException broken) when (broken is not (BadHttpRequestException or ConnectionResetException))
        {
            throw Problems.Malformed("The chunks that the body comes in cannot be told apart: give the size of each as RFC 9112 has it.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Refuses a write that is not sent as JSON, as no form of another site can send it.</summary>
    /// <exception cref="ProblemException">Its type or its encoding is another (415).</exception>
    internal static void RefuseOther(HttpRequest request)
    {
        if (
            !request.HasJsonContentType()
            || request.GetTypedHeaders().ContentType is { Charset.HasValue: true } type
                && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        )
            throw Problems.NotJson(request.ContentType);
        string? encoding = request.Headers.ContentEncoding;
        if (encoding is not null && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw Problems.Encoded(encoding);
    }

    /// <summary>Reads JSON as strictly as a body.</summary>
    /// <exception cref="ProblemException">It is no JSON, or holds what cannot be kept (400).</exception>
    internal static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // Not disposed of: what is read from it reads the bytes themselves, which are nobody else's.
            var root = JsonDocument.Parse(bytes, Strict).RootElement;
            var problems = BadTexts("", root).ToList();
            return problems.Count == 0 ? root : throw Problems.Unkeepable(problems);
        }
        catch (JsonException error)
        {
            throw Problems.Malformed(JsonComplaint.Of(error, bytes.Span, Strict.MaxDepth));
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
            JsonValueKind.String when !PlainText.IsPlain(element) && ComplaintOf(element.GetString, "The text") is { } complaint =>
            [
                new(pointer, complaint),
            ],
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => BadTexts($"{pointer}/{i}", item)),
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member =>
                    !PlainText.IsNamePlain(member) && ComplaintOf(() => member.Name, "A field's name") is { } complaint
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
