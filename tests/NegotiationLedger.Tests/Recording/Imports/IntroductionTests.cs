using NegotiationLedger.Recording.Imports;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Recording.Imports;

/// <summary>What rows name and nobody recorded yet: negotiations, parties, sources, speakers; ids and terms made of cells.</summary>
public sealed class IntroductionTests
{
    private const string Common = """
        "/occurred":{"column":"Date"},"/attribution/source":{"column":"Read in","slug":true},"/attribution/mode":"observed","/attribution/assertedOn":"2025-07-24"
        """;

    private static readonly string Map = $$$"""
        {"negotiation":{"column":"Talks","slug":true},
         "open":{"/title":{"column":"Talks"}},
         "parties":[{"/party":{"column":"Sides","split":";","slug":true},"/name":{"column":"Sides","split":";"},"/role":"principal"}],
         "sources":[{"/source":{"column":"Read in","slug":true},"/title":{"column":"Read in"},"/kind":"article"}],
         "speakers":[{"/speaker":{"column":"Who said","slug":true},"/name":{"column":"Who said"},"/identity":"named"}],
         "fields":{"/type":"talks_convened",{{{Common}}},"/parties":{"column":"Sides","split":";","slug":true} } }
        """;

    private static readonly string[] Header = ["Talks", "Date", "Sides", "Read in", "Who said"];

    [Fact]
    public void The_earliest_row_opens_the_negotiation_and_parties_join_where_they_are_first_named()
    {
        var (rows, reading) = Read(
            Map,
            Header,
            "Border talks|2025-03-02|North; The South|Gazette|",
            "Border talks|2025-03-01|North; Ölland|Gazette|Ann"
        );
        rows.ShouldAllBe(r => r.Negotiation == "border-talks");
        var registry = Registry.Empty;
        var (registrations, judged) = ImportRegistrations.Decide(rows, registry);
        registrations.Select(r => r.Stream).ShouldBe(["source:gazette", "speaker:ann"]);
        var history = History.Empty(new("border-talks"), ImportRegistrations.Foresee(registry, registrations));
        var sheet = new DecideImport(history, new Dictionary<SourceId, string>(), MapOf(Map), reading).Decide(judged);
        sheet.Rows.ShouldAllBe(r => r.Kind == RowKind.Good);
        sheet
            .Records.Select(r => r.Data)
            .Select(d => d is PartyJoined joined ? joined.Party.Value : EventNames.Of(d).Name)
            .ShouldBe(["the-south", "negotiation_opened", "north", "olland", "talks_convened", "talks_convened"], ignoreOrder: true);
        sheet.Rows[1].Introductions.Count.ShouldBe(3);
        reading.Slugs["the-south"].ShouldBe(["The South"]);
        reading.Slugs["olland"].ShouldBe(["Ölland"]);

        var known = history.With(
            sheet.Records.Select((r, i) => new Entry(r.Id, i + 1, "border-talks", i + 1, default, "", r.Data)),
            history.Registry
        );
        var again = new DecideImport(known, new Dictionary<SourceId, string>(), MapOf(Map), reading).Decide(judged);
        again.Records.ShouldBeEmpty();
        ImportRegistrations.Decide(rows, history.Registry).New.ShouldBeEmpty();
    }

    [Fact]
    public void A_negotiation_that_is_not_open_is_refused_where_the_map_does_not_say_how_it_opens()
    {
        var map = Map.Replace("\"open\":{\"/title\":{\"column\":\"Talks\"}},", "", StringComparison.Ordinal);
        var (rows, reading) = Read(map, Header, "Border talks|2025-03-02|North|Gazette|");
        var row = new DecideImport(
            History.Empty(new("border-talks"), Registry.Empty),
            new Dictionary<SourceId, string>(),
            MapOf(map),
            reading
        )
            .Decide(rows)
            .Rows.ShouldHaveSingleItem();
        row.Problems[0].Detail.ShouldContain("'open'");
    }

