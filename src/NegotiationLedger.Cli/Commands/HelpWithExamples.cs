using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NegotiationLedger.Cli;

/// <summary>The usual help, then the verb's examples and the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly string[] FirstSteps =
    [
        "ledger up",
        "ledger load seeds/doha-2025",
        "ledger status doha-2025",
        "ledger status doha-2025 --occurred-until 2025-07-21 --according-to party:israel",
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in parseResult.CommandResult.Command is Verb verb ? verb.Examples : FirstSteps)
            output.WriteLine($"  {example}");
        output.WriteLine();
        output.WriteLine(ExitCodes.Explained);
        return ExitCodes.Done;
    }
}
