using NegotiationLedger.Recording.Imports;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Recording.Imports;

/// <summary>Rows among each other and against what is recorded. A row is written <c>type proposal in-reply-to by</c>.</summary>
public sealed class DecideImportTests
{
    private static readonly string[] Header = ["E", "P", "Q", "W", "Ref"];

    [Fact]
    public void A_row_may_use_what_an_earlier_row_introduces()
    {
        var rows = Decide("proposal_offered new - alpha", "proposal_rejected new - beta");
        rows.ShouldAllBe(r => r.Kind == RowKind.Good && r.Records.Count == 1);
        rows[0].Records[0].Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_row_that_needs_a_bad_row_is_bad_itself_and_says_which()
    {
        var rows = Decide(
            "proposal_offered first - stranger",
            "counter_proposal_offered second first alpha",
            "proposal_rejected second - beta",
            "proposal_rejected plan - beta"
        );
        rows.Select(r => r.Kind).ShouldBe([RowKind.Bad, RowKind.Bad, RowKind.Bad, RowKind.Good]);
        Problem(rows[0]).ShouldBe((2, "W", "stranger"));
        Problem(rows[1]).ShouldBe((3, "Q", "first"));
        rows[1].Problems[0].Detail.ShouldContain("line 2");
        Problem(rows[2]).ShouldBe((4, "P", "second"));
        rows[2].Problems[0].Detail.ShouldContain("line 3");
        rows[3].Records[0].Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_row_stands_on_another_good_row_that_introduces_the_same() =>
        Decide("proposal_offered new - stranger", "proposal_offered new - alpha", "proposal_rejected new - beta")
            .Select(r => r.Kind)
            .ShouldBe([RowKind.Bad, RowKind.Good, RowKind.Good]);

    [Fact]
    public void A_chain_of_a_thousand_rows_on_a_bad_one_is_bad_to_its_end()
    {
        var rows = Decide([
            "proposal_offered p0 - stranger",
            .. Enumerable.Range(1, 999).Select(i => $"counter_proposal_offered p{i} p{i - 1} alpha"),
        ]);
        rows.ShouldAllBe(r => r.Kind == RowKind.Bad);
        rows[999].Problems.ShouldHaveSingleItem().Detail.ShouldContain("line 1000");
    }

    [Fact]
    public void A_chain_of_retractions_of_rows_of_the_file_falls_with_its_first()
    {
        var map = MapReading
            .Read(Ledger.Json("""{"fields":{"/type":"assertion_retracted","/assertion":{"column":"P"},"/reason":{"column":"Q"}}}"""))
            .Map!;
        var rows = new List<string> { "x 01980000-0000-7000-9000-ffffffffffff slip -" };
        for (var i = 0; i < 5; i++)
            rows.Add($"x {Decide(Talks.Opened(), map, [rows[^1]])[0].Id} slip -");
        var judged = Decide(Talks.Opened(), map, rows);
        judged.ShouldAllBe(r => r.Kind == RowKind.Bad);
        judged[^1].Problems.ShouldHaveSingleItem().Detail.ShouldContain("line 6");
    }

    [Fact]
    public void A_fault_of_a_field_that_the_map_fills_names_the_map()
    {
        var map = Map("\"repeats\":\"refused\",").Replace("gazette", "unread", StringComparison.Ordinal);
        var problem = Decide(Talks.Opened(), MapReading.Read(Ledger.Json(map)).Map!, ["talks_collapsed - - -"])[0]
            .Problems.ShouldHaveSingleItem();
        problem.Column.ShouldBeNull();
        problem.Pointer.ShouldBe("/attribution/source");
        problem.Detail.ShouldContain("/fields/~1attribution~1source");
    }

    [Fact]
    public void An_id_that_is_none_may_be_said_in_the_map()
    {
        var rows = Decide("proposal_rejected The\u00A0Plan - beta", "proposal_rejected unheard-of - beta");
        rows[0].Problems.ShouldHaveSingleItem().Detail.ShouldContain("not a valid proposal id");
        rows.ShouldAllBe(r => r.Problems[0].Detail.EndsWith("at /fields/~1proposal/values."));
    }

    [Fact]
    public void What_is_missing_is_put_down_to_the_column_that_should_have_it()
    {
        var problem = Decide("proposal_rejected plan - -")[0].Problems.ShouldHaveSingleItem();
        (problem.Column, problem.Value, problem.Pointer).ShouldBe(("W", "", "/by"));
    }

    [Theory]
    [InlineData("refused", RowKind.Bad, 1)]
    [InlineData("one", RowKind.Skipped, 1)]
    [InlineData("each", RowKind.Good, 2)]
    public void A_row_that_says_what_another_says_is_what_the_map_makes_it(string repeats, RowKind kind, int records)
    {
        var rows = Decide(
            $"\"repeats\":\"{repeats}\",",
            "proposal_rejected plan - beta",
            "talks_adjourned - - -",
            "proposal_rejected plan - beta"
        );
        rows[2].Kind.ShouldBe(kind);
        rows.Where(r => r.Kind is RowKind.Good && r.Mapped.Type == "proposal_rejected").DistinctBy(r => r.Id).Count().ShouldBe(records);
        (rows[2].Because ?? (rows[2].Problems.Count > 0 ? rows[2].Problems[0].Detail : "line 2")).ShouldContain("line 2");
    }

    [Fact]
    public void A_row_has_the_same_id_wherever_it_stands_and_another_when_a_cell_changes()
    {
        var ids = Decide("proposal_rejected plan - beta", "talks_adjourned - - -").Select(r => r.Id).ToList();
        var moved = Decide("talks_adjourned - - -", "talks_suspended - - -", "proposal_rejected plan - beta");
        (moved[2].Id, moved[0].Id).ShouldBe((ids[0], ids[1]));
        Decide("proposal_rejected plan - alpha")[0].Id.ShouldNotBe(ids[0]);
        ids.ShouldAllBe(id => id!.Value.IsVersion7);
    }

    [Fact]
    public void The_id_of_a_row_never_changes_from_one_version_of_the_program_to_the_next()
    {
        Decide("talks_adjourned - - -")[0].Id.ToString().ShouldBe("00000000-0000-7cf3-9d92-072af8ad33dd");
        Decide("\"key\":\"Ref\",", "talks_adjourned - - - r1")[0].Id.ToString().ShouldBe("00000000-0000-7169-9f59-f2268ac86844");
    }

    [Fact]
    public void Rows_that_are_recorded_are_known_and_nothing_is_asked_of_them()
    {
        var ledger = Recorded("", "proposal_offered new - alpha", "proposal_rejected new - beta");
        var rows = Decide(
            ledger,
            ReadMap(""),
            ["proposal_rejected new - beta", "proposal_offered new - alpha", "proposal_rejected new - alpha"]
        );
        rows.Select(r => r.Kind).ShouldBe([RowKind.Known, RowKind.Known, RowKind.Good]);
        rows[0].Entry!.Id.ShouldBe(rows[0].Id!.Value);
    }

    [Fact]
    public void A_row_with_a_name_of_its_own_cannot_be_recorded_again_in_other_words()
    {
        var ledger = Recorded("\"key\":\"Ref\",", "proposal_rejected plan - beta r1");
        Decide(ledger, ReadMap("\"key\":\"Ref\","), ["proposal_rejected plan - beta r1"])[0].Kind.ShouldBe(RowKind.Known);
        foreach (var changed in new[] { "proposal_rejected plan - alpha r1", "talks_adjourned - - - r1" })
        {
            var row = Decide(ledger, ReadMap("\"key\":\"Ref\","), [changed])[0];
            row.Kind.ShouldBe(RowKind.Bad);
            row.Problems.ShouldHaveSingleItem().Detail.ShouldContain("'r1' is already recorded");
        }
    }

    [Fact]
    public void Two_rows_of_one_name_and_one_without_are_refused()
    {
        var rows = Decide("\"key\":\"Ref\",", "talks_adjourned - - - r1", "talks_suspended - - - r1", "talks_suspended - - - -");
        rows.Select(r => r.Kind).ShouldBe([RowKind.Good, RowKind.Bad, RowKind.Bad]);
        Problem(rows[1]).ShouldBe((3, "Ref", "r1"));
        Problem(rows[2]).ShouldBe((4, "Ref", ""));
    }

    private static (int, string?, string?) Problem(JudgedRow row)
    {
        var problem = row.Problems.ShouldHaveSingleItem();
        return (problem.Line, problem.Column, problem.Value);
    }

    private static Ledger Recorded(string members, params string[] rows)
    {
        var ledger = Talks.Opened();
        foreach (var row in Decide(ledger, ReadMap(members), rows))
        {
            var body = System.Text.Json.Nodes.JsonNode.Parse(row.Mapped.Body.GetRawText())!;
            body["id"] = row.Id!.Value.ToString();
            ledger.Record(body.ToJsonString());
        }

        return ledger;
    }

    private static IReadOnlyList<JudgedRow> Decide(params string[] rows) =>
        rows[0].StartsWith('"') ? Decide(Talks.Opened(), ReadMap(rows[0]), rows[1..]) : Decide(Talks.Opened(), ReadMap(""), rows);

    private static IReadOnlyList<JudgedRow> Decide(Ledger ledger, ImportMap map, IReadOnlyList<string> rows)
    {
        var sheet = new Sheet(
            Header,
            [.. rows.Select((row, i) => new SheetRow(i + 2, [.. row.Split(' ').Select(c => c == "-" ? "" : c)]))]
        );
        var reading = new RowReading(map, sheet);
        return new DecideImport(ledger.History, new Dictionary<SourceId, string>(), map, reading).Decide(reading.Rows()).Rows;
    }

    private static ImportMap ReadMap(string members) => MapReading.Read(Ledger.Json(Map(members))).Map!;

    private static string Map(string members) =>
        $$$"""
            {{{{members}}}"fields":{"/type":{"column":"E"},"/occurred":"2025-07-24","/proposal":{"column":"P"},"/inReplyTo":{"column":"Q"},"/by":{"column":"W"},
              "/attribution/source":"gazette","/attribution/mode":"observed","/attribution/assertedOn":"2025-07-24"}}
            """;
}
