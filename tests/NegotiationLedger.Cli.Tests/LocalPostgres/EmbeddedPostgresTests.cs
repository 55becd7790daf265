using NegotiationLedger.Cli;
using Npgsql;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

/// <summary>The life of a private cluster, with real PostgreSQL. The directory is made once; each test starts with the cluster stopped.</summary>
public sealed class EmbeddedPostgresTests : IClassFixture<EmbeddedPostgresTests.Home>
{
    private readonly Home _home;
    private readonly EmbeddedOptions _options;

    public EmbeddedPostgresTests(Home home)
    {
        _home = home;
        _options = new() { DataDirectory = home.Path, Durable = false };
    }

    private string Cluster => Path.Combine(_home.Path, "pgdata");
    private string PasswordFile => Path.Combine(_home.Path, "password");

    [Fact]
    public async Task It_runs_until_it_is_let_go_and_finds_its_data_again()
    {
        var mark = "mark_" + Guid.NewGuid().ToString("n");
        await using (var postgres = await EmbeddedPostgres.Start(_options))
        {
            postgres.WasAdopted.ShouldBeFalse();
            postgres.Version.ShouldNotBeEmpty();
            await Ask(postgres.SuperuserConnectionString, $"create table {mark} ()");
        }
        PostmasterPid.Read(Cluster).ShouldBeNull();
        await using var again = await EmbeddedPostgres.Start(_options);
        (await Ask(again.SuperuserConnectionString, $"select to_regclass('{mark}')::text")).ShouldBe(mark);
    }

    [Fact]
    public async Task It_lets_in_its_password_and_nothing_else()
    {
        await using var postgres = await EmbeddedPostgres.Start(_options);
        var wrong = new NpgsqlConnectionStringBuilder(postgres.SuperuserConnectionString) { Password = "guess", Pooling = false };
        var refused = await Should.ThrowAsync<PostgresException>(() => Ask(wrong.ConnectionString, "select 1"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        (await Ask(postgres.SuperuserConnectionString, "show password_encryption")).ShouldBe("scram-sha-256");
        (await Ask(postgres.SuperuserConnectionString, "show listen_addresses")).ShouldBe("127.0.0.1");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(PasswordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_second_user_shares_the_cluster_and_the_last_to_leave_stops_it()
    {
        var first = await EmbeddedPostgres.Start(_options);
        var second = await EmbeddedPostgres.Start(_options);
        second.WasAdopted.ShouldBeTrue();
        second.Port.ShouldBe(first.Port);

        await first.DisposeAsync();
        (await Ask(second.SuperuserConnectionString, "select 'still here'")).ShouldBe("still here");

        await second.DisposeAsync();
        PostmasterPid.Read(Cluster).ShouldBeNull();
    }

    [Fact]
    public async Task Two_that_start_at_once_end_up_with_one_cluster()
    {
        var both = await Task.WhenAll(EmbeddedPostgres.Start(_options), EmbeddedPostgres.Start(_options));
        both[0].Port.ShouldBe(both[1].Port);
        both.Count(p => p.WasAdopted).ShouldBe(1);
        await Task.WhenAll(both.Select(p => p.DisposeAsync().AsTask()));
        PostmasterPid.Read(Cluster).ShouldBeNull();
    }

    [Fact]
    public async Task A_cluster_whose_process_was_killed_is_adopted_and_stopped_by_its_adopter()
    {
        var port = await StartAsIfItsProcessHadBeenKilled();
        await using (var adopter = await EmbeddedPostgres.Start(_options))
        {
            adopter.WasAdopted.ShouldBeTrue();
            adopter.Port.ShouldBe(port);
        }
        PostmasterPid.Read(Cluster).ShouldBeNull();
    }

    [Fact]
    public async Task A_running_cluster_that_refuses_the_password_is_left_alone()
    {
        await (await EmbeddedPostgres.Start(_options)).DisposeAsync();
        var kept = await File.ReadAllTextAsync(PasswordFile);
        await StartAsIfItsProcessHadBeenKilled();
        await File.WriteAllTextAsync(PasswordFile, "not the one");
        try
        {
            var refused = await Should.ThrowAsync<PostgresUnavailableException>(() => EmbeddedPostgres.Start(_options));
            refused.Message.ShouldContain(PasswordFile);
        }
        finally
        {
            await File.WriteAllTextAsync(PasswordFile, kept);
            await (await EmbeddedPostgres.Start(_options)).DisposeAsync();
        }
    }

    [Fact]
    public async Task A_pid_file_left_by_a_crash_is_survived_even_when_the_number_is_another_programs()
    {
        await (await EmbeddedPostgres.Start(_options)).DisposeAsync();
        foreach (var number in new[] { int.MaxValue, Environment.ProcessId })
        {
            await File.WriteAllTextAsync(
                Path.Combine(Cluster, "postmaster.pid"),
                $"{number}\n{Cluster}\n1753000000\n5432\n\n127.0.0.1\n 1 2\nready\n"
            );
            await using var postgres = await EmbeddedPostgres.Start(_options);
            postgres.WasAdopted.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_postmaster_killed_with_9_is_started_again()
    {
        await using (var postgres = await EmbeddedPostgres.Start(_options))
        {
            using var postmaster = System.Diagnostics.Process.GetProcessById(PostmasterPid.Read(Cluster)!.ProcessId);
            postmaster.Kill();
            await postmaster.WaitForExitAsync();
        }
        await using var again = await EmbeddedPostgres.Start(_options);
        again.WasAdopted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_password_is_not_replaced_by_one_that_cannot_work()
    {
        await (await EmbeddedPostgres.Start(_options)).DisposeAsync();
        File.Move(PasswordFile, PasswordFile + ".away");
        try
        {
            var refused = await Should.ThrowAsync<PostgresUnavailableException>(() => EmbeddedPostgres.Start(_options));
            refused.Message.ShouldContain("put the file");
        }
        finally
        {
            File.Move(PasswordFile + ".away", PasswordFile);
        }
    }

    private async Task<int> StartAsIfItsProcessHadBeenKilled()
    {
        await (await EmbeddedPostgres.Start(_options)).DisposeAsync();
        var directory = await DataDirectory.Open(_options, CancellationToken.None);
        var binaries = await BinarySearch.Find(_options, directory.ClusterMajor, CancellationToken.None);
        return await new Cluster(directory, binaries, await directory.Password(CancellationToken.None), _options).Start(
            CancellationToken.None
        );
    }

    private static async Task<string> Ask(string connectionString, string question)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(question, connection);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    /// <summary>A directory for one cluster, removed after the class.</summary>
    public sealed class Home : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ledger-embedded-");

        public string Path => _directory.FullName;

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
