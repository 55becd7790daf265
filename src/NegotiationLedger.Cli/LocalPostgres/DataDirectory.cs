using System.Globalization;
using System.Security.Cryptography;

namespace NegotiationLedger.Cli;

/// <summary>One directory with everything that belongs to a private cluster, and the account that it belongs to.</summary>
/// <param name="Root">Readable by its owner only.</param>
/// <param name="Account">Whom PostgreSQL runs as, or null for this process's own account.</param>
internal sealed record DataDirectory(string Root, SystemAccount? Account)
{
    // A unix socket's address holds 108 bytes on Linux and 104 elsewhere, the closing zero included.
    private const int LongestSocket = 103;

    /// <summary>PostgreSQL's own data directory.</summary>
    public string Cluster => Path.Combine(Root, "pgdata");

    /// <summary>PostgreSQL's log; the one before it is kept beside it.</summary>
    public string Log => Path.Combine(Root, "postgresql.log");

    /// <summary>Held alone by a process that starts or stops the cluster.</summary>
    public string StartingLock => Path.Combine(Root, "starting.lock");

    /// <summary>Shared by the living processes that use the cluster.</summary>
    public string UsersLock => Path.Combine(Root, "users.lock");

    /// <summary>The superuser's password, in one line.</summary>
    public string PasswordFile => Path.Combine(Root, "password");

    /// <summary>Where the unix socket goes, or null when the path would not fit into a socket's address (or there are none): then TCP alone serves.</summary>
    public string? Socket =>
        Path.Combine(Root, "socket") is var directory
        && !OperatingSystem.IsWindows()
        && System.Text.Encoding.UTF8.GetByteCount(directory + "/.s.PGSQL.65535") <= LongestSocket
            ? directory
            : null;

    /// <summary>The major version that the cluster was created by, or null when there is none yet.</summary>
    public int? ClusterMajor =>
        File.Exists(Path.Combine(Cluster, "PG_VERSION"))
            ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")), CultureInfo.InvariantCulture)
            : null;

    /// <summary>Makes the directory, or checks that it is a ledger's, and settles whom PostgreSQL runs as.</summary>
    /// <exception cref="PostgresUnavailableException">It is someone else's, cannot be written, or root has no account to run PostgreSQL as.</exception>
    public static async Task<DataDirectory> Open(EmbeddedOptions options, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(options.DataDirectory ?? (options.Temporary ? TemporaryDirectories.NewName() : DefaultPlaces.Data()));
        try
        {
            RefuseOthers(root);
            CreatePrivate(root);
            var here = new DataDirectory(root, null);
            return DefaultPlaces.IsRoot ? await here.ForUnprivileged(cancellation) : here;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PostgresUnavailableException(
                $"The data directory {root} cannot be used: {e.Message} If another account made it, run as that account; or name another directory with --data.",
                e
            );
        }
    }

    /// <summary>The superuser's password, made up when there is no cluster yet.</summary>
    /// <exception cref="PostgresUnavailableException">There is a cluster, and its password is gone.</exception>
    public async Task<string> Password(CancellationToken cancellation)
    {
        if (File.Exists(PasswordFile) && (await File.ReadAllTextAsync(PasswordFile, cancellation)).Trim() is { Length: > 0 } kept)
            return kept;
        if (ClusterMajor is not null)
            throw new PostgresUnavailableException(
                $"The password of the cluster in {Root} is missing: put the file {PasswordFile} back from a backup."
            );
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        File.Delete(PasswordFile);
        await using (var file = new StreamWriter(PasswordFile, OwnerOnly()))
            await file.WriteLineAsync(password);
        await GiveToAccount(PasswordFile, cancellation);
        return password;
    }

    /// <summary>Makes a directory below the root that only PostgreSQL's account can enter.</summary>
    public async Task CreateForAccount(string directory, CancellationToken cancellation)
    {
        CreatePrivate(directory);
        await GiveToAccount(directory, cancellation);
    }

    private async Task<DataDirectory> ForUnprivileged(CancellationToken cancellation)
    {
        var passwd = await File.ReadAllLinesAsync("/etc/passwd", cancellation);
        var owner = await ChildProcess.Run("stat", ["-c", "%u", Directory.Exists(Cluster) ? Cluster : Root], cancellation: cancellation);
        var account =
            (int.TryParse(owner.Output, out var user) ? SystemAccount.Of(user, passwd) : null)
            ?? SystemAccount.Unprivileged(passwd)
            ?? throw new PostgresUnavailableException(
                "PostgreSQL refuses to run as root, and this machine has neither a 'postgres' nor a 'nobody' account to run it as. Run as another user, or add one: useradd --system postgres"
            );
        var mine = this with { Account = account };
        await mine.GiveToAccount(Root, cancellation);
        var reachable = await ChildProcess.Run("test", ["-w", Root], account, cancellation);
        if (reachable.Succeeded)
            return mine;
        if (!Directory.EnumerateFileSystemEntries(Root).Any())
            Directory.Delete(Root);
        throw new PostgresUnavailableException(
            $"PostgreSQL refuses to run as root, so it is run as {account.Name}, which cannot reach {Root}{ClosedAbove(Root)}. Name a directory elsewhere with --data (the default is {DefaultPlaces.Data()}), or run as the user who owns it."
        );
    }

    private async Task GiveToAccount(string path, CancellationToken cancellation)
    {
        if (Account is null)
            return;
        var given = await ChildProcess.Run("chown", ["-h", $"{Account.UserId}:{Account.GroupId}", path], cancellation: cancellation);
        if (!given.Succeeded)
            throw new PostgresUnavailableException($"{path} could not be given to the account {Account.Name}: {given.Output}");
    }

    private static string ClosedAbove(string path)
    {
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(above).HasFlag(UnixFileMode.OtherExecute))
                return $", because {above} is closed to it";
        }
        return "";
    }

    private static void RefuseOthers(string root)
    {
        if (!Directory.Exists(root))
            return;
        if (File.Exists(Path.Combine(root, "PG_VERSION")))
            throw new PostgresUnavailableException(
                $"{root} is a PostgreSQL data directory of its own. Start that PostgreSQL and give its connection string (--postgres or LEDGER_POSTGRES), or name another directory with --data."
            );
        var ours = new DataDirectory(root, null);
        var empty = !Directory.EnumerateFileSystemEntries(root).Any();
        if (!empty && !File.Exists(ours.PasswordFile) && !File.Exists(ours.StartingLock))
            throw new PostgresUnavailableException($"{root} is not empty and holds no ledger: name another directory with --data.");
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
        {
            if (Path.GetDirectoryName(directory) is { } parent)
                Directory.CreateDirectory(parent);
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
