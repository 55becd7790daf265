using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger load file.ndjson</c>: records a negotiation that another ledger exported.</summary>
internal static class LoadExport
{
    private const string MediaType = "application/x-ndjson";

    /// <summary>Loads an export.</summary>
    /// <exception cref="WrongUsageException">The file cannot be read, or an option is for spreadsheets.</exception>
    /// <exception cref="ServerRefusedException">The server refused it.</exception>
    public static async Task<int> Run(Shell shell, ParseResult parsed, string path, SheetOptions options, CancellationToken cancellation)
    {
        options.RefuseBut(parsed, options.DryRun, options.Json);
        using var client = shell.Connect(parsed);
        var reply = await Send(client, path, parsed.GetValue(options.DryRun), cancellation);
        if (parsed.GetValue(options.Json))
            JsonText.Print(shell.Surroundings, reply);
        else
            Show(shell.Page, reply.Json);
        return ExitCodes.Done;
    }

    private static async Task<Reply> Send(LedgerClient client, string path, bool isDryRun, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return (await client.PostFile(isDryRun ? "loads?dryRun=true" : "loads", file, MediaType, cancellation)).OrRefusal();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{path} cannot be read: {e.Message}");
        }
    }

    private static void Show(Page page, JsonElement answer)
    {
        var isDryRun = answer.Member("isDryRun") is { ValueKind: JsonValueKind.True };
        var sheet = new Sheet(
            0,
            [new("what"), new(isDryRun ? "would be recorded" : "recorded", IsRight: true), new("already there", IsRight: true)]
        );
        foreach (var (member, kind) in new[] { ("registrations", "sources and speakers"), ("records", "records") })
        {
            var tally = answer.Member(member) ?? default;
            sheet.Add(Phrase.Of(kind), Phrase.Of($"{tally.Number("recorded")}"), Phrase.Of($"{tally.Number("known")}"));
        }

        var negotiation = answer.Text("negotiation");
        page.Line(Phrase.Of(negotiation, Ink.Strong)).Show(sheet);
        page.Gap()
            .Line(
                isDryRun
                    ? Phrase.Of("Nothing was written: this was a dry run.", Ink.Strong)
                    : Phrase.Of($"It is there at position {answer.Text("position")}. See: ledger status {negotiation}")
            );
    }
}
