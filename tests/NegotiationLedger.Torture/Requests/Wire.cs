using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NegotiationLedger.Torture.Requests;

/// <summary>An answer; of a connection that was closed without one the status is 0.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static readonly Answer None = new(0, new Dictionary<string, string>(), "");

    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>A client with a connection of its own that sends whatever bytes it is given.</summary>
internal sealed class Wire(int port) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TcpClient? _client;
    private NetworkStream _stream = null!;
    private byte[] _buffer = new byte[256 * 1024];
    private int _from;
    private int _to;

    /// <summary>Sends a request and reads its answer whole.</summary>
    /// <exception cref="OperationCanceledException">None came within a minute.</exception>
    public async Task<Answer> Ask(Sending sending)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var isKept = _client is not null;
            try
            {
                return await Exchange(sending, patience.Token);
            }
            // What comes late is not the answer to what is sent next.
            catch (OperationCanceledException)
            {
                Close();
                throw;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                Close();
                // A connection kept from before may have been closed meanwhile: that says nothing of this request.
                if (!isKept)
                    return Answer.None;
            }
        }
    }

    public void Dispose() => Close();

    private async Task<Answer> Exchange(Sending sending, CancellationToken cancellation)
    {
        if (_client is null)
        {
            _client = new() { NoDelay = true };
            await _client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            (_stream, _from, _to) = (_client.GetStream(), 0, 0);
        }

        try
        {
            await _stream.WriteAsync(sending.Bytes(port), cancellation);
        }
        catch (IOException)
        {
            // Refused before it was sent whole: the answer may be there all the same.
        }

        if (sending.IsShort && _client.Connected)
            _client.Client.Shutdown(SocketShutdown.Send);
        var answer = await Read(sending.Method == "HEAD", cancellation);
        if (sending.IsBrokenHttp || answer["Connection"] == "close")
            Close();
        return answer;
    }

    private async Task<Answer> Read(bool isHead, CancellationToken cancellation)
    {
        var status = await Line(cancellation);
        if (status.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
        {
            await Line(cancellation);
            status = await Line(cancellation);
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (string line; (line = await Line(cancellation)).Length > 0; )
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var answer = new Answer(int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture), headers, "");
        if (isHead || answer.Status is 204 or 304)
            return answer;
        if (answer["Transfer-Encoding"] == "chunked")
            return answer with { Body = Encoding.UTF8.GetString(await Chunks(cancellation)) };
        var body = answer["Content-Length"] is { } length
            ? await Take(int.Parse(length, CultureInfo.InvariantCulture), cancellation)
            : await Rest(cancellation);
        return answer with { Body = Encoding.UTF8.GetString(body) };
    }

    // As to a client of HTTP 1.0.
    private async Task<byte[]> Rest(CancellationToken cancellation)
    {
        try
        {
            while (true)
                await Fill(cancellation);
        }
        catch (IOException)
        {
            return await Take(_to - _from, cancellation);
        }
    }

    private async Task<byte[]> Chunks(CancellationToken cancellation)
    {
        using var whole = new MemoryStream();
        while (int.Parse(await Line(cancellation), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            whole.Write(await Take(size, cancellation));
            await Line(cancellation);
        }

        await Line(cancellation);
        return whole.ToArray();
    }

    private async Task<string> Line(CancellationToken cancellation)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _from, end);
                _from += end + 2;
                return line;
            }

            await Fill(cancellation);
        }
    }

    private async Task<byte[]> Take(int count, CancellationToken cancellation)
    {
        while (_to - _from < count)
            await Fill(cancellation);
        var taken = _buffer.AsSpan(_from, count).ToArray();
        _from += count;
        return taken;
    }

    private async Task Fill(CancellationToken cancellation)
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _stream.ReadAsync(_buffer.AsMemory(_to), cancellation);
        _to += read > 0 ? read : throw new IOException("The connection was closed.");
    }

    private void Close()
    {
        _client?.Dispose();
        _client = null;
    }
}
