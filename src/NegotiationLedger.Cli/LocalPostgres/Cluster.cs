using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NegotiationLedger.Cli;

/// <summary>A cluster on disk, and what can be done to it: create, find running, start, stop.</summary>
internal sealed class Cluster(DataDirectory home, PostgresBinaries binaries, string password, EmbeddedOptions options)
{
    /// <summary>The directory of PostgreSQL's programs.</summary>
    public string Programs => binaries.Directory;

    /// <summary>The one role that a fresh cluster has.</summary>
    public const string Superuser = "ledger_admin";
    private const int Attempts = 3;
    private const long LargeLog = 16 * 1024 * 1024;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>How the superuser connects when the cluster listens on this port.</summary>
    public string ConnectionString(int port) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = IPAddress.Loopback.ToString(),
            Port = port,
            Username = Superuser,
            Password = password,
            Database = "postgres",
            // Over loopback both would only cost a round trip each, and the second a library that small images lack.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <summary>Creates the cluster unless it exists. One that was interrupted in the making is made again.</summary>
    public async Task Create(CancellationToken cancellation)
    {
        if (home.ClusterMajor is not null)
            return;
        options.Say?.Invoke($"Creating a PostgreSQL {binaries.Version} cluster in {home.Root}.");
        var making = home.Cluster + ".new";
        if (Directory.Exists(making))
            Directory.Delete(making, recursive: true);
        await home.CreateForAccount(making, cancellation);
        string[] access = ["--username", Superuser, "--pwfile", home.PasswordFile, "--auth=scram-sha-256"];
        string[] safety = options.Durable ? ["--data-checksums"] : ["--no-sync"];
        var made = await ChildProcess.Run(
            binaries["initdb"],
            ["--pgdata", making, "--encoding=UTF8", .. Locale(), .. access, .. safety],
            home.Account,
            cancellation
        );
        if (!made.Succeeded)
            throw new PostgresUnavailableException($"PostgreSQL's initdb could not create a cluster in {home.Root}: {made.Output}");
        await File.AppendAllTextAsync(
            Path.Combine(making, "postgresql.conf"),
            $"\ninclude '{ClusterSettings.FileName}'  # rewritten at every start\n",
            cancellation
        );
        Directory.Move(making, home.Cluster);
    }

    /// <summary>The port of the cluster if it runs and answers to our password; null when it does not run, after a stale pid file was removed.</summary>
    /// <exception cref="PostgresUnavailableException">It runs and never becomes ready, or refuses the password.</exception>
    public async Task<int?> FindRunning(CancellationToken cancellation)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (PostmasterPid.Read(home.Cluster) is { } postmaster)
        {
            if (!postmaster.IsAliveIn(home.Cluster))
            {
                PostmasterPid.Remove(home.Cluster);
                return null;
            }
            if (postmaster.IsReady && await Answers(postmaster.Port!.Value, cancellation))
                return postmaster.Port;
            if (TimeProvider.System.GetElapsedTime(since) > options.Patience)
                throw new PostgresUnavailableException(
                    $"PostgreSQL runs in {home.Cluster} as process {postmaster.ProcessId} but does not become ready; its log is {home.Log}. Wait for it, or stop it."
                );
            await Task.Delay(Poll, cancellation);
        }
        return null;
    }

    /// <summary>Starts the cluster on a free port and returns the port once it takes connections.</summary>
    /// <exception cref="PostgresUnavailableException">It does not start; the message ends with the end of its log.</exception>
    public async Task<int> Start(CancellationToken cancellation)
    {
        TurnLog();
        if (home.Socket is not null)
            await home.CreateForAccount(home.Socket, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            await ClusterSettings.Write(home, port, options, cancellation);
            var patience = ((int)options.Patience.TotalSeconds).ToString(provider: null);
            // pg_ctl puts the server into a session of its own, so that Ctrl-C at our terminal does not reach it before us.
            var started = await PgCtl(["start", "--silent", "--wait", "--timeout", patience, "--log", home.Log], cancellation);
            if (started.Succeeded)
                return port;
            // Another process may have taken the port meanwhile, or backends of a killed postmaster may still be leaving.
            if (attempt == Attempts)
                throw new PostgresUnavailableException(
                    $"PostgreSQL {binaries.Version} did not start in {home.Root}: {started.Output} {EndOfLog()}"
                );
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
        }
    }

    /// <summary>Stops the cluster: connections are cut, nothing committed is lost. Harmless when it does not run.</summary>
    public async Task Stop()
    {
        // A stale file's number may be another program's by now: pg_ctl would send it the signal.
        if (PostmasterPid.Read(home.Cluster)?.IsAliveIn(home.Cluster) != true)
            return;
        var stopped = await PgCtl(["stop", "--silent", "--wait", "--timeout", "30", "--mode=fast"], CancellationToken.None);
        if (!stopped.Succeeded)
            await PgCtl(["stop", "--silent", "--wait", "--timeout", "30", "--mode=immediate"], CancellationToken.None);
    }

    private Task<Outcome> PgCtl(IEnumerable<string> arguments, CancellationToken cancellation) =>
        ChildProcess.Run(binaries["pg_ctl"], [.. arguments, "--pgdata", home.Cluster], home.Account, cancellation);

    private async Task<bool> Answers(int port, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString(port) + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new PostgresUnavailableException(
                $"PostgreSQL runs in {home.Cluster} on port {port} but refuses the password in {home.PasswordFile}: put the file back from a backup, or set the password of {Superuser} to what it says.",
                e
            );
        }
        catch (NpgsqlException)
        {
            return false; // starting, stopping, or gone: the pid file tells which
        }
    }

    // Text sorts by code point on every machine, and letters of every script have upper and lower case.
    private string[] Locale() =>
        binaries.Major >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        : OperatingSystem.IsLinux() ? ["--locale=C", "--lc-ctype=C.UTF-8"]
        : ["--locale=C"];

    private void TurnLog()
    {
        if (new FileInfo(home.Log) is { Exists: true, Length: > LargeLog })
            File.Move(home.Log, home.Log + ".1", overwrite: true);
    }

    private string EndOfLog() =>
        File.Exists(home.Log) ? $"Its log, {home.Log}, ends: {string.Join(' ', File.ReadLines(home.Log).TakeLast(5))}" : "";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
