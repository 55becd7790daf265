using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary>The options of <c>ledger load</c> that are about a spreadsheet.</summary>
internal sealed class SheetOptions
{
    /// <summary>The column map.</summary>
    public Option<string?> Map { get; } =
        new("--map", "-m") { Description = "JSON: what the spreadsheet's columns mean (described in ops/import).", HelpName = "file" };

    /// <summary>The negotiation.</summary>
    public Option<string?> Negotiation { get; } =
        new("--negotiation", "-n")
        {
            Description = "The negotiation that the spreadsheet is about, when the map does not name it.",
            HelpName = "id",
        };

    /// <summary>Whether nothing is written.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Show what each row would become, and write nothing." };

    /// <summary>Whether the good rows are recorded without the bad ones.</summary>
    public Option<bool> SkipBad { get; } =
        new("--skip-bad") { Description = "Record the good rows without the bad ones, which are written to a file to be corrected." };

    /// <summary>Whether the sheet is a newer edition of one that was loaded before.</summary>
    public Option<bool> Revise { get; } =
        new("--revise")
        {
            Description =
                "The sheet is a newer edition: correct the records of rows that changed, record new ones, and name those that are missing. With --dry-run it only shows which.",
        };

    /// <summary>Whether records are retracted whose rows a newer edition no longer has.</summary>
    public Option<bool> RetractMissing { get; } =
        new("--retract-missing") { Description = "With --revise: retract the records whose rows the newer edition no longer has." };

    /// <summary>The source that the edition is.</summary>
    public Option<string?> Source { get; } =
        new("--source")
        {
            Description = "The registered source that this edition of the sheet is, instead of the one that the map names.",
            HelpName = "id",
        };

    /// <summary>Where the bad rows go.</summary>
    public Option<string?> Bad { get; } =
        new("--bad")
        {
            Description = "The file for the bad rows, which must not exist yet (by default the spreadsheet's name with .bad before .csv).",
            HelpName = "file",
        };

    /// <summary>Whether the server's JSON is printed.</summary>
    public Option<bool> Json { get; } = Question.Json();

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [Map, Negotiation, DryRun, SkipBad, Revise, RetractMissing, Source, Bad, Json];

    /// <summary>Refuses them for anything that is no spreadsheet.</summary>
    /// <exception cref="WrongUsageException">One is given.</exception>
    public void RefuseAny(ParseResult parsed) => RefuseBut(parsed);

    /// <summary>Refuses all but some for what is no spreadsheet.</summary>
    /// <exception cref="WrongUsageException">One is given.</exception>
    public void RefuseBut(ParseResult parsed, params IReadOnlyList<Option> fitting)
    {
        if (All.Except(fitting).FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } given)
            throw new WrongUsageException($"{given.Name} is for a spreadsheet; a folder or an export is loaded as it is.");
    }
}
