using System.Diagnostics;
using System.Globalization;

namespace NegotiationLedger.Cli;

/// <summary>What a cluster's <c>postmaster.pid</c> says: the process, where it listens, and how far it has come.</summary>
/// <param name="ProcessId">The postmaster's process id; after a crash it may be nobody's, or anybody's.</param>
/// <param name="Port">The TCP port, or null while the postmaster has not written it yet.</param>
/// <param name="Status"><c>starting</c>, <c>ready</c>, <c>standby</c> or <c>stopping</c>; empty while not written yet.</param>
internal sealed record PostmasterPid(int ProcessId, int? Port, string Status)
{
    public bool IsReady => Status == "ready" && Port is not null;

    /// <summary>Reads the file's lines: pid, data directory, start time, port, socket directory, address, shared memory, status. Null when the first is no pid.</summary>
    /// <remarks>PostgreSQL writes the file line by line as it comes up, so any prefix is a valid file. A standalone backend writes a negative pid.</remarks>
    public static PostmasterPid? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        if (!int.TryParse(lines[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var pid) || pid == 0)
            return null;
        int? port =
            lines.Length > 3 && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : null;
        return new PostmasterPid(Math.Abs(pid), port, lines.Length > 7 ? lines[7] : "");
    }

    /// <summary>The file of the cluster in this directory, or null when there is none.</summary>
    public static PostmasterPid? Read(string cluster)
    {
        try
        {
            return Parse(File.ReadAllText(FileIn(cluster)));
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes a file that names no living postmaster. PostgreSQL would believe it if the pid has been given to another process of its account.</summary>
    public static void Remove(string cluster) => File.Delete(FileIn(cluster));

    /// <summary>Whether the process exists and is a PostgreSQL at work in this cluster, not one that merely got the number later.</summary>
    public bool IsAliveIn(string cluster)
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            if (!process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
                return false;
            return !OperatingSystem.IsLinux() || WorksIn(cluster);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // Every process of a cluster has its data directory as its working directory. Another account's cannot be read, and is not ours.
    private bool WorksIn(string cluster)
    {
        try
        {
            var at = new FileInfo($"/proc/{ProcessId}/cwd").LinkTarget;
            return at is not null && at == RealPath(cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(real, part));
            real = next.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next.FullName;
        }
        return real;
    }

    private static string FileIn(string cluster) => Path.Combine(cluster, "postmaster.pid");
}
