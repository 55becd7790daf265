using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Shows what each row of a spreadsheet became: a table of rows, then what is wrong, alike problems together.</summary>
internal sealed class SheetTable(Page page, JsonElement import)
{
    private const int Room = 90;
    private const int MostRows = 200;
    private const int MostLines = 12;

    private const int MostChanges = 100;
    private const int MostIds = 20;

    private static readonly Column[] Columns =
    [
        new("line", IsShort: true, IsRight: true),
        new("row", IsShort: true),
        new("negotiation"),
        new("type"),
        new("when"),
        new("what"),
        new("note"),
    ];

    private static readonly (string Name, string Word)[] Outcomes =
    [
        ("recorded", "recorded"),
        ("wouldRecord", "can be recorded"),
        ("corrected", "corrected"),
        ("wouldCorrect", "would be corrected"),
        ("known", "already there"),
        ("superseded", "superseded"),
        ("bad", "bad"),
        ("skipped", "skipped"),
        ("empty", "empty"),
    ];

    private readonly List<JsonElement> _negotiations = [.. import.Items("negotiations")];

    /// <summary>What is said of rows with an outcome, by its name among the totals.</summary>
    internal static string WordOf(string outcome) => Outcomes.FirstOrDefault(o => o.Name == outcome).Word ?? outcome;

    /// <summary>Shows it.</summary>
    public void Show()
    {
        var negotiationOf = _negotiations
            .SelectMany(n => n.Items("rows").Select(r => (Line: r.Text("line") ?? "", Id: n.Text("negotiation"))))
            .ToDictionary(r => r.Line, r => r.Id);
        var rows = import.Items("rows").Concat(_negotiations.SelectMany(n => n.Items("rows"))).OrderBy(r => r.Number("line")).ToList();
        var told = rows.Count <= MostRows ? rows : [.. rows.Where(r => r.Text("outcome") is "bad" || r.Items("warnings").Any())];
        var sheet = new Sheet(Room, Columns);
        foreach (var row in told)
            sheet.Add(
                Phrase.Of(row.Text("line"), Ink.Strong),
                Outcome(row),
                Phrase.Of(negotiationOf.GetValueOrDefault(row.Text("line") ?? "")),
                Phrase.Of(row.Text("type")),
                Phrase.Of(row.Text("when")),
                Phrase.Of(row.Text("what")),
                Note(row)
            );
        page.Show(sheet);
        if (told.Count < rows.Count)
            page.Line(Phrase.Of($"{rows.Count - told.Count} more rows; --json shows them all.", Ink.Faint));
        ShowProblems(rows);
        ShowWarnings(rows);
        ShowChanges(rows);
        foreach (var negotiation in _negotiations.Prepend(import))
            ShowMissing(negotiation);
        ShowMade();
        ShowTotals();
    }

    private void ShowTotals()
    {
        var totals = import.Member("totals") ?? default;
        var parts = Outcomes.Where(o => totals.Number(o.Name) is > 0).Select(o => Phrase.Of($"{totals.Text(o.Name)} {o.Word}"));
        page.Gap()
            .Line(
                Phrase.Join(
                    page.Dot,
                    [
                        Phrase.Of(import.Text("negotiation") ?? $"{_negotiations.Count} negotiations", Ink.Strong),
                        Phrase.Of(totals.Text("rows") is "1" ? "1 row" : $"{totals.Text("rows")} rows"),
                        .. parts,
                    ]
                )
            );
        if (import.Texts("ignored") is { Count: > 0 } ignored)
            page.Line(
                Phrase.Of(
                    ignored.Count == 1
                        ? $"Columns that the map does not name: {ignored[0]}"
                        : $"Columns that the map does not name: {ignored.Count} ({string.Join(", ", ignored.Take(MostLines))}{(ignored.Count > MostLines ? ", …" : "")})",
                    Ink.Faint
                )
            );
    }

