using System.Diagnostics;
using System.Text.RegularExpressions;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests;

/// <summary>The compose files hold no password, and the first makes one that nobody knows.</summary>
public sealed partial class ComposeTests : IDisposable
{
    private static readonly string Tree = Path.GetDirectoryName(SourceTree.Root)!;

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-compose-").FullName;

    public static TheoryData<string> Files => ["docker-compose.yml", "ops/compose.public.yml"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void No_password_is_written_in_a_compose_file(string file) =>
        Written().Matches(File.ReadAllText(Path.Combine(Tree, file))).Select(m => m.Value).ShouldBeEmpty();

    [Fact]
    public async Task The_first_start_makes_a_password_later_ones_keep_it_and_ones_own_comes_first()
    {
        if (OperatingSystem.IsWindows())
            return;
        var made = await Run("");
        made.Length.ShouldBeGreaterThanOrEqualTo(32);
        (await Run("")).ShouldBe(made);
        File.Delete(Path.Combine(_folder, "database"));
        (await Run("")).ShouldNotBe(made);
        (await Run("my own; $HOME 'x'")).ShouldBe("my own; $HOME 'x'");
        (await Run("")).ShouldBe("my own; $HOME 'x'");
    }

    // What the service runs, with a folder of ours in the place of its volume.
    private async Task<string> Run(string own)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Tree, "docker-compose.yml"), TestContext.Current.CancellationToken);
        var script = lines
            .SkipWhile(l => l.Trim() != "- |")
            .Skip(1)
            .TakeWhile(l => l.StartsWith("        ", StringComparison.Ordinal))
            .Select(l => l.Trim().Replace("$$", "$", StringComparison.Ordinal).Replace("/secret", _folder, StringComparison.Ordinal));
        var start = new ProcessStartInfo("sh");
        start.ArgumentList.Add("-euc");
        start.ArgumentList.Add(string.Join('\n', script));
        start.Environment["LEDGER_DATABASE_PASSWORD"] = own;
        using var shell = Process.Start(start)!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        shell.ExitCode.ShouldBe(0);
        return (await File.ReadAllTextAsync(Path.Combine(_folder, "database"), TestContext.Current.CancellationToken)).TrimEnd('\n');
    }

    // A value, or one to be had where the environment gives none.
    [GeneratedRegex(
        @"(?i)password\w*[:=][ \t]*(?!/)[^\s$;{""\-][^\n]*|password\w*:-[^}\s]+\}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Written();
}
