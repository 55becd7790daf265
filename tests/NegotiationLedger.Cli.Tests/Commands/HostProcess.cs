using System.Diagnostics;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>The program as its own process: <c>ledger up</c> on a data directory and a free port.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process, Uri address) => (_process, Http) = (process, new HttpClient { BaseAddress = address });

    public HttpClient Http { get; }

    /// <summary>Starts it on a data directory and waits for the line that says where it listens.</summary>
    public static Task<HostProcess> Start(string data) => Start(["up", "--port", "0", "--data", data]);

    /// <summary>Starts it with these arguments and waits for the line that says where it listens.</summary>
    public static async Task<HostProcess> Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = Program(arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("Listening on ", StringComparison.Ordinal))
                continue;
            // Nobody reads what it logs from here on, and it must not wait for anybody who would.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new(process, new(line["Listening on ".Length..]));
        }

        throw new InvalidOperationException($"The ledger did not start: {await errors}");
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code and what it said, on both its outputs.</returns>
    public static async Task<(int Code, string Said)> Run((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = Program(arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await said + await errors);
    }

    /// <summary>As <c>kill -9</c>: the process alone, so that its PostgreSQL goes on running.</summary>
    public async Task KillAtOnce()
    {
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
    }

    /// <summary>As an operator stops it; its exit code.</summary>
    public async Task<int> Stop()
    {
        await Signal("TERM");
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Stops it in its tracks, with all that it holds.</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>Lets it go on as if nothing had been.</summary>
    public Task Thaw() => Signal("CONT");

    private static ProcessStartInfo Program(string[] arguments)
    {
        var start = new ProcessStartInfo(LedgerProgram.File, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("LEDGER_POSTGRES");
        return start;
    }

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        // While it dies it still counts as a user of the cluster, which then would be left running.
        _process.WaitForExit();
        _process.Dispose();
    }
}
