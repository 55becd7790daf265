using System.Reflection;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Cli.Tests;

/// <summary>Between the folders of a project there is no circle, but for those that still stand: the list only shrinks.</summary>
public sealed class FoldersTests
{
    public static TheoryData<string, string[]> StandingCircles =>
        new()
        {
            { "NegotiationLedger.Store", [".", "Audit", "Log", "Projections", "Schema"] },
            { "NegotiationLedger.Server", [".", "Audit", "Description", "Developments", "Endpoints", "Http", "Imports", "Memory"] },
            { "NegotiationLedger.Cli", [".", "Asking", "Auditing", "Hosting", "Operating", "Recording", "Replaying", "Terminal"] },
        };

    [Theory]
    [MemberData(nameof(StandingCircles))]
    public void There_is_no_circle_but_those_that_still_stand(string project, string[] standing)
    {
        var circles = FolderWalk.Circles(
            Assembly.Load(project.EndsWith(".Cli", StringComparison.Ordinal) ? "ledger" : project),
            Path.Combine(Sources(), project)
        );

        circles.SelectMany(c => c.Folders).ShouldBe(standing, ignoreOrder: true, string.Join('\n', circles.SelectMany(c => c.Because)));
    }

    private static string Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NegotiationLedger.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src");
    }
}
