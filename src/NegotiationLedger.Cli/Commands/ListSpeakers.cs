using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger speaker list</c>: the speakers that the server knows.</summary>
internal static class ListSpeakers
{
    private const int Room = 90;

    private static readonly Column[] Columns = [new("id"), new("name"), new("roles")];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        Option<string?>[] filters =
        [
            new("--text") { Description = "Only those whose id, name or one of whose titles contains this text.", HelpName = "words" },
            new("--party") { Description = "Only those who speak, or spoke, for this party.", HelpName = "id" },
            new("--identity") { Description = "Only those who are named, or anonymous." },
            new("--after") { Description = "Continue after this place, which the previous page ended with.", HelpName = "place" },
            new("--limit") { Description = "How many at most.", HelpName = "n" },
        ];
        var verb = new Verb(
            "list",
            "Lists the speakers.",
            "ledger speaker list",
            "ledger speaker list --party israel --identity anonymous"
        );
        foreach (var filter in filters)
            verb.Options.Add(filter);
        return Question.Of(
            shell,
            verb,
            _ => "speakers",
            parsed => filters.Aggregate(new Query(), (query, filter) => query.Add(filter.Name[2..], parsed.GetValue(filter))),
            (page, reply) => Show(page, reply.Json)
        );
    }

    /// <summary>Shows a page of speakers.</summary>
    public static void Show(Page page, JsonElement list)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var speaker in list.Items("speakers"))
        {
            sheet.Add(
                Phrase.Of(speaker.Text("speaker"), Ink.Strong),
                Phrase.Of(speaker.Text("name") ?? speaker.Text("identity")),
                Phrase.Lines(speaker.Items("roles").Select(ShowSpeaker.RoleOf))
            );
        }

        page.Line(Phrase.Of(sheet.IsEmpty ? "No speaker matches." : "Speakers", Ink.Strong)).Show(sheet);
        if (list.Text("next") is { } next)
            page.Gap().Line(Phrase.Of($"There are more: --after {next}", Ink.Doubt));
    }
}
