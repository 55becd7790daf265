using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class AuditTests
{
    private const string Records = """
        {"question":{},"position":"@53","order":"recorded","next":"53.recorded.36..abcd","assertions":[
        {"id":"01983da7-0000-7000-8000-000000000001","negotiation":"doha-2025","sequence":36,"version":31,"type":"accusation_made",
         "recordedAt":"2025-08-01T09:30:00.123456Z","recordedBy":"local","headline":"The United States accuses Hamas of acting in bad faith",
         "viewpoint":"party:united-states","attribution":{"speaker":{"speaker":"steve-witkoff","name":"Steve Witkoff","identity":"named","title":"U.S. Special Envoy","party":"united-states"},
           "relayedBy":[{"publisher":"The Wire"},{"speaker":{"speaker":"aide","title":"An aide"}}],
           "source":{"source":"peace-talks-collapse","title":"Peace Talks Collapse","holdsText":false},"mode":"on_record","assertedOn":"2025-07-24",
           "quote":{"exact":"Hamas does not appear to be coordinated or acting in good faith"}},
         "isRetracted":true,"payload":{},"links":{},"fates":[
           {"kind":"disputed","by":"x","sequence":54,"recordedAt":"2025-08-02T09:30:00.123456Z","recordedBy":"ada","words":"Nobody else heard it","stands":false},
           {"kind":"retracted","by":"y","sequence":55,"recordedAt":"2025-08-03T09:30:00.123456Z","recordedBy":"ada","words":"Misheard","stands":true,
            "attribution":{"source":{"source":"the-wire","holdsText":false},"mode":"observed","assertedOn":"2025-08-03"}}]},
        {"id":"01983da7-0000-7000-8000-000000000002","negotiation":"doha-2025","sequence":37,"version":32,"type":"talks_collapsed",
         "recordedAt":"2025-08-01T09:30:01.123456Z","recordedBy":"local","headline":"The talks collapse","viewpoint":"source:peace-talks-collapse",
         "attribution":{"source":{"source":"peace-talks-collapse","title":"Peace Talks Collapse","holdsText":false},"mode":"observed","assertedOn":"2025-07-24"},
         "isRetracted":false,"payload":{},"links":{},"fates":[]}]}
        """;

    public static TheoryData<int, bool> Everywhere()
    {
        var data = new TheoryData<int, bool>();
        foreach (var width in new[] { 20, 40, 60, 80, 100, 120, 200 })
        {
            data.Add(width, false);
            data.Add(width, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void No_line_is_wider_than_the_paper(int width, bool isScreen) =>
        Print(Records, width, isScreen).Lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(width);

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void What_others_wrote_colours_nothing_and_moves_no_cursor(int width, bool isScreen)
    {
        var paper = Print(Spoilt(Records), width, isScreen);
        paper.Text.ShouldNotContain('\u001b');
        paper.Text.ShouldNotContain('\u202e');
        paper.Raw.Contains('\u001b').ShouldBe(isScreen);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void Each_record_says_what_who_in_which_words_where_recorded_by_whom_and_what_became_of_it(int width)
    {
        var flat = Letters(Print(Records, width, isScreen: false).Text);
        foreach (
            var told in new[]
            {
                "The United States accuses Hamas of acting in bad faith",
                "doha-2025",
                "Steve Witkoff",
                "U.S. Special Envoy",
                "through The Wire",
                "through An aide",
                "on record",
                "\"Hamas does not appear to be coordinated or acting in good faith\"",
                "Peace Talks Collapse",
                "2025-07-24",
                "2025-08-01 09:30:00Z by local",
                "disputed (itself withdrawn)",
                "Nobody else heard it",
                "in the-wire",
                "Misheard",
                "the source itself",
                "--after 53.recorded.36..abcd, or --all",
                "position @53",
            }
        )
            told.Split(' ').ShouldAllBe(word => flat.Contains(Letters(word)), told);
    }

    [Fact]
    public async Task Filters_are_asked_for_by_their_parameters()
    {
        await using var server = await StubServer.Answering(200, """{"position":"@0","assertions":[]}""");
        var ran = await Ran.Ledger(
            "audit --speaker a --party b --source c --publisher p -n d --type e --mode f --text good --fate g --occurred-from 1 --occurred-to 2 "
                + "--recorded-from 3 --recorded-to 4 --recorded-by h --recorded-until @5 --limit 6 --after 7",
            server.Url
        );
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain("No record matches.");
        server
            .Requests.Single()
            .Target.ShouldBe(
                "/assertions?text=good&speaker=a&party=b&source=c&publisher=p&negotiation=d&type=e&mode=f&fate=g&occurredFrom=1&occurredTo=2"
                    + "&recordedFrom=3&recordedTo=4&recordedBy=h&recordedUntil=%405&limit=6&after=7"
            );
    }

    [Fact]
    public async Task A_page_as_JSON_is_passed_on_as_it_came()
    {
        await using var server = await StubServer.Answering(200, Records);
        (await Ran.Ledger("audit --json", server.Url)).Out.TrimEnd().ShouldBe(Records.TrimEnd());
    }

    [Fact]
    public async Task All_pages_are_shown_one_after_the_other_and_the_end_once()
    {
        await using var server = await StubServer.Answering(asked =>
            (
                200,
                asked.Target.Contains("after=", StringComparison.Ordinal)
                    ? Records.Replace("\"next\"", "\"nxt\"", StringComparison.Ordinal)
                    : Records
            )
        );
        var ran = await Ran.Ledger("audit --all", server.Url, variables: ("COLUMNS", "200"));
        ran.Code.ShouldBe(ExitCodes.Done);
        server.Requests.Select(r => r.Target).ShouldBe(["/assertions", "/assertions?after=53.recorded.36..abcd"]);
        Count(ran.Out, "The talks collapse").ShouldBe(2);
        Count(ran.Out, "position @53").ShouldBe(1);
        ran.Out.ShouldNotContain("There are more");
    }

    [Theory]
    [InlineData("--ndjson", "application/x-ndjson", "")]
    [InlineData("--csv", "text/csv", "")]
    [InlineData("--csv --bom", "text/csv", "&bom=true")]
    [InlineData("--prov", "application/prov+json", "")]
    public async Task An_export_is_passed_on_in_the_form_asked_for(string form, string mediaType, string more)
    {
        await using var server = await StubServer.Responding(
            (_, response) => Write(response, mediaType, "\ufeffЖ and \ud83d\udd4a and ünïcode\n")
        );
        var ran = await Ran.Ledger($"audit --speaker a {form}", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        ran.Out.ShouldBe("\ufeffЖ and \ud83d\udd4a and ünïcode\n");
        server.Requests.Single().Target.ShouldBe($"/assertions?speaker=a{more}");
        server.Requests.Single().Accept.ShouldStartWith(mediaType);
    }

    [Fact]
    public async Task An_export_is_passed_on_while_it_comes()
    {
        using var read = new SemaphoreSlim(0);
        await using var server = await StubServer.Responding(
            async (_, response) =>
            {
                response.ContentType = "text/csv";
                await response.WriteAsync("first\n");
                await response.Body.FlushAsync();
                // The rest is sent only when the first line has been passed on.
                await read.WaitAsync(TimeSpan.FromSeconds(30));
                await response.WriteAsync("second\n");
            }
        );
        using var client = new LedgerClient(new(server.Url), key: null);
        await using var output = new Signalling(read);
        await Export.Run(client, "assertions", new(), "text/csv", null, output, TestContext.Current.CancellationToken);
        output.ToString().ShouldBe("first\nsecond\n");
    }

    [Fact]
    public async Task An_export_into_a_file_is_there_when_it_is_whole()
    {
        using var folder = new Folder();
        var big = string.Concat(Enumerable.Repeat("Ж,1\n", 200_000));
        await using var server = await StubServer.Responding((_, response) => Write(response, "text/csv", big));
        var ran = await Ran.Ledger($"audit --csv --output {folder.File("doha.csv")}", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        ran.Out.ShouldBeEmpty();
        folder.Files.ShouldBe(["doha.csv"]);
        (await File.ReadAllBytesAsync(folder.File("doha.csv"), TestContext.Current.CancellationToken)).ShouldBe(
            Encoding.UTF8.GetBytes(big)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_that_breaks_off_says_so_and_leaves_what_was_there(bool isFile)
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.File("doha.csv"), "the old one", TestContext.Current.CancellationToken);
        using var server = CutShort("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        var url = $"http://{server.LocalEndpoint}";
        var ran = await Ran.Ledger(isFile ? $"audit --csv -o {folder.File("doha.csv")}" : "audit --csv", url);
        ran.Code.ShouldBe(ExitCodes.Unreachable);
        ran.Error.ShouldContain("incomplete");
        folder.Files.ShouldBe(["doha.csv"]);
        (await File.ReadAllTextAsync(folder.File("doha.csv"), TestContext.Current.CancellationToken)).ShouldBe("the old one");
    }

    [Fact]
    public async Task A_refused_export_shows_why_and_leaves_no_file()
    {
        using var folder = new Folder();
        await using var server = await StubServer.Answering(400, """{"title":"The query cannot be answered.","detail":"No such fate."}""");
        var ran = await Ran.Ledger($"audit --prov --fate x -o {folder.File("p.json")}", server.Url);
        ran.Code.ShouldBe(ExitCodes.Refused);
        ran.Error.ShouldContain("No such fate.");
        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_answers_in_another_form_is_no_ledger()
    {
        await using var server = await StubServer.Answering(200, "{}");
        var ran = await Ran.Ledger("audit --prov", server.Url);
        ran.Code.ShouldBe(ExitCodes.Refused);
        ran.Error.ShouldContain("a format other");
        ran.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_wrong_usage()
    {
        await using var server = await StubServer.Responding((_, response) => Write(response, "text/csv", "x"));
        var ran = await Ran.Ledger("audit --csv -o /nowhere/at/all/doha.csv", server.Url);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain("/nowhere/at/all/doha.csv cannot be written");
    }

    [Theory]
    [InlineData("audit --csv --prov", "one form")]
    [InlineData("audit --json --ndjson", "one form")]
    [InlineData("audit --output x", "goes with")]
    [InlineData("audit --json --output x", "goes with")]
    [InlineData("audit --bom", "goes with --csv")]
    [InlineData("audit --prov --bom", "goes with --csv")]
    [InlineData("audit --all --json", "--all")]
    [InlineData("audit --all --csv", "--all")]
    [InlineData("audit words", "words")]
    public async Task Forms_that_do_not_go_together_are_refused(string commandLine, string word)
    {
        var ran = await Ran.Ledger(commandLine);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain(word);
        ran.Error.ShouldContain("See ledger audit --help.");
    }

    // Answers with so many bytes and closes the connection.
    private static TcpListener CutShort(string answer)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Serve();
        return listener;

        async Task Serve()
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            using var request = new StreamReader(stream, leaveOpen: true);
            while (await request.ReadLineAsync() is { Length: > 0 }) { }
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            client.Client.Shutdown(SocketShutdown.Send);
            // Until the reader has closed its side too.
            await stream.CopyToAsync(Stream.Null);
        }
    }

    private static Paper Print(string answer, int width, bool isScreen)
    {
        var paper = isScreen ? Paper.Screen(width) : Paper.Pipe(width);
        Audit.Show(paper.Page, JsonSerializer.Deserialize<JsonElement>(answer));
        return paper;
    }

    private static string Spoilt(string answer)
    {
        var node = JsonNode.Parse(answer)!;
        Spoiler.Spoil(node);
        return node.ToJsonString();
    }

    // A table breaks words over lines, column by column: the letters of each line are looked for.
    private static string Letters(string text) => text.Replace("\n", " ", StringComparison.Ordinal);

    private static int Count(string text, string words) => text.Split(words).Length - 1;

    private static async Task Write(HttpResponse response, string mediaType, string body)
    {
        response.ContentType = mediaType;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Tells when something was written.</summary>
    private sealed class Signalling(SemaphoreSlim written) : StringWriter
    {
        public override async Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            written.Release();
        }
    }
}
