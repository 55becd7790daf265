using NegotiationLedger.Cli;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

public sealed class ClusterSettingsTests
{
    [Fact]
    public void The_cluster_listens_on_loopback_and_its_own_socket()
    {
        var text = ClusterSettings.Text("/it's/socket", 40123, new EmbeddedOptions());
        text.ShouldContain("listen_addresses = '127.0.0.1'\n");
        text.ShouldContain("port = '40123'\n");
        text.ShouldContain("unix_socket_directories = '/it''s/socket'\n");
        text.ShouldContain("synchronous_commit = 'on'\n");
    }

    [Fact]
    public void Only_a_cluster_for_tests_gives_up_fsync()
    {
        ClusterSettings.Text(null, 1, new EmbeddedOptions()).ShouldNotContain("fsync");
        var test = ClusterSettings.Text(null, 1, new EmbeddedOptions { Durable = false });
        test.ShouldContain("fsync = 'off'\n");
        test.ShouldContain("synchronous_commit = 'on'\n");
    }

    [Fact]
    public void A_path_too_long_for_a_sockets_address_means_no_socket()
    {
        new DataDirectory("/data", null).Socket.ShouldBe("/data/socket");
        new DataDirectory("/" + new string('d', 100), null).Socket.ShouldBeNull();
    }
}
