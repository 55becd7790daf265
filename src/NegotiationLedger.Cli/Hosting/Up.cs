namespace NegotiationLedger.Cli.Hosting;

/// <summary><c>ledger up</c>: the host.</summary>
internal static class Up
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) => new("up", "Starts the ledger.");
}
