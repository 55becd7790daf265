using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger source add</c>: registers a document, with its text where it may be kept.</summary>
internal static class AddSource
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var file = new Argument<string>("file")
        {
            Description = "JSON: kind, title and what else is known (publisher, author, published, url, language); - reads standard input.",
        };
        var text = new Option<string?>("--text")
        {
            Description = "A file with the document's text, in UTF-8: quotations are then checked against it. - reads standard input.",
            HelpName = "file",
        };
        var json = Question.Json();
        var verb = new Verb(
            "add",
            "Registers a source. The same text registered twice is one source, whatever its description.",
            "ledger source add article.json --text article.txt",
            """echo '{"kind":"article","title":"Talks go on"}' | ledger source add -"""
        )
        {
            file,
            text,
            json,
        };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var body = await BodyOf(parsed.GetRequiredValue(file), parsed.GetValue(text), shell.Surroundings.In, cancellation);
                using var client = shell.Connect(parsed);
                var reply = (await client.Post("sources", body, cancellation)).OrRefusal();
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                    Show(shell.Page, reply);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static async Task<string> BodyOf(string file, string? text, TextReader standardInput, CancellationToken cancellation)
    {
        if (file == "-" && text == "-")
            throw new WrongUsageException("Description and text cannot both be read from standard input: name a file for one of them.");
        var description = await InputFile.Read(file, standardInput, cancellation);
        if (description.ValueKind is not JsonValueKind.Object)
            throw new WrongUsageException("The file must hold one source: an object with kind and title.");
        if (text is null)
            return description.GetRawText();
        if (description.Member("text") is not null)
            throw new WrongUsageException($"{file} has a text of its own: leave it out there, or leave out --text.");
        var body = JsonObject.Create(description)!;
        body["text"] = await InputFile.ReadText(text, standardInput, cancellation);
        return body.ToJsonString();
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
