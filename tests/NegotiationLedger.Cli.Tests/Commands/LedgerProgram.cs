namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>The program that tests start as a process of its own.</summary>
internal static class LedgerProgram
{
    /// <summary>Its file: what LEDGER_TEST_PROGRAM names, else what was built beside these tests, which takes twice as long to start.</summary>
    public static string File { get; } =
        Environment.GetEnvironmentVariable("LEDGER_TEST_PROGRAM") is { Length: > 0 } named
            ? named
            : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ledger.exe" : "ledger");
}
