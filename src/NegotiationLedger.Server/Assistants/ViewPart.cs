using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>A part of a view, by JSON Pointer (RFC 6901).</summary>
internal static class ViewPart
{
    private const int Named = 12;

    /// <summary>Leaves a part of the view in an answer.</summary>
    /// <param name="answer">The answer of a view's address.</param>
    /// <param name="pointer">The part.</param>
    /// <exception cref="ProblemException">The view has none there (400).</exception>
    internal static void Take(JsonObject answer, string pointer)
    {
        if (pointer is not ("" or ['/', ..]))
            throw Missing(pointer, answer["answer"]);
        var part = answer["answer"];
        foreach (var name in pointer.Length == 0 ? [] : JsonPointer.Names(pointer))
        {
            var next = part switch
            {
                JsonObject owner => owner[name],
                JsonArray items when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < items.Count =>
                    items[i],
                _ => null,
            };
            part = next ?? throw Missing(pointer, part);
        }

        answer["answer"] = part?.DeepClone();
        answer[AssistantTool.Field] = pointer;
    }

    /// <summary>How to ask a tool for less than an answer, as a clause.</summary>
    internal static string HowToAskForLess(AssistantTool tool, JsonObject answer) =>
        tool.IsView
            ? $"give '{AssistantTool.Field}' for a part of the view ({NamesOf(answer["answer"])}), {(tool.Limit is null ? "" : "'limit' for fewer items, ")}or a narrower lens: {AnswerCache.Less}"
        : tool.Limit is not null ? "give 'limit' for fewer at a time, or narrower filters"
        : tool.HasText ? "give 'limit' for the quotes of fewer records"
        : tool.IsDraft ? "these drafts are kept and wait in the console; draft fewer at once"
        : "give both lenses an occurredUntil or recordedUntil, or compare another view";

    private static ProblemException Missing(string pointer, JsonNode? where) =>
        Problems.Query(
            new Problem(
                $"/{AssistantTool.Field}",
                $"'{pointer}' is not a place in this view: give a JSON Pointer, such as /phase. What there is: {NamesOf(where)}."
            )
        );

    private static string NamesOf(JsonNode? node) =>
        node switch
        {
            JsonObject { Count: > 0 } owner => Listed(owner.Where(m => m.Value is not null).Select(m => JsonPointer.Then("", m.Key))),
            JsonArray { Count: > 0 } items => $"/0 to /{items.Count - 1}",
            _ => "nothing below it",
        };

    private static string Listed(IEnumerable<string> pointers)
    {
        var all = pointers.ToList();
        var text = new StringBuilder(string.Join(", ", all.Take(Named)));
        if (all.Count > Named)
            text.Append(CultureInfo.InvariantCulture, $" and {all.Count - Named} more");
        return text.ToString();
    }
}
