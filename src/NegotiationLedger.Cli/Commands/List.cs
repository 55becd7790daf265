using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger list</c>: the negotiations that the server keeps.</summary>
internal static class List
{
    private const int Room = 110;

    private static readonly Column[] Columns =
    [
        new("id"),
        new("phase", IsShort: true),
        new("title"),
        new("parties"),
        new("last movement"),
        new("version", IsShort: true, IsRight: true),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        Option<string?>[] filters =
        [
            new("--phase") { Description = "Only those in this phase, such as collapsed." },
            new("--party") { Description = "Only those with this party.", HelpName = "id" },
            new("--text") { Description = "Only those whose id or title contains this text.", HelpName = "words" },
            new("--after") { Description = "Continue after this place, which the previous page ended with.", HelpName = "place" },
            new("--limit") { Description = "How many at most.", HelpName = "n" },
        ];
        var verb = new Verb("list", "Lists the negotiations.", "ledger list", "ledger list --phase collapsed --party israel");
        foreach (var filter in filters)
            verb.Options.Add(filter);
        return Question.Of(
            shell,
            verb,
            _ => "negotiations",
            parsed => filters.Aggregate(new Query(), (query, filter) => query.Add(filter.Name[2..], parsed.GetValue(filter))),
            (page, reply) => Show(page, reply.Json)
        );
    }

    /// <summary>Shows a page of negotiations.</summary>
    public static void Show(Page page, JsonElement list)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var one in list.Items("negotiations"))
        {
            sheet.Add(
                Phrase.Of(one.Text("id"), Ink.Strong),
                Phrase.Of(Saying.Words(one.Text("phase"))) + Phrase.Of(one.Flag("isContested") ? "(contested)" : "", Ink.Doubt),
                Phrase.Of(one.Text("title")),
                Phrase.Of(string.Join(", ", one.Texts("parties"))),
                LastMovement(one),
                Phrase.Of(one.Text("version"))
            );
        }

        page.Line(Phrase.Of(sheet.IsEmpty ? "There are no negotiations." : "Negotiations", Ink.Strong)).Show(sheet);
        if (list.Text("next") is { } next)
            page.Gap().Line(Phrase.Of($"There are more: --after {next}", Ink.Doubt));
    }

    private static Phrase LastMovement(JsonElement one) => Phrase.Of(one.Text("lastMovement")).On(one.Text("lastMovementOn"));
}
