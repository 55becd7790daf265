using System.ComponentModel;
using System.Diagnostics;

namespace NegotiationLedger.Cli;

/// <summary>What a finished program left behind: its exit code, and what it printed to either stream, trimmed.</summary>
internal sealed record Outcome(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs PostgreSQL's own programs, and the few of the operating system's that they need.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end. A program that does not exist, or may not be run, is an outcome with code 127.</summary>
    /// <param name="program">A name on PATH or a path.</param>
    /// <param name="arguments">Passed as they are; no shell is involved.</param>
    /// <param name="account">The account to run as, or null for this process's own.</param>
    /// <param name="cancellation">Ends the program and those it started, then throws.</param>
    /// <remarks>
    /// The program sees none of the caller's PG* variables (a PGDATA or PGPORT meant for another cluster would be obeyed), speaks English, and
    /// starts in the root directory, which every account can enter.
    /// </remarks>
    public static async Task<Outcome> Run(
        string program,
        IEnumerable<string> arguments,
        SystemAccount? account = null,
        CancellationToken cancellation = default
    )
    {
        IEnumerable<string> line = [program, .. arguments];
        if (account is not null)
            line = account.RunAs(line);
        var start = new ProcessStartInfo(line.First(), line.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = OperatingSystem.IsWindows() ? Environment.SystemDirectory : "/",
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            return await Finish(process, cancellation);
        }
        catch (Win32Exception e)
        {
            return new Outcome(127, e.Message);
        }
    }

    private static async Task<Outcome> Finish(Process process, CancellationToken cancellation)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new Outcome(process.ExitCode, $"{await output}\n{await errors}".Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
