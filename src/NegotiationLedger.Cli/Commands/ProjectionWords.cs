using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger projections check</c>, <c>retry</c> and <c>rebuild</c>.</summary>
internal static class ProjectionWords
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>The verbs.</summary>
    public static IEnumerable<Verb> Of(Shell shell) =>
        [
            Word(
                shell,
                "check",
                "Compares everything that projections store with a fresh fold of the log, and names what differs. It changes nothing.",
                Check
            ),
            Word(shell, "retry", "Retries the negotiations that fail, once the cause is fixed.", Retry),
            Word(
                shell,
                "rebuild",
                "Rebuilds everything that projections store from the log. Reading and recording go on meanwhile; the rebuild goes on even if this command is interrupted.",
                Rebuild
            ),
        ];

    private static async Task<int> Check(Shell shell, LedgerClient client, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var found = 0m;
        foreach (var name in names)
            found += await Check(shell, client, name, cancellation);
        shell.Page.Line(
            found == 0
                ? Phrase.Of($"No differences from the log: {string.Join(", ", names)}.", Ink.Good)
                : Phrase.Of($"{found} differ. Repair with: ledger projections rebuild", Ink.Bad)
        );
        return found == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static async Task<decimal> Check(Shell shell, LedgerClient client, string name, CancellationToken cancellation)
    {
        decimal? found = null;
        await client.Copy(PathOf(name, "check"), new Query(), "application/x-ndjson", Read, cancellation);
        return found ?? throw new AnswerBrokeOffException($"The check of {name} did not finish.");

        async Task Read(Stream body)
        {
            using var lines = new StreamReader(body);
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                var difference = JsonElement.Parse(line);
                found = difference.Number("differences");
                if (found is null)
                    shell.Page.Line(
                        Phrase.Of($"{name} of {difference.Text("negotiation")}:", Ink.Strong)
                            + Phrase.Of($"{difference.Text("place")} {difference.Text("how")}", Ink.Bad)
                    );
            }
        }
    }

    private static async Task<int> Retry(Shell shell, LedgerClient client, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            var told = (await client.Post(PathOf(name, "retry"), "{}", cancellation)).Json.Number("negotiations");
            shell.Page.Line(
                Phrase.Of(name, Ink.Strong)
                    + (
                        told > 0
                            ? Phrase.Of($"retries {told} of its negotiations.", Ink.Good)
                            : Phrase.Of("has nothing to retry.", Ink.Doubt)
                    )
            );
        }

        return ExitCodes.Done;
    }

    private static async Task<int> Rebuild(Shell shell, LedgerClient client, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        foreach (var name in names)
            (await client.Post(PathOf(name, "rebuild"), "{}", cancellation)).OrRefusal();
        await Meter.Watch(shell.Surroundings.Notes, meter => Watch(client, meter, names, cancellation));
        shell.Page.Line(Phrase.Of($"Rebuilt: {string.Join(", ", names)}.", Ink.Good));
        return ExitCodes.Done;
    }

    private static async Task Watch(LedgerClient client, IMeter meter, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var totals = new Dictionary<string, int>();
        while (true)
        {
            var all = await List(client, cancellation);
            var left = names.ToDictionary(n => n, n => (int?)all.FirstOrDefault(p => p.Text("name") == n).Number("left"));
            foreach (var (name, count) in left)
            {
                totals[name] = Math.Max(totals.GetValueOrDefault(name), count ?? 0);
                meter.Report(name, totals[name] - (count ?? 0), totals[name]);
            }

            if (left.Values.All(count => count is null))
                return;
            await Task.Delay(Interval, cancellation);
        }
    }

    private static Verb Word(
        Shell shell,
        string word,
        string description,
        Func<Shell, LedgerClient, IReadOnlyList<string>, CancellationToken, Task<int>> run
    )
    {
        var name = new Argument<string?>("name")
        {
            Description = "The projection, as 'ledger projections' names it; all of them when absent.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verb = new Verb(word, description, $"ledger projections {word}", $"ledger projections {word} Views") { name };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                IReadOnlyList<string> names = parsed.GetValue(name) is { } one
                    ? [one]
                    : [.. (await List(client, cancellation)).Select(p => p.Text("name")).OfType<string>()];
                return await run(shell, client, names, cancellation);
            }
        );
        return verb;
    }

    private static string PathOf(string name, string word) => $"projections/{Uri.EscapeDataString(name)}/{word}";

    private static async Task<List<JsonElement>> List(LedgerClient client, CancellationToken cancellation) =>
        [.. (await client.Get("projections", new Query(), cancellation)).Json.Items("projections")];
}
