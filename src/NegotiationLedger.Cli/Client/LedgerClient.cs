using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace NegotiationLedger.Cli;

/// <summary>Speaks the HTTP API.</summary>
internal sealed class LedgerClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client of the server at a URL.</summary>
    /// <param name="url">The server; a path that it has is kept.</param>
    /// <param name="key">An API key, or null.</param>
    /// <exception cref="WrongUsageException">The key cannot stand in a header.</exception>
    public LedgerClient(Uri url, string? key)
    {
        _http = Open(url, key);
        Url = _http.BaseAddress!;
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json, application/problem+json");
    }

    /// <summary>What reaches a server, at an address that ends in a slash, and sends it the key.</summary>
    /// <inheritdoc cref="LedgerClient(Uri, string?)"/>
    public static HttpClient Open(Uri url, string? key)
    {
        // A proxy that the environment names for the world does not know our loopback; a key follows no redirect.
        var handler = new SocketsHttpHandler { UseProxy = !url.IsLoopback, AllowAutoRedirect = false };
        var http = new HttpClient(handler) { BaseAddress = url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/") };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = Bearer(key);
        return http;
    }

    /// <summary>What is to be said when a key is sent to a URL; null where nobody on the way can read it.</summary>
    public static string? WarningOf(Uri url) =>
        url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback
            ? $"Everybody on the way to {url.Host} can read the key that is sent: give the server's https address."
            : null;

    /// <summary>The server, ending in a slash.</summary>
    public Uri Url { get; }

    /// <summary>Asks.</summary>
    /// <param name="path">Relative to <see cref="Url"/>, each segment escaped.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="cancellation">Throws.</param>
    /// <param name="accept">The media type wanted, when it is not JSON.</param>
    /// <exception cref="ServerUnreachableException">Nobody answers.</exception>
    /// <exception cref="ServerSlowException">It takes too long.</exception>
    public Task<Reply> Get(string path, Query query, CancellationToken cancellation, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path + query);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return Send(request, cancellation);
    }

    /// <summary>Asks for an answer other than the one of an entity tag (RFC 9110, section 13.1.2).</summary>
    /// <returns>The answer with its tag; null when it is still the same.</returns>
    /// <exception cref="ServerRefusedException">The server refused.</exception>
    /// <exception cref="ServerUnreachableException">Nobody answers.</exception>
    public async Task<(Reply Reply, string? Tag)?> GetUnless(string? tag, string path, Query query, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path + query);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return response.StatusCode is HttpStatusCode.NotModified
                ? null
                : (
                    new Reply(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation)).OrRefusal(),
                    response.Headers.ETag?.ToString()
                );
        }
        catch (HttpRequestException e)
        {
            throw new ServerUnreachableException(Url, e.InnerException?.Message ?? e.Message);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ServerSlowException(Url, _http.Timeout);
        }
    }

    /// <summary>Asks, and copies what comes as it comes: nothing of a success is kept in memory.</summary>
    /// <param name="path">Relative to <see cref="Url"/>, each segment escaped.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="accept">The media type wanted.</param>
    /// <param name="copy">Takes the body.</param>
    /// <param name="cancellation">Throws.</param>
    /// <exception cref="ServerRefusedException">The server refused; nothing was copied.</exception>
    /// <exception cref="ServerUnreachableException">Nobody answers.</exception>
    /// <exception cref="AnswerBrokeOffException">What was copied is not whole.</exception>
    public async Task Copy(string path, Query query, string accept, Func<Stream, Task> copy, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path + query);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Accept.ParseAdd("application/problem+json");
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
                new Reply(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation)).OrRefusal();
            if (response.Content.Headers.ContentType?.MediaType != accept)
                throw new ServerRefusedException(
                    response.StatusCode,
                    new(
                        "The server answered in a format other than the one requested: is this a ledger?",
                        $"{response.Content.Headers.ContentType}",
                        []
                    )
                );
            await using var body = new AnswerStream(await response.Content.ReadAsStreamAsync(cancellation));
            await copy(body);
        }
        catch (HttpRequestException e)
        {
            throw new ServerUnreachableException(Url, e.InnerException?.Message ?? e.Message);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ServerSlowException(Url, _http.Timeout);
        }
    }

    /// <summary>Sends JSON.</summary>
    /// <inheritdoc cref="Get"/>
    public Task<Reply> Post(string path, string json, CancellationToken cancellation) =>
        Send(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") },
            cancellation
        );

    /// <summary>Sends JSON, to be heeded only if what the path names has this revision; whatever it has when null.</summary>
    /// <inheritdoc cref="Get"/>
    public Task<Reply> SendIf(HttpMethod method, string path, string json, int? revision, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (revision is { } expected)
            request.Headers.IfMatch.Add(new($"\"{expected}\""));
        return Send(request, cancellation);
    }

    /// <summary>Ends what a path names.</summary>
    /// <inheritdoc cref="Get"/>
    public Task<Reply> Delete(string path, CancellationToken cancellation) =>
        Send(new HttpRequestMessage(HttpMethod.Delete, path), cancellation);

    /// <summary>Sends a file as it is read.</summary>
    /// <param name="path">Relative to <see cref="Url"/>, each segment escaped.</param>
    /// <param name="file">The file.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="cancellation">Throws.</param>
    /// <inheritdoc cref="Get"/>
    public Task<Reply> PostFile(string path, Stream file, string mediaType, CancellationToken cancellation) =>
        Send(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
            },
            cancellation
        );

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Reply> Send(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, cancellation);
                return new(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
            }
            catch (HttpRequestException e)
            {
                throw new ServerUnreachableException(Url, e.InnerException?.Message ?? e.Message);
            }
            catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new ServerSlowException(Url, _http.Timeout);
            }
        }
    }

    private static AuthenticationHeaderValue Bearer(string key) =>
        key.All(c => c is > ' ' and < '\u007f')
            ? new("Bearer", key)
            : throw new WrongUsageException("LEDGER_KEY contains characters that no key has: correct or unset it.");
}
