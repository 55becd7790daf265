using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Net;

namespace NegotiationLedger.Cli;

/// <summary>Reads the command line, runs its verb, and turns what goes wrong into words and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Run(IReadOnlyList<string> args, Surroundings surroundings, CancellationToken cancellation)
    {
        surroundings = surroundings with { Variable = Configuration.Over(surroundings.Variable) };
        var shell = new Shell(surroundings);
        try
        {
            var parsed = Parse(shell, args);
            if (parsed.Action is ParseErrorAction)
                return Misused(shell, parsed);
            Moments.ShowIn(parsed.GetValue(shell.Zone) ?? shell.Usual("LEDGER_ZONE"));
            return await parsed.InvokeAsync(Invocation(surroundings), cancellation);
        }
        catch (ServerRefusedException e)
        {
            Problems.Show(shell.Notes, e);
            return e.Status is HttpStatusCode.NotFound ? ExitCodes.NotFound : ExitCodes.Refused;
        }
        catch (ServerUnreachableException e)
        {
            shell
                .Notes.Line(Phrase.Of($"No ledger answers at {e.Url}: {e.Message}", Ink.Bad))
                .Line(Phrase.Of("Start one with 'ledger up', or name another with --url or LEDGER_URL."));
            return ExitCodes.Unreachable;
        }
        catch (ServerSlowException e)
        {
            shell
                .Notes.Line(Phrase.Of(e.Message, Ink.Bad))
                .Line(Phrase.Of("It is there and may still be busy. Ask for less (a shorter range, another view), or try again later."));
            return ExitCodes.Unreachable;
        }
        catch (AnswerBrokeOffException e)
        {
            shell.Notes.Line(Phrase.Of($"The answer was cut off, so the output is incomplete: {e.Message}", Ink.Bad));
            return ExitCodes.Unreachable;
        }
        catch (WrongUsageException e)
        {
            shell.Notes.Line(Phrase.Of(e.Message, Ink.Bad));
            return ExitCodes.WrongUsage;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>Parses a command line.</summary>
    /// <remarks>Lens bounds begin with @, so no argument is taken for the name of a file with more arguments.</remarks>
    public static ParseResult Parse(Shell shell, IReadOnlyList<string> args) =>
        Root(shell).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static RootCommand Root(Shell shell)
    {
        var root = new RootCommand(
            "Records who asserted what about a negotiation, when and through which source, and shows the state of the talks through any lens."
        )
        {
            Up.Verb(shell),
            Serve.Verb(shell),
            Migrate.Verb(shell),
            Load.Verb(shell),
            ExportNegotiation.Verb(shell),
            Publish.Verb(shell),
            ProposeMap.Verb(shell),
            SendFile.Open(shell),
            Record.Verb(shell),
            Check.Verb(shell),
            ShowRecord.Verb(shell),
            AboutRecords.Retract(shell),
            AboutRecords.Correct(shell),
            AboutRecords.Dispute(shell),
            AboutRecords.Corroborate(shell),
            Edit.Verb(shell),
            Undo.Verb(shell),
            Types.Verb(shell),
            New.Verb(shell),
            Status.Verb(shell),
            Demands.Verb(shell),
            Proposals.Verb(shell),
            Agreements.Verb(shell),
            Matrix.Verb(shell),
            Timeline.Verb(shell),
            History.Verb(shell),
            Replay.Verb(shell),
            Diff.Verb(shell),
            Changes.Verb(shell),
            List.Verb(shell),
            Audit.Verb(shell),
            Sources.Verb(shell),
            Speakers.Verb(shell),
            Drafts.Verb(shell),
            Keys.Verb(shell),
            Webhooks.Verb(shell),
            Login.Verb(shell),
            Login.Out(shell),
            Health.Verb(shell),
            Mcp.Verb(shell),
            Projections.Verb(shell),
            Completion.Verb(shell),
            shell.Url,
            shell.Zone,
        };
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static InvocationConfiguration Invocation(Surroundings surroundings) =>
        new()
        {
            Output = surroundings.Out,
            Error = surroundings.Notes.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };

    private static int Misused(Shell shell, ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
            shell.Notes.Line(Phrase.Of(error.Message, Ink.Bad));
        foreach (var word in parsed.UnmatchedTokens.Take(1))
            shell.Notes.Line(Phrase.Of(Values.Nearest.Question(word, Names(parsed.CommandResult.Command)).TrimStart()));
        shell.Notes.Line(Phrase.Of($"See {string.Join(' ', Verbs(parsed.CommandResult).Prepend("ledger"))} --help."));
        return ExitCodes.WrongUsage;
    }

    // What might stand where a word was not understood.
    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));

    // From the outermost: source, add.
    private static IEnumerable<string> Verbs(SymbolResult? result) =>
        result is CommandResult { Command: Verb verb } command ? Verbs(command.Parent).Append(verb.Name) : [];
}
