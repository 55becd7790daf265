using NegotiationLedger.Cli;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

public sealed class BinaryPlacesTests
{
    private static readonly Dictionary<string, string[]> Debian = new()
    {
        ["/usr/lib/postgresql"] = ["9.6", "15", "17"],
        ["/usr"] = ["lib", "pgsql-16", "share"],
    };

    [Fact]
    public void A_named_directory_is_looked_in_alone() =>
        Places(("LEDGER_POSTGRES_BIN", "/opt/pg/bin"), ("PATH", "/usr/bin")).ShouldBe(["/opt/pg/bin"]);

    [Fact]
    public void Path_comes_before_the_usual_places_and_the_newest_before_the_older() =>
        Places(("PATH", "/usr/local/bin:/usr/bin"))
            .ShouldBe([
                "/usr/local/bin",
                "/usr/bin",
                "/usr/lib/postgresql/17/bin",
                "/usr/pgsql-16/bin",
                "/usr/lib/postgresql/15/bin",
                "/usr/lib/postgresql/9.6/bin",
            ]);

    [Fact]
    public void An_empty_name_names_nothing() => Places(("LEDGER_POSTGRES_BIN", ""), ("PATH", "/bin"))[0].ShouldBe("/bin");

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "15.18")]
    [InlineData("postgres (PostgreSQL) 18beta1", "18beta1")]
    [InlineData("postgres: command not found", null)]
    public void A_version_is_read_from_what_the_server_prints(string answer, string? version) =>
        PostgresBinaries.VersionIn(answer).ShouldBe(version);

    [Fact]
    public void A_new_cluster_takes_the_first_that_is_new_enough() =>
        PostgresBinaries.Choose([Of("14.9"), Of("15.2"), Of("18beta1")], clusterMajor: null).ShouldBe(Of("15.2"));

    [Fact]
    public void An_existing_cluster_takes_its_own_major_version_only()
    {
        PostgresBinaries.Choose([Of("17.1"), Of("15.2")], clusterMajor: 15).ShouldBe(Of("15.2"));
        PostgresBinaries.Choose([Of("17.1"), Of("15.2")], clusterMajor: 16).ShouldBeNull();
    }

    private static PostgresBinaries Of(string version) => new("/bin/" + version, version);

    private static IReadOnlyList<string> Places(params (string Name, string Value)[] variables) =>
        BinaryPlaces.InOrder(
            name => variables.FirstOrDefault(v => v.Name == name).Value,
            directory => Debian.GetValueOrDefault(directory, [])
        );
}
