using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger history</c>: the records themselves, in the order in which they were made.</summary>
internal static class History
{
    private const int Room = 140;

    private static readonly Column[] Columns =
    [
        new("place", IsShort: true),
        new("what"),
        new("occurred", IsShort: true),
        new("account"),
        new("quote"),
        new("recorded", IsShort: true),
        new("by"),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var negotiation = Question.Negotiation(shell);
        var lens = new LensOptions();
        Option<string?>[] filters =
        [
            new("--type") { Description = "Only records of this type, such as proposal_rejected." },
            new("--speaker") { Description = "Only what this speaker said.", HelpName = "id" },
            new("--party") { Description = "Only what was said for this party.", HelpName = "id" },
            new("--source") { Description = "Only what this source carries.", HelpName = "id" },
            new("--asserted-from") { Description = "Only what was asserted on this date or later.", HelpName = "when" },
            new("--asserted-to") { Description = "Only what was asserted on this date or earlier.", HelpName = "when" },
            new("--sort") { Description = "oldest (unless said) or newest first.", HelpName = "order" },
            new("--after") { Description = "Continue after this place, which the previous page ended with.", HelpName = "place" },
            new("--limit") { Description = "How many records at most.", HelpName = "n" },
        ];
        var verb = new Verb(
            "history",
            "Shows the records themselves: who asserted what, through which source, in which words, and who recorded it when.",
            "ledger history doha-2025",
            "ledger history doha-2025 --type proposal_rejected --json",
            "ledger history doha-2025 --speaker steve-witkoff"
        );
        verb.Arguments.Add(negotiation);
        lens.AddTo(verb);
        foreach (var filter in filters)
            verb.Options.Add(filter);
        var json = Question.Json();
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var path = $"negotiations/{Uri.EscapeDataString(parsed.GetRequiredValue(negotiation))}";
                var reply = await client.Get(
                    $"{path}/history",
                    filters.Aggregate(
                        lens.QueryOf(parsed),
                        (query, filter) => query.Add(Question.ParameterOf(filter), parsed.GetValue(filter))
                    ),
                    cancellation
                );
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                    Show(shell.Page, reply.Json, new((await client.Get(path, lens.QueryOf(parsed), cancellation)).Json.Member("frame")));
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    /// <summary>Shows a page of records.</summary>
    public static void Show(Page page, JsonElement history, Names names)
    {
        page.Line(Phrase.Of($"History of {history.Text("negotiation")}", Ink.Strong));
        var sheet = new Sheet(Room, Columns);
        foreach (var entry in history.Items("entries"))
            sheet.Add(RowOf(entry, names));
        if (sheet.IsEmpty)
            page.Gap().Line(Phrase.Of("No record is known in this lens."));
        page.ShowApart(sheet).Gap();
        if (history.Text("next") is { } next)
            page.Line(Phrase.Of($"There are more: --after {next}", Ink.Doubt));
        Answer.ShowFoot(page, history);
    }

    private static Phrase[] RowOf(JsonElement entry, Names names)
    {
        var data = entry.Member("data") ?? default;
        var quote = data.Member("attribution")?.Member("quote")?.Text("exact");
        var claim = data.Text("claim") is { } claimed and not "actual" ? $" ({claimed})" : "";
        return
        [
            Phrase.Lines([Records.PlaceOf(entry), Phrase.Of(entry.Text("id"), Ink.Faint)]),
            Phrase.Of($"{Saying.Words(entry.Text("type"))}{claim}", Ink.Strong),
            Phrase.Of(data.Text("occurred")),
            Phrase.Of(names.Viewpoint(entry.Text("viewpoint"))),
            quote is null ? Phrase.None : Phrase.Of($"\"{quote}\""),
            Phrase.Of(Moments.ToTheSecond(entry.Text("recordedAt") ?? ""), Ink.Faint),
            Phrase.Of(entry.Text("recordedBy"), Ink.Faint),
        ];
    }
}
