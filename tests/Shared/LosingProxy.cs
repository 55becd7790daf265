using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NegotiationLedger.Testing;

/// <summary>A network between a node and its database that loses what it is told to lose.</summary>
public sealed class LosingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly List<TcpClient> _open = [];
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private int _answersToLose;
    private TaskCompletionSource? _silence;

    public LosingProxy(string connectionString)
    {
        _server = new(connectionString);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>How to reach the database through this network.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <summary>Lets so many answers get no further than here; the connection breaks with each.</summary>
    public void LoseAnswers(int count) => Volatile.Write(ref _answersToLose, count);

    /// <summary>Carries nothing any more, and breaks nothing: as when packets are dropped. Whoever connects waits, too.</summary>
    public void FallSilent() =>
        Interlocked.CompareExchange(ref _silence, new(TaskCreationOptions.RunContinuationsAsynchronously), comparand: null);

    /// <summary>Carries on after a silence, with what was held back: as when packets are sent again.</summary>
    public void SpeakAgain() => Interlocked.Exchange(ref _silence, value: null)?.TrySetResult();

    /// <summary>Breaks the node's side of all connections; the server does not learn of it while it is at work.</summary>
    public void BreakConnections()
    {
        lock (_lock)
            _open.ForEach(c => c.Dispose());
    }

    /// <summary>Breaks all connections and takes no more.</summary>
    public void Close()
    {
        _listener.Stop();
        BreakConnections();
        SpeakAgain();
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await _accepting;
    }

    private async Task Accept()
    {
        var carried = new List<Task>();
        while (true)
        {
            try
            {
                carried.Add(Carry(await _listener.AcceptTcpClientAsync()));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                await Task.WhenAll(carried);
                return;
            }
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var ours = client;
        using var server = new TcpClient();
        lock (_lock)
        {
            _open.RemoveAll(c => !c.Connected && c.Client is null);
            _open.AddRange([client, server]);
        }

        try
        {
            await server.ConnectAsync(_server.Host!, _server.Port);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // There is no server at the moment, and who wants it learns of it.
            return;
        }

        try
        {
            var (inwards, outwards) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(
                Pump(inwards, outwards, () => false),
                Pump(outwards, inwards, () => Volatile.Read(ref _answersToLose) > 0 && Interlocked.Decrement(ref _answersToLose) >= 0)
            );
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // It was broken as soon as it was made.
        }
    }

    private async Task Pump(NetworkStream from, NetworkStream to, Func<bool> loses)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var read)
            {
                if (loses())
                    return;
                if (Volatile.Read(ref _silence) is { } silence)
                    await silence.Task;
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection is broken, on purpose.
        }
    }
}
