using System.Diagnostics;
using System.Globalization;
using NegotiationLedger.Cli;
using Npgsql;

namespace NegotiationLedger.Torture.Running;

/// <summary>A PostgreSQL cluster that can be killed, and started again on the same port with another clock.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly PostgresBinaries _binaries;
    private readonly SystemAccount? _account;
    private Process? _postmaster;
    private string _said = "";

    private Postgres(string directory, int port, PostgresBinaries binaries, SystemAccount? account) =>
        (Directory, Port, _binaries, _account) = (directory, port, binaries, account);

    public string Directory { get; }

    public int Port { get; }

    /// <summary>How its superuser connects to the database <c>postgres</c>.</summary>
    public string Superuser =>
        $"Host=127.0.0.1;Port={Port};Username=postgres;Password=x;Database=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>Makes a cluster in a directory, or takes the one that is there, and starts it.</summary>
    public static async Task<Postgres> Start(string directory, params IEnumerable<(string Name, string Value)> variables)
    {
        var binaries = (await BinarySearch.Find(new(), clusterMajor: null, CancellationToken.None))!;
        var account = Environment.IsPrivilegedProcess ? SystemAccount.Unprivileged(await File.ReadAllLinesAsync("/etc/passwd")) : null;
        var postgres = new Postgres(directory, Ports.Free(), binaries, account);
        if (!File.Exists(Path.Combine(directory, "PG_VERSION")))
        {
            System.IO.Directory.CreateDirectory(directory);
            await postgres.Give(directory);
            await postgres.Run(
                "initdb",
                "--pgdata",
                directory,
                "--username=postgres",
                "--encoding=UTF8",
                "--auth=trust",
                "--data-checksums"
            );
        }

        await File.AppendAllTextAsync(
            Path.Combine(directory, "postgresql.conf"),
            $"listen_addresses='127.0.0.1'\nport={postgres.Port}\nunix_socket_directories=''\nmax_connections=100\nmax_wal_size=128MB\nmin_wal_size=32MB\njit=off\n"
        );
        await postgres.Start(variables);
        return postgres;
    }

    /// <summary>Starts it, and again until it takes connections: what a killed postmaster left behind may take a while to go.</summary>
    /// <exception cref="InvalidOperationException">It takes none within two minutes.</exception>
    public async Task Start(params IEnumerable<(string Name, string Value)> variables)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await Answers())
        {
            if (_postmaster?.HasExited != false)
                Launch(variables);
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"PostgreSQL does not start: {_said}");
        }
    }

    /// <summary>As <c>kill -9</c> of the postmaster.</summary>
    public async Task KillPostmaster()
    {
        Signal.Send(_postmaster!.Id, "KILL");
        await _postmaster.WaitForExitAsync();
    }

    /// <summary>Stops it as an operator does.</summary>
    public async Task Stop()
    {
        Signal.Send(_postmaster!.Id, "INT");
        await _postmaster.WaitForExitAsync();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>The process of one backend that serves the ledger, chosen by a number; null when there is none.</summary>
    public async Task<int?> Backend(int number)
    {
        await using var connection = new NpgsqlConnection(Superuser + ";Pooling=false;Timeout=5");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select pid from pg_stat_activity where usename = 'ledger_writer' and application_name like 'ledger%' order by pid",
            connection
        );
        var found = new List<int>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            found.Add(row.GetInt32(0));
        return found.Count == 0 ? null : found[number % found.Count];
    }

    /// <summary>Runs one of PostgreSQL's programs as the account that the cluster runs as.</summary>
    /// <exception cref="InvalidOperationException">It fails.</exception>
    public async Task Run(string program, params IEnumerable<string> arguments)
    {
        var outcome = await ChildProcess.Run(_binaries[program], arguments, _account);
        if (!outcome.Succeeded)
            throw new InvalidOperationException($"{program}: {outcome.Output}");
    }

    /// <summary>Gives a directory to that account.</summary>
    public async Task Give(string directory)
    {
        if (_account is not null)
            await ChildProcess.Run("chown", [$"{_account.UserId}:{_account.GroupId}", directory]);
        await ChildProcess.Run("chmod", ["700", directory]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postmaster is { HasExited: false })
            await Stop();
        _postmaster?.Dispose();
    }

    private void Launch(IEnumerable<(string Name, string Value)> variables)
    {
        // For PostgreSQL alone, and not for what makes it run as another account.
        IEnumerable<string> line = ["env", .. variables.Select(v => $"{v.Name}={v.Value}"), _binaries["postgres"], "-D", Directory];
        if (_account is not null)
            line = _account.RunAs(line);
        var start = new ProcessStartInfo(line.First(), line.Skip(1))
        {
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        _postmaster?.Dispose();
        _postmaster = Process.Start(start)!;
        _postmaster.ErrorDataReceived += (_, line) => _said = line.Data ?? _said;
        _postmaster.BeginErrorReadLine();
    }

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new NpgsqlConnection(Superuser + ";Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            // At once when nobody listens: the next look is worth a moment.
            await Task.Delay(20);
            return false;
        }
    }
}
