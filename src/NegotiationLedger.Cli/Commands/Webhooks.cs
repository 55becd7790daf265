using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger webhooks</c>: who is sent what is recorded, how far it has come, and what was not taken.</summary>
internal static class Webhooks
{
    private const int Room = 100;

    private static readonly Column[] Columns =
    [
        new("webhook", IsShort: true),
        new("state", IsShort: true),
        new("owner", IsShort: true),
        new("sent to"),
        new("position", IsShort: true, IsRight: true),
        new("behind", IsShort: true, IsRight: true),
        new("letters", IsShort: true, IsRight: true),
        new("what went wrong"),
    ];

    private static readonly Column[] LetterColumns = [new("entry", IsShort: true), new("refused", IsShort: true), new("answer")];

    /// <summary>The verb, with those below it.</summary>
    public static Verb Verb(Shell shell)
    {
        var verb = new Verb(
            "webhooks",
            "Lists the webhooks: who is sent what is recorded, how far each has come, and what its receiver would not take.",
            "ledger webhooks",
            "ledger webhooks add https://desk.example.org/hook --negotiation doha-2025",
            "ledger webhooks letters 4fK0aPq7Zr1B",
            "ledger webhooks resend 4fK0aPq7Zr1B"
        )
        {
            Add(shell),
            Act(shell, "rotate", "Gives it a new secret; for a day the former one signs beside it.", "rotation", ShowSecret),
            Act(
                shell,
                "enable",
                "Goes on with one that was disabled or waits for its next attempt.",
                "enable",
                (s, w) => Show(s.Page, [w])
            ),
            Letters(shell),
            Act(
                shell,
                "resend",
                "Sends what its receiver would not take again, at most 100 at once.",
                "letters/redelivery",
                (s, answer) => s.Page.Line(Phrase.Of($"{answer.Number("delivered")} delivered, {answer.Number("left")} left.", Ink.Good))
            ),
            Remove(shell),
        };
        return Question.Of(shell, verb, _ => "webhooks", _ => new Query(), (page, reply) => Show(page, [.. reply.Json.Items("webhooks")]));
    }

    private static void Show(Page page, IReadOnlyList<JsonElement> webhooks)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var webhook in webhooks)
            sheet.Add(
                Phrase.Of(webhook.Text("id"), Ink.Strong),
                Phrase.Of(webhook.Text("state"), webhook.Text("state") == "active" ? Ink.Good : Ink.Bad),
                Phrase.Of(webhook.Text("owner")),
                Phrase.Of(webhook.Text("url")),
                Phrase.Of(webhook.Text("position")),
                Phrase.Of(webhook.Number("behind") > 0 ? $"{webhook.Number("behind")}" : ""),
                Phrase.Of(webhook.Number("letters") > 0 ? $"{webhook.Number("letters")}" : "", Ink.Bad),
                Phrase.Of(webhook.Text("word"), Ink.Bad)
            );
        page.Line(Phrase.Of(sheet.IsEmpty ? "There are no webhooks." : "Webhooks", Ink.Strong)).Show(sheet);
    }

    // The secret alone on standard output, so that it can be passed on.
    private static void ShowSecret(Shell shell, JsonElement made)
    {
        shell.Surroundings.Out.WriteLine(made.Text("secret"));
        shell
            .Notes.Line(Phrase.Of($"The secret of webhook {made.Member("about")?.Text("id")}, which signs what is sent.", Ink.Good))
            .Line(Phrase.Of("It is shown this once: give it to the receiver, which checks the signatures (Standard Webhooks)."));
    }

    private static Verb Add(Shell shell)
    {
        var url = new Argument<string>("url") { Description = "Where to send: an address that begins with https://." };
        var what = new Option<string?>("--what")
        {
            Description = "records (the default), changes, or alerts of deadlines.",
            HelpName = "what",
        };
        var negotiations = Many("--negotiation", "Only this negotiation; may be repeated.", "id");
        var types = Many("--type", "Only this type; may be repeated.", "type");
        var party = new Option<string?>("--party")
        {
            Description = "Only what is asserted from this party's viewpoint or names it.",
            HelpName = "id",
        };
        var notice = new Option<int?>("--notice-hours")
        {
            Description = "Of alerts: how many hours before a deadline it is told of, beside at the time; 24 by default.",
            HelpName = "n",
        };
        var verb = new Verb(
            "add",
            "Has what is recorded from now on sent to an address, signed with a secret that is shown once.",
            "ledger webhooks add https://desk.example.org/hook",
            "ledger webhooks add https://desk.example.org/hook --negotiation doha-2025 --type team_recalled --what changes",
            "ledger webhooks add https://desk.example.org/hook --what alerts --notice-hours 48"
        )
        {
            url,
            what,
            negotiations,
            types,
            party,
            notice,
        };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var wish = new JsonObject { ["url"] = parsed.GetRequiredValue(url) };
                foreach (var (name, value) in new[] { ("what", parsed.GetValue(what)), ("party", parsed.GetValue(party)) })
                    if (value is not null)
                        wish[name] = value;
                if (parsed.GetValue(notice) is { } hours)
                    wish["noticeHours"] = hours;
                foreach (var (name, values) in new[] { ("negotiations", parsed.GetValue(negotiations)), ("types", parsed.GetValue(types)) })
                    if (values is { Length: > 0 })
                        wish[name] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
                ShowSecret(shell, (await client.Post("webhooks", wish.ToJsonString(), cancellation)).Json);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static Verb Letters(Shell shell)
    {
        var id = Id();
        var verb = new Verb("letters", "Lists the events that its receiver would not take.", "ledger webhooks letters 4fK0aPq7Zr1B") { id };
        return Question.Of(
            shell,
            verb,
            parsed => PathOf(parsed.GetRequiredValue(id)) + "/letters",
            _ => new Query(),
            (page, reply) =>
            {
                var sheet = new Sheet(Room, LetterColumns);
                foreach (var letter in reply.Json.Items("letters"))
                    sheet.Add(
                        Phrase.Of($"@{letter.Number("sequence")}", Ink.Strong),
                        Phrase.Of(Moments.ToTheSecond(letter.Text("refusedAt") ?? "")),
                        Phrase.Of(letter.Text("word"), Ink.Bad)
                    );
                page.Line(Phrase.Of(sheet.IsEmpty ? "Everything was taken." : "Not taken", Ink.Strong)).Show(sheet);
            }
        );
    }

    private static Verb Act(Shell shell, string name, string description, string path, Action<Shell, JsonElement> show)
    {
        var id = Id();
        var verb = new Verb(name, description, $"ledger webhooks {name} 4fK0aPq7Zr1B") { id };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                show(shell, (await client.Post($"{PathOf(parsed.GetRequiredValue(id))}/{path}", "{}", cancellation)).Json);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static Verb Remove(Shell shell)
    {
        var id = Id();
        var verb = new Verb("remove", "Ends a webhook.", "ledger webhooks remove 4fK0aPq7Zr1B") { id };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                (await client.Delete(PathOf(parsed.GetRequiredValue(id)), cancellation)).OrRefusal();
                shell.Page.Line(Phrase.Of($"The webhook {parsed.GetRequiredValue(id)} has ended.", Ink.Good));
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private static Argument<string> Id() => new("id") { Description = "The webhook's id: 12 characters, as the list shows them." };

    private static string PathOf(string id) => $"webhooks/{Uri.EscapeDataString(id)}";
}