    private void ShowChanges(IReadOnlyList<JsonElement> rows)
    {
        var changed = rows.Where(r => r.Text("outcome") is "corrected" or "would_correct").ToList();
        if (changed.Count == 0)
            return;
        page.Heading("Changed rows");
        foreach (var row in changed.Take(MostChanges))
        {
            var changes = row.Items("changes").ToList();
            page.Line(
                Phrase.Of($"line {row.Text("line")}", Ink.Strong)
                    + (
                        changes.Count == 0
                            ? Phrase.Of("it is back, and its record is restored")
                            : Phrase.Lines(
                                changes.Select(c =>
                                    Phrase.Of($"{c.Text("column") ?? c.Text("pointer")}: {Value(c, "was")} → {Value(c, "now")}")
                                )
                            )
                    )
            );
        }

        if (changed.Count > MostChanges)
            page.Line(Phrase.Of($"{changed.Count - MostChanges} more; --json shows them all.", Ink.Faint));
    }

    private static string Value(JsonElement change, string name) => change.Text(name) is { } value ? $"'{Short(value)}'" : "empty";

    private void ShowMissing(JsonElement negotiation)
    {
        if (negotiation.Member("superseded") is { } superseded)
            page.Gap()
                .Line(
                    Phrase.Of("This edition is superseded.", Ink.Doubt)
                        + Phrase.Of(
                            superseded.Text("by") is { } by
                                ? $"'{by}' is later than '{superseded.Text("edition")}', and was loaded before. Nothing of this one is recorded in {negotiation.Text("negotiation")}."
                                : $"{negotiation.Text("negotiation")} held just this before the sheet was revised. If the sheet has gone back to it on purpose, register a source for that edition and name it with --source."
                        )
                );
        var missing = negotiation.Items("missing").ToList();
        if (missing.Count == 0)
            return;
        page.Heading("Records whose rows this edition no longer has");
        foreach (var record in missing.Take(MostChanges))
            page.Line(Phrase.Of($"@{record.Text("sequence")}", Ink.Strong) + Fate(record) + Phrase.Of(record.Text("what")));
        if (missing.Count > MostChanges)
            page.Line(Phrase.Of($"{missing.Count - MostChanges} more; --json shows them all.", Ink.Faint));
        if (missing.Exists(m => m.Text("outcome") == "stands"))
            page.Line(Phrase.Of("They stand; --retract-missing retracts them.", Ink.Faint));
    }

    private static Phrase Fate(JsonElement record) =>
        record.Text("outcome") switch
        {
            "retracted" => Phrase.Of("retracted", Ink.Bad),
            "would_retract" => Phrase.Of("would be retracted", Ink.Bad),
            _ => Phrase.Of("stands", Ink.Faint),
        };

    private void ShowMade()
    {
        foreach (var negotiation in _negotiations.Prepend(import))
        {
            if (negotiation.Member("opens") is { ValueKind: JsonValueKind.True })
                page.Line(Phrase.Of($"Opens the negotiation {negotiation.Text("negotiation")}."));
            if (negotiation.Texts("parties") is { Count: > 0 } parties)
                page.Line(Phrase.Of($"Parties that join {negotiation.Text("negotiation")}: {Some(parties)}"));
        }

        if (import.Member("made") is not { } made)
            return;
        if (made.Texts("sources") is { Count: > 0 } sources)
            page.Line(Phrase.Of($"Sources that are registered: {Some(sources)}"));
        if (made.Texts("speakers") is { Count: > 0 } speakers)
            page.Line(Phrase.Of($"Speakers that are registered: {Some(speakers)}"));
        if (made.Member("ids") is { } ids)
            page.Line(
                Phrase.Of(
                    $"Ids made of cells: {Some([.. ids.EnumerateObject().Select(i => $"{i.Name} from {string.Join(" and ", i.Value.EnumerateArray().Select(t => $"'{Short(t.GetString() ?? "")}'"))}")])}",
                    Ink.Faint
                )
            );
    }

    private static string Some(IReadOnlyList<string> words) =>
        string.Join(", ", words.Take(MostIds)) + (words.Count > MostIds ? $" and {words.Count - MostIds} more" : "");

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
            "corrected" => Phrase.Of("corrected", Ink.Good),
            "would_correct" => Phrase.Of("changed", Ink.Doubt),
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
