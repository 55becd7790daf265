using System.CommandLine;
using NegotiationLedger.Cli.Server;
using NegotiationLedger.Cli.Terminal;

namespace NegotiationLedger.Cli.Recording;

/// <summary><c>ledger load</c>: records a folder, as often as one likes.</summary>
internal static class Load
{
    private static readonly Column[] Columns = [new("what"), new("recorded", IsRight: true), new("there already", IsRight: true)];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var folder = new Argument<string>("folder")
        {
            Description = "A folder with negotiation.json and, as needed, sources.json, speakers.json and developments.json.",
        };
        var verb = new Verb(
            "load",
            "Records a folder of sources, speakers, a negotiation and its developments. What is there already is left as it is, so it can be repeated.",
            "ledger load seeds/doha-2025"
        )
        {
            folder,
        };
        verb.SetAction((parsed, cancellation) => Run(shell, parsed, parsed.GetRequiredValue(folder), cancellation));
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
