using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary>A verb that asks the server one question and shows its answer, or passes its JSON on.</summary>
internal static class Question
{
    /// <summary>A verb that asks for a view of one negotiation through a lens.</summary>
    /// <param name="shell">What it works with.</param>
    /// <param name="verb">The verb, named as the view.</param>
    /// <param name="show">Shows the answer.</param>
    /// <param name="more">Options that ask for a part of it, each named as its parameter.</param>
    public static Verb OfView(Shell shell, Verb verb, Action<Page, Answer> show, params Option<string?>[] more)
    {
        var negotiation = Negotiation(shell);
        var lens = new LensOptions();
        verb.Arguments.Add(negotiation);
        lens.AddTo(verb);
        foreach (var option in more)
            verb.Options.Add(option);
        var watch = new Option<bool>("--watch") { Description = "Stay, and show it again whenever it changes, until Ctrl+C." };
        verb.Options.Add(watch);
        return Of(
            shell,
            verb,
            parsed => $"negotiations/{Uri.EscapeDataString(parsed.GetRequiredValue(negotiation))}/{verb.Name}",
            parsed => more.Aggregate(lens.QueryOf(parsed), (query, option) => query.Add(ParameterOf(option), parsed.GetValue(option))),
            (page, reply) => show(page, new Answer(reply.Json)),
            watch
        );
    }

    /// <summary>A verb that asks for what a path and a query name.</summary>
    public static Verb Of(
        Shell shell,
        Verb verb,
        Func<ParseResult, string> path,
        Func<ParseResult, Query> query,
        Action<Page, Reply> show,
        Option<bool>? watch = null
    )
    {
        var json = Json();
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                if (watch is not null && parsed.GetValue(watch))
                    return await Watch.Run(client, path(parsed), () => query(parsed), Print, cancellation);
                Print(await client.Get(path(parsed), query(parsed), cancellation));
                return ExitCodes.Done;

                void Print(Reply reply)
                {
                    if (parsed.GetValue(json))
                        JsonText.Print(shell.Surroundings, reply);
                    else
                        show(shell.Page, reply);
                }
            }
        );
        return verb;
    }

    /// <summary>The parameter that an option is named after: <c>--asserted-from</c> is assertedFrom.</summary>
    public static string ParameterOf(Option option) =>
        string.Concat(option.Name[2..].Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The argument that names a negotiation: without it the one that LEDGER_NEGOTIATION names.</summary>
    public static Argument<string> Negotiation(Shell shell)
    {
        var argument = new Argument<string>("negotiation")
        {
            Description = "The negotiation's id, such as doha-2025 (LEDGER_NEGOTIATION unless named).",
        };
        if (shell.Usual("LEDGER_NEGOTIATION") is { } usual)
            argument.DefaultValueFactory = _ => usual;
        return argument;
    }

    /// <summary>The option that names a negotiation: without it the one that LEDGER_NEGOTIATION names.</summary>
    public static Option<string> InNegotiation(Shell shell)
    {
        var usual = shell.Usual("LEDGER_NEGOTIATION");
        var option = new Option<string>("--negotiation", "-n")
        {
            Description = "The negotiation's id (LEDGER_NEGOTIATION unless named).",
            HelpName = "id",
            Required = usual is null,
        };
        if (usual is not null)
            option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>The option that passes the server's JSON on.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the server's JSON as it is (indented on a terminal)." };
}
