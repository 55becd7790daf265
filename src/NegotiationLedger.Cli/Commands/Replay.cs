using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger replay</c>: a negotiation record by record: step by step on a terminal, a line each into a pipe.</summary>
internal static class Replay
{
    private const string Format = "application/x-ndjson";

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var negotiation = Question.Negotiation(shell);
        var lens = new LensOptions();
        Option<string?>[] range =
        [
            new("--view") { Description = "The view to show: status (the default), demands, proposals, agreements, matrix or timeline." },
            new("--order") { Description = "'occurred' (the default): how it happened; 'recorded': how the ledger learned of it." },
            new("--from")
            {
                Description = "Begin here: a date, an instant, @<event id>, or with --order recorded @<sequence>.",
                HelpName = "when",
            },
            new("--to") { Description = "End here, inclusive.", HelpName = "when" },
        ];
        var json = new Option<bool>("--json") { Description = "Print the server's frames as they are: NDJSON." };
        var verb = new Verb(
            "replay",
            "Walks through a negotiation record by record: who asserted what, what it changed, and the state of the talks beside it.",
            "ledger replay doha-2025",
            "ledger replay doha-2025 --order recorded | tail",
            "ledger replay doha-2025 --according-to party:israel --from 2025-07-24",
            "ledger replay doha-2025 --view matrix --json"
        );
        verb.Arguments.Add(negotiation);
        lens.AddTo(verb);
        foreach (var option in range)
            verb.Options.Add(option);
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var id = parsed.GetRequiredValue(negotiation);
                var path = $"negotiations/{Uri.EscapeDataString(id)}";
                var query = range.Aggregate(lens.QueryOf(parsed), (asked, option) => asked.Add(option.Name[2..], parsed.GetValue(option)));
                if (parsed.GetValue(json))
                    await Export.Run(client, $"{path}/replay", query, Format, null, shell.Surroundings.Out, cancellation);
                else
                {
                    var names = new Names((await client.Get(path, lens.QueryOf(parsed), cancellation)).Json.Member("frame"));
                    var page = new FramePage(id, names, parsed.GetValue(range[0]) ?? "status");
                    await Show(shell, copy => client.Copy($"{path}/replay", query, Format, copy, cancellation), page, cancellation);
                }

                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static async Task Show(Shell shell, Func<Func<Stream, Task>, Task> replay, FramePage page, CancellationToken cancellation)
    {
        var screen = shell.Surroundings.Screen;
        if (!shell.Surroundings.IsTerminal || !screen.Profile.Capabilities.Interactive)
            await replay(body => Lines(body, shell.Surroundings.Out, page, cancellation));
        else
        {
            using var reel = new Reel();
            await new Player(screen, reel, page).Run(replay(body => reel.Take(body, cancellation)), cancellation);
        }
    }

    private static async Task Lines(Stream body, TextWriter output, FramePage page, CancellationToken cancellation)
    {
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync(cancellation) is { } line)
            await output.WriteLineAsync(page.LineOf(JsonElement.Parse(line)));
    }
}
