using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger source add</c> and <c>ledger source text</c>: registers a document, with its text where it may be kept.</summary>
internal static class AddSource
{
    /// <summary>The verb that registers one.</summary>
    public static Verb Verb(Shell shell)
    {
        var file = new Argument<string>("document")
        {
            Description =
                "A PDF, DOCX, web page or plain text, as a file or as its http(s) address: its text is kept, and quotations are checked against it. Or a .json file that describes a source (kind, title, publisher, author, published, url, language, text); - reads JSON from standard input.",
        };
        var text = new Option<string?>("--text")
        {
            Description = "With a .json file: the document whose text it describes. - reads plain text from standard input.",
            HelpName = "file",
        };
        var described = new DescribedSource();
        var (dryRun, json) = (
            new Option<bool>("--dry-run") { Description = "Only show what would be registered, with its text." },
            Question.Json()
        );
        var verb = new Verb(
            "add",
            "Registers a source. The same text of the same publisher registered twice is one source, whatever its description.",
            "ledger source add communique.pdf --kind communique --publisher 'Ministry of Foreign Affairs' --published 2025-07-24",
            "ledger source add https://example.org/talks --dry-run",
            "ledger source add article.json --text article.txt"
        )
        {
            file,
            text,
        };
        foreach (var option in described.All)
            verb.Options.Add(option);
        verb.Options.Add(dryRun);
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var named = parsed.GetRequiredValue(file);
                var body =
                    named == "-" || named.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                        ? described.Over(parsed, await BodyOf(named, parsed.GetValue(text), shell.Surroundings.In, cancellation))
                    : parsed.GetValue(text) is null
                        ? described.Of(parsed, await DocumentFile.Open(named, cancellation), DateOnly.FromDateTime(DateTime.UtcNow))
                    : throw new WrongUsageException("--text goes with a .json file: a document has its text in it.");
                if (parsed.GetValue(dryRun))
                {
                    Preview(shell, body, parsed.GetValue(json));
                    return ExitCodes.Done;
                }

                using var client = shell.Connect(parsed);
                var reply = (await client.Post("sources", body.ToJsonString(), cancellation)).OrRefusal();
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                    Show(shell.Page, reply);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    /// <summary>The verb that adds the text of one that was registered without.</summary>
    public static Verb Text(Shell shell)
    {
        var (id, json) = (Sources.Id(), Question.Json());
        var file = new Argument<string>("document")
        {
            Description = "A PDF, DOCX, web page or plain text, as a file or as its http(s) address.",
        };
        var verb = new Verb(
            "text",
            "Adds the text of a source that was registered without one, once. Quotations recorded before are then looked for in it.",
            "ledger source text peace-talks-collapse article.pdf"
        )
        {
            id,
            file,
            json,
        };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var document = await DocumentFile.Open(parsed.GetRequiredValue(file), cancellation);
                var body = new JsonObject { ["text"] = document.Read().Text, ["originalSha256"] = document.Sha256 };
                using var client = shell.Connect(parsed);
                var path = $"{Sources.PathOf(parsed.GetRequiredValue(id))}/text";
                var reply = (await client.Post(path, body.ToJsonString(), cancellation)).OrRefusal();
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                {
                    shell.Page.Line(
                        Phrase.Of(reply.Status is HttpStatusCode.Created ? "The text is added to" : "The text was already there:")
                            + Phrase.Of(reply.Json.Text("source"), Ink.Strong)
                    );
                    ShowSource.Describe(shell.Page, reply.Json);
                }

                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static async Task<JsonObject> BodyOf(string file, string? text, TextReader standardInput, CancellationToken cancellation)
    {
        if (file == "-" && text == "-")
            throw new WrongUsageException("Description and text cannot both be read from standard input: name a file for one of them.");
        var description = await InputFile.Read(file, standardInput, cancellation);
        if (description.ValueKind is not JsonValueKind.Object)
            throw new WrongUsageException("The file must hold one source: an object with kind and title.");
        var body = JsonObject.Create(description)!;
        if (text is null)
            return body;
        if (description.Member("text") is not null)
            throw new WrongUsageException($"{file} has a text of its own: leave it out there, or leave out --text.");
        if (text == "-")
        {
            body["text"] = await standardInput.ReadToEndAsync(cancellation);
            return body;
        }

        var document = await DocumentFile.Open(text, cancellation);
        body["text"] = document.Read().Text;
        body["originalSha256"] = document.Sha256;
        return body;
    }

    private static void Preview(Shell shell, JsonObject body, bool isJson)
    {
        using var document = JsonDocument.Parse(body.ToJsonString());
        if (isJson)
        {
            shell.Surroundings.Out.WriteLine(JsonText.Indented(document.RootElement));
            return;
        }

        shell.Page.Facts([
            .. document
                .RootElement.EnumerateObject()
                .Where(m => m.Name != "text")
                .Select(m => (m.Name, Phrase.Of(m.Value.AsText() ?? m.Value.GetRawText()))),
        ]);
        shell.Page.Heading("The text");
        foreach (var line in (document.RootElement.Text("text") ?? "").Split('\n', '\f'))
            shell.Page.Line(Phrase.Of(line));
    }

    private static void Show(Page page, Reply reply)
    {
        var source = reply.Json;
        page.Line(
            Phrase.Of(reply.Status is HttpStatusCode.Created ? "Registered as" : "Already registered as")
                + Phrase.Of(source.Text("source"), Ink.Strong)
        );
        ShowSource.Describe(page, source);
    }
}
