using System.Xml.Linq;

namespace NegotiationLedger.Tests;

/// <summary>Arrows point one way: Cli → Web → Postgres → the domain, which stands on NodaTime alone; the edition on Marten → Postgres.</summary>
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

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateFiles(Source(), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Fact]
    public void The_domain_needs_NodaTime_for_time_zones_and_no_other_package_no_framework_and_no_project() =>
        Items("NegotiationLedger", "PackageReference", "FrameworkReference", "ProjectReference").ShouldBe(["NodaTime"]);

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
    public void The_domain_refers_to_the_runtime_and_NodaTime_alone() =>
        typeof(NegotiationLedger.Accounts.Lens)
            .Assembly.GetReferencedAssemblies()
            .ShouldAllBe(a => a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name == "netstandard" || a.Name == "NodaTime");

    private static IEnumerable<string> Items(string project, params string[] kinds) =>
        XDocument
            .Load(Path.Combine(Source(), project, project + ".csproj"))
            .Descendants()
            .Where(e => kinds.Contains(e.Name.LocalName))
            .Select(e => (string)e.Attribute("Include")!);

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NegotiationLedger.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src");
    }
}
