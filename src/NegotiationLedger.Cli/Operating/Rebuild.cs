using System.CommandLine;
using System.Text.Json;
using NegotiationLedger.Cli.Server;
using NegotiationLedger.Cli.Terminal;

namespace NegotiationLedger.Cli.Operating;

/// <summary><c>ledger rebuild</c>: has persisted views built anew beside those that serve, and watches until they are switched over.</summary>
internal static class Rebuild
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var name = new Argument<string?>("name")
        {
            Description = "The handler whose documents are built anew; all when none is named.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verb = new Verb(
            "rebuild",
            "Builds persisted views anew from the log, beside those that serve, and switches over when they have caught up. Reading and recording go on; so does the building when this is interrupted, and when a server is.",
            "ledger rebuild",
            "ledger rebuild TalksStatus"
        )
        {
            name,
        };
        verb.SetAction((parsed, cancellation) => Run(shell, parsed, parsed.GetValue(name), cancellation));
        return verb;
    }

    private static async Task<int> Run(Shell shell, ParseResult parsed, string? name, CancellationToken cancellation)
    {
        using var client = shell.Connect(parsed);
        IReadOnlyList<string> names = name is not null ? [name] : Names(await Handlers(client, cancellation));
        foreach (var one in names)
        {
            var told = (await client.Post($"handlers/{Uri.EscapeDataString(one)}/rebuild", "{}", cancellation)).Json;
            if (!told.Flag("isDone"))
                shell.Notes.Line(Phrase.Of($"{one} is being built already.", Ink.Doubt));
        }

        JsonElement? stopped = null;
        await Meter.Watch(shell.Surroundings.Notes, async meter => stopped = await Watch(client, meter, names, cancellation));
        if (stopped is { } stop)
        {
            shell.Notes.Line(
                Phrase.Of($"{stop.Text("name")} stops at an entry; the old documents serve on. See 'ledger handlers'.", Ink.Bad)
            );
            return ExitCodes.Refused;
        }

        shell.Page.Line(Phrase.Of($"Rebuilt and serving: {string.Join(", ", names)}.", Ink.Good));
        return ExitCodes.Done;
    }

    /// <summary>Shows how far the building has come, until nothing is being built any more; the generation that cannot go on, or null.</summary>
    private static async Task<JsonElement?> Watch(
        LedgerClient client,
        IMeter meter,
        IReadOnlyList<string> names,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var all = await Handlers(client, cancellation);
            var building = all.Where(h => names.Contains(h.Text("name")) && !h.Flag("isServing")).ToList();
            foreach (var one in building)
                meter.Report(one.Text("name")!, Count(one, "done"), Count(one, "head"));
            foreach (var one in all.Where(h => names.Contains(h.Text("name")) && h.Flag("isServing")))
                if (!building.Exists(b => b.Text("name") == one.Text("name")))
                    meter.Report(one.Text("name")!, Count(one, "head"), Count(one, "head"));
            if (building.Exists(b => b.Member("stopped") is not null))
                return building.Find(b => b.Member("stopped") is not null);
            if (building.Count == 0)
                return null;
            await Task.Delay(Interval, cancellation);
        }
    }

    private static int Count(JsonElement handler, string member) => (int)Math.Min(handler.Number(member) ?? 0, int.MaxValue);

    private static async Task<List<JsonElement>> Handlers(LedgerClient client, CancellationToken cancellation) =>
        [.. (await client.Get("handlers", new Query(), cancellation)).Json.Items("handlers")];

    private static IReadOnlyList<string> Names(IEnumerable<JsonElement> handlers) =>
        [.. handlers.Select(h => h.Text("name")).OfType<string>().Distinct()];
}
