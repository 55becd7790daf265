using NegotiationLedger.Cli;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

public sealed class PostmasterPidTests
{
    private const string Whole = "1234\n/data/pgdata\n1753000000\n40123\n/data/socket\n127.0.0.1\n  5432001  32768\nready   \n";

    [Fact]
    public void A_whole_file_tells_the_process_the_port_and_that_it_is_ready() =>
        PostmasterPid.Parse(Whole).ShouldBe(new PostmasterPid(1234, 40123, "ready"));

    [Theory]
    [InlineData("1234\n", null, "")]
    [InlineData("1234\n/data/pgdata\n1753000000\n0\n\n", null, "")]
    [InlineData("1234\n/data/pgdata\n1753000000\n40123\n/data/socket\n127.0.0.1\n 1 2\nstarting\n", 40123, "starting")]
    public void A_file_still_being_written_is_not_ready(string text, int? port, string status)
    {
        var postmaster = PostmasterPid.Parse(text)!;
        postmaster.ShouldBe(new PostmasterPid(1234, port, status));
        postmaster.IsReady.ShouldBeFalse();
    }

    [Fact]
    public void A_standalone_backend_writes_its_number_below_zero() => PostmasterPid.Parse("-77\n/data/pgdata\n")!.ProcessId.ShouldBe(77);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("0\n")]
    [InlineData("no number")]
    public void Anything_else_names_no_process(string text) => PostmasterPid.Parse(text).ShouldBeNull();

    [Fact]
    public void A_process_that_is_no_PostgreSQL_does_not_live_in_the_cluster() =>
        new PostmasterPid(Environment.ProcessId, 5432, "ready").IsAliveIn(Path.GetTempPath()).ShouldBeFalse();

    [Fact]
    public void A_process_that_is_gone_does_not_live_in_the_cluster() =>
        new PostmasterPid(int.MaxValue, 5432, "ready").IsAliveIn(Path.GetTempPath()).ShouldBeFalse();
}
