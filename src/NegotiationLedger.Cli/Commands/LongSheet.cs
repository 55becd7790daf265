using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>A spreadsheet with more rows than one request takes: it is sent in parts. What is recorded is known, so a load that was cut off goes on.</summary>
/// <param name="path">The file.</param>
/// <param name="rows">How many rows it has.</param>
internal sealed class LongSheet(string path, int rows)
{
    private static readonly string[] Totals =
    [
        "rows",
        "recorded",
        "wouldRecord",
        "corrected",
        "wouldCorrect",
        "known",
        "superseded",
        "bad",
        "skipped",
    ];

    /// <summary>The file as a long sheet; null when one request takes it whole.</summary>
    public static async Task<LongSheet?> Open(string path, CancellationToken cancellation)
    {
        if (new FileInfo(path).Length <= 12 * 1024 * 1024)
        {
            using var whole = new StringReader(await SheetFile.Read(path, cancellation));
            var count = SheetParts.Count(whole);
            return count <= SheetParts.MostRows ? null : new(path, count);
        }

        using var text = Read(path);
        return new(path, SheetParts.Count(text));
    }

    /// <summary>Loads its parts one after the other, and stops at the first that is refused.</summary>
    /// <exception cref="WrongUsageException">An option has no meaning for parts of a sheet.</exception>
    /// <exception cref="ServerRefusedException">The server refused a part as a whole.</exception>
    public async Task<int> Load(Shell shell, ParseResult parsed, SheetToLoad loading, CancellationToken cancellation)
    {
        if (loading.RetractsMissing)
            throw new WrongUsageException(
                $"--retract-missing needs the whole sheet in one request, and that takes at most {SheetParts.MostRows} rows: load it without, and split the sheet by negotiation to find what is missing."
            );
        var totals = Totals.ToDictionary(t => t, _ => 0L);
        var bad = new StringBuilder();
        var (import, isDone, page) = (default(JsonElement), true, loading.IsJson ? shell.Notes : shell.Page);
        using var client = shell.Connect(parsed);
        using var text = Read(path);
        await Meter.Watch(
            shell.Surroundings.Notes,
            async meter =>
            {
                var done = 0;
                foreach (var part in SheetParts.Of(text, loading.Map.Columns))
                {
                    var reply = await client.Post(loading.Address, loading.Body(part.Csv, firstLine: part.FirstLine), cancellation);
                    (import, isDone) = (LoadSheet.ImportOf(reply), reply.IsSuccess);
                    if (loading.IsJson)
                        shell.Surroundings.Out.WriteLine(reply.Body.ReplaceLineEndings("").TrimEnd());
                    Add(totals, bad, import);
                    meter.Report("rows", done += part.Rows, Math.Max(rows, done));
                    if (!isDone)
                        return;
                }
            }
        );
        if (!isDone && !loading.IsJson)
            new SheetTable(page, import).Show();
        Tell(page, totals, isDone);
        if (!isDone)
            return ExitCodes.Refused;
        return LoadSheet.Conclude(page, loading, Together(totals, bad), isDone: true);
    }

    private static void Tell(Page page, Dictionary<string, long> totals, bool isDone)
    {
        page.Gap().Line(Phrase.Of(string.Join(", ", totals.Where(t => t.Value > 0).Select(t => $"{t.Value} {SheetTable.WordOf(t.Key)}"))));
        if (!isDone)
            page.Line(
                Phrase.Of("The part with these rows was not written, those before it were.", Ink.Bad)
                    + Phrase.Of("Correct the rows, or the map, and load the file again: what is recorded is known, and the load goes on.")
            );
    }

    private static void Add(Dictionary<string, long> totals, StringBuilder bad, JsonElement import)
    {
        foreach (var name in Totals)
            totals[name] += (long)(import.Member("totals")?.Number(name) ?? 0);
        if (import.Text("badCsv") is { } csv)
            bad.Append(bad.Length == 0 ? csv : csv[(csv.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    private static JsonElement Together(Dictionary<string, long> totals, StringBuilder bad)
    {
        var together = new System.Text.Json.Nodes.JsonObject
        {
            ["totals"] = new System.Text.Json.Nodes.JsonObject(
                totals.Select(t => KeyValuePair.Create(t.Key, (System.Text.Json.Nodes.JsonNode?)t.Value))
            ),
        };
        if (bad.Length > 0)
            together["badCsv"] = bad.ToString();
        return JsonElement.Parse(together.ToJsonString());
    }

    private static StreamReader Read(string path)
    {
        try
        {
            return new(
                path,
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
                detectEncodingFromByteOrderMarks: true
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{path} cannot be read: {e.Message}");
        }
    }
}
