using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace NegotiationLedger.Server;

/// <summary>
/// A chat client of an endpoint that speaks OpenAI's chat completions. It follows no redirects, tries nothing twice, and reads so much of an
/// answer and no more; what it throws holds neither the key nor what the endpoint answered.
/// </summary>
/// <param name="options">The model.</param>
internal sealed class ChatCompletions(ModelOptions options) : IChatClient
{
    /// <summary>How many bytes of an answer are read.</summary>
    internal const int MostBytes = 4 * 1024 * 1024;

    private readonly Uri _address = new($"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/chat/completions");

    // A proxy that the environment names for the world does not know our loopback.
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = !options.Endpoint.IsLoopback,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostBytes,
    };

    /// <summary>Asks for one answer, whole.</summary>
    /// <exception cref="HttpRequestException">The endpoint cannot be reached, refuses, or answers more than is read.</exception>
    /// <exception cref="JsonException">It answers something else than a chat completion.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? asked = null,
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new StringContent(BodyOf(messages, asked).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (options.Key is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(
                HttpRequestError.InvalidResponse,
                $"answered {(int)response.StatusCode}",
                null,
                response.StatusCode
            );
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return new(new ChatMessage(ChatRole.Assistant, WordsOf(answer.RootElement)));
    }

    /// <summary>The same, in one piece.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? asked = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var update in (await GetResponseAsync(messages, asked, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private JsonObject BodyOf(IEnumerable<ChatMessage> messages, ChatOptions? asked)
    {
        var body = new JsonObject
        {
            ["model"] = options.Name,
            ["messages"] = new JsonArray([
                .. messages.Select(m => (JsonNode)new JsonObject { ["role"] = m.Role.Value, ["content"] = m.Text }),
            ]),
        };
        if (asked?.ResponseFormat is ChatResponseFormatJson)
            body["response_format"] = new JsonObject { ["type"] = "json_object" };
        return body;
    }

    private static string WordsOf(JsonElement answer) =>
        answer.ValueKind is JsonValueKind.Object
        && answer.TryGetProperty("choices", out var choices)
        && choices is { ValueKind: JsonValueKind.Array }
        && choices.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } choice
        && choice.TryGetProperty("message", out var message)
        && message is { ValueKind: JsonValueKind.Object }
        && message.TryGetProperty("content", out var content)
        && content.ValueKind is JsonValueKind.String
            ? content.GetString()!
            : throw new JsonException("The answer is not a chat completion.");
}
