using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>Says an answer in a few lines: what was asked, what is contested and by whom, and the records to cite. Texts from outside stand in quotation marks, escaped as in JSON, so that none of them can pass for a line of the ledger's own.</summary>
internal sealed class AnswerText
{
    private const int MostContested = 20;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _cites;

    private AnswerText(JsonArray citations) =>
        _cites = citations.OfType<JsonObject>().ToDictionary(c => Plain(c["event"]), c => Plain(c["cite"]), StringComparer.Ordinal);

    /// <summary>The lines.</summary>
    internal static string Of(AssistantTool tool, ToolCall call, JsonObject answer, JsonArray citations)
    {
        var text = new AnswerText(citations);
        text.Head(tool, answer);
        if (tool.IsView)
            text.View(call.Field, answer["answer"]);
        if (answer["drafts"] is JsonArray drafts)
            text.Drafts(drafts, answer["repeated"]);
        if (answer["warnings"] is JsonArray { Count: > 0 } warnings)
            text.Line($"Warnings: {warnings.Count}, in 'warnings'.");
        if (answer["next"] is { } next)
            text.Line($"There is more: ask again with 'after' = {Quoted(next)}.");
        if (answer["textNext"] is { } part)
            text.Line($"The text goes on: ask again with '{AssistantTool.TextFrom}' = {part}.");
        text.Evidence(citations);
        return text._text.ToString().TrimEnd('\n');
    }

    private void Head(AssistantTool tool, JsonObject answer)
    {
        _text.Append(tool.Title);
        if (answer["negotiation"] is { } negotiation)
            _text.Append($" of {negotiation}");
        if (answer["position"] is { } position)
            _text.Append($" at {position}");
        foreach (var name in (string[])["lens", "left", "right"])
            if (answer[name] is JsonObject lens)
                _text.Append($", {name}: {(lens.Count == 0 ? "everyone's account, everything" : Quoted(lens))}");
        if (answer["asOf"] is { } asOf)
            _text.Append($", as of {asOf}");
        Line($". {answer["asked"]}");
    }

    private void Drafts(JsonArray drafts, JsonNode? repeated)
    {
        Line(
            $"{drafts.Count} drafts were added and {repeated} waited already: a person accepts, edits or rejects each in the console; nothing is recorded."
        );
        foreach (var draft in drafts.OfType<JsonObject>())
        foreach (var mark in (draft["marks"] as JsonArray ?? []).OfType<JsonObject>())
            Line($"{draft["id"]} cannot be accepted as it is: {Quoted(mark["pointer"])} {Quoted(mark["detail"])}");
    }

    private void View(string? field, JsonNode? view)
    {
        if (field is null && view?["phase"] is JsonObject phase)
            Value("/phase", phase);
        else if (field is not null && view is JsonObject part && part["value"] is not null)
            Value(field, part);
        if (
            (view as JsonObject)?["contested"] is not JsonArray contested
            || (field is not null && (view as JsonObject)?["value"] is not null)
        )
            return;
        foreach (
            var one in contested
                .OfType<JsonObject>()
                .Where(c => c["rivals"] is JsonArray && Plain(c["field"]) != "/phase")
                .Take(MostContested)
        )
            Line($"{one["field"]}: {Quoted(one["value"])}; contested: {Rivals(one["rivals"])}");
        if (contested.Count > MostContested)
            Line($"{contested.Count} places are contested; all are in 'contested'.");
    }

    private void Value(string pointer, JsonObject field)
    {
        var by = string.Join(", ", (field["viewpoints"] as JsonArray ?? []).Select(Quoted));
        _text.Append($"{pointer}: {Quoted(field["value"])} {Source(field)} {by} {Cites(field["events"])}, {field["occurred"]}");
        Line(field["contested"] is { } rivals ? $"; contested: {Rivals(rivals)}" : "; not contested");
    }

    // Whoever states a term, or reports the closing, does not say what that ends.
    private static string Source(JsonObject field) =>
        (field["endedBy"] is null ? "" : Plain(field["endedBy"])) switch
        {
            "term" => "by the term stated by",
            "closing" => "by the closing reported by",
            _ => "according to",
        };

    private string Rivals(JsonNode? rivals) => string.Join("; ", (rivals as JsonArray ?? []).OfType<JsonObject>().Select(Rival));

    private string Rival(JsonObject rival)
    {
        var perhaps = rival["perhaps"] is null ? "" : "perhaps ";
        var says = (rival["kind"] is null ? "value" : Plain(rival["kind"])) switch
        {
            "denial" => $"{perhaps}denies it",
            "date" => $"dates it {Quoted(rival["occurred"])}",
            "subject" => $"says it of {Quoted(rival["of"])}",
            _ => $"says {Quoted(rival["value"])}",
        };
        return $"{Quoted(rival["viewpoint"])} {says} since {rival["since"]} {Cites(rival["events"])}";
    }

    private string Cites(JsonNode? events) =>
        $"[{string.Join(", ", (events as JsonArray ?? []).Select(e => _cites.GetValueOrDefault(Plain(e), Plain(e))))}]";

    private void Evidence(JsonArray citations)
    {
        if (citations.Count == 0)
            return;
        Line($"Records to cite. {ToolAnswers.Notice}");
        foreach (var c in citations.OfType<JsonObject>())
        {
            _text.Append($"[{c["cite"]}] {c["event"]} {c["position"]} {c["type"]}: {Quoted(c["headline"])}");
            Add(" claim", c["claim"]);
            Add(" occurred", c["occurred"]);
            Add("; viewpoint", c["viewpoint"]);
            Add("; speaker", c["speaker"]?["speaker"]);
            Add(" named", c["speaker"]?["name"]);
            Add("; mode", c["mode"]);
            Add("; source", c["source"]?["source"]);
            Add(" titled", c["source"]?["title"]);
            Add("; asserted", c["assertedOn"]);
            if (c["isRetracted"] is not null)
                _text.Append("; retracted");
            Add("; fates", c["fates"]);
            Line(c["quotation"] is { } quotation ? $"; quotation: {Quoted(quotation)}" : "; no quotation: a paraphrase");
        }
    }

    private void Add(string name, JsonNode? value)
    {
        if (value is not null)
            _text.Append(CultureInfo.InvariantCulture, $"{name} {Quoted(value)}");
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    // As a JSON string on one line: also of characters that end a line elsewhere than in JSON.
    private static string Quoted(JsonNode? value) =>
        (value?.ToJsonString(PlainJson.Compact) ?? "nothing")
            .Replace("\u0085", "\\u0085", StringComparison.Ordinal)
            .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
            .Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    private static string Plain(JsonNode? value) => value?.ToString() ?? "";
}
