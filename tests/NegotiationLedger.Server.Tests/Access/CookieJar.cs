using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Somebody at a browser, as far as a server sees one: cookies are kept and sent back, forms have the tokens of their page, and no redirect is followed unseen.</summary>
internal sealed partial class CookieJar(Uri server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = server,
    };

    internal CookieJar(RunningServer server)
        : this(server.Http.BaseAddress!) { }

    /// <summary>The cookies, by name.</summary>
    internal Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Every cookie as it was set.</summary>
    internal List<string> Set { get; } = [];

    /// <summary>The session's cookie.</summary>
    internal string Session => Cookies[Sessions.Cookie];

    /// <summary>The same cookies at another node.</summary>
    internal CookieJar At(RunningServer other)
    {
        var jar = new CookieJar(other);
        foreach (var (name, value) in Cookies)
            jar.Cookies[name] = value;
        return jar;
    }

    internal Task<Reply> Get(string path, string accept = "text/html") => Send(HttpMethod.Get, path, null, ("Accept", accept));

    /// <summary>Sends the form of a page, with the page's token unless another is given.</summary>
    internal async Task<Reply> Submit(string page, string path, Dictionary<string, string> fields, string? token = null)
    {
        fields[FormTokens.Field] = token ?? await Token(page);
        return await Send(HttpMethod.Post, path, new FormUrlEncodedContent(fields));
    }

    /// <summary>Signs in with a key.</summary>
    internal Task<Reply> SignIn(string key, string to = "/") => Submit("/sign-in", "/sign-in", new() { ["key"] = key, ["to"] = to });

    /// <summary>The token of a page.</summary>
    internal async Task<string> Token(string page) => WebUtility.HtmlDecode(TokenOf().Match((await Get(page)).Text).Groups["token"].Value);

    /// <summary>Sends JSON as a page's script does.</summary>
    internal Task<Reply> Post(string path, JsonNode body, string? token, params (string, string)[] headers) =>
        Send(
            HttpMethod.Post,
            path,
            new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            token is null ? headers : [(FormTokens.Header, token), .. headers]
        );

    internal async Task<Reply> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Cookies.Count > 0)
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
            foreach (var cookie in cookies)
                Keep(cookie);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new(
            response.StatusCode,
            isJson && text.Length > 0 ? JsonNode.Parse(text) : null,
            text,
            response.Headers,
            response.Content.Headers
        );
    }

    public void Dispose() => _http.Dispose();

    private void Keep(string cookie)
    {
        Set.Add(cookie);
        var pair = cookie.Split(';', 2);
        var (name, value) = (pair[0][..pair[0].IndexOf('=')], pair[0][(pair[0].IndexOf('=') + 1)..]);
        if (pair[1].Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            Cookies.Remove(name);
        else
            Cookies[name] = value;
    }

    [GeneratedRegex("name=\"form-token\" (?:value|content)=\"(?<token>[^\"]+)\"")]
    private static partial Regex TokenOf();
}
