using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Recording.Imports;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Recording.Imports;

/// <summary>What a row says, cell by cell.</summary>
public sealed class RowsTests
{
    private const string Map = """
        {"dates":["dd/MM/yyyy","MMMM yyyy"],"qualifiers":{"ca.":"~"},"empty":["-","n/a"],
         "skip":[{"column":"Event","is":["","Total"]}],
         "fields":{
           "/type":{"column":"Event","values":{"Statement":"statement_made","Figure":"figure_reported","Offer":"proposal_offered","Release":"persons_released","Session":"talks_convened"}},
           "/occurred":{"column":"Date","until":"Until","values":{"mid-July":"2025-07~"}},
           "/by":{"column":"Who","values":{"U.S.":"alpha","United States":"alpha","nobody":null}},
           "/text":{"template":"{Text}"},
           "/stance":{"column":"Stance"},
           "/attribution/source":"gazette","/attribution/mode":"observed","/attribution/assertedOn":{"column":"Said","default":"2025-07-25"},
           "/attribution/relayedBy/0/publisher":{"column":"Via"},"/attribution/relayedBy/1/publisher":{"column":"Via 2"}},
         "types":{
           "figure_reported":{"/by":null,"/subject":{"column":"Text"},"/text":null,"/value":{"column":"Number","decimal":",","group":"."}},
           "talks_convened":{"/by":null,"/round":{"column":"Round"},"/text":null},
           "persons_released":{"/count":{"column":"Number"},"/text":null},
           "proposal_offered":{"/proposal":{"column":"Id"},"/title":{"template":"{Who} {{{Text}}}"},"/text":null,
             "/to":{"column":"To","split":",","values":{"South":"beta","Gamma":"gamma"}},"/terms/land/text":{"column":"Land"}}}}
        """;

    [Theory]
    [InlineData("Event=Statement|Date=24/07/2025|Text=  Said  |Who=U.S.", "/text=Said|/by=alpha|/occurred=2025-07-24")]
    [InlineData("Event=STATEMENT|Date=ca. July 2025|Text=Said|Who= united\u00A0 states ", "/by=alpha|/occurred=2025-07~")]
    [InlineData("Event=Statement|Date=mid-july|Text=Said|Who=alpha", "/by=alpha|/occurred=2025-07~")]
    [InlineData("Event=Statement|Date=17/07/2025|Until=24/07/2025|Text=Said", "/occurred=2025-07-17/2025-07-24|/by=")]
    [InlineData("Event=Statement|Date=24/07/2025|Until=24/07/2025|Text=Said|Who=nobody", "/occurred=2025-07-24|/by=")]
    [InlineData("Event=Statement|Date=24/07/2025|Text=a\r\nb|Who=-", "/text=a\nb|/by=")]
    [InlineData("Event=Statement|Date=24/07/2025|Text=a|Said=n/a", "/attribution/assertedOn=2025-07-25")]
    [InlineData("Event=Statement|Date=24/07/2025|Text=a|Said=26/07/2025", "/attribution/assertedOn=2025-07-26")]
    [InlineData("Event=Statement|Date=24/07/2025|Text=a|Via 2=Wire", "/attribution/relayedBy/0/publisher=Wire")]
    [InlineData("Event=Figure|Date=24/07/2025|Text=trucks|Number=1.200,50|Who=U.S.", "/value=1200.50|/subject=trucks|/by=")]
    [InlineData("Event=Figure|Date=24/07/2025|Text=trucks|Number=007", "/value=7")]
    [InlineData("Event=Figure|Date=24/07/2025|Text=change|Number=−3", "/value=-3")]
    [InlineData("Event=Release|Date=24/07/2025|Number=10", "/count=10")]
    [InlineData("Event=Session|Date=24/07/2025|Round=02", "/round=2")]
    [InlineData("Event=Session|Date=24/07/2025|Round=COP 1", "/round=COP 1")]
    [InlineData(
        "Event=Offer|Date=July 2025|Id=plan|To=South, gamma ,|Text=x|Who=U.S.|Land=Half",
        "/to=[\"beta\",\"gamma\"]|/title=U.S. {x}|/terms/land/text=Half"
    )]
    public void A_row_says_what_its_cells_say(string cells, string said)
    {
        var row = Read(cells);
        row.Problems.ShouldBeEmpty();
        foreach (var (pointer, value) in Pairs(said))
            At(row.Body, pointer).ShouldBe(value, row.Body.GetRawText());
    }

