namespace NegotiationLedger.Cli;

/// <summary>A lock on a file that the operating system lets go when its process ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock beside other sharers, or returns null while someone has it alone.</summary>
    public static FileLock? TryShared(string path) => Try(path, FileAccess.Read, FileShare.ReadWrite);

    /// <summary>Takes the lock alone, or returns null while anyone else has it.</summary>
    public static FileLock? TryAlone(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Waits to have the lock alone.</summary>
    /// <exception cref="TimeoutException">It was not to be had within <paramref name="patience"/>.</exception>
    public static async Task<FileLock> Alone(string path, TimeSpan patience, CancellationToken cancellation)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryAlone(path) is { } taken)
                return taken;
            if (TimeProvider.System.GetElapsedTime(since) > patience)
                throw new TimeoutException($"{path} is held by another process.");
            await Task.Delay(Poll, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            // A sharing violation is a plain IOException; a missing directory or file has a type of its own.
            return null;
        }
    }
}
