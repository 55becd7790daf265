using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Tests.Vocabulary;

public sealed class GoldenFilesTests
{
    public static TheoryData<string> Names => [.. EventNames.All.Select(row => row.Name)];

    public static TheoryData<string> Files => [.. GoldenFiles.All.Where(IsOfNewestVersion).Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stored_event_reads_and_writes_back_the_same_json(string name)
    {
        var file = GoldenFiles.All.Single(f => f.Name == name);
        var row = EventNames.Find(file.Type)!;

        var written = EventFormat.Write(GoldenFiles.Read(file));

        (written.Type, written.SchemaVersion).ShouldBe((row.Name, row.SchemaVersion));
        var json = JsonNode.Parse(written.Data.Span);
        JsonNode.DeepEquals(json, JsonNode.Parse(GoldenFiles.Text(file))).ShouldBeTrue(json!.ToString());
    }

    [Fact]
    public void Whatever_says_until_when_it_lasts_ends_then_but_for_what_puts_something_off()
    {
        foreach (var row in EventNames.All.Where(row => row.Type.GetProperty("Until") is not null))
        {
            var development = GoldenFiles.Read(row).ShouldBeAssignableTo<Development>()!;
            if (development is not (AgreementExtended or CeasefireExtended or TalksAdjourned))
                development.Ends.ShouldBe(row.Type.GetProperty("Until")!.GetValue(development), row.Name);
        }
    }

    [Fact]
    public void A_stored_event_of_an_older_version_reads_as_one_of_the_newest() =>
        GoldenFiles
            .All.Where(file => !IsOfNewestVersion(file))
            .ShouldAllBe(file => EventFormat.Write(GoldenFiles.Read(file)).SchemaVersion > file.SchemaVersion);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_newest_golden_file_pins_every_stored_name(string name)
    {
        var row = EventNames.Find(name)!;
        var stored = row.Shape.Properties.Where(p => p.Get is not null).Select(p => p.Name);

        JsonNode.Parse(GoldenFiles.Text(row))!.AsObject().Select(p => p.Key).ShouldBe(stored, ignoreOrder: true);
    }

    [Fact]
    public void Every_row_and_version_has_a_golden_file_and_no_file_lacks_a_row() =>
        GoldenFiles
            .All.Where(file => file.Addition == 0)
            .Select(file => (file.Type, file.SchemaVersion))
            .ShouldBe(
                EventNames.All.SelectMany(row => Enumerable.Range(1, row.SchemaVersion).Select(v => (row.Name, v))),
                ignoreOrder: true
            );

    [Fact]
    public void Fields_that_a_version_gains_are_optional_and_named_in_a_file_beside_its_first()
    {
        foreach (var file in GoldenFiles.All.Where(file => file.Addition > 0))
        {
            var before = GoldenFiles.All.Single(f =>
                (f.Type, f.SchemaVersion, f.Addition) == (file.Type, file.SchemaVersion, file.Addition - 1)
            );

            Fields(before).ShouldBeSubsetOf(Fields(file));
            Fields(file).Count().ShouldBeGreaterThan(Fields(before).Count());
        }
    }

    [Fact]
    public void Every_record_of_the_vocabulary_has_one_row() =>
        EventNames
            .All.Select(row => row.Type)
            .ShouldBe(
                typeof(LedgerEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LedgerEvent)) && !t.IsAbstract),
                ignoreOrder: true
            );

    [Theory]
    [InlineData("""{ "proposal": "p", "proposal": "q", """)]
    [InlineData("""{ """)]
    [InlineData("""{ "proposal": null, """)]
    [InlineData("""{ "proposal": "Not A Slug", """)]
    public void A_payload_that_does_not_fit_its_type_is_refused(string opening)
    {
        const string Rest = """
            "occurred": "2025-07-24", "attribution": { "source": "s", "mode": "observed", "assertedOn": "2025-07-24" } }
            """;

        Should.Throw<JsonException>(() => GoldenFiles.Read(EventNames.Find("proposal_expired")!, opening + Rest));
    }

    [Fact]
    public void A_type_or_version_of_a_later_program_is_refused()
    {
        Should.Throw<JsonException>(() => EventFormat.Read(new("peace_broke_out", 1, "{}"u8.ToArray())));
        Should.Throw<JsonException>(() => EventFormat.Read(new("proposal_expired", 2, "{}"u8.ToArray())));
    }

    [Fact]
    public void An_older_version_is_lifted_step_by_step()
    {
        Func<JsonObject, JsonObject> rename = old => new() { ["proposal"] = old["plan"]!.DeepClone() };
        var upcasters = new Upcasters(new Dictionary<(string, int), Func<JsonObject, JsonObject>> { [("proposal_expired", 1)] = rename });

        upcasters.Lift("proposal_expired", 1, 2, new() { ["plan"] = "p" })["proposal"]!.GetValue<string>().ShouldBe("p");
        Should.Throw<JsonException>(() => upcasters.Lift("proposal_expired", 1, 3, new() { ["plan"] = "p" }));
    }

    private static bool IsOfNewestVersion(GoldenFile file) => file.SchemaVersion == EventNames.Find(file.Type)!.SchemaVersion;

    private static IEnumerable<string> Fields(GoldenFile file) => JsonNode.Parse(GoldenFiles.Text(file))!.AsObject().Select(p => p.Key);
}
