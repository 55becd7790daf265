using System.Diagnostics;
using System.Globalization;

namespace NegotiationLedger.Torture.Running;

/// <summary>The published program as <c>ledger serve</c>, a process of its own on a port that stays its own.</summary>
internal sealed class LedgerProcess : IAsyncDisposable
{
    private const string Greeting = "Listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<bool> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isGone;

    private LedgerProcess(Process process, int port, LogTally log) => (_process, Port, Log) = (process, port, log);

    public int Port { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has logged.</summary>
    public LogTally Log { get; }

    /// <summary>What it holds in memory, in MB of 1,000,000 bytes.</summary>
    public double Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts it, and again while it cannot reach its database, until it listens.</summary>
    /// <param name="connectionString">The server's role's.</param>
    /// <param name="port">Where to listen on 127.0.0.1.</param>
    /// <param name="log">Where its log is counted.</param>
    /// <param name="variables">Its environment beside this process's.</param>
    /// <exception cref="InvalidOperationException">It does not listen in two minutes.</exception>
    public static async Task<LedgerProcess> Start(
        string connectionString,
        int port,
        LogTally log,
        params IEnumerable<(string Name, string Value)> variables
    )
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var start = new ProcessStartInfo(Asked.Program, ["serve", "--port", port.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            start.Environment["LEDGER_POSTGRES"] = connectionString;
            foreach (var (name, value) in variables)
                start.Environment[name] = value;
            var ledger = new LedgerProcess(Process.Start(start)!, port, log);
            if (await ledger.Listens())
                return ledger;
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"The server does not start: {log.Last}");
        }
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task Kill()
    {
        _isGone = true;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Stops it in its tracks; <see cref="Thaw"/> lets it go on as if nothing had been.</summary>
    public void Freeze() => Signal.Send(Id, "STOP");

    /// <inheritdoc cref="Freeze"/>
    public void Thaw() => Signal.Send(Id, "CONT");

    public async ValueTask DisposeAsync()
    {
        if (_isGone)
            return;
        _isGone = true;
        Signal.Send(Id, "CONT");
        Signal.Send(Id, "TERM");
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> Listens()
    {
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _listening.TrySetResult(false);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await _listening.Task;
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        if (line.Data.StartsWith(Greeting, StringComparison.Ordinal))
            _listening.TrySetResult(true);
        else
            Log.Note(line.Data);
    }
}
