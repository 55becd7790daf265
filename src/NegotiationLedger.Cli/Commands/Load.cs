using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger load</c>: records a folder, the rows of a spreadsheet, or a negotiation that another ledger exported, as often as one likes.</summary>
internal static class Load
{
    private static readonly Column[] Columns = [new("what"), new("recorded", IsRight: true), new("already there", IsRight: true)];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var what = new Argument<string>("what")
        {
            Description =
                "A folder with negotiation.json and, optionally, sources.json, speakers.json and developments.json; a spreadsheet: a workbook (.xlsx), or saved as CSV; or an .ndjson file of 'ledger export'.",
        };
        var sheet = new SheetOptions();
        var verb = new Verb(
            "load",
            "Records a folder of sources, speakers, a negotiation and its developments, the rows of a spreadsheet with a column map, or a negotiation that another ledger exported. What is already there is left as it is, so loading can be repeated.",
            "ledger load seeds/doha-2025",
            "ledger load talks.csv --map talks.map.json --dry-run",
            "ledger load talks.csv --map talks.map.json --skip-bad",
            "ledger load doha-2025.ndjson",
            "ledger load edition-2.xlsx --map talks.map.json --source edition-2 --revise --dry-run"
        )
        {
            what,
        };
        foreach (var option in sheet.All)
            verb.Options.Add(option);
        verb.SetAction(
            (parsed, cancellation) =>
            {
                var path = parsed.GetRequiredValue(what);
                if (!Directory.Exists(path) && path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase))
                    return LoadExport.Run(shell, parsed, path, sheet, cancellation);
                if (!Directory.Exists(path) && (File.Exists(path) || SheetFile.IsNamedSo(path)))
                    return LoadSheet.Run(shell, parsed, path, sheet, cancellation);
                sheet.RefuseAny(parsed);
                return Run(shell, parsed, path, cancellation);
            }
        );
        return verb;
    }

    private static async Task<int> Run(Shell shell, ParseResult parsed, string folder, CancellationToken cancellation)
    {
        var seed = await SeedFolder.Read(folder, cancellation);
        using var client = shell.Connect(parsed);
        IReadOnlyList<Tally> tallies = [];
        try
        {
            await Meter.Watch(
                shell.Surroundings.Notes,
                meter =>
                {
                    var loading = new SeedLoading(client, meter);
                    tallies = loading.Tallies;
                    return loading.Run(seed, cancellation);
                }
            );
        }
        finally
        {
            Show(shell.Page, seed.Id, tallies);
        }

        return ExitCodes.Done;
    }

    private static void Show(Page page, string id, IReadOnlyList<Tally> tallies)
    {
        if (tallies.Sum(t => t.Recorded + t.There) == 0)
            return;
        var sheet = new Sheet(0, Columns);
        foreach (var tally in tallies)
            sheet.Add(Phrase.Of(tally.Kind), Phrase.Of($"{tally.Recorded}"), Phrase.Of($"{tally.There}"));
        page.Line(Phrase.Of(id, Ink.Strong)).Show(sheet);
        foreach (var alike in tallies.SelectMany(t => t.Warnings).GroupBy(w => w.Text("detail")))
            page.Line(Records.WarningOf(alike.First()) + Phrase.Of(alike.Count() > 1 ? $"{alike.Count()} times" : ""));
    }
}
