using System.CommandLine;
using NegotiationLedger.Cli.Terminal;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Embedded;
using NegotiationLedger.Store.Engines;
using Npgsql;

namespace NegotiationLedger.Cli.Hosting;

/// <summary><c>ledger engine</c>: which engine appends to a ledger, and the handing over to another.</summary>
internal static class Engine
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var name = new Argument<string?>("engine")
        {
            Description = "The engine that is to append from now on: native or marten. Without it, says which one does.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !EngineMark.Known.Contains(token.Value))
                result.AddError(EngineOfBuild.Refusal(token.Value)!);
        });
        var (data, postgres) = DatabaseOptions.Make();
        var verb = new Verb(
            "engine",
            "Says which engine appends to a ledger, or hands it over to another. Waits for appends under way; a server of the other engine appends no more.",
            "ledger engine",
            "ledger engine marten --data ./ledger-data",
            "ledger engine native"
        )
        {
            name,
            data,
            postgres,
        };
        DatabaseOptions.RefuseBoth(verb, data, postgres);
        verb.SetAction(
            (parsed, cancellation) =>
                Run(
                    shell,
                    parsed.GetValue(name),
                    new(parsed.GetValue(data), parsed.GetValue(postgres), shell.Surroundings.Variable),
                    cancellation
                )
        );
        return verb;
    }

    private static async Task<int> Run(Shell shell, string? engine, DatabaseChoice choice, CancellationToken cancellation)
    {
        try
        {
            await using var database = await ServedDatabase.Open(choice, sentence => shell.Notes.Line(Phrase.Of(sentence)), cancellation);
            var (owner, role) = (database.Connections.Owner, database.Connections.WriterRole);
            await LedgerSchema.Apply(owner, Up.Schema, role, cancellation);
            if (engine is not null)
            {
                if (EngineOfBuild.Refusal(engine) is null)
                    await EngineOfBuild.Prepare(database.Connections, Up.Schema, engine, cancellation);
                await EngineMark.HandOver(owner, Up.Schema, engine, cancellation);
            }

            var (mark, sequence) = await EngineMark.Read(owner, Up.Schema, cancellation);
            shell.Page.Line(Phrase.Of($"The {mark} engine appends to this ledger, from @{sequence} on.", Ink.Good));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is PostgresUnavailableException or SchemaTooNewException or NpgsqlException)
        {
            shell.Notes.Line(Phrase.Of(e.Message, Ink.Bad));
            return ExitCodes.Refused;
        }
    }
}
