using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger undo</c>: withdraws what was just recorded, and says first what that changes.</summary>
internal sealed class Undo
{
    private const int Most = 1000;

    private readonly Argument<string?> _record = new("record")
    {
        Description = "The record: its place as @92, or as doha-2025#12, or its id.",
        DefaultValueFactory = _ => null,
    };

    private readonly Option<int?> _last = new("--last")
    {
        Description = "The last so many records of a negotiation instead; with --negotiation.",
        HelpName = "n",
    };

    private readonly Option<string?> _batch = new("--batch")
    {
        Description = "All that one request recorded: its id, with --negotiation, or one of its records.",
        HelpName = "id",
    };

    private readonly Option<string?> _negotiation = new("--negotiation", "-n") { Description = "The negotiation's id.", HelpName = "id" };

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why.",
        HelpName = "text",
        DefaultValueFactory = _ => "Recorded in error.",
    };

    private readonly Option<bool> _dryRun = AboutRecords.DryRun();
    private readonly Option<bool> _json = Question.Json();

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var undo = new Undo();
        if (shell.Usual("LEDGER_NEGOTIATION") is { } usual)
            undo._negotiation.DefaultValueFactory = _ => usual;
        var verb = new Verb(
            "undo",
            "Withdraws what was recorded: one record, the last of a negotiation, or all that one request recorded. Undoing a withdrawal restores what it withdrew.",
            "ledger undo @92",
            "ledger undo --batch @92",
            "ledger undo --last 3 -n doha-2025",
            "ledger undo --last 1 -n doha-2025 --dry-run"
        )
        {
            undo._record,
            undo._last,
            undo._batch,
            undo._negotiation,
            undo._reason,
            undo._dryRun,
            undo._json,
        };
        verb.Validators.Add(undo.Validate);
        verb.SetAction((parsed, cancellation) => undo.Run(shell, parsed, cancellation));
        return verb;
    }

    private void Validate(CommandResult result)
    {
        var last = result.GetValue(_last);
        if (new[] { result.GetValue(_record), last?.ToString(), result.GetValue(_batch) }.Count(v => v is not null) != 1)
            result.AddError("Name a record, or give --last with a number, or --batch.");
        else if (last is not null && result.GetValue(_negotiation) is null)
            result.AddError("--last needs --negotiation: of which negotiation?");
        else if (last is < 1 or > Most)
            result.AddError($"--last is {last}: give 1 to {Most}.");
    }

    private async Task<int> Run(Shell shell, ParseResult parsed, CancellationToken cancellation)
    {
        using var client = shell.Connect(parsed);
        var (negotiation, undone) = await Chosen(client, parsed, cancellation);
        if (!parsed.GetValue(_json))
            foreach (var (_, what) in undone)
                shell.Page.Line(Phrase.Of($"Withdraws {what}", Ink.Strong));
        var body = new JsonArray([
            .. undone.Select(u => new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = u.Id,
                ["reason"] = parsed.GetValue(_reason),
            }),
        ]);
        return await AboutRecords.Send(shell, client, negotiation, body, parsed.GetValue(_dryRun), parsed.GetValue(_json), cancellation);
    }

    private async Task<(string Negotiation, IReadOnlyList<(string Id, string What)> Records)> Chosen(
        LedgerClient client,
        ParseResult parsed,
        CancellationToken cancellation
    )
    {
        var negotiation = parsed.GetValue(_negotiation);
        if (parsed.GetValue(_batch) is { } batch)
            return await Batch(client, batch, negotiation, cancellation);
        if (parsed.GetValue(_record) is not { } named)
            return (negotiation!, await Entries(client, negotiation!, batch: null, parsed.GetValue(_last)!.Value, cancellation));
        var found = await NamedRecord.Find(client, named, cancellation);
        return (found.Negotiation, [(found.Id, $"@{found.Sequence} {found.Headline}")]);
    }

    // By its id where that is one of the negotiation's, else by one of its records.
    private static async Task<(string Negotiation, IReadOnlyList<(string Id, string What)> Records)> Batch(
        LedgerClient client,
        string named,
        string? negotiation,
        CancellationToken cancellation
    )
    {
        if (negotiation is not null && Guid.TryParseExact(named, "D", out _))
        {
            var records = await Entries(client, negotiation, named, Most, cancellation);
            return records.Count > 0
                ? (negotiation, records)
                : throw new WrongUsageException($"Nothing in {negotiation} was recorded in the batch {named}.");
        }

        var record = await NamedRecord.Find(client, named, cancellation);
        var batch = record.Batch ?? throw new WrongUsageException($"It is not known what was recorded together with {named}.");
        return (record.Negotiation, await Entries(client, record.Negotiation, batch, Most, cancellation));
    }

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
