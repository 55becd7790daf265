using System.Net;
using System.Net.Sockets;
using System.Text;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>What a request may be and how long it may take, tried on bare sockets.</summary>
public sealed class LimitTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly RunningServer _server = new(postgres)
    {
        Limits = new()
        {
            Head = TimeSpan.FromSeconds(1),
            Grace = TimeSpan.FromSeconds(1.5),
            Idle = TimeSpan.FromSeconds(1),
        },
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_request_line_has_at_most_8_KiB()
    {
        (await Answer(Line(RequestLimits.Line))).ShouldStartWith("HTTP/1.1 200 ");
        (await Answer(Line(RequestLimits.Line + 1))).ShouldStartWith("HTTP/1.1 414 ");

        static string Line(int length)
        {
            const string begin = "GET /health/live?",
                end = " HTTP/1.1\r\n";
            return begin + new string('x', length - begin.Length - end.Length) + end + "Host: 127.0.0.1\r\nConnection: close\r\n\r\n";
        }
    }

    [Fact]
    public async Task There_are_at_most_64_header_lines_of_32_KiB_in_all()
    {
        (await Answer(Lines(RequestLimits.HeaderCount, 10))).ShouldStartWith("HTTP/1.1 200 ");
        (await Answer(Lines(RequestLimits.HeaderCount + 1, 10))).ShouldStartWith("HTTP/1.1 431 ");
        (await Answer(Lines(20, RequestLimits.HeaderBytes / 10))).ShouldStartWith("HTTP/1.1 431 ");

        // Two lines are Host and Connection.
        static string Lines(int count, int length) =>
            "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + string.Concat(Enumerable.Range(2, count - 2).Select(i => $"X-{i}: {new string('x', length)}\r\n"))
            + "\r\n";
    }

    [Theory]
    [InlineData("get", "200")]
    [InlineData("Get", "200")]
    [InlineData("head", "200")]
    [InlineData("post", "415")]
    [InlineData("gets", "405")]
    public async Task A_method_is_answered_in_whatever_case_it_is_written(string method, string status) =>
        (await Answer($"{method} /negotiations HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")).ShouldStartWith(
            $"HTTP/1.1 {status} "
        );

    [Fact]
    public async Task A_head_that_does_not_come_to_its_end_is_not_waited_for() =>
        (await Answer("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")).ShouldStartWith("HTTP/1.1 408 ");

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for() =>
        (
            await Answer(
                "POST /sources HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"source\":"
            )
        ).ShouldStartWith("HTTP/1.1 408 ");

    [Fact]
    public async Task A_connection_on_which_nothing_is_asked_is_closed()
    {
        (await Answer("")).ShouldBeEmpty();
        (await Answer("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("POST /sources HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("POST /sources HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked, identity\r\n\r\n{}")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX : y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: y\r\n\r\n")]
    public async Task What_two_servers_might_read_in_two_ways_is_refused(string request) =>
        (await Answer(request)).ShouldStartWith("HTTP/1.1 4");

    // All that the server sends until it closes.
    private async Task<string> Answer(string request)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Http.BaseAddress!.Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // It was closed while more was on its way.
        }

        return Encoding.ASCII.GetString(answer.ToArray());
    }
}
