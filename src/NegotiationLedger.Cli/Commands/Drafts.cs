using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger drafts</c>: has the server's model draft from a source's text, or takes drafts from a file; accepts, edits and rejects them.</summary>
internal static class Drafts
{
    /// <summary>The verb, with those below it.</summary>
    public static Verb Verb(Shell shell) =>
        new(
            "drafts",
            "Proposed developments, from the server's model or from a file. Nothing is recorded before a person accepts it, and nothing can be accepted whose quotation is not in the source's text.",
            "ledger drafts ask doha-2025 --source peace-talks-collapse",
            "ledger drafts take drafts.json -n doha-2025 --source peace-talks-collapse",
            "ledger drafts list -n doha-2025 --state open",
            "ledger drafts accept 019c0d2e-7f7a-7c3e-9f43-0c5d1b1f9a10"
        )
        {
            Ask(shell),
            Take(shell),
            List(shell),
            Show(shell),
            Edit(shell),
            Decide(shell, "accept", "Records drafts that have no marks, each by itself.", "Recorded:"),
            Decide(shell, "reject", "Turns drafts down.", "Rejected:"),
        };

    private static Verb Ask(Shell shell)
    {
        var (negotiation, source) = (Question.Negotiation(shell), Source());
        var from = new Option<int?>("--from")
        {
            Description = "Where in the text the model begins to read, in characters; a long text is read a part at a time.",
            HelpName = "n",
        };
        var verb = new Verb(
            "ask",
            "Has the server's model draft from the text of a source.",
            "ledger drafts ask doha-2025 --source peace-talks-collapse"
        )
        {
            negotiation,
            source,
            from,
        };
        return Sending(
            shell,
            verb,
            (parsed, _) =>
            {
                var body = BodyOf(parsed.GetRequiredValue(negotiation), parsed.GetRequiredValue(source));
                if (parsed.GetValue(from) is { } place)
                    body["from"] = place;
                return Task.FromResult(body);
            }
        );
    }

    private static Verb Take(Shell shell)
    {
        var (negotiation, source) = (Question.InNegotiation(shell), Source());
        var file = new Argument<string>("file")
        {
            Description = "JSON: an array of developments, or an object with 'drafts'; - reads standard input.",
        };
        var with = new Option<string?>("--with") { Description = "What drafted them, such as a model's name.", HelpName = "name" };
        var verb = new Verb(
            "take",
            "Takes drafts from a file, to be accepted, edited or rejected one by one.",
            "ledger drafts take drafts.json -n doha-2025 --source peace-talks-collapse --with 'a model'"
        )
        {
            file,
            negotiation,
            source,
            with,
        };
        return Sending(
            shell,
            verb,
            async (parsed, cancellation) =>
            {
                var json = await InputFile.Read(parsed.GetRequiredValue(file), shell.Surroundings.In, cancellation);
                var drafts = json.ValueKind is JsonValueKind.Object && json.Member("drafts") is { } member ? member : json;
                if (drafts.ValueKind is not JsonValueKind.Array)
                    throw new WrongUsageException("The file must hold an array of developments, or an object with 'drafts'.");
                var body = BodyOf(parsed.GetRequiredValue(negotiation), parsed.GetRequiredValue(source));
                body["drafts"] = JsonNode.Parse(drafts.GetRawText());
                if (parsed.GetValue(with) is { } name)
                    body["with"] = name;
                return body;
            }
        );
    }

    private static Verb List(Shell shell)
    {
        var negotiation = new Option<string?>("--negotiation", "-n") { Description = "Those for this negotiation.", HelpName = "id" };
        var source = new Option<string?>("--source") { Description = "Those from this source.", HelpName = "id" };
        var state = new Option<string?>("--state") { Description = "Those that are open, accepted or rejected.", HelpName = "state" };
        var limit = new Option<string?>("--limit") { Description = "How many at most: 1 to 200, 50 by default.", HelpName = "n" };
        var after = new Option<string?>("--after") { Description = "Those after this draft, as the last page said.", HelpName = "id" };
        Option<string?>[] all = [negotiation, source, state, limit, after];
        var verb = new Verb(
            "list",
            "Lists drafts, each with why it cannot be accepted as it is.",
            "ledger drafts list -n doha-2025 --state open"
        );
        foreach (var option in all)
            verb.Options.Add(option);
        return Question.Of(
            shell,
            verb,
            _ => "drafts",
            parsed => all.Aggregate(new Query(), (query, option) => query.Add(Question.ParameterOf(option), parsed.GetValue(option))),
            (page, reply) => ShowAll(page, reply.Json)
        );
    }

    private static Verb Show(Shell shell)
    {
        var id = new Argument<string>("id") { Description = "The draft's id." };
        return Question.Of(
            shell,
            new Verb("show", "Shows a draft whole, with what would be recorded.", "ledger drafts show 019c0d2e-7f7a-7c3e-9f43-0c5d1b1f9a10")
            {
                id,
            },
            parsed => PathOf(parsed.GetRequiredValue(id)),
            _ => new Query(),
            (page, reply) =>
            {
                ShowOne(page, reply.Json);
                page.Line(Phrase.Of(JsonText.Indented(reply.Json.Member("development")!.Value)));
            }
        );
    }

