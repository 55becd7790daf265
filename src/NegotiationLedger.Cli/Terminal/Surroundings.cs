using System.Globalization;
using Spectre.Console;

namespace NegotiationLedger.Cli;

/// <summary>What a run of the program has around it.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output, for what is passed on as it is.</param>
/// <param name="Screen">Standard output, for people.</param>
/// <param name="Notes">Standard error: progress and problems.</param>
/// <param name="IsTerminal">Whether a person reads standard output as it appears.</param>
/// <param name="Variable">An environment variable's value, or null.</param>
internal sealed record Surroundings(
    TextReader In,
    TextWriter Out,
    IAnsiConsole Screen,
    IAnsiConsole Notes,
    bool IsTerminal,
    Func<string, string?> Variable
)
{
    /// <summary>Whether a person types what standard input gives.</summary>
    public bool IsTyped { get; init; }

    private const int WidthOfAPipe = 120;
    private const int NarrowestUsable = 20;

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess() =>
        new(
            System.Console.In,
            System.Console.Out,
            Open(System.Console.Out, System.Console.IsOutputRedirected, Environment.GetEnvironmentVariable),
            Open(System.Console.Error, System.Console.IsErrorRedirected, Environment.GetEnvironmentVariable),
            !System.Console.IsOutputRedirected,
            Environment.GetEnvironmentVariable
        )
        {
            IsTyped = !System.Console.IsInputRedirected,
        };

    /// <summary>A console on a writer. A pipe gets neither escapes nor trailing spaces, and a width of COLUMNS or 120.</summary>
    /// <remarks>NO_COLOR (no-color.org) takes the colours away.</remarks>
    public static IAnsiConsole Open(TextWriter writer, bool isPipe, Func<string, string?> variable)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(isPipe ? new LineTrimmer(writer) : writer),
                Ansi = isPipe ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = isPipe || variable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = isPipe ? InteractionSupport.No : InteractionSupport.Detect,
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        if (isPipe)
            console.Profile.Width =
                int.TryParse(variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0
                    ? columns
                    : WidthOfAPipe;
        console.Profile.Width = Math.Max(console.Profile.Width, NarrowestUsable);
        console.Profile.Encoding = writer.Encoding;
        console.Profile.Capabilities.Unicode = writer.Encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase);
        return console;
    }
}
