using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger export</c>: a negotiation as a file, whole for another ledger, or its records for another program.</summary>
internal static class ExportNegotiation
{
    private const string Whole = "ndjson";
    private const string Parquet = "parquet";

    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        [Whole] = "application/x-ndjson",
        ["timelinejs"] = "application/json",
        ["csl-json"] = "application/vnd.citationstyles.csl+json",
        ["bibtex"] = "application/x-bibtex",
        ["ical"] = "text/calendar",
        [Parquet] = "application/vnd.apache.parquet",
    };

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var negotiation = new Argument<string>("negotiation") { Description = "Its id." };
        var format = new Option<string>("--as")
        {
            Description =
                "ndjson is the whole negotiation, for 'ledger load'; timelinejs, csl-json, bibtex, ical (deadlines and what is planned) and parquet (for pandas and R) are its records through the lens.",
            HelpName = "format",
            DefaultValueFactory = _ => Whole,
        };
        format.AcceptOnlyFromAmong([.. MediaTypes.Keys]);
        var texts = new Option<bool>("--texts") { Description = "With ndjson: put the sources' texts into the file." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write; it appears only when it is complete.",
            HelpName = "file",
        };
        var lens = new LensOptions();
        var verb = new Verb(
            "export",
            "Writes a whole negotiation to a file that 'ledger load' takes into another ledger, or its records for another program.",
            "ledger export doha-2025 --texts -o doha-2025.ndjson",
            "ledger export doha-2025 --as ical -o deadlines.ics",
            "ledger export doha-2025 --as parquet --occurred-until 2025-07-23 -o doha.parquet"
        )
        {
            negotiation,
            format,
            texts,
            output,
        };
        lens.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(format) == Parquet && result.GetValue(output) is null)
                result.AddError("Parquet is not text: name the file to write with --output.");
        });
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var name = parsed.GetRequiredValue(format);
                using var client = shell.Connect(parsed);
                await Export.Run(
                    client,
                    $"negotiations/{Uri.EscapeDataString(parsed.GetRequiredValue(negotiation))}/export",
                    lens.QueryOf(parsed).Add("format", name).Add("texts", parsed.GetValue(texts) ? "true" : null),
                    MediaTypes[name],
                    parsed.GetValue(output),
                    shell.Surroundings.Out,
                    cancellation
                );
                return ExitCodes.Done;
            }
        );
        return verb;
    }
}
