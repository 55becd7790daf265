using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger matrix</c>: issues by parties, where a reader sees what the talks are stuck on.</summary>
internal static class Matrix
{
    private const int RoomForIssue = 40;
    private const int RoomForParty = 24;

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Question.OfView(
            shell,
            new(
                "matrix",
                "Shows issues by parties: who holds what position on what, and where they conflict.",
                "ledger matrix doha-2025",
                "ledger matrix doha-2025 --occurred-until 2025-07-21"
            ),
            Show
        );

    /// <summary>Shows an answer.</summary>
    public static void Show(Page page, Answer answer)
    {
        answer.ShowHead(page);
        var issues = answer.View.Map("issues").ToList();
        var parties = issues.SelectMany(i => i.Value.Map("cells")).Select(c => c.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        var sheet = new Sheet(
            RoomForIssue + RoomForParty * parties.Count,
            [new("issue"), new("state", IsShort: true), .. parties.Select(p => new Column(answer.Names.Party(p)))]
        );
        foreach (var issue in issues)
        {
            var state = issue.Value.Text("state");
            sheet.Add([
                Phrase.Of(answer.Names.Issue(issue.Name), Ink.Strong),
                Phrase.Of(Saying.Words(state), InkOf(state)),
                .. parties.Select(p => CellOf(issue.Value.Member("cells")?.Member(p))),
            ]);
        }

        if (sheet.IsEmpty)
            page.Gap().Line(Phrase.Of("No issue is known in this lens."));
        page.ShowApart(sheet);
        ShowContested(page, answer);
        answer.ShowFoot(page);
    }

    private static Phrase CellOf(JsonElement? cell) =>
        cell is not { } held
            ? Phrase.None
            : Phrase.Lines([PositionOf(held.Member("current") ?? default), .. held.Items("others").Select(PositionOf)]);

    private static Phrase PositionOf(JsonElement position)
    {
        var kind = position.Text("kind");
        var ink = kind switch
        {
            "accepts" or "concedes" => Ink.Good,
            "rejects" => Ink.Bad,
            _ => null,
        };
        return Phrase.Of(kind, ink)
            + Phrase.Of($"\"{position.Text("text") ?? position.Text("reference")}\"")
            + (position.Flag("redLine") ? Phrase.Of("red line", Ink.Bad) : Phrase.None);
    }

    private static void ShowContested(Page page, Answer answer)
    {
        foreach (var field in answer.View.Items("contested"))
        {
            var rivals = field
                .Items("rivals")
                .Select(r =>
                    r.Text("value") is { } value
                        ? $"{answer.Names.Viewpoint(r.Text("viewpoint"))} says {Saying.Words(value)}"
                        : $"{answer.Names.Viewpoint(r.Text("viewpoint"))} denies it"
                );
            page.Line(
                Phrase.Of("contested", Ink.Doubt)
                    + Phrase.Of($"{field.Text("field")}: {Saying.Words(field.Text("value"))}; {string.Join("; ", rivals)}")
            );
        }
    }

    private static string? InkOf(string? state) =>
        state switch
        {
            "agreed" => Ink.Good,
            "conflicting" => Ink.Bad,
            "one_sided" => Ink.Doubt,
            _ => null,
        };
}
