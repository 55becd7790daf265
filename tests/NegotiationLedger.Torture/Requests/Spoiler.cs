using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Torture.Requests;

/// <summary>Spoils good requests, the same way for the same random numbers.</summary>
internal sealed class Spoiler(Random random)
{
    // As written in a target: bytes that are no UTF-8, escapes that are none, and what is right elsewhere.
    private static readonly string[] Values = """
        %00 a%00b %ff%fe %C3%28 %ED%A0%80 %zz % %2 -1 0 99999999999999999999 1e9 2147483648 0x10 true null 2025-13-45 2025-07-24~
        2025-07-24/2025-07-01 9999-12-31T23:59:59Z 10000-01-01 @0 @99999999 @-1 @01983d97-9100-76d3-baf4-8adfc3393e3c party:
        party:Nobody speaker:nobody Atlantis a.b.c.d.e 1.occurred.1.1.00000000 %20 %F0%9F%95%8A %E2%80%AE .. %2e%2e%2f a%2Fb
        '%20or%201=1-- %22 %3Cscript%3E + ; -word %7B%7D %0d%0aX:1 %EF%BB%BF %5C
        """.Split((char[]?)null);

    private static readonly string[] Types =
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json; charset=\"",
        "application/json;;;",
        "application/problem+json",
        "json",
        "",
        "*/*",
        "application/json, text/plain",
        "\u00e9",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Content-Type", Types),
        (
            "Accept",
            [
                "nothing",
                "text/html",
                "*/*;q=0",
                "application/json;q=x",
                "\"",
                ",,,",
                "text/csv",
                "application/x-ndjson",
                "\u00e9",
                "\u00c3\u00bc",
                "a/b;q=1.0000001",
            ]
        ),
        (
            "If-Match",
            ["7", "\"seven\"", "W/\"7\"", "\"\"", "\"-1\"", "\"99999999999999999999\"", "\"4\", \"5\"", "\"999999\"", "", "\"0\"", "\u00e9"]
        ),
        (
            "Idempotency-Key",
            ["bare", "\"\"", "\"a\", \"b\"", "\"a\\b\"", "\"\u00e9\"", "\"\u00c3\u00bc\"", "", "\"a\"b\"", "?1", "\"the same\""]
        ),
        ("If-None-Match", ["7", "*", "W/", "\"", "W/\"v1.r1.x\"", ",", "\u00e9"]),
        ("Content-Encoding", ["gzip", "br", "identity, gzip", "", "x\u00e9"]),
        ("Host", ["ledger.example", "127.0.0.1.ledger.example", "[::2]", "localhost.", "a b"]),
        ("Origin", ["https://ledger.example", "null", "http://localhost:3000", "x", ""]),
        ("Sec-Fetch-Site", ["cross-site", "same-site", "x"]),
        ("Range", ["bytes=0-1", "bytes=9-1", "x"]),
        ("Expect", ["100-continue", "200-ok"]),
        ("Connection", ["Upgrade", "close", "x, y"]),
        ("Upgrade", ["h2c", "websocket"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
        ("Transfer-Encoding", ["gzip", "identity", "chunked, chunked"]),
    ];

    private static readonly string[] Methods = """
        PUT DELETE PATCH GET POST HEAD OPTIONS TRACE FOO get M-SEARCH CONNECT
        """.Split((char[]?)null);

    private static readonly string[] Bodies =
    [
        "",
        " ",
        "null",
        "true",
        "0",
        "\"text\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "[{}]",
        "{\"type\":null}",
        "{\"type\":\"treaty_signed\"}",
        "{\"a\":1,\"a\":2}",
        "\ufeff{}",
        "{\"\\u0000\":1}",
        "{\"x\":\"\\ud800\"}",
        "{\"type\":\"statement_made\"} x",
        "NaN",
        "{'type':'x'}",
        "{\"patch\":{},\"reason\":\"x\"}",
        "{\"patch\":{\"type\":\"x\",\"id\":1},\"reason\":\"x\"}",
        "{\"map\":{},\"csv\":\"\"}",
        "{\"map\":{},\"csv\":\"a\\n1\",\"xlsx\":\"AAAA\"}",
    ];

    /// <summary>Spoils it once or twice.</summary>
    public void Spoil(Sending sending)
    {
        for (var times = random.Next(4) == 0 ? 2 : 1; times > 0 && sending.Raw is null; times--)
            Pick(Ways(sending))(sending);
    }

    private List<Action<Sending>> Ways(Sending sending)
    {
        List<Action<Sending>> ways = [SpoilPath, SpoilHeader, SpoilMethod, AddUnknown, BreakHttp];
        // What an address takes is spoilt more often than what surrounds it.
        if (sending.Query.Count > 0)
            ways.AddRange([SpoilValue, SpoilValue, SpoilValue, SpoilName, Repeat]);
        if (sending.Operation.Parameters.Any(p => p.In == "query"))
            ways.AddRange([AddKnown, AddKnown, AddKnown]);
        if (sending.Body is not null)
            ways.AddRange([SpoilBody, SpoilBody, SpoilBody, SpoilBody, SpoilBody, SpoilBody, ReplaceBody, CutBody, ChunkBody]);
        else if (sending.Operation.Method == "GET")
            ways.Add(ReplaceBody);
        return ways;
    }

    private void SpoilPath(Sending s)
    {
        s.Spoilt.Add("path");
        var place = random.Next(s.Segments.Count);
        switch (random.Next(5))
        {
            case 0:
                s.Segments.Insert(place, Pick(Values));
                break;
            case 1:
                s.Segments[place] = new string('a', random.Next(90, 3000));
                break;
            case 2:
                s.Segments[place] = s.Segments[place].ToUpperInvariant();
                break;
            default:
                s.Segments[^1] = s.Segments[^1].Length > 0 && random.Next(2) == 0 ? Pick(Values) + s.Segments[^1] : Pick(Values);
                break;
        }

        // Kestrel lets no path with this character through to the server.
        s.IsBrokenHttp |= s.Segments.Exists(part => part.Contains("%00", StringComparison.Ordinal));
    }

    private void SpoilValue(Sending s)
    {
        s.Spoilt.Add("value");
        var place = random.Next(s.Query.Count);
        s.Query[place] = (s.Query[place].Name, BadValue());
    }

    private void AddKnown(Sending s)
    {
        s.Spoilt.Add("parameter");
        s.Query.Add((Pick([.. s.Operation.Parameters.Where(p => p.In == "query")]).Name, BadValue()));
    }

    private void AddUnknown(Sending s)
    {
        s.Spoilt.Add("unknown parameter");
        s.Query.Add((Pick(["x", "", "$filter", "Limit", "limit%20", "%ff", "a/b", "a~b", "%00", "__proto__", "zone"]), BadValue()));
    }

    private void SpoilName(Sending s)
    {
        s.Spoilt.Add("name");
        var place = random.Next(s.Query.Count);
        var name = s.Query[place].Name;
        s.Query[place] = (
            Pick([name.ToUpperInvariant(), name[(name.Length / 2)..], name + "%00", name + "[]", "left." + name]),
            s.Query[place].Value
        );
    }

    private void Repeat(Sending s)
    {
        s.Spoilt.Add("repeated");
        s.Query.Add(s.Query[random.Next(s.Query.Count)]);
    }

    private void SpoilHeader(Sending s)
    {
        var (name, values) = Pick(Headers);
        s.Spoilt.Add(name);
        if (random.Next(6) > 0)
            s.Headers.RemoveAll(h => h.Name == name);
        s.Headers.Add((name, Pick(values)));
        // These two decide how the request itself is read.
        s.IsBrokenHttp |= name is "Transfer-Encoding" or "Host" or "Upgrade" or "Connection" or "Expect";
        // Bytes that are no UTF-8.
        s.IsBrokenHttp |= s.Headers.Exists(h => h.Value.Contains('\u00e9', StringComparison.Ordinal));
    }

    private void SpoilMethod(Sending s)
    {
        s.Spoilt.Add("method");
        s.Method = Pick(Methods);
        s.IsBrokenHttp |= s.Method is "CONNECT";
    }

    private void SpoilBody(Sending s)
    {
        // What is spoilt already may be no tree that could be changed.
        if (s.Spoilt.Exists(w => w is "body" or "another body" or "cut" or "chunks" or "bad chunks"))
            return;
        s.Spoilt.Add("body");
        s.Body = new Mutation(random.Next()).Of(JsonNode.Parse(s.Body)!);
    }

    private void ReplaceBody(Sending s)
    {
        s.Spoilt.Add("another body");
        s.Body = random.Next(12) switch
        {
            0 => Encoding.Unicode.GetBytes("{\"type\":\"statement_made\"}"),
            1 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", random.Next(60, 2000)))),
            2 => Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', 1_100_000)}\"}}"),
            3 => Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]"),
            4 => [0xff, 0xfe, 0x00],
            _ => Encoding.UTF8.GetBytes(Pick(Bodies)),
        };
    }

