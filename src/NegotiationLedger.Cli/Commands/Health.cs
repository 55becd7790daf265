namespace NegotiationLedger.Cli;

/// <summary><c>ledger health</c>: whether the server is ready, for whatever restarts it when it is not.</summary>
internal static class Health
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var verb = new Verb(
            "health",
            "Exits with 0 when the server is ready to answer.",
            "ledger health",
            "ledger health --url http://127.0.0.1:5081"
        );
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                (await client.Get("health/ready", new Query(), cancellation)).OrRefusal();
                shell.Page.Line(Phrase.Of($"The ledger at {client.Url} is ready.", Ink.Good));
                return ExitCodes.Done;
            }
        );
        return verb;
    }
}