    [Fact]
    public void Rows_fall_with_the_row_that_opens_their_negotiation()
    {
        var (rows, reading) = Read(Map, Header, "Border talks|2025-03-02|North|Gazette|", "Border talks|2025-03-01|North|Unread|");
        var history = History.Empty(new("border-talks"), Talks.Opened().History.Registry);
        var sheet = new DecideImport(history, new Dictionary<SourceId, string>(), MapOf(Map), reading).Decide(rows);
        sheet.Rows.ShouldAllBe(r => r.Kind == RowKind.Bad);
        sheet.Rows[0].Problems.ShouldContain(p => p.Detail.Contains("line 3", StringComparison.Ordinal));
    }

    [Fact]
    public void The_issue_of_a_term_is_taken_from_a_column()
    {
        var map = $$$"""
            {"fields":{"/type":"proposal_offered",{{{Common}}},"/proposal":{"column":"Title","slug":true},"/title":{"column":"Title"},
              "/terms/{Issue}/text":{"column":"Term","names":{"Land":"territory"} } } }
            """;
        var (rows, reading) = Read(
            map,
            ["Title", "Issue", "Term", "Date", "Read in"],
            "First plan|Land|Half|2025-03-01|Gazette",
            "Second plan|Prisoners of war|All|2025-03-01|Gazette",
            "Third plan||All|2025-03-01|Gazette"
        );
        rows[0].Body.GetProperty("terms").GetProperty("territory").GetProperty("text").GetString().ShouldBe("Half");
        rows[1].Body.GetProperty("terms").TryGetProperty("prisoners-of-war", out _).ShouldBeTrue();
        rows[1].Body.GetProperty("proposal").GetString().ShouldBe("second-plan");
        rows[2].Problems.ShouldHaveSingleItem().Detail.ShouldContain("'names'");
        reading.Slugs["prisoners-of-war"].ShouldBe(["Prisoners of war"]);
    }

    [Theory]
    [InlineData("Humanitarian ceasefire (partial)", "ceasefire_began")]
    [InlineData("Ceasefire", "talks_convened")]
    [InlineData("Round 3: talks", "talks_resumed")]
    [InlineData("Nothing", null)]
    public void A_part_of_a_cell_is_enough_where_the_table_has_a_pattern(string text, string? type)
    {
        var map = $$"""
            {"fields":{"/type":{"column":"What","values":{"*ceasefire*":"ceasefire_began","Ceasefire":"talks_convened","round * talks":"talks_resumed"} },{{Common}} } }
            """;
        Read(map, ["What", "Date", "Read in"], $"{text}|2025-03-01|Gazette").Rows[0].Type.ShouldBe(type);
    }

    [Fact]
    public void The_end_of_an_interval_may_be_made_of_several_columns()
    {
        var map = """
            {"dates":["d MMMM yyyy"],"fields":{"/type":"talks_convened","/occurred":{"column":"From","until":{"template":"{Day} {Month} 2025"}},
              "/attribution/source":"gazette","/attribution/mode":"observed","/attribution/assertedOn":{"constant":"2025-07-24"}}}
            """;
        Read(map, ["From", "Day", "Month"], "1 March 2025|4|April")
            .Rows[0]
            .Body.GetProperty("occurred")
            .GetString()
            .ShouldBe("2025-03-01/2025-04-04");
    }

    private static ImportMap MapOf(string map)
    {
        var (read, problems) = MapReading.Read(Ledger.Json(map));
        problems.ShouldBeEmpty();
        return read!;
    }

    private static (IReadOnlyList<MappedRow> Rows, RowReading Reading) Read(string map, string[] header, params string[] rows)
    {
        var reading = new RowReading(MapOf(map), new(header, [.. rows.Select((row, i) => new SheetRow(i + 2, row.Split('|')))]));
        return (reading.Rows(), reading);
    }
}