    private void CutBody(Sending s)
    {
        if (s.Body is not { Length: > 1 })
            return;
        s.Spoilt.Add("cut");
        s.Cut = random.Next(s.Body.Length);
        s.IsBrokenHttp = s.IsShort = true;
    }

    private void ChunkBody(Sending s)
    {
        var body = Encoding.Latin1.GetString(s.Body ?? []);
        s.Headers.RemoveAll(h => h.Name is "Transfer-Encoding" or "Content-Length");
        s.Headers.Add(("Transfer-Encoding", "chunked"));
        var isGood = random.Next(4) == 0;
        s.Spoilt.Add(isGood ? "chunks" : "bad chunks");
        s.IsBrokenHttp |= !isGood;
        s.IsShort |= !isGood;
        var chunks = isGood
            ? $"{body.Length:x}{(random.Next(2) == 0 ? ";" + new string('e', 2000) : "")}\r\n{body}\r\n0\r\n\r\n"
            : Pick([
                $"zz\r\n{body}\r\n0\r\n\r\n",
                $"{body.Length + 9:x}\r\n{body}\r\n0\r\n\r\n",
                $"{body.Length:x}\r\n{body}0\r\n\r\n",
                $"-1\r\n{body}\r\n0\r\n\r\n",
                $"ffffffffffffffff\r\n{body}\r\n0\r\n\r\n",
                $"{body.Length:x}\r\n{body}\r\n",
                body,
            ]);
        s.Body = Encoding.Latin1.GetBytes(chunks);
    }

