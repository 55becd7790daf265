using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger speaker show</c>: who spoke, in which roles, and all that they asserted.</summary>
internal static class ShowSpeaker
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var id = Speakers.Id();
        Option<string?>[] paging =
        [
            new("--after") { Description = "Continue after this place, which the previous page ended with.", HelpName = "place" },
            new("--limit") { Description = "How many records at most.", HelpName = "n" },
        ];
        var verb = new Verb(
            "show",
            "Shows a speaker: the titles and parties over time, who recorded them, and all that the speaker asserted.",
            "ledger speaker show steve-witkoff",
            "ledger speaker show steve-witkoff --json"
        )
        {
            id,
        };
        foreach (var option in paging)
            verb.Options.Add(option);
        return Question.Of(
            shell,
            verb,
            parsed => Speakers.PathOf(parsed.GetValue(id)!),
            parsed => paging.Aggregate(new Query(), (query, option) => query.Add(option.Name[2..], parsed.GetValue(option))),
            (page, reply) => Show(page, reply.Json)
        );
    }

    /// <summary>Shows a speaker whole.</summary>
    public static void Show(Page page, JsonElement speaker)
    {
        page.Line(
            Phrase.Of(
                speaker.Text("name") ?? speaker.Items("roles").Select(r => r.Text("title")).FirstOrDefault() ?? speaker.Text("speaker"),
                Ink.Strong
            ) + Phrase.Of($"({speaker.Text("speaker")})", Ink.Faint)
        );
        page.Facts(
            ("identity", Phrase.Of(speaker.Text("identity"))),
            ("roles", Phrase.Lines(speaker.Items("roles").Select(r => RoleOf(r) + Moments.RecordedOf(r)))),
            ("asserted", Carried.Of(speaker))
        );
        page.ShowApart(AuditSheet.Of(speaker.Items("assertions"))).Gap();
        if (speaker.Text("next") is { } next)
            page.Line(Phrase.Of($"There are more: --after {next}", Ink.Doubt));
        page.Line(Phrase.Of($"position {speaker.Text("position")}", Ink.Faint));
    }

    /// <summary>A title and party, and for how long.</summary>
    public static Phrase RoleOf(JsonElement role)
    {
        var party = role.Text("party") is { } id ? $"for {id}" : "for no party";
        return Phrase.Join(", ", [Phrase.Of(role.Text("title")), Phrase.Of(party), Phrase.Of(role.Text("valid"), Ink.Faint)]);
    }
}
