using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger source list</c>: the sources that the server knows.</summary>
internal static class ListSources
{
    private const int Room = 100;

    private static readonly Column[] Columns =
    [
        new("id"),
        new("kind", IsShort: true),
        new("title"),
        new("publisher"),
        new("published", IsShort: true),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        Option<string?>[] filters =
        [
            new("--text") { Description = "Only those whose id, title, publisher, author or url contains this text.", HelpName = "words" },
            new("--kind") { Description = "Only those of this kind, such as article or transcript." },
            new("--publisher") { Description = "Only those of this publisher, named as registered.", HelpName = "name" },
            new("--after") { Description = "Continue after this place, which the previous page ended with.", HelpName = "place" },
            new("--limit") { Description = "How many at most.", HelpName = "n" },
        ];
        var verb = new Verb("list", "Lists the sources.", "ledger source list", "ledger source list --kind article --text collapse");
        foreach (var filter in filters)
            verb.Options.Add(filter);
        return Question.Of(
            shell,
            verb,
            _ => "sources",
            parsed => filters.Aggregate(new Query(), (query, filter) => query.Add(filter.Name[2..], parsed.GetValue(filter))),
            (page, reply) => Show(page, reply.Json)
        );
    }

    /// <summary>Shows a page of sources.</summary>
    public static void Show(Page page, JsonElement list)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var source in list.Items("sources"))
        {
            var description = source.Member("description") ?? default;
            sheet.Add(
                Phrase.Of(source.Text("source"), Ink.Strong),
                Phrase.Of(description.Text("kind")),
                Phrase.Of(description.Text("title")),
                Phrase.Of(description.Text("publisher")),
                Phrase.Of(description.Text("published"))
            );
        }

        page.Line(Phrase.Of(sheet.IsEmpty ? "No source matches." : "Sources", Ink.Strong)).Show(sheet);
        if (list.Text("next") is { } next)
            page.Gap().Line(Phrase.Of($"There are more: --after {next}", Ink.Doubt));
    }
}
