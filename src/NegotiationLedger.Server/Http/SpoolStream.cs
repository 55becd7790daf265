namespace NegotiationLedger.Server;

/// <summary>A stream to be written first and read afterwards: small ones stay in memory, larger ones become a temporary file that goes with the stream.</summary>
/// <param name="most">How many bytes at most are held in memory.</param>
/// <param name="directory">Where the file goes, readable by its owner only; the temporary directory when null.</param>
public sealed class SpoolStream(int most = 64 * 1024, string? directory = null) : Stream
{
    private Stream _inner = new MemoryStream();

    /// <summary>Whether it has become a file.</summary>
    public bool IsFile => _inner is FileStream;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _inner.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    /// <inheritdoc/>
    public override void SetLength(long value) => _inner.SetLength(value);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        MakeRoom(count);
        _inner.Write(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        MakeRoom(buffer.Length);
        return _inner.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private void MakeRoom(int count)
    {
        if (_inner is not MemoryStream memory || memory.Position + count <= most)
            return;
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(directory ?? Path.GetTempPath(), $"ledger-{Path.GetRandomFileName()}"), options);
        memory.WriteTo(file);
        file.Position = memory.Position;
        memory.Dispose();
        _inner = file;
    }
}
