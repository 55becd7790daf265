namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>A run of the program, and what it left.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    public static Task<Ran> Ledger(
        string commandLine,
        string? url = null,
        string input = "",
        params (string Name, string Value)[] variables
    ) => Arguments(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), url, input, variables);

    private static async Task<Ran> Arguments(string[] args, string? url, string input, (string Name, string Value)[] variables)
    {
        StringWriter output = new(),
            errors = new();
        string? Variable(string name) => name == "LEDGER_URL" ? url : variables.FirstOrDefault(v => v.Name == name).Value;
        var surroundings = new Surroundings(
            new StringReader(input),
            output,
            Surroundings.Open(output, isPipe: true, Variable),
            Surroundings.Open(errors, isPipe: true, Variable),
            IsTerminal: false,
            Variable
        );
        var code = await CommandLine.Run(args, surroundings, CancellationToken.None);
        return new(code, output.ToString(), errors.ToString());
    }
}
