using System.Reflection;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Cli.Tests;

/// <summary>Between the folders of a project there is no circle: told by what its types refer to, in signatures and in bodies.</summary>
public sealed class FoldersTests
{
    [Theory]
    [InlineData("NegotiationLedger.Store")]
    [InlineData("NegotiationLedger.Server")]
    [InlineData("NegotiationLedger.Cli")]
    public void There_is_no_circle(string project)
    {
        var circles = FolderWalk.Circles(
            Assembly.Load(project.EndsWith(".Cli", StringComparison.Ordinal) ? "ledger" : project),
            Path.Combine(Sources(), project)
        );

        circles.SelectMany(c => c.Because).ShouldBeEmpty();
    }

    private static string Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NegotiationLedger.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src");
    }
}