    private static Verb Edit(Shell shell)
    {
        var id = new Argument<string>("id") { Description = "The draft's id." };
        var file = new Argument<string>("file") { Description = "JSON: the development as it should be; - reads standard input." };
        var verb = new Verb(
            "edit",
            "Puts another development in the place of a draft's.",
            "ledger drafts edit 019c0d2e-7f7a-7c3e-9f43-0c5d1b1f9a10 mended.json"
        )
        {
            id,
            file,
        };
        var revision = Revision();
        verb.Options.Add(revision);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var body = await InputFile.Read(parsed.GetRequiredValue(file), shell.Surroundings.In, cancellation);
                using var client = shell.Connect(parsed);
                var path = PathOf(parsed.GetRequiredValue(id));
                var reply = await client.SendIf(HttpMethod.Put, path, body.GetRawText(), parsed.GetValue(revision), cancellation);
                ShowOne(shell.Page, reply.OrRefusal().Json);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static Verb Decide(Shell shell, string name, string about, string done)
    {
        var ids = new Argument<string[]>("id") { Description = "The drafts' ids.", Arity = ArgumentArity.OneOrMore };
        var verb = new Verb(name, about, $"ledger drafts {name} 019c0d2e-7f7a-7c3e-9f43-0c5d1b1f9a10") { ids };
        var revision = Revision();
        verb.Options.Add(revision);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var (each, expected) = (parsed.GetRequiredValue(ids), parsed.GetValue(revision));
                if (expected is not null && each.Length > 1)
                    throw new WrongUsageException("--revision is of one draft: give one id with it.");
                using var client = shell.Connect(parsed);
                foreach (var id in each)
                {
                    var reply = await client.SendIf(HttpMethod.Post, $"{PathOf(id)}/{name}", "{}", expected, cancellation);
                    var draft = reply.OrRefusal().Json;
                    shell.Page.Line(Phrase.Of(done, Ink.Good) + Phrase.Of(draft.Text("id"), Ink.Strong));
                }

                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static Verb Sending(Shell shell, Verb verb, Func<ParseResult, CancellationToken, Task<JsonObject>> body)
    {
        var json = Question.Json();
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var sent = await body(parsed, cancellation);
                using var client = shell.Connect(parsed);
                var reply = (await client.Post("drafts", sent.ToJsonString(), cancellation)).OrRefusal();
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                    ShowDrafted(shell.Page, reply.Json);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static void ShowDrafted(Page page, JsonElement drafted)
    {
        ShowAll(page, drafted);
        if (drafted.Member("repeated") is { } repeated && repeated.GetInt32() > 0)
            page.Line(Phrase.Of($"{repeated.GetInt32()} more wait already with the same words."));
        if (
            drafted.Member("read") is { } read
            && read.Member("to")!.Value.GetInt32() is var to
            && to < read.Member("length")!.Value.GetInt32()
        )
            page.Line(Phrase.Of($"The text was read up to {to} of {read.Member("length")!.Value.GetInt32()}: go on with --from {to}."));
    }

    private static void ShowAll(Page page, JsonElement list)
    {
        var drafts = list.Items("drafts").ToList();
        if (drafts.Count == 0)
            page.Line(Phrase.Of("There are no drafts."));
        foreach (var draft in drafts)
            ShowOne(page, draft);
        if (list.Text("next") is { } next)
            page.Line(Phrase.Of($"There are more: --after {next}"));
    }

    private static void ShowOne(Page page, JsonElement draft)
    {
        var development = draft.Member("development")!.Value;
        var isMarked = draft.Items("marks").Any();
        page.Line(
            Phrase.Of(draft.Text("id"), Ink.Strong)
                + Phrase.Of(
                    draft.Text("state") == "open" ? (isMarked ? "cannot be accepted" : "can be accepted") : draft.Text("state"),
                    isMarked ? Ink.Doubt : Ink.Good
                )
                + Phrase.Of(development.Text("type"))
                + Phrase.Of($"revision {draft.Member("revision")!.Value.GetInt32()}")
                + Phrase.Of($"drafted by {draft.Text("draftedBy")} with {draft.Text("draftedWith")}")
                + Phrase.Of(draft.Text("decidedBy") is { } by ? $"{draft.Text("state")} by {by}" : null)
        );
        if (development.Member("attribution")?.Member("quote")?.Text("exact") is { } exact)
            page.Line(Phrase.Of($"  “{exact}”"));
        foreach (var mark in draft.Items("marks"))
            page.Line(Phrase.Of($"  {mark.Text("kind")} {mark.Text("pointer")}: {mark.Text("detail")}", Ink.Doubt));
        foreach (var warning in draft.Items("warnings"))
            page.Line(Phrase.Of($"  {warning.Text("detail")}"));
    }

    private static JsonObject BodyOf(string negotiation, string source) => new() { ["negotiation"] = negotiation, ["source"] = source };

    private static Option<int?> Revision() =>
        new("--revision")
        {
            Description =
                "Only if the draft still has this revision, as 'ledger drafts show' tells it: nothing is decided on what was edited since.",
            HelpName = "n",
        };

    private static Option<string> Source() =>
        new("--source")
        {
            Description = "The source that is drafted from.",
            HelpName = "id",
            Required = true,
        };

    private static string PathOf(string id) => $"drafts/{Uri.EscapeDataString(id)}";
}
