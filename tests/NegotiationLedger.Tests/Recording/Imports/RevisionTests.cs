using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Recording.Imports;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Recording.Imports;

/// <summary>Editions of one sheet. A row is written <c>key type text</c>; an edition is the source that the map names for all of its rows.</summary>
public sealed class RevisionTests
{
    private readonly Ledger _ledger = Talks
        .Opened()
        .Source("""{"source":"first","kind":"dataset","title":"First edition"}""")
        .Source("""{"source":"second","kind":"dataset","title":"Second edition"}""")
        .Source("""{"source":"third","kind":"dataset","title":"Third edition"}""");

    [Fact]
    public void A_newer_edition_that_says_the_same_is_known_whatever_source_it_names()
    {
        Load("first", "1 statement_made a", "2 statement_made b");
        Kinds(Judge("second", "1 statement_made a", "2 statement_made b")).ShouldBe("Known, Known");
    }

    [Fact]
    public void A_changed_row_corrects_its_record_and_the_newer_edition_says_so()
    {
        Load("first", "1 statement_made a", "2 statement_made b");
        var sheet = Load("second", "1 statement_made c", "2 statement_made b", "3 statement_made d");
        Kinds(sheet).ShouldBe("Changed, Known, Good");
        sheet.Rows[0].Changes.ShouldBe([new FieldChange("/text", "T", "a", "c")]);
        var correction = sheet.Rows[0].Records.ShouldHaveSingleItem().Data.ShouldBeOfType<AssertionCorrected>();
        correction.Attribution!.Source.Value.ShouldBe("second");
        correction.Reason.ShouldContain("T was 'a', is 'c'");
        Standing().ShouldBe(["c", "b", "d"]);
    }

    [Fact]
    public void Without_being_told_a_changed_row_is_refused_with_the_remedy()
    {
        Load("first", "1 statement_made a");
        var row = Judge("second", Revising.Nothing, "1 statement_made c").Rows[0];
        row.Kind.ShouldBe(RowKind.Bad);
        row.Problems.ShouldHaveSingleItem().Detail.ShouldContain("--revise");
    }

    [Fact]
    public void A_row_that_is_missing_is_named_and_withdrawn_when_told_to()
    {
        Load("first", "1 statement_made a", "2 statement_made b");
        var shown = Judge("second", Revising.Corrections, "2 statement_made b");
        var missing = shown.Missing.ShouldHaveSingleItem();
        (((StatementMade)missing.Entry.Data).Text, missing.Retraction).ShouldBe(("a", null));
        Load("second", "2 statement_made b");
        Standing().ShouldBe(["b"]);
    }

    [Fact]
    public void A_row_that_comes_back_restores_its_record()
    {
        Load("first", "1 statement_made a", "2 statement_made b");
        Load("second", "2 statement_made b");
        Kinds(Load("third", "1 statement_made c", "2 statement_made b")).ShouldBe("Changed, Known");
        Standing().ShouldBe(["c", "b"]);
    }

    [Fact]
    public void A_row_of_another_type_replaces_its_record()
    {
        Load("first", "1 statement_made a");
        var sheet = Load("second", "1 talks_adjourned -");
        sheet.Rows[0].Changes.ShouldHaveSingleItem().ShouldBe(new FieldChange("/type", "E", "statement_made", "talks_adjourned"));
        sheet.Rows[0].Records.Select(r => EventNames.Of(r.Data).Name).ShouldBe(["assertion_retracted", "talks_adjourned"]);
        Standing().ShouldBe(["talks_adjourned"]);
        Kinds(Judge("second", "1 talks_adjourned -")).ShouldBe("Known");
    }

