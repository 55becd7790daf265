using System.Net;
using System.Security.Cryptography;

namespace NegotiationLedger.Cli;

/// <summary>A file with a document in it: a web page, PDF, DOCX or plain text, by what its bytes are and not by its name.</summary>
/// <param name="Name">Where it comes from, for people.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Url">The address it was read from; null for a file.</param>
internal sealed record DocumentFile(string Name, byte[] Bytes, Uri? Url = null)
{
    private const int MostBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>SHA-256 of the file, in lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>Reads a file, or what a web address answers with.</summary>
    /// <exception cref="WrongUsageException">It cannot be read, or is too large.</exception>
    public static Task<DocumentFile> Open(string named, CancellationToken cancellation) =>
        Uri.TryCreate(named, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? OfAddress(url, cancellation)
            : OfFile(named, cancellation);

    /// <summary>The document in it.</summary>
    /// <exception cref="WrongUsageException">It is none of the kinds, is broken, or has no text.</exception>
    public Document Read()
    {
        var document =
            Begins("%PDF-"u8) ? PdfText.Read(this)
            : Begins("PK\u0003\u0004"u8) ? WordText.Read(this)
            : IsWebPage ? WebPage.Read(this)
            : new Document(PlainText.Read(this));
        return string.IsNullOrWhiteSpace(document.Text)
            ? throw new WrongUsageException(
                $"{Name} has no text in it: if it is a picture of a page, have its characters recognised first, and give the text as a file."
            )
            : document;
    }

    private bool IsWebPage
    {
        get
        {
            var head = System.Text.Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 1024)));
            return head.Contains("<html", StringComparison.OrdinalIgnoreCase)
                || head.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase);
        }
    }

    private bool Begins(ReadOnlySpan<byte> mark) => Bytes.AsSpan().StartsWith(mark);

    private static async Task<DocumentFile> OfFile(string path, CancellationToken cancellation)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MostBytes }
                ? throw TooLarge(path)
                : new(path, await File.ReadAllBytesAsync(path, cancellation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{path} cannot be read: {e.Message}");
        }
    }

    private static async Task<DocumentFile> OfAddress(Uri url, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("ledger");
        try
        {
            using var response = await http.GetAsync(url, cancellation);
            return response.StatusCode is HttpStatusCode.OK
                ? new($"{url}", await response.Content.ReadAsByteArrayAsync(cancellation), url)
                : throw new WrongUsageException(
                    $"{url} answers with {(int)response.StatusCode}: save the document in a browser, and give the file."
                );
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw TooLarge($"{url}");
        }
        catch (HttpRequestException e)
        {
            throw new WrongUsageException($"{url} cannot be read: {e.InnerException?.Message ?? e.Message}");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WrongUsageException($"{url} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    private static WrongUsageException TooLarge(string name) =>
        new($"{name} has more than {MostBytes / 1024 / 1024} MiB: give its text as a file.");
}
