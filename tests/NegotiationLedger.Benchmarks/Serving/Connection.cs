using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>A client with a connection of its own, that costs less than what it measures: writes bytes, and reads one answer whole.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    public static async Task<Connection> Open(Uri server)
    {
        var connection = new Connection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, server.Port);
        return connection;
    }

    public static byte[] Get(string path) => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    public static byte[] Post(string path, string body) =>
        Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );

    /// <summary>Sends a request and waits for the whole answer.</summary>
    /// <exception cref="InvalidOperationException">It was not of the class 2xx.</exception>
    public async Task Ask(byte[] request)
    {
        await _socket.SendAsync(request);
        var read = 0;
        do
        {
            if (read == _buffer.Length)
                Array.Resize(ref _buffer, 2 * read);
            var more = await _socket.ReceiveAsync(_buffer.AsMemory(read));
            read = more > 0 ? read + more : throw new InvalidOperationException("The server closed the connection.");
        } while (!IsWhole(_buffer.AsSpan(0, read)));
        // HTTP/1.1 2..
        if (_buffer[9] != '2')
            throw new InvalidOperationException(
                $"{Encoding.UTF8.GetString(request)} was answered with {Encoding.UTF8.GetString(_buffer, 0, read)}"
            );
    }

    // One answer at a time is under way, and a body of JSON holds no bare line ends: the last chunk is met nowhere but at the end.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer[..head].IndexOf("chunked"u8) >= 0 ? answer.EndsWith("\r\n0\r\n\r\n"u8) : answer.Length == head + 4;
        _ = Utf8Parser.TryParse(answer[(length + 16)..], out int bytes, out _);
        return answer.Length >= head + 4 + bytes;
    }

    public void Dispose() => _socket.Dispose();
}