    [Fact]
    public void An_older_edition_is_recognised_and_nothing_of_it_is_recorded()
    {
        Load("first", "1 statement_made a", "2 statement_made b", "3 statement_made x");
        Load("second", "1 statement_made c", "2 statement_made b", "4 statement_made d");
        foreach (var revising in Enum.GetValues<Revising>())
        {
            var old = Judge("first", revising, "1 statement_made a", "2 statement_made b", "3 statement_made x", "9 statement_made y");
            Kinds(old).ShouldBe("Superseded, Known, Superseded, Superseded");
            (old.Superseded!.Edition!.Value.Value, old.Superseded.By!.Value.Value).ShouldBe(("first", "second"));
            old.Records.ShouldBeEmpty();
            old.Missing.ShouldBeEmpty();
        }
    }

    [Fact]
    public void An_older_file_of_the_same_source_is_recognised_by_what_it_says()
    {
        Load("first", "1 statement_made a", "2 statement_made b");
        Load("first", "1 statement_made c", "2 statement_made b");
        var old = Judge("first", "1 statement_made a", "2 statement_made b");
        Kinds(old).ShouldBe("Superseded, Known");
        old.Superseded!.By.ShouldBeNull();
        Kinds(Judge("first", "1 statement_made a", "2 statement_made b", "3 statement_made d")).ShouldBe("Changed, Known, Good");
    }

    [Fact]
    public void Editions_that_say_when_they_were_published_are_ordered_by_that()
    {
        _ledger.CorrectSource("third", """{"patch":{"published":"2024"},"reason":"found out"}""");
        _ledger.CorrectSource("first", """{"patch":{"published":"2025"},"reason":"found out"}""");
        Load("first", "1 statement_made a");
        Kinds(Judge("third", "1 statement_made b")).ShouldBe("Superseded");
        Kinds(Judge("second", "1 statement_made b")).ShouldBe("Changed");
    }

    [Fact]
    public void What_a_person_corrected_or_withdrew_stays_so_where_the_sheet_has_not_changed()
    {
        Load("first", "1 statement_made a", "2 statement_made b");
        var ids = _ledger.History.Entries.TakeLast(2).Select(e => e.Id).ToList();
        _ledger.Record(Talks.Corrected(ids[0], "\"text\":\"by hand\""), Talks.Retracted(ids[1]));
        Kinds(Load("second", "1 statement_made a", "2 statement_made b")).ShouldBe("Known, Known");
        Standing().ShouldBe(["by hand"]);
        Load("third", "1 statement_made c", "2 statement_made d");
        Standing().ShouldBe(["c"]);
    }

    [Fact]
    public void A_correction_by_hand_to_what_the_newer_edition_says_needs_no_other()
    {
        Load("first", "1 statement_made a");
        _ledger.Record(Talks.Corrected(_ledger.History.Entries[^1].Id, "\"text\":\"c\""));
        Kinds(Judge("second", "1 statement_made c")).ShouldBe("Known");
    }

    [Fact]
    public void Records_of_other_sheets_are_not_missing()
    {
        Load("third", "7 statement_made z");
        Load("first", "1 statement_made a");
        Judge("second", "1 statement_made b").Missing.ShouldBeEmpty();
    }

    [Fact]
    public void After_any_editions_the_last_stands_doing_it_again_does_nothing_and_older_ones_are_superseded() =>
        Laws.ForAll(
            Editions,
            editions =>
            {
                LastStands(editions);
                return true;
            },
            rounds: 60
        );

    [Fact]
    public void An_edition_whose_every_row_stayed_as_it_was_is_older_all_the_same() =>
        LastStands([
            ["0 statement_made fixed"],
            ["0 statement_made fixed", "1 statement_made a", "2 statement_made c", "3 accusation_made b", "4 statement_made c"],
            ["0 statement_made fixed", "1 statement_made a", "2 statement_made b", "3 statement_made b", "5 accusation_made c"],
            [
                "0 statement_made fixed",
                "1 statement_made a",
                "2 statement_made a",
                "3 accusation_made b",
                "4 accusation_made b",
                "5 statement_made b",
            ],
        ]);

