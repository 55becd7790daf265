using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace NegotiationLedger.Server;

/// <summary>What a message to <c>/mcp</c> has to be before it is acted on: JSON-RPC 2.0, section 5.1, and the schema of the Model Context Protocol.</summary>
internal static class AssistantMessage
{
    private const int LongestMethod = 100;

    // Of those that are answered here; any other is answered as unknown whatever its parameters are.
    private static readonly Dictionary<string, Type> Parameters = new(StringComparer.Ordinal)
    {
        [RequestMethods.Initialize] = typeof(InitializeRequestParams),
        [RequestMethods.Ping] = typeof(PingRequestParams),
        [RequestMethods.ToolsList] = typeof(ListToolsRequestParams),
        [RequestMethods.ToolsCall] = typeof(CallToolRequestParams),
        [RequestMethods.ResourcesList] = typeof(ListResourcesRequestParams),
        [RequestMethods.ResourcesTemplatesList] = typeof(ListResourceTemplatesRequestParams),
        [RequestMethods.ResourcesRead] = typeof(ReadResourceRequestParams),
        ["server/discover"] = typeof(DiscoverRequestParams),
    };

    /// <summary>What a message is answered with instead of being acted on; null when it may be.</summary>
    internal static JsonRpcError? Refuse(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || TextOf(message, "method") is not { } method)
            return null;
        if (method.Length > LongestMethod)
            return Error(message, McpErrorCode.MethodNotFound, $"A method of {method.Length} characters is none of this server's.");
        if (!Parameters.TryGetValue(method, out var shape))
            return null;
        var given = message.TryGetProperty("params", out var found) && found.ValueKind != JsonValueKind.Null ? found : (JsonElement?)null;
        try
        {
            if (given is { ValueKind: not JsonValueKind.Object })
                throw new JsonException();
            // What must have parameters says so of none.
            return
                (given ?? JsonElement.Parse("{}")).Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(shape))
                    is CallToolRequestParams { Name: null }
                        or ReadResourceRequestParams { Uri: null }
                ? throw new JsonException()
                : null;
        }
        catch (JsonException error)
        {
            var place = error.Path is { Length: > 2 and < 200 } path ? $" at '{path[2..]}'" : "";
            return Error(
                message,
                McpErrorCode.InvalidParams,
                $"'params' are not those of '{method}'{place}: one is missing or of another kind. Send what the schema of the Model Context Protocol names."
            );
        }
    }

    private static JsonRpcError Error(JsonElement message, McpErrorCode code, string text) =>
        new()
        {
            Id = IdOf(message),
            Error = new() { Code = (int)code, Message = text },
        };

    private static RequestId IdOf(JsonElement message) =>
        message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) ? new(number)
        : TextOf(message, "id") is { } text ? new(text)
        : default;

    private static string? TextOf(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
