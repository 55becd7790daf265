using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger demands</c>: what every party demands, and what became of it.</summary>
internal static class Demands
{
    private const int Room = 110;

    private static readonly Column[] Columns =
    [
        new("demand"),
        new("status", IsShort: true),
        new("issue"),
        new("red line", IsShort: true),
        new("since", IsShort: true),
        new("said", IsShort: true),
        new("by whom"),
        new("contested"),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Question.OfView(
            shell,
            new(
                "demands",
                "Shows what every party demands, on which issue, whether it is a red line, and what became of it.",
                "ledger demands doha-2025",
                "ledger demands doha-2025 --asserted-until 2025-07-20"
            ),
            Show
        );

    /// <summary>Shows an answer.</summary>
    public static void Show(Page page, Answer answer)
    {
        answer.ShowHead(page);
        var parties = answer.View.Map("parties").ToList();
        if (parties.Count == 0)
            page.Gap().Line(Phrase.Of("No demand is known in this lens."));
        foreach (var party in parties)
        {
            var sheet = new Sheet(Room, Columns);
            foreach (var demand in party.Value.Map("demands"))
                sheet.Add(RowOf(demand, answer.Names));
            page.Heading(Phrase.Of(answer.Names.Party(party.Name), "bold underline")).Show(sheet);
        }

        answer.ShowFoot(page);
    }

    private static Phrase[] RowOf(JsonProperty demand, Names names)
    {
        Said? text = Said.Of(demand.Value, "text"),
            status = Said.Of(demand.Value, "status"),
            issue = Said.Of(demand.Value, "issue"),
            redLine = Said.Of(demand.Value, "redLine");
        return
        [
            Phrase.Lines([text?.As(text.Value, Ink.Strong) ?? Stub(demand.Name), .. Earlier(demand.Value)]),
            status.Worded(InkOf(status?.Value)),
            issue?.As(names.Issue(issue.Value)) ?? Phrase.None,
            redLine is { Value: "yes" } or { Rivals.Count: > 0 } ? redLine.Worded(redLine.Value == "yes" ? Ink.Bad : null) : Phrase.None,
            Phrase.Of((text ?? status)?.Occurred),
            Phrase.Lines(Asserted(demand.Value)),
            Phrase.Of(names.Viewpoints((text ?? status)?.Viewpoints ?? [])),
            Phrase.Lines([.. text.Otherwise(names), .. status.Otherwise(names), .. issue.Otherwise(names), .. redLine.Otherwise(names)]),
        ];
    }

    private static Phrase Stub(string id) => Phrase.Of(id, Ink.Strong) + Phrase.Of("(stub: this lens shows no wording of it)", Ink.Faint);

    private static IEnumerable<Phrase> Earlier(JsonElement demand) =>
        demand
            .Items("wordings")
            .SkipLast(1)
            .Reverse()
            .Select(w => Phrase.Of($"before: {w.Text("text")}", Ink.Faint).On(w.Text("occurred")));

    private static IEnumerable<Phrase> Asserted(JsonElement demand)
    {
        var (first, last) = (demand.Text("firstAsserted"), demand.Text("lastAsserted"));
        yield return Phrase.Of(first);
        yield return last == first ? Phrase.None : Phrase.Of($"to {last}");
        yield return demand.Number("reaffirmed") is > 0 and var times ? Phrase.Of($"again {times}x") : Phrase.None;
    }

    private static string? InkOf(string? status) =>
        status switch
        {
            "met" => Ink.Good,
            "dropped" => Ink.Faint,
            _ => null,
        };
}
