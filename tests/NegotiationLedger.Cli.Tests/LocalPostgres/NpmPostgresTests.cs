using NegotiationLedger.Cli;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

public sealed class NpmPostgresTests : IDisposable
{
    private readonly string _package = Directory.CreateTempSubdirectory("ledger-npm-").FullName;

    [Fact]
    public void The_links_that_a_package_cannot_carry_are_made_and_survive_a_move()
    {
        var library = Directory.CreateDirectory(Path.Combine(_package, "native", "lib")).FullName;
        File.WriteAllText(Path.Combine(library, "libpq.so.5.18"), "library");
        File.WriteAllText(
            Path.Combine(_package, "native", "pg-symlinks.json"),
            """[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"""
        );

        NpmPostgres.MakeLinks(_package);
        NpmPostgres.MakeLinks(_package);

        File.ReadAllText(Path.Combine(library, "libpq.so.5")).ShouldBe("library");
        new FileInfo(Path.Combine(library, "libpq.so.5")).LinkTarget.ShouldBe("libpq.so.5.18");
    }

    [Fact]
    public void A_package_without_links_needs_none() => Should.NotThrow(() => NpmPostgres.MakeLinks(_package));

    public void Dispose() => Directory.Delete(_package, recursive: true);
}