    private void BreakHttp(Sending s)
    {
        s.Spoilt.Add("http");
        s.IsBrokenHttp = s.IsShort = true;
        string[] longOnes =
        [
            .. Enumerable.Range(0, random.Next(50, 200)).Select(i => $"X-{i}: x"),
            $"X-Long: {new string('x', random.Next(1000, 60_000))}",
        ];
        s.Raw = Encoding.Latin1.GetBytes(
            Pick([
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{string.Join("\r\n", longOnes[..^1])}\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{longOnes[^1]}\r\n\r\n",
                $"{s.Method} {s.Target}{new string('a', random.Next(2000, 20_000))} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                $"{s.Method}  {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: localhost\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\nHost: 127.0.0.1\n\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\0b\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\n folded\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nNo colon\r\n\r\n",
                $"{s.Method} {s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\nX ",
                $"{s.Method} {s.Target} HTTP/1.0\r\n\r\n",
                $"{s.Method} http://ledger.example{s.Target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                $"{s.Method} {s.Target}\r\n\r\n",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001",
                $"{s.Method} {s.Target.TrimStart('/')} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                $"{s.Method} * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            ])
        );
    }

    private string? BadValue() =>
        random.Next(13) switch
        {
            0 => null,
            3 => "",
            1 => new string('9', random.Next(20, 4000)),
            2 => string.Concat(Enumerable.Repeat("%F0%9F%95%8A", random.Next(1, 300))),
            _ => Pick(Values),
        };

    private T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
