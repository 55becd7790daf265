using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger undo</c>: withdraws what was just recorded, and says first what that changes.</summary>
internal static class Undo
{
    private const int Most = 1000;

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var record = new Argument<string?>("record")
        {
            Description = "The record: its place as @92, or as doha-2025#12, or its id.",
            DefaultValueFactory = _ => null,
        };
        var last = new Option<int?>("--last")
        {
            Description = "The last so many records of a negotiation instead; with --negotiation.",
            HelpName = "n",
        };
        var batch = new Option<string?>("--batch")
        {
            Description = "All that one request recorded: its id, with --negotiation, or one of its records.",
            HelpName = "id",
        };
        var negotiation = new Option<string?>("--negotiation", "-n") { Description = "The negotiation's id.", HelpName = "id" };
        if (shell.Usual("LEDGER_NEGOTIATION") is { } usual)
            negotiation.DefaultValueFactory = _ => usual;
        var reason = new Option<string>("--reason")
        {
            Description = "Why.",
            HelpName = "text",
            DefaultValueFactory = _ => "Recorded in error.",
        };
        var (dryRun, json) = (AboutRecords.DryRun(), Question.Json());
        var verb = new Verb(
            "undo",
            "Withdraws what was recorded: one record, the last of a negotiation, or all that one request recorded. Undoing a withdrawal restores what it withdrew.",
            "ledger undo @92",
            "ledger undo --batch @92",
            "ledger undo --last 3 -n doha-2025",
            "ledger undo --last 1 -n doha-2025 --dry-run"
        )
        {
            record,
            last,
            batch,
            negotiation,
            reason,
            dryRun,
            json,
        };
        verb.Validators.Add(result =>
        {
            if (new[] { result.GetValue(record), result.GetValue(last)?.ToString(), result.GetValue(batch) }.Count(v => v is not null) != 1)
                result.AddError("Name a record, or give --last with a number, or --batch.");
            else if (result.GetValue(last) is not null && result.GetValue(negotiation) is null)
                result.AddError("--last needs --negotiation: of which negotiation?");
            else if (result.GetValue(last) is < 1 or > Most)
                result.AddError($"--last is {result.GetValue(last)}: give 1 to {Most}.");
        });
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                string? stream = parsed.GetValue(negotiation);
                IReadOnlyList<(string Id, string What)> undone;
                if (parsed.GetValue(record) is { } named)
                {
                    var found = await NamedRecord.Find(client, named, cancellation);
                    (stream, undone) = (found.Negotiation, [(found.Id, $"@{found.Sequence} {found.Headline}")]);
                }
                else if (parsed.GetValue(batch) is { } ofBatch)
                    (stream, undone) = await Batch(client, ofBatch, stream, cancellation);
                else
                    undone = await Last(client, stream!, parsed.GetValue(last)!.Value, cancellation);
                if (!parsed.GetValue(json))
                    foreach (var (_, what) in undone)
                        shell.Page.Line(Phrase.Of($"Withdraws {what}", Ink.Strong));
                var body = new JsonArray([
                    .. undone.Select(u => new JsonObject
                    {
                        ["type"] = "assertion_retracted",
                        ["assertion"] = u.Id,
                        ["reason"] = parsed.GetValue(reason),
                    }),
                ]);
                return await AboutRecords.Send(shell, client, stream!, body, parsed.GetValue(dryRun), parsed.GetValue(json), cancellation);
            }
        );
        return verb;
    }

    // By its id, or by one of its records.
    private static async Task<(string Negotiation, IReadOnlyList<(string Id, string What)> Records)> Batch(
        LedgerClient client,
        string named,
        string? negotiation,
        CancellationToken cancellation
    )
    {
        var batch = named;
        if (negotiation is null)
        {
            var record = await NamedRecord.Find(client, named, cancellation);
            batch = record.Batch ?? throw new WrongUsageException($"It is not known what was recorded together with {named}.");
            negotiation = record.Negotiation;
        }

        var records = await Entries(client, negotiation, batch, Most, cancellation);
        return records.Count > 0
            ? (negotiation, records)
            : throw new WrongUsageException($"Nothing in {negotiation} was recorded in the batch {batch}.");
    }

    private static Task<IReadOnlyList<(string Id, string What)>> Last(
        LedgerClient client,
        string negotiation,
        int count,
        CancellationToken cancellation
    ) => Entries(client, negotiation, batch: null, count, cancellation);

    // The latest first.
    private static async Task<IReadOnlyList<(string Id, string What)>> Entries(
        LedgerClient client,
        string negotiation,
        string? batch,
        int count,
        CancellationToken cancellation
    )
    {
        var last = new Queue<JsonElement>();
        string? after = null;
        do
        {
            var path = $"negotiations/{Uri.EscapeDataString(negotiation)}/history";
            var page = (
                await client.Get(path, new Query().Add("batch", batch).Add("limit", "1000").Add("after", after), cancellation)
            ).Json;
            foreach (var entry in page.Items("entries"))
            {
                last.Enqueue(entry);
                if (last.Count > count)
                    last.Dequeue();
            }

            after = page.Text("next");
        } while (after is not null);
        return [.. last.Reverse().Select(e => (e.Text("id")!, $"@{e.Text("sequence")} {Saying.Words(e.Text("type"))}"))];
    }
}
