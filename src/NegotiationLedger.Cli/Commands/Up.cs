using System.CommandLine;
using NegotiationLedger.Server;
using NegotiationLedger.Store;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger up</c>: the host. Brings a database and its schema up, and serves them until it is told to stop.</summary>
internal static class Up
{
    /// <summary>The schema that holds the ledger.</summary>
    public const string Schema = "ledger";

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var port = Serve.Port();
        var (data, postgres) = DatabaseOptions.Make();
        var access = new AccessChoice();
        var verb = new Verb(
            "up",
            "Starts the ledger on this machine, with a private PostgreSQL unless one is given, and serves it until interrupted.",
            "ledger up",
            "ledger up --port 0 --data ./ledger-data",
            "LEDGER_POSTGRES='Host=db;Database=negotiation_ledger;Username=ledger_owner;Password=...' ledger up"
        )
        {
            port,
            data,
            postgres,
        };
        access.AddTo(verb);
        DatabaseOptions.RefuseBoth(verb, data, postgres);
        verb.SetAction(
            (parsed, cancellation) =>
                Run(
                    shell,
                    access.Read(parsed, shell.Surroundings.Variable, parsed.GetValue(port), connection: ""),
                    new(parsed.GetValue(data), parsed.GetValue(postgres), shell.Surroundings.Variable),
                    cancellation
                )
        );
        return verb;
    }

    private static async Task<int> Run(Shell shell, LedgerServerOptions options, DatabaseChoice choice, CancellationToken cancellation)
    {
        var port = options.Port;
        if (Serve.IsTaken(port))
            return Serve.Refuse(shell, Serve.TakenPort(port));
        try
        {
            var warm = Task.Run(WarmUp.Run, cancellation);
            await using var database = await ServedDatabase.Open(choice, sentence => shell.Notes.Line(Phrase.Of(sentence)), cancellation);
            await LedgerSchema.Apply(
                database.Connections.Owner,
                Schema,
                database.Connections.WriterRole,
                cancellation,
                database.Connections.Administrator
            );
            await warm;
            await Serve.Listen(shell, options with { ConnectionString = database.Connections.Writer }, cancellation);
            return ExitCodes.Done;
        }
        catch (Exception e) when (Serve.Refusal(e, port) is not null)
        {
            return Serve.Refuse(shell, Serve.Refusal(e, port)!);
        }
    }
}
