using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger publish</c>: a negotiation as one HTML file for readers without a ledger.</summary>
internal static class Publish
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var negotiation = new Argument<string>("negotiation") { Description = "Its id." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write; it appears only when it is complete.",
            HelpName = "file",
        };
        var lens = new LensOptions();
        var verb = new Verb(
            "publish",
            "Writes a negotiation as one HTML file that shows, replays and cites without a server or a network.",
            "ledger publish doha-2025 -o doha-2025.html",
            "ledger publish doha-2025 --recorded-until 2025-07-25 --according-to party:hamas -o hamas.html"
        )
        {
            negotiation,
            output,
        };
        lens.AddTo(verb);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                await Export.Run(
                    client,
                    $"talks/{Uri.EscapeDataString(parsed.GetRequiredValue(negotiation))}/publish",
                    lens.QueryOf(parsed),
                    "text/html",
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
