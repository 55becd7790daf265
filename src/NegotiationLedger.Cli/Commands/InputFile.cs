using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Reads the JSON files that a user names.</summary>
internal static class InputFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>A file's JSON; <c>-</c> is standard input.</summary>
    /// <exception cref="WrongUsageException">It cannot be read, or is not JSON.</exception>
    public static async Task<JsonElement> Read(string path, TextReader standardInput, CancellationToken cancellation)
    {
        var name = path == "-" ? "standard input" : path;
        try
        {
            var text = path == "-" ? await standardInput.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(path, cancellation);
            return JsonElement.Parse(text, Lenient);
        }
        catch (JsonException e)
        {
            throw new WrongUsageException($"{name} is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{name} cannot be read: {e.Message}");
        }
    }

    /// <summary>A file's text as it is, but for a byte order mark at its beginning, which is no part of it; <c>-</c> is standard input.</summary>
    /// <exception cref="WrongUsageException">It cannot be read, or its bytes are not text in UTF-8.</exception>
    public static async Task<string> ReadText(string path, TextReader standardInput, CancellationToken cancellation)
    {
        try
        {
            return path == "-"
                ? await standardInput.ReadToEndAsync(cancellation)
                : await File.ReadAllTextAsync(
                    path,
                    new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
                    cancellation
                );
        }
        catch (DecoderFallbackException)
        {
            throw new WrongUsageException($"{path} is not text in UTF-8: save it in that encoding.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>A file with an array of objects.</summary>
    /// <exception cref="WrongUsageException">It cannot be read, or holds something else.</exception>
    public static async Task<IReadOnlyList<JsonElement>> ReadArray(string path, CancellationToken cancellation)
    {
        var json = await Read(path, TextReader.Null, cancellation);
        return json.ValueKind is JsonValueKind.Array && json.EnumerateArray().All(i => i.ValueKind is JsonValueKind.Object)
            ? [.. json.EnumerateArray()]
            : throw new WrongUsageException($"{path} must hold an array of objects.");
    }
}
