using System.Globalization;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Cli;

/// <summary>A directory with PostgreSQL's programs, all of one version.</summary>
/// <param name="Directory">Holds initdb, pg_ctl and postgres.</param>
/// <param name="Version">As the server prints it, such as 15.18.</param>
internal sealed partial record PostgresBinaries(string Directory, string Version)
{
    /// <summary>The oldest major version that the ledger's schema is written for.</summary>
    public const int OldestMajor = 15;

    /// <summary>The version of the on-disk format: two binaries open each other's clusters only when it is the same.</summary>
    public int Major => int.Parse(Digits().Match(Version).Value, CultureInfo.InvariantCulture);

    /// <summary>The path of one of the programs.</summary>
    public string this[string program] => Path.Combine(Directory, OperatingSystem.IsWindows() ? program + ".exe" : program);

    /// <summary>Asks the programs in a directory for their version; null when one of the three is missing, or the server cannot run here.</summary>
    /// <remarks>A link, as a package may put on PATH, is followed: initdb looks for the server beside itself.</remarks>
    public static async Task<PostgresBinaries?> In(string directory, CancellationToken cancellation)
    {
        var found = new PostgresBinaries(directory, "0");
        if (!File.Exists(found["postgres"]))
            return null;
        var server = new FileInfo(found["postgres"]);
        var real = server.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? server.FullName;
        found = found with { Directory = Path.GetDirectoryName(real)! };
        if (!File.Exists(found["initdb"]) || !File.Exists(found["pg_ctl"]))
            return null;
        var answer = await ChildProcess.Run(found["postgres"], ["--version"], cancellation: cancellation);
        var version = answer.Succeeded ? VersionIn(answer.Output) : null;
        return version is null ? null : found with { Version = version };
    }

    /// <summary>The version in an answer such as <c>postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)</c>; betas such as <c>18beta1</c> count. Null when there is none.</summary>
    public static string? VersionIn(string answer) => Named().Match(answer) is { Success: true } m ? m.Groups["version"].Value : null;

    /// <summary>The first that will do: new enough, and of the major version that an existing cluster asks for.</summary>
    public static PostgresBinaries? Choose(IEnumerable<PostgresBinaries> inOrder, int? clusterMajor) =>
        inOrder.FirstOrDefault(b => clusterMajor is { } major ? b.Major == major : b.Major >= OldestMajor);

    [GeneratedRegex(@"\(PostgreSQL\) (?<version>\d+\S*)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
