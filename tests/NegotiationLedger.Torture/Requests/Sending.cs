using System.Text;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Torture.Requests;

/// <summary>A request to the letter, so that every letter of it can be wrong.</summary>
/// <param name="of">The address that it is for.</param>
internal sealed class Sending(Operation of)
{
    /// <summary>The address that it is for.</summary>
    public Operation Operation { get; } = of;

    public string Method { get; set; } = of.Method;

    /// <summary>The path, by segments, as written.</summary>
    public List<string> Segments { get; } = [];

    /// <summary>The query, as written: name, and value after the equals sign; no sign when null.</summary>
    public List<(string Name, string? Value)> Query { get; } = [];

    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[]? Body { get; set; }

    /// <summary>What was done to it; empty for a good one.</summary>
    public List<string> Spoilt { get; } = [];

    /// <summary>Whether HTTP itself is broken: such a request may be refused without a document, or with no more than a closed connection.</summary>
    public bool IsBrokenHttp { get; set; }

    /// <summary>Whether the server may wait for more than is sent: it hears that nothing will come, and then need not answer. It writes nothing of such a request.</summary>
    public bool IsShort { get; set; }

    /// <summary>What goes over the wire instead of what the other members say; null for those.</summary>
    public byte[]? Raw { get; set; }

    /// <summary>How many bytes of the body are sent; all when null, with its length said in either case.</summary>
    public int? Cut { get; set; }

    /// <summary>The path and the query.</summary>
    public string Target =>
        "/"
        + string.Join('/', Segments)
        + (Query.Count == 0 ? "" : "?" + string.Join('&', Query.Select(q => q.Value is null ? q.Name : $"{q.Name}={q.Value}")));

    /// <summary>What goes over the wire.</summary>
    public byte[] Bytes(int port)
    {
        if (Raw is not null)
            return Raw;
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
        if (!Headers.Exists(h => h.Name == "Host"))
            head.Append($"Host: 127.0.0.1:{port}\r\n");
        foreach (var (name, value) in Headers)
            head.Append($"{name}: {value}\r\n");
        if (Body is not null && !Headers.Exists(h => h.Name is "Transfer-Encoding" or "Content-Length"))
            head.Append($"Content-Length: {Body.Length}\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body.AsSpan(0, Sent)];
    }

    private int Sent => Cut is { } cut ? Math.Min(cut, Math.Max(0, Body!.Length - 1)) : Body?.Length ?? 0;

    public override string ToString() =>
        $"[{string.Join(" + ", Spoilt)}] {Method} {Short(Target)} {Short(string.Join("; ", Headers.Select(h => $"{h.Name}: {h.Value}")))} {Short(Encoding.UTF8.GetString(Body ?? []))}";

    /// <summary>The body as JSON.</summary>
    public void Send(JsonNode body) => Body = Encoding.UTF8.GetBytes(body.ToJsonString());

    private static string Short(string text) => text.Length <= 400 ? text : $"{text[..400]}… ({text.Length})";
}
