using System.Net;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>What a server that is reached beyond its machine needs before it starts, and what it warns of.</summary>
public sealed class ServerOptionsTests
{
    [Fact]
    public void Beyond_loopback_there_is_TLS_or_somebody_said_that_there_is_none()
    {
        var options = new LedgerServerOptions { ConnectionString = "", Address = IPAddress.Any };
        options.IsExposed.ShouldBeTrue();
        (options with { Address = IPAddress.IPv6Loopback }).IsExposed.ShouldBeFalse();
        (options with { IsHttpAllowed = true }).IsExposed.ShouldBeFalse();
        (options with { IsBehindLoopback = true }).IsExposed.ShouldBeFalse();
        (options with { Access = new() { Proxies = [IPNetwork.Parse("10.0.0.0/8")] } }).IsExposed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Host=db.internal", "db.internal")]
    [InlineData("Host=db.internal;SSL Mode=Require", "db.internal")]
    [InlineData("Host=localhost,10.0.0.7:5433", "10.0.0.7:5433")]
    [InlineData("Host=db.internal;SSL Mode=VerifyFull", null)]
    [InlineData("Host=db.internal;SSL Mode=VerifyCA", null)]
    [InlineData("Host=127.0.0.1", null)]
    [InlineData("Host=localhost:5433", null)]
    [InlineData("Host=::1", null)]
    [InlineData("Host=/var/run/postgresql", null)]
    public void A_database_beyond_this_machine_that_is_not_held_against_its_certificate_is_warned_of(string connection, string? warned) =>
        new LedgerServerOptions { ConnectionString = connection }.UnverifiedDatabases.ShouldBe(warned is null ? [] : [warned]);

    [Fact]
    public void Beyond_loopback_and_with_an_issuer_everything_needs_a_credential()
    {
        var options = new LedgerServerOptions { ConnectionString = "" };
        options.NeedsCredentials.ShouldBeFalse();
        (options with { Address = IPAddress.IPv6Loopback }).NeedsCredentials.ShouldBeFalse();
        (options with { Address = IPAddress.Any }).NeedsCredentials.ShouldBeTrue();
        (options with { Address = IPAddress.Parse("192.0.2.1") }).NeedsCredentials.ShouldBeTrue();
        (options with { IsBehindLoopback = true }).NeedsCredentials.ShouldBeFalse();
        (options with { Access = new() { Issuer = new("https://id.example.org", "ledger") } }).NeedsCredentials.ShouldBeTrue();
        (
            options with
            {
                IsBehindLoopback = true,
                Access = new() { AreCredentialsRequired = true },
            }
        ).NeedsCredentials.ShouldBeTrue();
    }
}
