using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace NegotiationLedger.Server;

/// <summary>A call of a tool, as the question that it puts to the tool's address.</summary>
/// <param name="Question">The question.</param>
/// <param name="Field">The part of the view that is wanted: a JSON Pointer; null for all of it.</param>
/// <param name="TextFrom">Where the wanted part of a source's text begins, in code points from 0.</param>
internal sealed record ToolCall(OwnQuestion Question, string? Field, int TextFrom)
{
    /// <summary>Reads the arguments of a call.</summary>
    /// <exception cref="ProblemException">One is missing, or none of its kind (400).</exception>
    internal static ToolCall Of(AssistantTool tool, RouteEndpoint endpoint, IDictionary<string, JsonElement>? arguments)
    {
        // Assistants write null for what they leave out.
        var given = (arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            .Where(a => a.Value.ValueKind is not JsonValueKind.Null)
            .ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        var problems = new List<Problem>();
        var path = PathOf(endpoint, given, problems);
        var (field, textFrom) = (OwnText(tool.IsView, AssistantTool.Field), OwnText(tool.HasText, AssistantTool.TextFrom));
        var body = tool.IsDraft ? Drafted(given, problems) : null;
        if (tool.Limit is { } limit && !given.ContainsKey("limit"))
            given["limit"] = JsonElement.Parse($"{limit}");
        var query = given.Select(a => KeyValuePair.Create(a.Key, TextsOf(a.Key, a.Value, problems))).ToList();
        var from = CountOf(textFrom, problems);
        return problems.Count == 0 ? new(new(tool.Address, path, query, body), field, from) : throw Problems.Query(problems);

        string? OwnText(bool isTaken, string name) =>
            isTaken && given.Remove(name, out var value) ? (string?)TextsOf(name, value, problems) : null;
    }

    private static Dictionary<string, string> PathOf(RouteEndpoint endpoint, Dictionary<string, JsonElement> given, List<Problem> problems)
    {
        var path = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in endpoint.RoutePattern.Parameters)
        {
            if (given.Remove(part.Name, out var value) && (string?)TextsOf(part.Name, value, problems) is { Length: > 0 } text)
                path[part.Name] = text;
            else
                problems.Add(new($"/{part.Name}", $"'{part.Name}' is missing: give the id of what is asked for, as a text."));
        }

        return path;
    }

    // What is missing or of another kind, the address itself says.
    private static byte[] Drafted(Dictionary<string, JsonElement> given, List<Problem> problems)
    {
        var body = new JsonObject { ["drafts"] = null, ["with"] = "assistant" };
        foreach (var name in AssistantTool.Drafted)
            if (given.Remove(name, out var value))
                body[name] = JsonNode.Parse(value.GetRawText());
        problems.AddRange(
            given.Keys.Select(name => new Problem(
                JsonPointer.Then("", name),
                $"'{name}' is not a parameter here. The parameters are: {string.Join(", ", AssistantTool.Drafted)}."
            ))
        );
        given.Clear();
        return Encoding.UTF8.GetBytes(body.ToJsonString(PlainJson.Compact));
    }

    private static StringValues TextsOf(string name, JsonElement value, List<Problem> problems)
    {
        var texts = (value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : new List<JsonElement> { value })
            .Select(TextOf)
            .ToArray();
        if (!texts.Contains(null))
            return new(texts);
        problems.Add(new(JsonPointer.Then("", name), $"'{name}' is not a text, a number, or an array of texts: give it as a text."));
        return StringValues.Empty;
    }

    private static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    private static int CountOf(string? text, List<Problem> problems)
    {
        if (text is null)
            return 0;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return count;
        problems.Add(
            new(
                $"/{AssistantTool.TextFrom}",
                $"'{text}' is not a place in a text: give a number from 0, such as the 'textNext' of the part before."
            )
        );
        return 0;
    }
}
