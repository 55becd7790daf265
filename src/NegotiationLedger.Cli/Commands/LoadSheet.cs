using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger load file.csv</c>: records the rows of a spreadsheet by a column map.</summary>
internal static class LoadSheet
{
    /// <summary>Loads a spreadsheet.</summary>
    /// <exception cref="WrongUsageException">The file, the map or an option cannot be used.</exception>
    /// <exception cref="ServerRefusedException">The server refused it as a whole.</exception>
    public static async Task<int> Run(Shell shell, ParseResult parsed, string path, SheetOptions options, CancellationToken cancellation)
    {
        var mapPath =
            parsed.GetValue(options.Map)
            ?? throw new WrongUsageException(
                "A spreadsheet needs --map, a file that says what its columns mean; ops/import/README.md shows how to write one."
            );
        var csv = await SheetFile.Read(path, cancellation);
        var map = await InputFile.Read(mapPath, shell.Surroundings.In, cancellation);
        var loading = new SheetToLoad(
            path,
            mapPath,
            parsed.GetValue(options.Negotiation)
                ?? map.Text("negotiation")
                ?? throw new WrongUsageException("Name the negotiation with --negotiation, or in the map as \"negotiation\"."),
            parsed.GetValue(options.DryRun),
            parsed.GetValue(options.SkipBad),
            parsed.GetValue(options.Bad)
        );
        if (loading.Bad is { } bad && File.Exists(bad))
            throw new WrongUsageException($"{bad} exists: name another file for the bad rows with --bad.");
        using var client = shell.Connect(parsed);
        var reply = await client.Post(loading.Address, BodyOf(map, csv, loading.SkipBad), cancellation);
        if (ImportOf(reply) is not { } import)
            throw new ServerRefusedException(reply.Status, Problem.Of(reply));
        var isJson = parsed.GetValue(options.Json);
        var page = isJson ? shell.Notes : shell.Page;
        if (isJson)
            shell.Surroundings.Out.WriteLine(reply.Body.TrimEnd());
        else
            new SheetTable(page, import).Show();
        return Conclude(page, loading, import, reply.IsSuccess);
    }

    // A refusal for its rows tells of each row what a success does.
    private static JsonElement? ImportOf(Reply reply) => reply.IsSuccess ? reply.Json : Reply.TryParse(reply.Body)?.Member("import");

    private static int Conclude(Page page, SheetToLoad loading, JsonElement import, bool isDone)
    {
        var totals = import.Member("totals") ?? default;
        var bad = totals.Number("bad") ?? 0;
        var good = totals.Number("wouldRecord") ?? 0;
        var written = loading.KeepsBad && import.Text("badCsv") is { } csv ? SheetFile.WriteNew(loading.BadPath, csv) : null;
        page.Gap();
        if (written is not null)
            page.Line(
                    Phrase.Of(
                        $"The bad rows are in {written}, each with the reason in its last column. Correct them and load that file with the same map:"
                    )
                )
                .Below(Phrase.Of($"ledger load {Quoted(written)} --map {Quoted(loading.MapPath)} -n {loading.Negotiation}", Ink.Strong));
        if (!isDone || (bad > 0 && !loading.SkipBad))
        {
            page.Line(
                Phrase.Of("Nothing was written.", Ink.Bad)
                    + Phrase.Of(
                        $"Correct the rows above, or the map, and load {loading.Path} again{(good > 0 ? $"; or add --skip-bad to record the good rows ({good}) and get the others in a file" : "")}."
                    )
            );
            return ExitCodes.Refused;
        }

        page.Line(
            loading.IsDryRun ? Phrase.Of("Nothing was written: this was a dry run.", Ink.Strong) + Phrase.Of("Load it without --dry-run.")
            : totals.Number("recorded") > 0
                ? Phrase.Of("Recorded.", Ink.Strong) + Phrase.Of($"See: ledger status {import.Text("negotiation")}")
            : Phrase.Of(totals.Number("known") > 0 ? "It was already there; nothing was written." : "Nothing was written.", Ink.Strong)
        );
        return ExitCodes.Done;
    }

    // As a shell reads it back.
    private static string Quoted(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || c is '/' or '\\' or '.' or '-' or '_' or ':')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string BodyOf(JsonElement map, string csv, bool skipBad)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WritePropertyName("map");
            map.WriteTo(json);
            json.WriteString("csv", csv);
            json.WriteBoolean("skipBad", skipBad);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}

/// <summary>A spreadsheet that is to be loaded.</summary>
/// <param name="Path">The file.</param>
/// <param name="MapPath">The file of its map.</param>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="IsDryRun">Whether nothing is written.</param>
/// <param name="SkipBad">Whether the good rows are recorded without the bad ones.</param>
/// <param name="Bad">The file for the bad rows, when the user named one.</param>
internal sealed record SheetToLoad(string Path, string MapPath, string Negotiation, bool IsDryRun, bool SkipBad, string? Bad)
{
    /// <summary>Where it is sent.</summary>
    public string Address => $"negotiations/{Uri.EscapeDataString(Negotiation)}/imports{(IsDryRun ? "?dryRun=true" : "")}";

    /// <summary>Whether the bad rows are written to a file.</summary>
    public bool KeepsBad => Bad is not null || (SkipBad && !IsDryRun);

    /// <summary>The file for the bad rows.</summary>
    public string BadPath => Bad ?? SheetFile.BadOf(Path);
}
