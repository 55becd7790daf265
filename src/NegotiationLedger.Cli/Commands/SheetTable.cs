using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Shows what each row of a spreadsheet became: a table of rows, then what is wrong, alike problems together.</summary>
internal sealed class SheetTable(Page page, JsonElement import)
{
    private const int Room = 90;
    private const int MostRows = 200;
    private const int MostLines = 12;

    private static readonly Column[] Columns =
    [
        new("line", IsShort: true, IsRight: true),
        new("row", IsShort: true),
        new("type"),
        new("what"),
        new("note"),
    ];

    /// <summary>Shows it.</summary>
    public void Show()
    {
        var rows = import.Items("rows").ToList();
        var told = rows.Count <= MostRows ? rows : [.. rows.Where(r => r.Text("outcome") is "bad" || r.Items("warnings").Any())];
        var sheet = new Sheet(Room, Columns);
        foreach (var row in told)
            sheet.Add(
                Phrase.Of(row.Text("line"), Ink.Strong),
                Outcome(row),
                Phrase.Of(row.Text("type")),
                Phrase.Of(row.Text("what")),
                Note(row)
            );
        page.Show(sheet);
        if (told.Count < rows.Count)
            page.Line(Phrase.Of($"{rows.Count - told.Count} more rows; --json shows them all.", Ink.Faint));
        ShowProblems(rows);
        ShowWarnings(rows);
        ShowTotals();
    }

    private void ShowTotals()
    {
        var totals = import.Member("totals") ?? default;
        string[] names = ["recorded", "wouldRecord", "known", "bad", "skipped", "empty"];
        string[] words = ["recorded", "can be recorded", "already there", "bad", "skipped", "empty"];
        var parts = names.Zip(words).Where(n => totals.Number(n.First) is > 0).Select(n => Phrase.Of($"{totals.Text(n.First)} {n.Second}"));
        page.Gap()
            .Line(
                Phrase.Join(
                    page.Dot,
                    [
                        Phrase.Of(import.Text("negotiation"), Ink.Strong),
                        Phrase.Of(totals.Text("rows") is "1" ? "1 row" : $"{totals.Text("rows")} rows"),
                        .. parts,
                    ]
                )
            );
        if (import.Texts("ignored") is { Count: > 0 } ignored)
            page.Line(Phrase.Of($"Columns that the map does not name: {string.Join(", ", ignored)}", Ink.Faint));
    }

    private void ShowProblems(IReadOnlyList<JsonElement> rows)
    {
        var problems = rows.SelectMany(r => r.Items("problems")).GroupBy(p => (Where(p), p.Text("detail"))).ToList();
        if (problems.Count == 0)
            return;
        page.Heading("Bad rows");
        foreach (var alike in problems)
        {
            page.Line(Phrase.Of(LinesOf(alike.Select(p => p.Text("line"))), Ink.Strong) + Phrase.Of(alike.Key.Item1, Ink.Bad));
            page.Below(Phrase.Of(alike.Key.Item2));
        }
    }

    private void ShowWarnings(IReadOnlyList<JsonElement> rows)
    {
        var warnings = rows.SelectMany(r => r.Items("warnings").Select(w => (Line: r.Text("line"), Warning: w)))
            .GroupBy(w => w.Warning.Text("detail"))
            .ToList();
        if (warnings.Count > 0)
            page.Gap();
        foreach (var alike in warnings)
            page.Line(Phrase.Of(LinesOf(alike.Select(w => w.Line)), Ink.Strong) + Records.WarningOf(alike.First().Warning));
    }

    private static string LinesOf(IEnumerable<string?> lines)
    {
        var distinct = lines.OfType<string>().Distinct().ToList();
        return (distinct.Count == 1 ? "line " : "lines ")
            + string.Join(", ", distinct.Take(MostLines))
            + (distinct.Count > MostLines ? $" and {distinct.Count - MostLines} more" : "");
    }

    private static Phrase Outcome(JsonElement row) =>
        row.Text("outcome") switch
        {
            "recorded" => Phrase.Of("recorded", Ink.Good),
            "would_record" => Phrase.Of("good", Ink.Good),
            "known" => Phrase.Of("there", Ink.Faint),
            "bad" => Phrase.Of("bad", Ink.Bad),
            var other => Phrase.Of(other, Ink.Faint),
        };

    private static Phrase Note(JsonElement row) =>
        row.Text("because") is { } because
            ? Phrase.Of(because, Ink.Faint)
            : Phrase.Lines(
                row.Items("problems")
                    .Select(p => Phrase.Of(Where(p), Ink.Bad))
                    .Concat(row.Items("warnings").Select(w => Phrase.Of(w.Text("code"), Ink.Doubt)))
            );

    // The cell at fault, or the field that the map fills by itself.
    private static string Where(JsonElement problem) =>
        problem.Text("column") is { } column ? $"{column} '{Short(problem.Text("value") ?? "")}'"
        : problem.Text("pointer") is { Length: > 0 } pointer ? pointer
        : "the row";

    private static string Short(string text) => text.Length <= 40 ? text : text[..37] + "...";
}
