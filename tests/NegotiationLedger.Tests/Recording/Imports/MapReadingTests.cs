using NegotiationLedger.Recording.Imports;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Recording.Imports;

public sealed class MapReadingTests
{
    private const string Attribution =
        "'/attribution/source':'gazette','/attribution/mode':'observed','/attribution/assertedOn':'2025-07-24'";

    [Fact]
    public void A_map_names_its_columns_once() =>
        Read(
            $"{{'key':'Ref','skip':[{{'column':'Event','is':''}}],'fields':{{'/type':'statement_made','/occurred':{{'column':'Date','until':'End'}},'/text':{{'template':'{{Event}}: {{date}}'}},{Attribution}}}}}"
        )
            .Map!.Columns.ShouldBe(["Date", "End", "Event", "Ref"]);

    [Theory]
    [InlineData("[]", "", "object")]
    [InlineData("{}", "/fields/~1type", "/type")]
    [InlineData("{'field':{}}", "/field", "fields")]
    [InlineData("{'fields':[]}", "/fields", "object of fields")]
    [InlineData("{'fields':{'by':'alpha'}}", "/fields/by", "/by")]
    [InlineData("{'fields':{'/type':'statement'}}", "/fields/~1type", "not a type of development")]
    [InlineData("{'fields':{'/type':'source_registered'}}", "/fields/~1type", "not a type of development")]
    [InlineData("{'fields':{'/type':{'column':'E','values':{'Say':'statement'}}}}", "/fields/~1type/values/Say", "'statement'")]
    [InlineData("{'fields':{'/type':{'column':'E','default':'statement'}}}", "/fields/~1type/default", "'statement'")]
    [InlineData("{'fields':{'/type':{'column':'E','template':'{E}'}}}", "/fields/~1type", "exactly one")]
    [InlineData("{'fields':{'/type':{}}}", "/fields/~1type", "exactly one")]
    [InlineData("{'fields':{'/type':{'column':'E','value':{}}}}", "/fields/~1type/value", "values")]
    [InlineData("{'fields':{'/type':{'column':5}}}", "/fields/~1type/column", "string")]
    [InlineData("{'fields':{'/type':'statement_made','/texts':{'column':'T'}}}", "/fields/~1texts", "/text")]
    [InlineData("{'fields':{'/type':'statement_made','/attribution':{'column':'T'}}}", "/fields/~1attribution", "/attribution/source")]
    [InlineData("{'fields':{'/type':'statement_made','/id':{'column':'T'}}}", "/fields/~1id", "key")]
    [InlineData("{'fields':{'/type':'statement_made','/after':{'column':'T'}}}", "/fields/~1after", "split")]
    [InlineData("{'fields':{'/type':'statement_made','/text':{'column':'T','split':';'}}}", "/fields/~1text/split", "one value")]
    [InlineData("{'fields':{'/type':'statement_made','/text':{'column':'T','until':'U'}}}", "/fields/~1text/until", "not a date")]
    [InlineData("{'fields':{'/type':'statement_made','/text':{'template':'{T'}}}", "/fields/~1text/template", "braces")]
    [InlineData("{'fields':{'/type':'statement_made','/by':'North Korea'}}", "/fields/~1by", "North Korea")]
    [InlineData(
        "{'fields':{'/type':'statement_made','/by':{'column':'W','values':{'U.S.':'United States'}}}}",
        "/fields/~1by/values/U.S.",
        "not a valid party id"
    )]
    [InlineData(
        "{'tables':{'who':{'U.S.':'United States'}},'fields':{'/type':'statement_made','/by':{'column':'W','values':'who'}}}",
        "/tables/who/U.S.",
        "not a valid party id"
    )]
    [InlineData("{'fields':{'/type':'statement_made','/by':{'column':'W','values':'whom'}}}", "/fields/~1by/values", "not a table")]
    [InlineData(
        "{'fields':{'/type':'statement_made','/by':{'column':'W','values':{'USA':'a','usa ':'b'}}}}",
        "/fields/~1by/values/usa ",
        "twice"
    )]
    [InlineData("{'fields':{'/type':'statement_made','/stance':'angry'}}", "/fields/~1stance", "optimistic")]
    [InlineData("{'fields':{'/type':'statement_made','/claim':{'column':'C','default':'rumoured'}}}", "/fields/~1claim/default", "denied")]
    [InlineData("{'fields':{'/type':'statement_made','/occurred':'24/07/2025'}}", "/fields/~1occurred", "EDTF")]
    [InlineData("{'fields':{'/type':'figure_reported','/value':'many'}}", "/fields/~1value", "number")]
    [InlineData("{'fields':{'/type':'proposal_offered','/terms/Aid Now/text':{'column':'T'}}}", "/fields/~1terms~1Aid Now~1text", "issue")]
    [InlineData("{'fields':{'/type':'proposal_offered','/terms/aid':{'column':'T'}}}", "/fields/~1terms~1aid", "/terms/aid/text")]
    [InlineData("{'fields':{'/type':'statement_made'},'types':{'statement':{}}}", "/types/statement", "not a type")]
    [InlineData("{'fields':{'/type':'statement_made'},'types':{'accusation_made':{}}}", "/types/accusation_made", "No row becomes")]
    [InlineData("{'fields':{'/type':{'column':'E','values':{'-':null}}}}", "/fields/~1type", "No text stands for a type")]
    [InlineData(
        "{'fields':{'/type':'statement_made'},'types':{'statement_made':{'/against':{'column':'A'}}}}",
        "/types/statement_made/~1against",
        "/text"
    )]
    [InlineData("{'dates':['dd/MM/yyyy','MM/dd/yyyy'],'fields':{'/type':'statement_made'}}", "/dates", "order of day and month")]
    [InlineData("{'dates':['dd/MM/yy'],'fields':{'/type':'statement_made'}}", "/dates", "not a valid date format")]
    [InlineData("{'dates':['dd/MM'],'fields':{'/type':'statement_made'}}", "/dates", "year")]
    [InlineData("{'dates':['MM/dd/MM/yyyy'],'fields':{'/type':'statement_made'}}", "/dates", "once each")]
    [InlineData("{'dates':[],'fields':{'/type':'statement_made'}}", "/dates", "dd/MM/yyyy")]
    [InlineData("{'qualifiers':{'circa':'about'},'fields':{'/type':'statement_made'}}", "/qualifiers/circa", "~")]
    [InlineData("{'months':['janvier'],'fields':{'/type':'statement_made'}}", "/months", "twelve")]
    [InlineData("{'repeats':'maybe','fields':{'/type':'statement_made'}}", "/repeats", "each")]
    [InlineData("{'separator':'::','fields':{'/type':'statement_made'}}", "/separator", "separator")]
    [InlineData("{'negotiation':'Doha 2025','fields':{'/type':'statement_made'}}", "/negotiation", "negotiation id")]
    [InlineData("{'skip':[{'is':''}],'fields':{'/type':'statement_made'}}", "/skip/0/column", "column")]
    [InlineData("{'skip':[{'column':'E'}],'fields':{'/type':'statement_made'}}", "/skip/0/is", "empty cell")]
    [InlineData("{'fields':{'/type':'figure_reported','/value':{'column':'N','decimal':'0'}}}", "/fields/~1value/decimal", "one character")]
    public void What_is_wrong_with_a_map_is_named_at_its_place(string map, string pointer, string words)
    {
        var (_, problems) = Read(map);
        problems.ShouldContain(p => p.Pointer == pointer && p.Detail.Contains(words), string.Join("\n", problems));
    }

