using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger check</c>: what recording a file would do, without doing it.</summary>
internal static class Check
{
    private const int LongestValue = 200;

    // What moves along with any change: where a value comes from, not what it is.
    private static readonly string[] Grounds =
    [
        "since",
        "at",
        "occurred",
        "events",
        "event",
        "viewpoints",
        "viewpointCount",
        "publisherCount",
        "weakestMode",
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Records.Sending(
            shell,
            new(
                "check",
                "Says what recording a file would do, and writes nothing: what is refused and where, the warnings, and what would change in the views.",
                "ledger check recall.json --negotiation doha-2025"
            ),
            "?dryRun=true",
            (page, reply) => Show(page, reply.Json)
        );

    /// <summary>Shows what would be recorded and what would change.</summary>
    public static void Show(Page page, JsonElement answer)
    {
        page.Line(Phrase.Of("It can be recorded. Nothing was written.", Ink.Strong));
        Records.Show(page, answer);
        var views = answer.Map("changes").ToList();
        if (views.All(v => Operations(v).Count == 0))
            page.Line(Phrase.Of("No view would change."));
        foreach (var view in views)
            ShowChanges(page, view);
    }

    private static void ShowChanges(Page page, JsonProperty view)
    {
        var operations = Operations(view);
        if (operations.Count == 0)
            return;
        var told = operations.Where(o => !IsGround(o)).ToList();
        page.Heading(view.Name);
        foreach (var operation in told)
            page.Below(LineOf(operation));
        if (operations.Count > told.Count)
            page.Below(Phrase.Of($"and {operations.Count - told.Count} in dates, accounts and records behind the values", Ink.Faint));
    }

    private static List<JsonElement> Operations(JsonProperty view) =>
        view.Value.ValueKind is JsonValueKind.Array ? [.. view.Value.EnumerateArray()] : [];

    private static bool IsGround(JsonElement operation) => (operation.Text("path") ?? "").Split('/').Any(Grounds.Contains);

    private static Phrase LineOf(JsonElement operation)
    {
        var (sign, ink) = operation.Text("op") switch
        {
            "add" => ("+", Ink.Good),
            "remove" => ("-", Ink.Bad),
            _ => ("~", Ink.Doubt),
        };
        var value =
            operation.Member("value") is { } said ? ValueOf(said)
            : operation.Text("from") is { } from ? $"from {from}"
            : "";
        return Phrase.Of(sign, ink) + Phrase.Of(operation.Text("path"), Ink.Strong) + Phrase.Of(value);
    }

    private static string ValueOf(JsonElement value)
    {
        var text =
            value.AsText() is { } scalar ? Saying.Words(scalar)
            : value.Text("value") is { } said ? Saying.Words(said)
            : value.Text("what") ?? value.GetRawText();
        return text.Length > LongestValue ? text[..LongestValue] + "..." : text;
    }
}
