using System.Reflection;
using System.Xml.Linq;
using NegotiationLedger.Testing;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests;

/// <summary>Arrows point one way: Cli → Console → Server → Store → the domain, which stands on NodaTime alone.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Arrows =
    [
        "NegotiationLedger.Cli",
        "NegotiationLedger.Console",
        "NegotiationLedger.Server",
        "NegotiationLedger.Store",
        "NegotiationLedger",
    ];

    private static readonly Assembly Domain = typeof(Lens).Assembly;

    public static TheoryData<string> Projects => [.. SourceTree.Files("*.csproj").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Fact]
    public void The_domain_needs_NodaTime_for_time_zones_and_no_other_package_no_framework_and_no_project() =>
        Items("NegotiationLedger", "PackageReference", "FrameworkReference", "ProjectReference").ShouldBe(["NodaTime"]);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_those_below_it(string project)
    {
        var below = Arrows.SkipWhile(p => p != project).Skip(1);
        Items(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))).ShouldBeSubsetOf(below);
    }

    [Fact]
    public void The_domain_refers_to_the_runtime_and_NodaTime_alone() =>
        Domain
            .GetReferencedAssemblies()
            .ShouldAllBe(a => a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name == "netstandard" || a.Name == "NodaTime");

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
