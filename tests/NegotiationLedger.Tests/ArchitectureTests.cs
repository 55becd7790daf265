using System.Reflection;
using System.Xml.Linq;
using NegotiationLedger.Testing;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests;

/// <summary>Arrows point one way: Cli → Web → Postgres → the domain, which stands on nothing; the edition on Marten → Postgres.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Arrows =
    [
        "NegotiationLedger.Cli",
        "NegotiationLedger.Server",
        "NegotiationLedger.Store",
        "NegotiationLedger",
    ];

    // The edition on Marten stands beside the server: only the program that chooses between the engines knows it.
    private const string Edition = "NegotiationLedger.Marten";

    private static readonly Assembly Domain = typeof(Lens).Assembly;

    public static TheoryData<string> Projects => [.. SourceTree.Files("*.csproj").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Fact]
    public void The_domain_needs_no_package_no_framework_and_no_project() =>
        Items("NegotiationLedger", "PackageReference", "FrameworkReference", "ProjectReference").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_those_below_it(string project)
    {
        IEnumerable<string> below = project switch
        {
            Edition => ["NegotiationLedger.Store", "NegotiationLedger"],
            "NegotiationLedger.Cli" => [.. Arrows.Skip(1), Edition],
            _ => Arrows.Contains(project) ? Arrows.SkipWhile(p => p != project).Skip(1) : ["NegotiationLedger"],
        };

        Items(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))).ShouldBeSubsetOf(below);
    }

    [Fact]
    public void The_domain_refers_to_the_runtime_alone() =>
        Domain
            .GetReferencedAssemblies()
            .ShouldAllBe(a => a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name == "netstandard");

    [Fact]
    public void Between_the_folders_of_the_domain_there_is_no_circle() =>
        FolderWalk.Circles(Domain, Path.Combine(SourceTree.Root, "NegotiationLedger")).SelectMany(circle => circle.Because).ShouldBeEmpty();

    [Fact]
    public void No_two_public_types_of_the_domain_share_a_name() =>
        Domain
            .GetExportedTypes()
            .Where(type => !type.IsNested)
            .GroupBy(type => type.FullName!.Split('`')[0].Split('.')[^1])
            .Where(group => group.DistinctBy(type => type.Namespace).Count() > 1)
            .Select(group => group.Key)
            .ShouldBeEmpty();

    private static IEnumerable<string> Items(string project, params string[] kinds) =>
        XDocument
            .Load(Path.Combine(SourceTree.Root, project, project + ".csproj"))
            .Descendants()
            .Where(e => kinds.Contains(e.Name.LocalName))
            .Select(e => (string)e.Attribute("Include")!);
}
