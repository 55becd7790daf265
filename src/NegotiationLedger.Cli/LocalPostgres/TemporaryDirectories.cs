namespace NegotiationLedger.Cli;

/// <summary>Names temporary data directories, and clears away those whose processes were killed before they could.</summary>
internal static class TemporaryDirectories
{
    private const string Prefix = "negotiation-ledger-temporary-";

    public static string NewName() => Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("n")[..12]);

    /// <summary>Stops and removes those that no living process uses any more. One that resists stays until the system clears its temporary directory.</summary>
    public static async Task ClearAway(EmbeddedOptions options, CancellationToken cancellation)
    {
        foreach (var root in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                await ClearAwayOne(root, options, cancellation);
            }
            catch (Exception e) when (e is PostgresUnavailableException or UnauthorizedAccessException or IOException)
            {
                options.Say?.Invoke($"{root} was left behind and cannot be removed: {e.Message}");
            }
        }
    }

    // A directory in the making has no users yet, but its maker holds the other lock.
    private static async Task ClearAwayOne(string root, EmbeddedOptions options, CancellationToken cancellation)
    {
        if (!File.Exists(new DataDirectory(root, null).UsersLock))
            return;
        using var starting = FileLock.TryAlone(new DataDirectory(root, null).StartingLock);
        using var users = FileLock.TryAlone(new DataDirectory(root, null).UsersLock);
        if (starting is null || users is null)
            return;
        var home = await DataDirectory.Open(options with { DataDirectory = root }, cancellation);
        if (home.ClusterMajor is { } major)
            await new Cluster(home, await BinarySearch.Find(options, major, cancellation), "", options).Stop();
        Directory.Delete(root, recursive: true);
    }
}
