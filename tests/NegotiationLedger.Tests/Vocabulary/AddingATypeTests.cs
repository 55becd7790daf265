using NegotiationLedger.Tests.Support;
using NegotiationLedger.Tests.Views;

namespace NegotiationLedger.Tests.Vocabulary;

/// <summary>What ops/CONTRIBUTING.md promises to whoever adds a type of development.</summary>
public sealed class AddingATypeTests
{
    // They name few types, for a rule of their own: what a sheet opens; the server's names a record to warm up with.
    private static readonly string[] Rules =
    [
        "NegotiationLedger/Accounts/Account.cs",
        "NegotiationLedger/Recording/RecordingWarnings.cs",
        "NegotiationLedger/Vocabulary/EventRules.cs",
        "NegotiationLedger/Recording/Imports/JudgedSheet.cs",
        "NegotiationLedger/Recording/Imports/Revision.cs",
        "NegotiationLedger.Console/Agreements/Vote.cs",
        "NegotiationLedger.Console/Layout/Look.cs",
        "NegotiationLedger.Server/Imports/JudgedImport.cs",
        "NegotiationLedger.Server/WarmUp.cs",
    ];

    private static readonly Lazy<(string Path, IReadOnlySet<(string Owner, string Name)> Names)[]> Files = new(() =>
        [.. SourceTree.Files("*.cs").Except(Rules).Select(path => (path, SourceTree.Names(path)))]
    );

    public static TheoryData<string> Types => [.. EventNames.All.Where(row => row.Meaning is not null).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_is_named_in_its_family_the_name_table_the_JSON_context_and_the_views_that_care(string name)
    {
        var type = EventNames.Find(name)!.Type.Name;
        var places = Files.Value.Where(f => f.Names.Contains(("", type))).Select(f => f.Path).ToList();

        var needed = places.Where(p => !p.StartsWith("NegotiationLedger/Views/", StringComparison.Ordinal)).ToList();
        needed.ShouldContain("NegotiationLedger/Vocabulary/LedgerJson.cs");
        needed.Count.ShouldBe(2, string.Join(", ", places));
        needed.ShouldAllBe(p => p.StartsWith("NegotiationLedger/Vocabulary/", StringComparison.Ordinal));
        Files.Value.Where(f => f.Names.Contains(("Default", type))).ShouldHaveSingleItem().Path.ShouldEndWith("/EventNames.cs");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void It_has_a_golden_file_and_one_sentence(string name)
    {
        GoldenFiles.All.ShouldContain(file => file.Type == name);
        DevelopmentSentences.All.Count(row => row.Data.Item1 == name).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void It_says_what_it_means(string name)
    {
        var row = EventNames.Find(name)!;
        var data = GoldenFiles.Read(row);

        row.Meaning!.Subject.ShouldBeSubsetOf(row.Type.GetProperties().Select(p => p.Name));
        data.Headline(new Frame()).ShouldNotBeNullOrWhiteSpace();
        (row.Introduced(data) is null).ShouldBe(row.Meaning.Introduces is null);
    }

    [Fact]
    public void What_introduces_an_id_is_whose_happening_it_is() =>
        EventNames.All.Where(row => row.Introduces is not null).ShouldAllBe(row => row.Meaning!.Subject.Contains(row.Meaning.Introduces!));

    [Fact]
    public void A_correction_of_the_introducing_field_introduces_the_corrected_id()
    {
        var row = EventNames.Find("party_joined")!;
        row.Introduced(Talks.Json("{'party':'gamma'}")).ShouldBe((typeof(PartyId), "gamma"));
        row.Introduced(Talks.Json("{'name':'Gamma'}")).ShouldBeNull();
    }
}
