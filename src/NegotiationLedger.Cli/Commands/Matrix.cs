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
                Phrase.Lines([Phrase.Of(Saying.Words(state), InkOf(state)), AgreedOn(issue.Value)]),
                .. parties.Select(p => CellOf(issue.Value.Member("cells")?.Member(p), answer.Names)),
            ]);
        }

        if (sheet.IsEmpty)
            page.Gap().Line(Phrase.Of("No issue is known in this lens."));
        page.ShowApart(sheet);
        answer.ShowFoot(page);
    }

    // What was agreed is told where the row no longer says so.
    private static Phrase AgreedOn(JsonElement issue) =>
        issue.Member("agreed") is { } agreed && agreed.Flag("isReopened")
            ? Phrase.Of($"was agreed: \"{agreed.Text("text")}\"", Ink.Faint)
            : Phrase.None;

    private static Phrase CellOf(JsonElement? cell, Names names) =>
        cell is not { } held
            ? Phrase.None
            : Phrase.Lines([.. held.Items("others").Prepend(held.Member("current") ?? default).SelectMany(p => PositionOf(p, names))]);

    // Each account's own words below those that count.
    private static IEnumerable<Phrase> PositionOf(JsonElement position, Names names)
    {
        var kind = position.Text("kind");
        var ink = kind switch
        {
            "accepts" or "accepts_conditionally" or "agrees" or "concedes" => Ink.Good,
            "rejects" => Ink.Bad,
            _ => null,
        };
        var rivals = position.Items("contested").Select(Rival.Of).ToList();
        yield return Phrase.Of(Saying.Words(kind), ink)
            + Phrase.Of($"\"{position.Text("text") ?? position.Text("reference")}\"")
            + (position.Flag("redLine") ? Phrase.Of("red line", Ink.Bad) : Phrase.None)
            + (rivals.Count > 0 ? Phrase.Of("(contested)", Ink.Doubt) : Phrase.None);
        foreach (var rival in rivals)
            yield return rival.Against(names);
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
