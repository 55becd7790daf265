using System.Text;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>A part of a source's text: a whole one may be longer than what an assistant can read at once.</summary>
internal static class CutText
{
    /// <summary>The most code points of a part.</summary>
    internal const int Most = 16_000;

    /// <summary>Leaves a part of the text in an answer, and says where the next begins.</summary>
    /// <param name="answer">The answer of <c>GET /sources/{id}</c>.</param>
    /// <param name="from">Where the part begins, in code points from 0.</param>
    /// <exception cref="ProblemException">The text ends before (400).</exception>
    internal static void Cut(JsonObject answer, int from)
    {
        var text = answer["text"]?.GetValue<string>() ?? "";
        var runes = text.EnumerateRunes().ToList();
        if (from > runes.Count)
            throw Problems.Query(
                new Problem($"/{AssistantTool.TextFrom}", $"'{from}' is beyond the text, which has {runes.Count} code points.")
            );
        if (from == 0 && runes.Count <= Most)
            return;
        var part = new StringBuilder();
        foreach (var rune in runes.Skip(from).Take(Most))
            part.Append(rune.ToString());
        answer["text"] = part.ToString();
        answer[AssistantTool.TextFrom] = from;
        if (from + Most < runes.Count)
            answer["textNext"] = from + Most;
    }
}
