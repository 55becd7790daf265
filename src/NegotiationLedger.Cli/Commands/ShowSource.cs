using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger source show</c>: a document, its text with the quotes taken from it in place, and what it carries.</summary>
internal static class ShowSource
{
    private const int Room = 90;

    private static readonly Column[] Columns =
    [
        new("", IsShort: true),
        new("words"),
        new("speaker"),
        new("negotiation"),
        new("record", IsShort: true),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var id = Sources.Id();
        var verb = new Verb(
            "show",
            "Shows a source: its description and what was corrected in it, its text with the quotes marked in it, and how many records it carries.",
            "ledger source show peace-talks-collapse",
            "ledger source show peace-talks-collapse --json"
        )
        {
            id,
        };
        return Question.Of(
            shell,
            verb,
            parsed => Sources.PathOf(parsed.GetValue(id)!),
            _ => new Query(),
            (page, reply) => Show(page, reply.Json)
        );
    }

    /// <summary>Shows a source whole.</summary>
    public static void Show(Page page, JsonElement source)
    {
        page.Line(
            Phrase.Of((source.Member("description") ?? default).Text("title") ?? source.Text("source"), Ink.Strong)
                + Phrase.Of($"({source.Text("source")})", Ink.Faint)
        );
        Describe(page, source);
        var quotes = source.Items("quotes").ToList();
        if (source.Text("text") is { } text)
        {
            page.Heading(quotes.Count == 0 ? "The text" : "The text, with what records quote from it");
            foreach (var line in QuotedLines.Of(text.TrimEnd(), quotes))
                page.Line(Phrase.Of(line));
        }

        ShowQuotes(page, quotes);
        page.Gap();
        if (source.Text("next") is not null)
            page.Line(Phrase.Of($"There are more records than are shown: ledger audit --source {source.Text("source")}", Ink.Doubt));
        page.Line(Phrase.Of($"position {source.Text("position")}", Ink.Faint));
    }

    /// <summary>Shows a source's description, with its corrections and what it carries.</summary>
    public static void Describe(Page page, JsonElement source)
    {
        var description = source.Member("description") ?? default;
        (string Name, string Member)[] names =
        [
            ("kind", "kind"),
            ("publisher", "publisher"),
            ("author", "author"),
            ("published", "published"),
            ("url", "url"),
            ("archived at", "archiveUrl"),
            ("accessed", "accessed"),
            ("language", "language"),
        ];
        page.Facts([
            .. names.Select(name => (name.Name, Phrase.Of(description.Text(name.Member)))),
            ("text", Phrase.Of(description.Text("textSha256") is { } sha256 ? $"held, SHA-256 {sha256}" : "not held")),
            ("taken from", Phrase.Of(description.Text("originalSha256") is { } original ? $"a file, SHA-256 {original}" : null)),
            ("same text as", Phrase.Of(string.Join(", ", source.Items("sameTextAs").Select(s => s.AsText())))),
            ("registered", Moments.RecordedOf(source)),
            ("text added", source.Member("textAdded") is { } added ? Moments.RecordedOf(added) : Phrase.None),
            ("corrections", Phrase.Lines(source.Items("corrections").Select(CorrectionOf))),
            ("carries", Carried.Of(source)),
        ]);
    }

    private static Phrase CorrectionOf(JsonElement correction) =>
        Phrase.Join(
            ", ",
            correction
                .Map("patch")
                .Select(p =>
                    Phrase.Of(
                        p.Value.ValueKind is JsonValueKind.Null
                            ? $"{p.Name} removed"
                            : $"{p.Name} is {p.Value.AsText() ?? p.Value.GetRawText()}"
                    )
                )
        )
        + Phrase.Of($"({correction.Text("reason")})")
        + Moments.RecordedOf(correction);

    private static void ShowQuotes(Page page, List<JsonElement> quotes)
    {
        if (quotes.Count == 0)
            return;
        var sheet = new Sheet(Room, Columns);
        for (var i = 0; i < quotes.Count; i++)
        {
            var quote = quotes[i];
            sheet.Add(
                QuotedLines.IsPlaced(quote) ? Phrase.Of($"[{i + 1}]", Ink.Faint)
                    : quote.Text("check") == "missing" ? Phrase.Of("not in the text", Ink.Bad)
                    : Phrase.Of("unplaced", Ink.Faint),
                Phrase.Of($"\"{quote.Text("exact")}\"", Ink.Strong)
                    + Phrase.Of(quote.Text("page") is { } number ? $"page {number}" : null, Ink.Faint)
                    + Phrase.Of(quote.Text("time"), Ink.Faint)
                    + Phrase.Of(quote.Flag("isRetracted") ? "(record withdrawn)" : "", Ink.Bad),
                Phrase.Of(quote.Text("speaker") ?? "the source itself"),
                Phrase.Of(quote.Text("negotiation")),
                Phrase.Lines([Phrase.Of($"@{quote.Text("sequence")}"), Phrase.Of(quote.Text("event"), Ink.Faint)])
            );
        }

        page.Heading("Quotes").Show(sheet);
    }
}
