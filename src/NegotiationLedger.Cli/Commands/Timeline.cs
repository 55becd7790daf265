using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger timeline</c>: what happened in order, with its code and score, and the cooperation–conflict curve.</summary>
internal static class Timeline
{
    private const int Room = 90;

    private static readonly Column[] Columns =
    [
        new("when", IsShort: true),
        new("what"),
        new("CAMEO", IsShort: true),
        new("Goldstein", IsShort: true, IsRight: true),
        new("says"),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Question.OfView(
            shell,
            new Verb(
                "timeline",
                "Shows what happened in order, with CAMEO codes and Goldstein scores (-10 conflict to +10 cooperation), and their curve by day.",
                "ledger timeline doha-2025",
                "ledger timeline doha-2025 --recorded-until @40",
                "ledger timeline doha-2025 --type proposal_rejected --party hamas --sort newest"
            ),
            Show,
            new("--type") { Description = "Only happenings of this type, such as proposal_rejected.", HelpName = "type" },
            new("--speaker") { Description = "Only what this speaker asserts.", HelpName = "id" },
            new("--party") { Description = "Only what is asserted for this party, or names it.", HelpName = "id" },
            new("--source") { Description = "Only what this source carries.", HelpName = "id" },
            new("--from") { Description = "Only what happened on this date or later.", HelpName = "when" },
            new("--to") { Description = "Only what happened on this date or earlier.", HelpName = "when" },
            new("--asserted-from") { Description = "Only what was asserted on this date or later.", HelpName = "when" },
            new("--asserted-to") { Description = "Only what was asserted on this date or earlier.", HelpName = "when" },
            new("--sort") { Description = "oldest (unless said) or newest first.", HelpName = "order" },
            new("--after") { Description = "Continue after this place, which the previous page ended with.", HelpName = "place" },
            new("--limit") { Description = "How many happenings at most.", HelpName = "n" }
        );

    /// <summary>Shows an answer.</summary>
    public static void Show(Page page, Answer answer)
    {
        answer.ShowHead(page);
        var sheet = new Sheet(Room, Columns);
        foreach (var item in answer.View.Items("items"))
            sheet.Add(RowOf(item, answer.Names, page.IsUnicode));
        if (sheet.IsEmpty)
            page.Gap().Line(Phrase.Of("Nothing is known in this lens."));
        page.ShowApart(sheet);
        if (answer.Next is { } next)
            page.Gap().Line(Phrase.Of($"There are more: --after {next}", Ink.Doubt));
        ShowCurve(page, Curve.Of(answer.View));
        answer.ShowFoot(page);
    }

    private static Phrase[] RowOf(JsonElement item, Names names, bool isUnicode)
    {
        var score = item.Number("goldstein");
        return
        [
            Phrase.Of(item.Text("occurred")),
            ClaimOf(item) + Phrase.Of(item.Text("what"), Ink.Strong),
            Phrase.Of(item.Text("cameo")),
            score is { } known
                ? Phrase.Of(
                    Signed(known, isUnicode),
                    known < 0 ? Ink.Bad
                        : known > 0 ? Ink.Good
                        : null
                )
                : Phrase.None,
            Phrase.Lines([Phrase.Of(names.Viewpoints(item.Texts("viewpoints"))), .. Doubts(item, names)]),
        ];
    }

    private static Phrase ClaimOf(JsonElement item) =>
        item.Text("claim") is { } claim and not "actual" ? Phrase.Of($"{claim}:", Ink.Doubt) : Phrase.None;

    private static IEnumerable<Phrase> Doubts(JsonElement item, Names names)
    {
        if (item.Texts("deniedBy") is { Count: > 0 } denied)
            yield return Phrase.Of($"denied by {names.Viewpoints(denied)}", Ink.Doubt);
        if (item.Texts("perhapsDeniedBy") is { Count: > 0 } perhaps)
            yield return Phrase.Of($"perhaps denied by {names.Viewpoints(perhaps)}", Ink.Doubt);
        foreach (var account in item.Items("accounts").Where(a => a.Texts("differs").Count > 0))
            yield return Phrase.Of(
                $"{names.Viewpoint(account.Text("viewpoint"))} {(account.Flag("revised") ? "first said" : "says")}: {account.Text("what")}, {account.Text("occurred")}",
                Ink.Doubt
            );
        if (item.Texts("disputedBy") is { Count: > 0 } disputed)
            yield return Phrase.Of(disputed.Count == 1 ? "disputed" : $"disputed by {disputed.Count}", Ink.Doubt);
    }

    private static void ShowCurve(Page page, Curve curve)
    {
        if (curve.Sums.Count == 0)
            return;
        var label = "by day".Length + 2;
        var room = Math.Max(1, page.Width - label);
        page.Heading("Cooperation and conflict")
            .Facts(
                ("by day", Phrase.Of(Sparkline.Of(curve.Sums, room, page.IsUnicode))),
                ("7 days", Phrase.Of(Sparkline.Of(curve.Means, room, page.IsUnicode)))
            )
            .Line(
                Phrase.Of(
                    $"{curve.First} to {curve.Last}{page.Dot}sum of a day {Range(curve.Sums, page.IsUnicode)}{page.Dot}mean of 7 days {Range(curve.Means, page.IsUnicode)}",
                    Ink.Faint
                )
            );
    }

    private static string Range(IReadOnlyList<decimal> values, bool isUnicode) =>
        values.Min() == values.Max()
            ? Signed(values.Min(), isUnicode)
            : $"{Signed(values.Min(), isUnicode)} to {Signed(values.Max(), isUnicode)}";

    private static string Signed(decimal value, bool isUnicode) =>
        isUnicode ? value.ToString("+0.0#;\u22120.0#;0.0") : value.ToString("+0.0#;-0.0#;0.0");
}
