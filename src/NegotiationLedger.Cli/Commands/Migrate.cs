using NegotiationLedger.Store;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger migrate</c>: makes a ledger's schema, or brings it forward, as its owner.</summary>
internal static class Migrate
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var (data, postgres) = DatabaseOptions.Make();
        var verb = new Verb(
            "migrate",
            "Creates a ledger's schema or upgrades it to this program's version, and grants the server's role its rights. Can be repeated; what was recorded stays.",
            "LEDGER_POSTGRES='Host=db;Database=negotiation_ledger;Username=ledger_owner;Password=...' ledger migrate",
            "ledger migrate --data ./ledger-data"
        )
        {
            data,
            postgres,
        };
        DatabaseOptions.RefuseBoth(verb, data, postgres);
        verb.SetAction(
            (parsed, cancellation) =>
                Run(shell, new(parsed.GetValue(data), parsed.GetValue(postgres), shell.Surroundings.Variable), cancellation)
        );
        return verb;
    }

    private static async Task<int> Run(Shell shell, DatabaseChoice choice, CancellationToken cancellation)
    {
        try
        {
            await using var database = await ServedDatabase.Open(choice, sentence => shell.Notes.Line(Phrase.Of(sentence)), cancellation);
            var connections = database.Connections;
            await LedgerSchema.Apply(
                connections.Owner,
                Up.Schema,
                connections.WriterRole,
                cancellation,
                connections.Administrator,
                always: true
            );
            shell.Page.Line(
                Phrase.Of($"The schema is at version {LedgerSchema.Version}; the server runs as {connections.WriterRole}.", Ink.Good)
            );
            // Nobody else knows the password of a role that was made here. It is copied from here, so that no line of it may be broken.
            if (choice.Server is not null && choice.Writer is null)
            {
                shell.Page.Line(Phrase.Of("It connects by this, which 'ledger serve' takes as LEDGER_POSTGRES:"));
                await shell.Surroundings.Out.WriteLineAsync(connections.Writer);
            }

            return ExitCodes.Done;
        }
        catch (Exception e) when (Serve.Refusal(e, port: 0) is { })
        {
            return Serve.Refuse(shell, Serve.Refusal(e, port: 0)!);
        }
    }
}
