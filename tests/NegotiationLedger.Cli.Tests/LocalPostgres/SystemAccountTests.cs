using NegotiationLedger.Cli;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

public sealed class SystemAccountTests
{
    private static readonly string[] Passwd =
    [
        "root:x:0:0:root:/root:/bin/bash",
        "# a comment",
        "nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin",
        "postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash",
    ];

    [Fact]
    public void Postgres_is_preferred_to_nobody() => SystemAccount.Unprivileged(Passwd).ShouldBe(new SystemAccount("postgres", 101, 104));

    [Fact]
    public void Nobody_serves_where_there_is_no_postgres() =>
        SystemAccount.Unprivileged(Passwd[..3]).ShouldBe(new SystemAccount("nobody", 65534, 65533));

    [Fact]
    public void With_neither_there_is_none() => SystemAccount.Unprivileged(Passwd[..2]).ShouldBeNull();

    [Fact]
    public void The_owner_of_existing_data_is_found_by_number() => SystemAccount.Of(65534, Passwd)!.Name.ShouldBe("nobody");

    [Fact]
    public void Root_is_never_the_one() => SystemAccount.Of(0, Passwd).ShouldBeNull();
}
