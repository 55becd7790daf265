using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ical.Net;
using NegotiationLedger.Server.Tests.Support;
using Parquet;
using Parquet.Schema;

namespace NegotiationLedger.Server.Tests;

/// <summary>Records in the formats of other programs, read back by parsers of those formats.</summary>
public sealed class ExportFormatTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private const string Hostile =
        "50% & {more} \\input{x} ~ ^ $1 #2 a_b <script>alert(1)</script> \"quoted\"; BEGIN:VEVENT, “ü🕊🕊🕊🕊🕊🕊🕊🕊é🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊🕊”";

    [Fact]
    public async Task A_timeline_for_TimelineJS_dates_each_happening_as_exactly_as_it_is_told_and_escapes_HTML()
    {
        var id = await Recorded();
        var reply = await Export(id, "timelinejs");
        reply.MediaType.ShouldBe("application/json");
        reply.Json!["title"]!["text"]!["headline"]!.GetValue<string>().ShouldStartWith("Talks about the border");
        var events = reply.Json["events"]!.AsArray();
        events.Select(e => e!["unique_id"]!.GetValue<string>()).ShouldBeUnique();
        var month = events.Single(e => e!["display_date"]!.GetValue<string>() == "2025-03")!;
        month["start_date"]!.ToJsonString().ShouldBe("{\"year\":2025,\"month\":3}");
        month["end_date"].ShouldBeNull();
        var period = events.Single(e => e!["display_date"]!.GetValue<string>() == "2025-01-05~/2025-01-09")!;
        period["start_date"]!["day"]!.GetValue<int>().ShouldBe(5);
        period["end_date"]!["day"]!.GetValue<int>().ShouldBe(9);
        events.ShouldAllBe(e => !e!["text"]!["headline"]!.GetValue<string>().Contains('<'));
        events.ShouldContain(e => WebUtility.HtmlDecode(e!["text"]!["headline"]!.GetValue<string>()).Contains("<script>alert(1)</script>"));
    }

    [Fact]
    public async Task Citations_in_CSL_JSON_are_of_sources_and_of_records()
    {
        var id = await Recorded();
        var reply = await Export(id, "csl-json");
        reply.MediaType.ShouldBe("application/vnd.citationstyles.csl+json");
        var items = JsonNode.Parse(reply.Text)!.AsArray().Select(i => i!.AsObject()).ToDictionary(i => i["id"]!.GetValue<string>());
        items["source:report"]["container-title"]!.GetValue<string>().ShouldBe("The Post");
        var said = items.Values.Single(i => i["type"]!.GetValue<string>() == "speech");
        said["author"]![0]!["literal"]!.GetValue<string>().ShouldBe("An Envoy");
        said["note"]!.GetValue<string>().ShouldBe("“We will not sign before the border is settled”");
        said["issued"]!["date-parts"]!.ToJsonString().ShouldBe("[[2025,1,2]]");
        items.Values.Select(i => i["archive_location"]?.GetValue<string>()).OfType<string>().ShouldAllBe(s => items.ContainsKey(s));
        items.Values.ShouldContain(i => i["title"]!.GetValue<string>().Contains(Hostile));
        items.Values.ShouldContain(i => i["event-date"] != null && i["event-date"]!["circa"] != null);
    }

    [Fact]
    public async Task BibTeX_stays_balanced_whatever_people_wrote_and_says_it_when_TeX_sets_it()
    {
        var id = await Recorded();
        var reply = await Export(id, "bibtex");
        reply.MediaType.ShouldBe("application/x-bibtex");
        var entries = BibTexEntries.Read(reply.Text);
        entries["source:report"]["journal"].ShouldBe("The Post");
        entries["source:report"]["title"].ShouldBe("Report");
        entries.Values.Where(e => e.ContainsKey("xref")).ShouldAllBe(e => entries.ContainsKey(e["xref"]));
        entries.Values.ShouldContain(e => e["title"].Contains(Hostile, StringComparison.Ordinal));
        entries.Values.ShouldContain(e => e.GetValueOrDefault("eventdate") == "2025-01-05~/2025-01-09");
        entries.Values.ShouldContain(e => e.GetValueOrDefault("author") == "An Envoy");
    }

    [Fact]
    public async Task Deadlines_and_what_is_planned_are_a_calendar()
    {
        var id = await Recorded();
        var reply = await Export(id, "ical");
        reply.MediaType.ShouldBe("text/calendar");
        reply.ContentHeaders.ContentType!.CharSet.ShouldBe("utf-8");
        reply.Text.Split("\r\n").ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75);
        reply.Text.Replace("\r\n", "").ShouldNotContain("\n");
        var events = Calendar.Load(reply.Text)!.Events.ToList();
        events.Count.ShouldBe(4);
        events.Select(e => e.Uid!).ShouldBeUnique();
        var ultimatum = events.Single(e => e.Summary!.StartsWith("Ultimatum ends", StringComparison.Ordinal));
        ultimatum.Summary!.ShouldContain(Hostile);
        ultimatum.Start!.Value.ShouldBe(new DateTime(2025, 2, 1));
        ultimatum.Start.HasTime.ShouldBeFalse();
        var session = events.Single(e => e.Summary!.StartsWith("Talks scheduled", StringComparison.Ordinal));
        session.Start!.Value.ShouldBe(new DateTime(2025, 4, 1));
        session.End!.Value.ShouldBe(new DateTime(2025, 4, 4));
        events.Single(e => e.Summary!.StartsWith("Planned", StringComparison.Ordinal)).Status.ShouldBe("TENTATIVE");
        // A fold never falls into a character.
        reply.Text.ShouldNotContain("\ufffd");
        // A deadline that is denied is nobody's appointment.
        reply.Text.ShouldNotContain("20250815");
    }

    [Fact]
    public async Task Parquet_holds_each_record_as_it_was_recorded()
    {
        var id = await Recorded();
        var history = await talks.Server.History(id);
        using var response = await talks.Server.Http.GetAsync($"/negotiations/{id}/export?format=parquet");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.apache.parquet");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{id}.parquet");
        await using var file = new MemoryStream(await response.Content.ReadAsByteArrayAsync());
        await using var reader = await ParquetReader.CreateAsync(file);
        reader.Schema.DataFields.Select(f => f.Name).ShouldBe(ParquetRecords.Columns.Select(c => c.Field.Name));
        (await Texts(reader, "id")).ShouldBe(history.Select(e => e["id"]!.GetValue<string>()));
        (await Texts(reader, "type")).ShouldBe(history.Select(e => e["type"]!.GetValue<string>()));
        (await Texts(reader, "what")).ShouldContain(w => w!.Contains(Hostile));
        (await Texts(reader, "data")).Zip(history).ShouldAllBe(d => JsonNode.DeepEquals(JsonNode.Parse(d.First!), d.Second["data"]));
        // What a spreadsheet would take for a formula stays as it was said: a data frame computes nothing.
        (await Texts(reader, "what")).ShouldContain(w => w!.Contains("=1+1"));
        (await Values<DateTime>(reader, "occurred_from")).ShouldContain(new DateTime(2025, 1, 5));
        (await Values<DateTime>(reader, "recorded_at")).ShouldAllBe(t => t > new DateTime(2025, 1, 1));
        (await Values<long>(reader, "sequence")).ShouldBe(history.Select(e => (long?)e["sequence"]!.GetValue<long>()));
        (await Values<bool>(reader, "stands")).ShouldContain(false);
        (await Values<double>(reader, "goldstein")).ShouldContain(g => g < 0);
    }

    [Fact]
    public async Task Formats_look_through_a_lens_and_the_whole_does_not()
    {
        var id = await Recorded();
        var all = JsonNode.Parse((await Export(id, "csl-json")).Text)!.AsArray().Count;
        var early = JsonNode.Parse((await Export(id, "csl-json&occurredUntil=2025-01-01")).Text)!.AsArray().Count;
        early.ShouldBeLessThan(all);
        var lensed = await talks.Server.Send(HttpMethod.Get, $"/negotiations/{id}/export?occurredUntil=2025-01-01");
        lensed.Status.ShouldBe(HttpStatusCode.BadRequest);
        lensed.Text.ShouldContain("without a lens");
        (await talks.Server.Send(HttpMethod.Get, $"/negotiations/{id}/export?format=xml")).Text.ShouldContain(
            "is not a format: give one of ndjson,"
        );
        (await talks.Server.Send(HttpMethod.Get, $"/negotiations/{id}/export?format=ical&texts=true")).Status.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    [Theory]
    [InlineData("timelinejs")]
    [InlineData("csl-json")]
    [InlineData("bibtex")]
    [InlineData("ical")]
    [InlineData("parquet")]
    public async Task The_terminal_writes_each_into_a_file(string format)
    {
        var id = await Recorded();
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{format}");
        try
        {
            var (code, said) = await Terminal.Run(talks.Server, "export", id, "--as", format, "-o", file);
            code.ShouldBe(0, said);
            new FileInfo(file).Length.ShouldBeGreaterThan(100);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Parquet_is_not_printed_on_a_terminal() =>
        (await Terminal.Run(talks.Server, "export", await Recorded(), "--as", "parquet")).Code.ShouldNotBe(0);

    private async Task<Reply> Export(string id, string format)
    {
        var reply = await talks.Server.Send(HttpMethod.Get, $"/negotiations/{id}/export?format={format}");
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        return reply;
    }

    private async Task<string> Recorded()
    {
        var id = await talks.Open();
        var denied = TalksServer.Development("deadline_set", ("deadline", "2025-08-15"), ("claim", "denied"));
        var recorded = await talks.Record(
            id,
            new JsonArray(
                TalksServer.Statement(Hostile),
                TalksServer.Statement("=1+1", ("occurred", "2025-03")),
                TalksServer.Statement("Words", ("attribution", TalksServer.Quoted("“We will not sign before the border is settled”"))),
                TalksServer.Development("deadlock_declared", ("by", "north"), ("occurred", "2025-01-05~/2025-01-09")),
                TalksServer.Development("deadline_set", ("deadline", "2025-06")),
                TalksServer.Development(
                    "ultimatum_issued",
                    ("ultimatum", "leave"),
                    ("by", "north"),
                    ("to", "south"),
                    ("text", Hostile),
                    ("deadline", "2025-02-01")
                ),
                TalksServer.Development("talks_scheduled", ("opening", "2025-04-01/2025-04-03")),
                TalksServer.Development("team_recalled", ("party", "north"), ("claim", "planned"), ("occurred", "2025-05-01")),
                denied
            )
        );
        await talks.Record(
            id,
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = recorded.Json!["records"]![3]!["id"]!.GetValue<string>(),
                ["reason"] = "A slip.",
            }
        );
        await talks.Record(id, TalksServer.Development("deadlock_declared", ("by", "north"), ("occurred", "2025-01-05~/2025-01-09")));
        return id;
    }

    private static async Task<string?[]> Texts(ParquetReader reader, string name)
    {
        using var group = reader.OpenRowGroupReader(0);
        var values = new string?[group.RowCount];
        await group.ReadAsync(Field(reader, name), values.AsMemory());
        return values;
    }

    private static async Task<T?[]> Values<T>(ParquetReader reader, string name)
        where T : struct
    {
        using var group = reader.OpenRowGroupReader(0);
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(Field(reader, name), values.AsMemory());
        return values;
    }

    private static DataField Field(ParquetReader reader, string name) => reader.Schema.DataFields.Single(f => f.Name == name);
}

/// <summary>Reads BibTeX as BibTeX does: braces are counted whether a backslash is before them or not, and a field ends where they are even.</summary>
internal static partial class BibTexEntries
{
    internal static Dictionary<string, Dictionary<string, string>> Read(string text)
    {
        var entries = new Dictionary<string, Dictionary<string, string>>();
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at))
        {
            text[(at + 1)..text.IndexOf('{', at)].ShouldBeOneOf("article", "misc");
            var from = text.IndexOf('{', at) + 1;
            var key = text[from..text.IndexOf(',', from)];
            at = from + key.Length;
            var fields = entries[key] = [];
            while (text[at] == ',')
            {
                var equals = text.IndexOf('=', at);
                var (value, end) = Braced(text, text.IndexOf('{', equals));
                fields[text[(at + 1)..equals].Trim()] = Set(value);
                at = end;
            }

            text[at..].TrimStart()[0].ShouldBe('}');
        }

        return entries;
    }

    private static (string Value, int End) Braced(string text, int from)
    {
        var depth = 0;
        for (var i = from; ; i++)
        {
            depth += text[i] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if (depth == 0)
                return (text[(from + 1)..i], i + 1);
        }
    }

    // What TeX would print.
    private static string Set(string value) =>
        Commands()
            .Replace(
                value.StartsWith('{') ? value[1..^1] : value,
                m =>
                    m.Value switch
                    {
                        @"\textbackslash{}" => "\\",
                        @"\textbraceleft{}" => "{",
                        @"\textbraceright{}" => "}",
                        @"\textasciitilde{}" => "~",
                        @"\textasciicircum{}" => "^",
                        var escaped => escaped[1..],
                    }
            );

    [GeneratedRegex(@"\\text[a-z]+\{\}|\\[$%&#_]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commands();
}
