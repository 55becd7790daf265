using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using NegotiationLedger.Server.Tests.Support;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Sources from documents as people have them, at the terminal of a real server.</summary>
public sealed class TerminalSourcesTests(TalksServer talks) : IClassFixture<TalksServer>, IDisposable
{
    private readonly RunningServer _server = talks.Server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-documents-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_PDF_is_registered_with_its_text_page_by_page_and_words_copied_from_it_are_found()
    {
        var file = await Written(
            "communique.pdf",
            Pdf(
                ["The mediators met both delegations in the cease-", "fire hall."],
                ["“We will not sign before the border is settled,” said the envoy."]
            )
        );
        var id = $"pdf-{Guid.CreateVersion7()}";
        var said = await Ledger(
            "source",
            "add",
            file,
            "--id",
            id,
            "--kind",
            "communique",
            "--publisher",
            "Ministry",
            "--published",
            "2025-07-24"
        );
        said.ShouldContain("Registered as");
        var source = await _server.Get($"/sources/{id}");
        source["text"]!.GetValue<string>().ShouldContain("cease-\nfire hall.\f");
        source["description"]!["kind"]!.GetValue<string>().ShouldBe("communique");
        source["description"]!["originalSha256"]!
            .GetValue<string>()
            .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file))));
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            Statement("x", ("attribution", With(Quoted("delegations in the ceasefire hall. \"We will not sign"), ("source", id))))
        );
        (await _server.Get($"/sources/{id}"))["quotes"]![0]!["check"]!.GetValue<string>().ShouldBe("verified");
        (await Ledger("source", "add", file, "--id", "another", "--publisher", "Ministry")).ShouldContain($"Already registered as {id}");
    }

    [Fact]
    public async Task A_DOCX_is_registered_without_what_was_deleted_in_it()
    {
        var file = await Written("letter.docx", Docx());
        var id = $"docx-{Guid.CreateVersion7()}";
        await Ledger("source", "add", file, "--id", id, "--kind", "letter");
        var source = await _server.Get($"/sources/{id}");
        source["text"]!.GetValue<string>().ShouldBe("Dear colleagues,\nwe accept\tthe terms.\nIn a table.");
        source["description"]!["title"]!.GetValue<string>().ShouldBe("A letter");
        source["description"]!["author"]!.GetValue<string>().ShouldBe("A. Writer");
    }

    [Fact]
    public async Task Of_a_web_page_the_article_is_registered_with_what_the_page_says_of_itself()
    {
        using var web = new WebServer(Page);
        var id = $"page-{Guid.CreateVersion7()}";
        await Ledger("source", "add", $"{web.Address}talks", "--id", id);
        var source = await _server.Get($"/sources/{id}");
        var text = source["text"]!.GetValue<string>();
        text.ShouldContain("The envoys met in the old customs house, and “nobody” signed anything.\n");
        text.ShouldNotContain("Subscribe");
        var description = source["description"]!;
        description["title"]!.GetValue<string>().ShouldBe("Envoys meet, nobody signs");
        description["url"]!.GetValue<string>().ShouldBe($"{web.Address}talks");
        description["published"]!.GetValue<string>().ShouldBe("2025-07-24");
        description["language"]!.GetValue<string>().ShouldStartWith("en");
        description["accessed"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\d$");
        (await Run("source", "add", $"{web.Address}missing")).Said.ShouldContain("404");
    }

    [Fact]
    public async Task A_dry_run_shows_the_text_and_registers_nothing()
    {
        var file = await Written("note.txt", Encoding.UTF8.GetBytes("A plain note."));
        var head = await _server.Head();
        var said = await Ledger("source", "add", file, "--title", "A note", "--dry-run");
        said.ShouldContain("A plain note.");
        said.ShouldContain("A note");
        (await _server.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("broken.pdf", "%PDF-1.7 and nothing else", "cannot be read as a PDF")]
    [InlineData("broken.docx", "PK\u0003\u0004 and nothing else", "cannot be read as a DOCX")]
    [InlineData("empty.txt", "  \n", "has no text")]
    [InlineData("empty.html", "<!doctype html><html><body></body></html>", "has no text")]
    public async Task A_document_that_cannot_be_read_is_refused_with_its_name(string name, string content, string complaint)
    {
        var (code, said) = await Run("source", "add", await Written(name, Encoding.Latin1.GetBytes(content)));
        code.ShouldBe(Cli.ExitCodes.WrongUsage, said);
        said.ShouldContain(name);
        string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain(complaint);
    }

    [Fact]
    public async Task A_text_that_is_no_UTF_8_is_refused() =>
        (await Run("source", "add", await Written("latin.txt", [0x4d, 0xfc, 0x6e, 0x63, 0x68, 0x65, 0x6e]))).Said.ShouldContain("UTF-8");

    [Fact]
    public async Task A_text_is_added_to_a_source_that_was_registered_without_one()
    {
        var id = $"late-{Guid.CreateVersion7()}";
        await _server.Post("/sources", Source(id));
        var file = await Written("late.txt", Encoding.UTF8.GetBytes("It came later."));
        (await Ledger("source", "text", id, file)).ShouldContain("The text is added to");
        (await Ledger("source", "text", id, file)).ShouldContain("already there");
        (await Ledger("source", "show", id)).ShouldContain("It came later.");
    }

    [Fact]
    public async Task A_folder_has_its_texts_in_files_beside_its_sources()
    {
        var id = $"seed-{Guid.CreateVersion7()}";
        await Written("sources.json", Encoding.UTF8.GetBytes(new JsonArray(Source(id)).ToJsonString()));
        await Written("negotiation.json", Encoding.UTF8.GetBytes(Opening(id).ToJsonString()));
        (await Ledger("load", _folder.FullName)).ShouldContain("sources");
        (await _server.Get($"/sources/{id}"))["text"].ShouldBeNull();
        await Written($"{id}.html", Encoding.UTF8.GetBytes(Page.Replace("seven pages", $"seven pages ({id})", StringComparison.Ordinal)));
        var said = (await Ledger("load", _folder.FullName)) + (await Ledger("load", _folder.FullName));
        var source = await _server.Get($"/sources/{id}");
        source["text"].ShouldNotBeNull(said).GetValue<string>().ShouldContain("nobody");
        source["description"]!["originalSha256"].ShouldNotBeNull();
    }

    private const string Page = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Envoys meet, nobody signs</title>
        <meta property="og:title" content="Envoys meet, nobody signs"><meta property="article:published_time" content="2025-07-24T10:00:00Z"></head>
        <body><nav><a href="/">Home</a> <a href="/subscribe">Subscribe</a></nav><article><h1>Envoys meet, nobody signs</h1>
        <p>The envoys met in the old customs house,
           and “nobody” signed anything.</p>
        <p>After six hours, with the river already dark below the windows, they parted without a date for another session, their papers
        unsigned, and told the reporters on the steps that they would talk again when their governments had read the draft.</p>
        <p>The mediator described the mood as sober, but far from hopeless, and asked both delegations to keep the terms of the proposal,
        which runs to seven pages with two annexes, out of the newspapers until the capitals have answered.</p>
        <p>The observers' mandate, which both delegations call the heart of the matter, ends in the autumn, and neither would say whether
        it would be prolonged, or who would pay for it, or where the observers would be allowed to go.</p></article>
        <script>subscribe()</script></body></html>
        """;

    private async Task<string> Written(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllBytesAsync(path, bytes);
        return path;
    }

    private static byte[] Pdf(params string[][] pages)
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.TimesRoman);
        foreach (var lines in pages)
        {
            var page = builder.AddPage(UglyToad.PdfPig.Content.PageSize.A4);
            foreach (var (line, text) in lines.Index())
                page.AddText(text.Replace('“', '"').Replace('”', '"'), 11, new PdfPoint(60, 780 - (14 * line)), font);
        }

        return builder.Build();
    }

    private static byte[] Docx()
    {
        using var bytes = new MemoryStream();
        using (var word = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            word.PackageProperties.Title = "A letter";
            word.PackageProperties.Creator = "A. Writer";
            var deleted = new DeletedRun(new Run(new DeletedText("never ")));
            word.AddMainDocumentPart().Document = new(
                new Body(
                    new Paragraph(new Run(new Text("Dear colleagues,"))),
                    new Paragraph(
                        new Run(new Text("we ") { Space = SpaceProcessingModeValues.Preserve }),
                        deleted,
                        new Run(new Text("accept"), new TabChar(), new Text("the terms."))
                    ),
                    new Table(new TableRow(new TableCell(new Paragraph(new Run(new Text("In a table."))))))
                )
            );
        }

        return bytes.ToArray();
    }

    private async Task<string> Ledger(params string[] words)
    {
        var (code, said) = await Run(words);
        code.ShouldBe(Cli.ExitCodes.Done, said);
        return said;
    }

    private Task<(int Code, string Said)> Run(params string[] words) => Terminal.Run(_server, words);

    /// <summary>Answers <c>/talks</c> with a page, and everything else with 404.</summary>
    private sealed class WebServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        internal WebServer(string page)
        {
            using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            free.Stop();
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(() => Serve(Encoding.UTF8.GetBytes(page)));
        }

        internal string Address { get; }

        public void Dispose() => _listener.Close();

        private async Task Serve(byte[] page)
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                context.Response.StatusCode = context.Request.Url!.AbsolutePath == "/talks" ? 200 : 404;
                context.Response.ContentType = "text/html";
                if (context.Response.StatusCode == 200)
                    await context.Response.OutputStream.WriteAsync(page);
                context.Response.Close();
            }
        }
    }
}
