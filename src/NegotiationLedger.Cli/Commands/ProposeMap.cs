using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using NegotiationLedger.Recording.Imports;
using NegotiationLedger.Server;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger map</c>: proposes a column map for a spreadsheet.</summary>
internal static class ProposeMap
{
    private const int MostCharacters = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var file = new Argument<string>("sheet") { Description = "A spreadsheet: a workbook (.xlsx), or saved as CSV." };
        var verb = new Verb(
            "map",
            "Proposes a column map for a spreadsheet from its header and first rows. Its note says what to look at; complete it and try it with ledger load --dry-run.",
            "ledger map talks.csv > talks.map.json"
        )
        {
            file,
        };
        verb.SetAction((parsed, cancellation) => Run(shell, parsed.GetRequiredValue(file), cancellation));
        return verb;
    }

    private static async Task<int> Run(Shell shell, string path, CancellationToken cancellation)
    {
        try
        {
            var sheet = await SheetFile.ReadWorkbook(path, cancellation) is { } workbook
                ? SheetHead.OfXlsx(workbook)
                : SheetHead.OfCsv(Beginning(await SheetFile.Read(path, cancellation)));
            shell.Surroundings.Out.WriteLine(MapProposal.Of(sheet).ToJsonString(Indented));
            return ExitCodes.Done;
        }
        catch (ProblemException problem)
        {
            throw new WrongUsageException($"{path}: {problem.Document.Detail}");
        }
    }

    private static string Beginning(string text) =>
        text.Length <= MostCharacters ? text : text[..(text.LastIndexOf('\n', MostCharacters) + 1)];
}
