using NegotiationLedger.Cli;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

/// <summary>What a person reads when no cluster can be started: each message names the remedy, and nothing of theirs is touched.</summary>
public sealed class EmbeddedRefusalTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ledger-refusal-").FullName;

    [Fact]
    public async Task No_binaries_anywhere()
    {
        var message = await Refusal(new() { DataDirectory = _home, BinaryDirectories = [] });
        message.ShouldContain("No PostgreSQL 15 or newer");
        message.ShouldContain("apt-get install postgresql");
        message.ShouldContain("LEDGER_POSTGRES_BIN");
        message.ShouldContain("LEDGER_POSTGRES");
    }

    [Fact]
    public async Task Data_of_another_major_version()
    {
        Directory.CreateDirectory(Path.Combine(_home, "pgdata"));
        await File.WriteAllTextAsync(Path.Combine(_home, "pgdata", "PG_VERSION"), "13\n");
        await File.WriteAllTextAsync(Path.Combine(_home, "password"), "kept\n");
        var found = await BinarySearch.Find(new(), clusterMajor: null, CancellationToken.None);
        var message = await Refusal(new() { DataDirectory = _home, BinaryDirectories = [found.Directory] });
        message.ShouldContain("written by PostgreSQL 13");
        message.ShouldContain($"Found only {found.Version}");
        message.ShouldContain("postgresql-13");
    }

    [Fact]
    public async Task A_directory_with_someone_elses_files()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "letter.txt"), "Dear all,");
        (await Refusal(new() { DataDirectory = _home })).ShouldContain("is not empty and holds no ledger");
        Directory.EnumerateFileSystemEntries(_home).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_data_directory_of_a_PostgreSQL_that_is_not_ours()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "PG_VERSION"), "15\n");
        (await Refusal(new() { DataDirectory = _home })).ShouldContain("connection string");
    }

    [Fact]
    public async Task A_directory_that_postgres_cannot_reach()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return; // only root runs PostgreSQL as another account
        var closed = Directory.CreateDirectory(
            Path.Combine(_home, "closed"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        var message = await Refusal(new() { DataDirectory = Path.Combine(closed.FullName, "data") });
        message.ShouldContain("cannot reach");
        message.ShouldContain("is closed to it");
        Directory.EnumerateFileSystemEntries(closed.FullName).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_temporary_cluster_leaves_nothing_behind()
    {
        string at;
        await using (var postgres = await EmbeddedPostgres.Start(new() { Temporary = true, Durable = false }))
            at = postgres.DataDirectory;
        Directory.Exists(at).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static async Task<string> Refusal(EmbeddedOptions options) =>
        (await Should.ThrowAsync<PostgresUnavailableException>(() => EmbeddedPostgres.Start(options))).Message;
}
