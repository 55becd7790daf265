namespace NegotiationLedger.Cli;

/// <summary>The directories used when none is given.</summary>
public static class DefaultPlaces
{
    // Under root's home the account that PostgreSQL runs as could read nothing.
    private const string OfRoot = "/var/lib/negotiation-ledger";

    /// <summary>Where the ledger's data is kept: <c>/var/lib/negotiation-ledger</c> for root, else <c>$XDG_DATA_HOME/negotiation-ledger</c> or what the system has for that.</summary>
    public static string Data() =>
        IsRoot
            ? OfRoot + "/data"
            : Path.Combine(Folder("XDG_DATA_HOME", Environment.SpecialFolder.LocalApplicationData), "negotiation-ledger");

    /// <summary>Where fetched programs are kept; it can be removed at any time while no ledger runs.</summary>
    public static string Cache() =>
        IsRoot ? OfRoot + "/cache"
        : OperatingSystem.IsWindows() ? Path.Combine(Data(), "cache")
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Folder("HOME", Environment.SpecialFolder.UserProfile), ".cache"),
            "negotiation-ledger"
        );

    /// <summary>Whether this process is root, whom PostgreSQL refuses to run for. On Windows it drops an administrator's rights itself.</summary>
    internal static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    // .NET's LocalApplicationData is $XDG_DATA_HOME or ~/.local/share on Linux, and empty when there is no home.
    private static string Folder(string variable, Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } found
            ? found
            : throw new PostgresUnavailableException(
                $"This account has no home directory to keep the ledger in: set {variable}, or name a directory with --data."
            );
}