    private static void LastStands(string[][] editions)
    {
        var test = new RevisionTests();
        for (var i = 0; i < editions.Length; i++)
        {
            test._ledger.Source($$"""{"source":"edition-{{i}}","kind":"dataset","title":"Edition","published":"{{2001 + i}}"}""");
            var sheet = test.Load($"edition-{i}", editions[i]);
            sheet.Rows.Count.ShouldBe(editions[i].Length, "Every row is accounted for once.");
            sheet.Rows.ShouldAllBe(r => r.Records.Count > 0 == r.IsToRecord);
            test.Standing().Order().ShouldBe(editions[i].Select(Saying).Order());
            var again = test.Judge($"edition-{i}", Revising.CorrectionsAndRetractions, editions[i]);
            again.Records.ShouldBeEmpty();
            again.Rows.ShouldAllBe(r => r.Kind == RowKind.Known);
        }

        for (var i = 0; i < editions.Length - 1; i++)
            test.Judge($"edition-{i}", Revising.CorrectionsAndRetractions, editions[i]).Records.ShouldBeEmpty();
    }

    // One row is the same in all: what shares no row with the others is another sheet.
    private static Arbitrary<string[][]> Editions =>
        Gen.Choose(0, 6)
            .ArrayOf(5)
            .Select(rows => rows.Select(Row).OfType<string>().Prepend("0 statement_made fixed").ToArray())
            .ArrayOf(4)
            .ToArbitrary();

    private static string? Row(int kind, int place) =>
        kind == 0 ? null : $"{place + 1} {(kind <= 3 ? "statement_made" : "accusation_made")} {"abc"[(kind - 1) % 3]}";

    private JudgedSheet Load(string edition, params string[] rows)
    {
        var sheet = Judge(edition, Revising.CorrectionsAndRetractions, rows);
        sheet.Rows.ShouldNotContain(r => r.Kind == RowKind.Bad);
        foreach (var record in sheet.Records)
        {
            var body = System.Text.Json.JsonSerializer.SerializeToNode(record.Data, EventNames.Of(record.Data).Shape)!;
            body["id"] = record.Id.ToString();
            body["type"] = EventNames.Of(record.Data).Name;
            _ledger.Record(body.ToJsonString());
        }

        return sheet;
    }

    private JudgedSheet Judge(string edition, params string[] rows) => Judge(edition, Revising.Corrections, rows);

    private JudgedSheet Judge(string edition, Revising revising, params string[] rows)
    {
        var map = MapReading.Read(Ledger.Json(Map(edition))).Map!;
        var sheet = new Sheet(
            ["K", "E", "T"],
            [.. rows.Select((row, i) => new SheetRow(i + 2, [.. row.Split(' ').Select(c => c == "-" ? "" : c)]))]
        );
        var reading = new RowReading(map, sheet);
        return new DecideImport(_ledger.History, new Dictionary<SourceId, string>(), map, reading, revising: revising).Decide(
            reading.Rows()
        );
    }

    private List<string> Standing()
    {
        var account = _ledger.Through();
        return
        [
            .. account
                .InTime.Select(a => a.Data)
                .Select(d =>
                    d switch
                    {
                        StatementMade said => said.Text,
                        AccusationMade accused => "accused of " + accused.Of,
                        TalksAdjourned => "talks_adjourned",
                        _ => "",
                    }
                )
                .Where(s => s.Length > 0),
        ];
    }

    private static string Saying(string row) => row.Split(' ') is [_, "accusation_made", var of] ? "accused of " + of : row.Split(' ')[2];

    private static string Kinds(JudgedSheet sheet) => string.Join(", ", sheet.Rows.Select(r => r.Kind));

    private static string Map(string edition) =>
        $$$"""
            {"key":"K","editions":["edition-0","edition-1","edition-2","edition-3"],"fields":{"/type":{"column":"E"},"/occurred":"2025-07-24","/text":{"column":"T"},"/by":"alpha","/attribution/source":"{{{edition}}}",
              "/attribution/mode":"observed","/attribution/assertedOn":"2025-07-24"},
             "types":{"accusation_made":{"/text":null,"/of":{"column":"T"},"/against":"beta"},"talks_adjourned":{"/by":null,"/text":null},"statement_made":{"/stance":"neutral"} } }
            """;
}
