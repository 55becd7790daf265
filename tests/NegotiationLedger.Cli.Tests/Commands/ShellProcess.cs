using System.Diagnostics;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>How a shell starts a command.</summary>
public enum Start
{
    /// <summary>In place of itself, in the foreground.</summary>
    Foreground,

    /// <summary>With <c>&amp;</c> in a script, which has the command ignore SIGINT.</summary>
    ScriptBackground,

    /// <summary>As a job of its own, as at a terminal: what is signalled is its whole process group.</summary>
    Job,
}

/// <summary>A command that bash started, and what it says on both its outputs.</summary>
internal sealed class ShellProcess : IDisposable
{
    private readonly Process _shell;
    private readonly Start _how;
    private readonly int _id;

    private ShellProcess(Process shell, Start how, int id) => (_shell, _how, _id) = (shell, how, id);

    /// <summary>The tree's root, where <c>ops</c> is.</summary>
    public static string Root { get; } = RootAbove(AppContext.BaseDirectory);

    /// <summary>Has bash start a command, in the tree's root.</summary>
    public static async Task<ShellProcess> Run(Start how, string command, params (string Name, string Value)[] variables)
    {
        var script = how switch
        {
            Start.Foreground => $"echo $$; exec {command} 2>&1",
            Start.ScriptBackground => $"{command} 2>&1 & echo $!; wait $!",
            _ => $"set -m; {command} 2>&1 & echo $!; wait $!",
        };
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            UseShellExecute = false,
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("LEDGER_POSTGRES");
        start.Environment["LEDGER_PROGRAM"] = LedgerProgram.File;
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var shell = Process.Start(start)!;
        return new(shell, how, int.Parse((await shell.StandardOutput.ReadLineAsync())!));
    }

    /// <summary>Waits for a line that begins like this; the line.</summary>
    public async Task<string> Says(string beginning)
    {
        var said = new List<string>();
        while (await _shell.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
            said.Add(line);
        }

        throw new InvalidOperationException($"It ended without saying '{beginning}': {string.Join('\n', said)}");
    }

    /// <summary>Signals the command, and waits until it has ended; its exit code.</summary>
    public async Task<int> Signal(string name)
    {
        using (var kill = Process.Start("kill", [$"-{name}", "--", _how is Start.Job ? $"-{_id}" : $"{_id}"]))
            await kill.WaitForExitAsync();
        return await Ended();
    }

    /// <summary>Waits until it has ended; its exit code.</summary>
    public async Task<int> Ended()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _shell.WaitForExitAsync(patience.Token);
        return _shell.ExitCode;
    }

    public void Dispose()
    {
        if (!_shell.HasExited)
            _shell.Kill(entireProcessTree: true);
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private static string RootAbove(string folder) =>
        File.Exists(Path.Combine(folder, "ops", "run")) ? folder : RootAbove(Path.GetDirectoryName(folder)!);
}
