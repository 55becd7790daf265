using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary>A verb that asks the server one question and shows its answer, or passes its JSON on.</summary>
internal static class Question
{
    /// <summary>A verb that asks for a view of one negotiation through a lens.</summary>
    public static Verb OfView(Shell shell, Verb verb, Action<Page, Answer> show)
    {
        var negotiation = Negotiation();
        var lens = new LensOptions();
        verb.Arguments.Add(negotiation);
        lens.AddTo(verb);
        return Of(
            shell,
            verb,
            parsed => $"negotiations/{Uri.EscapeDataString(parsed.GetRequiredValue(negotiation))}/{verb.Name}",
            lens.QueryOf,
            (page, reply) => show(page, new Answer(reply.Json))
        );
    }

    /// <summary>A verb that asks for what a path and a query name.</summary>
    public static Verb Of(Shell shell, Verb verb, Func<ParseResult, string> path, Func<ParseResult, Query> query, Action<Page, Reply> show)
    {
        var json = Json();
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var reply = await client.Get(path(parsed), query(parsed), cancellation);
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                    show(shell.Page, reply);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    /// <summary>The argument that names a negotiation.</summary>
    public static Argument<string> Negotiation() => new("negotiation") { Description = "The negotiation's id, such as doha-2025." };

    /// <summary>The option that passes the server's JSON on.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the server's JSON as it is (indented on a terminal)." };
}
