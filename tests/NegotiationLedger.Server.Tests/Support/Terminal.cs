namespace NegotiationLedger.Server.Tests.Support;

/// <summary>The program at the terminal, against a running server.</summary>
internal static class Terminal
{
    /// <summary>Runs a command line.</summary>
    /// <returns>Its exit code and what it said.</returns>
    internal static Task<(int Code, string Said)> Run(RunningServer server, params string[] words) => Run(server, _ => null, words);

    /// <summary>Runs a command line in an environment.</summary>
    internal static async Task<(int Code, string Said)> Run(RunningServer server, Func<string, string?> variable, params string[] words)
    {
        await using var output = new StringWriter();
        var paper = Cli.Surroundings.Open(output, isPipe: true, variable);
        var surroundings = new Cli.Surroundings(TextReader.Null, output, paper, paper, IsTerminal: false, variable);
        var code = await Cli.CommandLine.Run(
            [.. words, "--url", server.Http.BaseAddress!.ToString()],
            surroundings,
            TestContext.Current.CancellationToken
        );
        return (code, output.ToString());
    }
}