    [Fact]
    public void What_a_type_needs_and_nothing_fills_is_said_with_the_map_and_not_with_each_row() =>
        Read(
            $"{{'fields':{{'/type':{{'column':'E','values':{{'Say':'statement_made','No':'proposal_rejected'}}}},'/occurred':{{'column':'D'}},{Attribution}}}}}"
        )
            .Problems.Select(p => p.Pointer)
            .ShouldBe(["/types/statement_made/~1text", "/types/proposal_rejected/~1proposal", "/types/proposal_rejected/~1by"]);

    [Fact]
    public void A_map_that_is_too_large_or_names_no_column_is_refused()
    {
        var rules = string.Join(',', Enumerable.Range(0, 500).Select(i => $"'/terms/i{i}/text':{{'column':'T'}}"));
        Read($"{{'fields':{{'/type':'proposal_offered',{rules}}}}}")
            .Problems.ShouldHaveSingleItem()
            .Detail.ShouldContain("501 rules and parts");
        Read($"{{'note':'{new string('x', 1001)}','fields':{{}}}}").Problems.ShouldHaveSingleItem().Pointer.ShouldBe("/note");
        Read($"{{'dates':[{string.Join(',', Enumerable.Repeat("'edtf'", 101))}]}}")
            .Problems.ShouldHaveSingleItem()
            .Pointer.ShouldBe("/dates");
        Read($"{{'fields':{{'/type':'negotiation_closed','/occurred':'2025',{Attribution}}}}}")
            .Problems.ShouldHaveSingleItem()
            .Detail.ShouldContain("no column");
    }

    [Fact]
    public void A_name_given_twice_and_one_that_is_no_Unicode_are_refused()
    {
        Read("{'fields':{},'fields':{}}").Problems.ShouldNotBeEmpty();
        MapReading.Read(Ledger.Json("""{"fields":{"/type":"\ud800"}}""")).Problems.ShouldNotBeEmpty();
    }

    private static (ImportMap? Map, IReadOnlyList<NegotiationLedger.Values.Problem> Problems) Read(string map) =>
        MapReading.Read(Ledger.Json(map.Replace('\'', '"')));
}