    [Theory]
    [InlineData("Event=Walkout|Date=24/07/2025", "Event", "Walkout", "'Statement'")]
    [InlineData("Event=Statement|Date=07/24/2025|Text=a", "Date", "07/24/2025", "dd/MM/yyyy")]
    [InlineData("Event=Statement|Date=24/07/2025|Until=soon|Text=a", "Date", "24/07/2025", "'soon'")]
    [InlineData("Event=Statement|Until=24/07/2025|Text=a", "Until", "24/07/2025", "no start")]
    [InlineData("Event=Statement|Date=24/07/2025|Who=Russia|Text=a", "Who", "Russia", "'U.S.'")]
    [InlineData("Event=Figure|Date=24/07/2025|Text=a|Number=1,200.50", "Number", "1,200.50", "decimal")]
    [InlineData("Event=Figure|Date=24/07/2025|Text=a|Number=1.20", "Number", "1.20", "thousands")]
    [InlineData("Event=Figure|Date=24/07/2025|Text=a|Number=about 20", "Number", "about 20", "not a number")]
    [InlineData("Event=Release|Date=24/07/2025|Number=10|Stance=neutral", "Stance", "neutral", "/types/persons_released")]
    [InlineData("Event=Statement|Date=24/07/2025|Text=caf\uFFFD", "Text", "caf\uFFFD", "UTF-8")]
    [InlineData("Event=Offer|Date=24/07/2025|Id=p|To=South; North", "To", "South; North", "'South; North'")]
    public void A_cell_that_cannot_be_read_is_named(string cells, string column, string value, string words)
    {
        var problem = Read(cells).Problems.ShouldHaveSingleItem();
        (problem.Line, problem.Column, problem.Value).ShouldBe((7, column, value));
        problem.Detail.ShouldContain(words);
    }

    [Theory]
    [InlineData("Event=Total|Number=12", "Event is 'Total'")]
    [InlineData("Text=A heading between the rows", "Event is ''")]
    public void A_row_that_the_map_calls_none_is_skipped_and_says_why(string cells, string because) =>
        Read(cells).Skipped.ShouldBe(because);

    [Fact]
    public void An_empty_row_is_none_at_all()
    {
        var sheet = new Sheet(["Event"], [new(2, ["", "  "]), new(3, ["\u00A0"])]);
        new RowReading(MapReading.Read(Ledger.Json(Map)).Map!, sheet).Rows().ShouldBeEmpty();
    }

    [Fact]
    public void A_map_that_multiplies_one_cell_beyond_measure_is_stopped_at_the_row()
    {
        var template = string.Concat(Enumerable.Repeat("{Text}", 40));
        var map = Map.Replace("\"{Text}\"}", $"\"{template}\"}}", StringComparison.Ordinal);
        var row = Read($"Event=Statement|Date=24/07/2025|Text={new string('x', 100_000)}", map);
        row.Problems.ShouldHaveSingleItem().Detail.ShouldContain("characters");
    }

    private static MappedRow Read(string cells, string map = Map)
    {
        var pairs = Pairs(cells).ToList();
        var sheet = new Sheet([.. pairs.Select(p => p.Name)], [new(7, [.. pairs.Select(p => p.Value)])]);
        return new RowReading(MapReading.Read(Ledger.Json(map)).Map!, sheet).Rows().ShouldHaveSingleItem();
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string text) =>
        text.Split('|').Select(p => (p[..p.IndexOf('=', StringComparison.Ordinal)], p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..]));

    private static string At(JsonElement body, string pointer)
    {
        var node = pointer
            .Split('/')
            .Skip(1)
            .Aggregate(
                JsonNode.Parse(body.GetRawText()),
                (n, segment) =>
                    n is JsonArray array ? array[int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture)] : n?[segment]
            );
        return node is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : node?.ToJsonString() ?? "";
    }
}
