using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger show</c>: one record whole.</summary>
internal static class ShowRecord
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var record = NamedRecord.Argument();
        var verb = new Verb(
            "show",
            "Shows one record: who said it, in which words, who recorded it, and what became of it.",
            "ledger show @92"
        )
        {
            record,
        };
        return Question.Of(
            shell,
            verb,
            parsed => $"assertions/{Uri.EscapeDataString(parsed.GetValue(record)!)}",
            _ => new Query(),
            (page, reply) => Show(page, reply.Json)
        );
    }

    /// <summary>Shows it.</summary>
    public static void Show(Page page, JsonElement whole)
    {
        var record = whole.Member("assertion") ?? default;
        page.Line(Records.PlaceOf(record) + Phrase.Of(record.Text("headline"), Ink.Strong));
        page.Show(AuditSheet.Of([record]));
        page.Gap().Line(Phrase.Of(record.Text("type"), Ink.Strong) + Phrase.Of(record.Text("id"), Ink.Faint));
        foreach (var line in JsonText.Indented(record.Member("payload") ?? default).Split('\n'))
            page.Line(Phrase.Of(line));
        if (whole.Member("quote") is { } quote)
            page.Heading("in the source")
                .Below(
                    Phrase.Of(quote.Text("before"), Ink.Faint)
                        + Phrase.Of(quote.Text("exact"), Ink.Strong)
                        + Phrase.Of(quote.Text("after"), Ink.Faint)
                );
        Others(page, "about", whole.Member("about") is { } about ? [about] : []);
        Others(page, "other accounts of the same happening", whole.Items("otherAccounts"));
    }

    private static void Others(Page page, string heading, IEnumerable<JsonElement> records)
    {
        foreach (var (record, i) in records.Select((r, i) => (r, i)))
        {
            if (i == 0)
                page.Heading(heading);
            page.Below(Records.PlaceOf(record) + Phrase.Of(record.Text("headline")));
        }
    }
}
