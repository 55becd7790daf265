using NegotiationLedger.Cli;
using Npgsql;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

/// <summary>With a real cluster that takes no connections: a standby in which nobody may read, until it is promoted.</summary>
public sealed class StartingPostgresTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("ledger-starting-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task A_PostgreSQL_that_is_starting_is_waited_for_with_a_word()
    {
        var options = new EmbeddedOptions { DataDirectory = _home.FullName, Durable = false };
        string server;
        await using (var first = await EmbeddedPostgres.Start(options))
            server = first.SuperuserConnectionString;
        var place = await DataDirectory.Open(options, CancellationToken.None);
        var binaries = await BinarySearch.Find(options, place.ClusterMajor, CancellationToken.None);
        await File.AppendAllTextAsync(Path.Combine(place.Cluster, "postgresql.conf"), "\nhot_standby = off\n");
        await File.WriteAllTextAsync(Path.Combine(place.Cluster, "standby.signal"), "");
        // What is written here belongs to whoever runs the test; PostgreSQL reads the one and removes the other.
        await PgCtl("start", "--no-wait", "--silent", "--log", place.Log);
        try
        {
            await Eventually(() => StateOf(server), PostgresErrorCodes.CannotConnectNow);
            var said = new TaskCompletionSource<string>();
            var waiting = StartingPostgres.Wait(server, said.SetResult, TimeSpan.FromMinutes(1), CancellationToken.None);
            (await said.Task).ShouldStartWith("PostgreSQL does not take connections yet");
            waiting.IsCompleted.ShouldBeFalse();
            await Should.ThrowAsync<PostgresUnavailableException>(() =>
                StartingPostgres.Wait(server, _ => { }, TimeSpan.Zero, TestContext.Current.CancellationToken)
            );

            await PgCtl("promote", "--no-wait", "--silent");
            await waiting;
            (await StateOf(server)).ShouldBe("open");
        }
        finally
        {
            await PgCtl("stop", "--mode=immediate", "--wait", "--silent");
        }

        async Task PgCtl(params string[] arguments) =>
            await ChildProcess.Run(binaries["pg_ctl"], [.. arguments, "--pgdata", place.Cluster], place.Account);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_not_there_is_not_waited_for() =>
        await StartingPostgres.Wait(
            "Host=127.0.0.1;Port=1;Username=nobody",
            word => throw new InvalidOperationException(word),
            TimeSpan.FromMinutes(1),
            TestContext.Current.CancellationToken
        );

    private static async Task<string> StateOf(string server)
    {
        try
        {
            await using var connection = new NpgsqlConnection(server + ";Pooling=false");
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            return "open";
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
        catch (NpgsqlException)
        {
            return "away";
        }
    }

    private static async Task Eventually(Func<Task<string>> ask, string wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await ask() != wanted)
            patience.Token.ThrowIfCancellationRequested();
    }
}
