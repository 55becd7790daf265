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
        var loading = await Read(shell, parsed, path, options, cancellation);
        var workbook = await SheetFile.ReadWorkbook(path, cancellation);
        if (workbook is null && await LongSheet.Open(path, cancellation) is { } sheet)
            return await sheet.Load(shell, parsed, loading, cancellation);
        var body = workbook is null ? loading.Body(await SheetFile.Read(path, cancellation)) : loading.Body(workbook, member: "xlsx");
        using var client = shell.Connect(parsed);
        var reply = await client.Post(loading.Address, body, cancellation);
        var import = ImportOf(reply);
        var page = loading.IsJson ? shell.Notes : shell.Page;
        if (loading.IsJson)
            shell.Surroundings.Out.WriteLine(reply.Body.TrimEnd());
        else
            new SheetTable(page, import).Show();
        return Conclude(page, loading, import, reply.IsSuccess);
    }

    /// <summary>What became of the rows: a refusal for its rows tells of each what a success does.</summary>
    /// <exception cref="ServerRefusedException">The server refused for another reason.</exception>
    internal static JsonElement ImportOf(Reply reply) =>
        (reply.IsSuccess ? reply.Json : Reply.TryParse(reply.Body)?.Member("import"))
        ?? throw new ServerRefusedException(reply.Status, Problem.Of(reply));

    /// <summary>Says what was done, and what to do next.</summary>
    internal static int Conclude(Page page, SheetToLoad loading, JsonElement import, bool isDone)
    {
        var totals = import.Member("totals") ?? default;
        var bad = totals.Number("bad") ?? 0;
        var good = (totals.Number("wouldRecord") ?? 0) + (totals.Number("wouldCorrect") ?? 0);
        var written = loading.KeepsBad && import.Text("badCsv") is { } csv ? SheetFile.WriteNew(loading.BadPath, csv) : null;
        page.Gap();
        if (written is not null)
            page.Line(
                    Phrase.Of(
                        $"The bad rows are in {written}, each with the reason in its last column. Correct them and load that file with the same map:"
                    )
                )
                .Below(Phrase.Of($"ledger load {Quoted(written)} --map {Quoted(loading.MapPath)}{loading.Named}", Ink.Strong));
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
            : totals.Number("recorded") > 0 || totals.Number("corrected") > 0 || WithdrewAny(import)
                ? Phrase.Of("Recorded.", Ink.Strong)
                    + Phrase.Of(loading.Map.Negotiation is { } id ? $"See: ledger status {id}" : "See: ledger list")
            : totals.Number("superseded") > 0 ? Phrase.Of("A later edition was loaded before; nothing was written.", Ink.Strong)
            : Phrase.Of(totals.Number("known") > 0 ? "It was already there; nothing was written." : "Nothing was written.", Ink.Strong)
        );
        return ExitCodes.Done;
    }

    private static bool WithdrewAny(JsonElement import) =>
        import.Items("negotiations").Prepend(import).SelectMany(n => n.Items("missing")).Any(m => m.Text("outcome") == "retracted");

    private static async Task<SheetToLoad> Read(
        Shell shell,
        ParseResult parsed,
        string path,
        SheetOptions options,
        CancellationToken cancellation
    )
    {
        var mapPath =
            parsed.GetValue(options.Map)
            ?? throw new WrongUsageException(
                "A spreadsheet needs --map, a file that says what its columns mean; 'ledger map' proposes one, and ops/import/README.md describes it."
            );
        if (!File.Exists(path))
            throw new WrongUsageException($"{path} cannot be read: there is no such file.");
        var map = await InputFile.Read(mapPath, shell.Surroundings.In, cancellation);
        var loading = new SheetToLoad(
            path,
            mapPath,
            SheetMap.Of(map, parsed.GetValue(options.Negotiation), parsed.GetValue(options.Source)),
            parsed.GetValue(options.DryRun),
            parsed.GetValue(options.SkipBad),
            parsed.GetValue(options.Bad)
        )
        {
            IsRevision = parsed.GetValue(options.Revise),
            RetractsMissing = parsed.GetValue(options.RetractMissing),
            IsJson = parsed.GetValue(options.Json),
        };
        if (loading is { RetractsMissing: true, IsRevision: false })
            throw new WrongUsageException("--retract-missing is for a newer edition: add --revise.");
        if (loading.Bad is { } bad && File.Exists(bad))
            throw new WrongUsageException($"{bad} exists: name another file for the bad rows with --bad.");
        return loading;
    }

    // As a shell reads it back.
    private static string Quoted(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || c is '/' or '\\' or '.' or '-' or '_' or ':')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>A spreadsheet that is to be loaded.</summary>
/// <param name="Path">The file.</param>
/// <param name="MapPath">The file of its map.</param>
/// <param name="Map">The map.</param>
/// <param name="IsDryRun">Whether nothing is written.</param>
/// <param name="SkipBad">Whether the good rows are recorded without the bad ones.</param>
/// <param name="Bad">The file for the bad rows, when the user named one.</param>
internal sealed record SheetToLoad(string Path, string MapPath, SheetMap Map, bool IsDryRun, bool SkipBad, string? Bad)
{
    /// <summary>Whether it is a newer edition.</summary>
    public bool IsRevision { get; init; }

    /// <summary>Whether records are retracted whose rows it no longer has.</summary>
    public bool RetractsMissing { get; init; }

    /// <summary>Whether the server's JSON is printed.</summary>
    public bool IsJson { get; init; }

    /// <summary>Where it is sent.</summary>
    public string Address =>
        $"{(Map.Negotiation is { } id ? $"negotiations/{Uri.EscapeDataString(id)}/" : "")}imports{(IsDryRun ? "?dryRun=true" : "")}";

    /// <summary>The option that names the negotiation, for a command line.</summary>
    public string Named => Map.Negotiation is { } id ? $" -n {id}" : "";

    /// <summary>Whether the bad rows are written to a file.</summary>
    public bool KeepsBad => Bad is not null || (SkipBad && !IsDryRun);

    /// <summary>The file for the bad rows.</summary>
    public string BadPath => Bad ?? SheetFile.BadOf(Path);

    /// <summary>What is sent.</summary>
    /// <param name="content">The file, or a part of it.</param>
    /// <param name="member">What it is.</param>
    /// <param name="firstLine">The line on which a part's first row stands; null for the whole file.</param>
    public string Body(string content, string member = "csv", int? firstLine = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WritePropertyName("map");
            Map.Json.WriteTo(json);
            json.WriteString(member, content);
            json.WriteBoolean("skipBad", SkipBad);
            if (IsRevision)
                json.WriteBoolean("revise", true);
            if (RetractsMissing)
                json.WriteBoolean("retractMissing", true);
            if (firstLine is { } line)
                json.WriteNumber("firstLine", line);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
