using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger changes</c>: what changed since a place in the log, in words; of one negotiation, or of all that were recorded in since.</summary>
internal static class Changes
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var negotiation = new Argument<string?>("negotiation")
        {
            Description = "The negotiation's id, such as doha-2025; without it all that were recorded in since.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var since = new Option<string>("--since")
        {
            Description =
                "What was recorded up to it is known already: a position @<sequence>, or of one negotiation a date or an instant too.",
            HelpName = "when",
            Required = true,
        };
        var limit = new Option<string?>("--limit") { Description = "How many records to list at most.", HelpName = "n" };
        var json = Question.Json();
        var lens = new LensOptions();
        var verb = new Verb(
            "changes",
            "Tells in words what changed since a place in the log: the talks, proposals, agreements, demands, positions, what happened, and what is new about old days. Of several negotiations --json prints a line each.",
            "ledger changes doha-2025 --since @40",
            "ledger changes doha-2025 --since 2025-07-24 --according-to party:israel",
            "ledger changes --since @40"
        );
        verb.Arguments.Add(negotiation);
        foreach (var option in new Option[] { since, limit, json })
            verb.Options.Add(option);
        lens.AddTo(verb);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var query = lens.QueryOf(parsed).Add("since", parsed.GetRequiredValue(since)).Add("limit", parsed.GetValue(limit));
                Action<Reply> print = parsed.GetValue(json)
                    ? reply => JsonText.Print(shell.Surroundings, reply)
                    : reply => Show(shell.Page, reply.Json);
                if (parsed.GetValue(negotiation) is { } one)
                    print(await client.Get(PathOf(one), query, cancellation));
                else if (
                    await Print(client, parsed.GetRequiredValue(since), query, print, cancellation) is var moved
                    && !parsed.GetValue(json)
                )
                    ShowEnd(shell.Page, moved);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static async Task<Moved> Print(
        LedgerClient client,
        string since,
        Query query,
        Action<Reply> print,
        CancellationToken cancellation
    )
    {
        var moved = await Moved.Since(client, since, cancellation);
        foreach (var id in moved.Negotiations)
            print(await client.Get(PathOf(id), query, cancellation));
        return moved;
    }

    /// <summary>Shows what changed in a negotiation, then the records.</summary>
    public static void Show(Page page, JsonElement answer)
    {
        page.Line(
            Phrase.Of(answer.Text("title"), Ink.Strong)
                + Phrase.Of($"({answer.Text("negotiation")}) since {answer.Text("since")}", Ink.Faint)
        );
        foreach (var group in answer.Items("changes"))
        {
            page.Heading(Phrase.Of(HeadOf(group.Text("topic")), Ink.Strong));
            foreach (var sentence in group.Texts("words"))
                page.Below(Phrase.Of(sentence));
        }

        if (!answer.Items("changes").Any())
            page.Line(Phrase.Of("Nothing has changed."));
        ShowRecords(page, answer);
        page.Gap();
        Answer.ShowFoot(page, answer);
        page.Gap();
    }

    private static void ShowRecords(Page page, JsonElement answer)
    {
        var records = answer.Items("records").ToList();
        if (records.Count == 0)
            return;
        page.Heading(Phrase.Of("Recorded since", Ink.Strong));
        foreach (var record in records)
            page.Below(
                Phrase.Of($"@{record.Text("sequence")}", Ink.Faint)
                    + Phrase.Of(record.Text("what"))
                    + Phrase.Of(record.Text("about") is { } about ? $"({about})" : "", Ink.Faint)
                    + Phrase.Of(record.Text("occurred"), Ink.Faint)
                    + Moments.RecordedOf(record)
            );
        if (answer.Number("more") is > 0 and var more)
            page.Below(Phrase.Of($"and {more.ToString(CultureInfo.InvariantCulture)} more: --limit lists up to 1000", Ink.Doubt));
    }

    private static void ShowEnd(Page page, Moved moved)
    {
        if (moved.Negotiations.Count == 0)
            page.Line(Phrase.Of("Nothing was recorded since."));
        if (moved.More > 0)
            page.Line(Phrase.Of($"{moved.More} more negotiations were recorded in since: name one, or give a later --since.", Ink.Doubt));
        if (!moved.IsWhole)
            page.Line(
                Phrase.Of($"Only the records up to @{moved.Reached} were looked at: go on with --since @{moved.Reached}.", Ink.Doubt)
            );
    }

    private static string HeadOf(string? topic) =>
        topic switch
        {
            "talks" => "The talks",
            "happenings" => "What else happened",
            "past" => "New about old days",
            { Length: > 0 } other => char.ToUpperInvariant(other[0]) + other[1..],
            _ => "",
        };

    private static string PathOf(string negotiation) => $"negotiations/{Uri.EscapeDataString(negotiation)}/changes";
}
