using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Pages of other sites write nothing, nothing that is answered runs as a page, and a client's mistake is told as one.</summary>
public sealed class ProtectionTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private static readonly string[] Operations = ["/projections/Views/retry", "/projections/Views/rebuild"];
    private readonly RunningServer _server = talks.Server;

    public static TheoryData<string> Writes() =>
        [.. Operations, "/negotiations", "/negotiations/talks/developments", "/negotiations/talks/imports", "/sources", "/speakers"];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_is_sent_as_plain_JSON_by_a_page_of_the_ledger_or_by_a_program(string path)
    {
        (await Sent(path, new StringContent("{}", Encoding.UTF8, "text/plain"))).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Sent(path, new FormUrlEncodedContent([new("a", "b")]))).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        var packed = new StringContent("{}", Encoding.UTF8, "application/json");
        packed.Headers.ContentEncoding.Add("gzip");
        var refused = await Sent(path, packed);
        (refused.Status, refused.Json!["type"]!.GetValue<string>()).ShouldBe(
            (HttpStatusCode.UnsupportedMediaType, "urn:negotiation-ledger:problem:content-encoding")
        );

        foreach (var site in new[] { "cross-site", "same-site" })
            (await Sent(path, Empty, ("Sec-Fetch-Site", site))).Status.ShouldBe(HttpStatusCode.Forbidden, site);
        var port = _server.Http.BaseAddress!.Port;
        foreach (var origin in new[] { $"http://127.0.0.1:{port + 1}", "http://localhost", $"https://127.0.0.1:{port}" })
            (await Sent(path, Empty, ("Origin", origin))).Status.ShouldBe(HttpStatusCode.Forbidden, origin);
        foreach (var own in new[] { ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", $"http://127.0.0.1:{port}") })
            (await Sent(path, Empty, own)).Status.ShouldNotBe(HttpStatusCode.Forbidden, own.ToString());
    }

    [Fact]
    public async Task An_operation_knows_no_conditions()
    {
        foreach (var path in Operations)
        {
            (await Sent(path, Empty, ("If-Match", "\"1\""))).Status.ShouldBe(HttpStatusCode.BadRequest);
            (await Sent(path, Empty, ("Idempotency-Key", "\"k\""))).Status.ShouldBe(HttpStatusCode.BadRequest);
            (await Sent(path, Empty)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task What_is_registered_is_described_further_only_at_the_version_expected()
    {
        (await _server.Post("/sources", Source("versioned"))).Status.ShouldBe(HttpStatusCode.Created);
        var stale = await _server.Post("/sources/versioned/corrections", Correction(), ("If-Match", "\"2\""));
        (stale.Status, stale.Json!["currentVersion"]!.GetValue<long>()).ShouldBe((HttpStatusCode.PreconditionFailed, 1));
        (await _server.Post("/sources/versioned/corrections", Correction(), ("If-Match", "\"1\""))).Status.ShouldBe(HttpStatusCode.Created);

        foreach (
            var (path, body) in new[]
            {
                ("/sources", Source("unheard")),
                ("/speakers", Speaker("unheard")),
                ("/negotiations", Opening("unheard")),
            }
        )
        {
            (await _server.Post(path, body, ("If-Match", "\"3\""))).Status.ShouldBe(HttpStatusCode.PreconditionFailed, path);
            (await _server.Post(path, body, ("If-Match", "\"0\""))).Status.ShouldBe(HttpStatusCode.Created, path);
        }
    }

    [Theory]
    [InlineData("/negotiations?text=a%00b", "/text")]
    [InlineData("/negotiations?party=%00", "/party")]
    [InlineData("/assertions?text=%00", "/text")]
    [InlineData("/sources?text=%00", "/text")]
    [InlineData("/negotiations/talks/status?accordingTo=party:%00", "/accordingTo")]
    public async Task A_character_that_no_text_has_is_refused_in_any_parameter(string path, string pointer)
    {
        var refused = await _server.Send(HttpMethod.Get, path);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Json!["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe(pointer);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF")]
    [InlineData("80000000")]
    [InlineData("x")]
    public async Task A_chunk_of_no_size_is_the_senders_mistake(string size)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Http.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /sources HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n"
            )
        );
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync())!.ShouldStartWith("HTTP/1.1 4");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/negotiations")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    [InlineData("/rumours")]
    [InlineData("/negotiations?x=1")]
    public async Task Every_answer_says_that_it_is_no_page_to_run_or_to_frame(string path)
    {
        using var answer = await _server.Http.GetAsync(path);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        foreach (var directive in (string[])["default-src '", "base-uri 'none'", "form-action '", "frame-ancestors 'none'"])
            policy.ShouldContain(directive);
        policy.ShouldNotContain("unsafe");
    }

    [Theory]
    [InlineData("{\"a\":1,\n \"a\":2}", "line 2, byte 2: the member 'a' is given twice")]
    [InlineData("{\"a\":", "line 1, byte 6: the body ends before the value is complete")]
    [InlineData("{\"a\":1,}", "line 1, byte 8: '}' is not expected there")]
    [InlineData("", "line 1, byte 1: the body ends before the value is complete")]
    [InlineData("{'a':1}", "'''  is not expected there")]
    public async Task A_body_that_is_not_JSON_is_told_where_and_in_plain_words(string body, string words)
    {
        var refused = await _server.Send(HttpMethod.Post, "/sources", body);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Json!["detail"]!.GetValue<string>().ShouldContain(words.Replace("'''  ", "''' "));
    }

    [Fact]
    public async Task Arrays_nested_too_deep_are_told_as_such()
    {
        var refused = await _server.Send(HttpMethod.Post, "/sources", new string('[', 70) + new string(']', 70));
        refused.Json!["detail"]!.GetValue<string>().ShouldContain("nested deeper than 64 levels");
    }

    [Fact]
    public async Task Bodies_that_are_sent_together_have_so_many_bytes_and_no_more_and_then_there_is_room_again()
    {
        var length = BodyLimits.Array;
        List<TcpClient> slow = [];
        var most = new byte[length - 1000];
        Array.Fill(most, (byte)' ');
        for (var sent = 0L; sent < BodyLimits.InFlight; sent += length)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _server.Http.BaseAddress!.Port);
            await client
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST /sources HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{"
                    )
                );
            await client.GetStream().WriteAsync(most);
            slow.Add(client);
        }

        var busy = await Until(HttpStatusCode.ServiceUnavailable);
        (busy.Json!["type"]!.GetValue<string>(), busy.Headers.RetryAfter!.Delta!.Value.TotalSeconds).ShouldBe(
            ("urn:negotiation-ledger:problem:busy", 1)
        );
        slow.ForEach(client => client.Dispose());
        (await Until(HttpStatusCode.BadRequest)).Json!["type"]!.GetValue<string>().ShouldBe("urn:negotiation-ledger:problem:invalid");
    }

    [Fact]
    public async Task An_answer_that_takes_long_is_cut_off_when_the_server_stops_and_nobody_takes_it_for_whole()
    {
        var negotiation = await talks.Open();
        for (var batch = 0; batch < 2; batch++)
            await talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 1000).Select(i => Statement($"Word {batch} {i}"))]));
        using var http = new HttpClient { BaseAddress = _server.Http.BaseAddress };
        using var answer = await http.GetAsync(
            $"/negotiations/{negotiation}/replay?view=timeline&views=all",
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[100]);
        var rest = Task.Run(() => body.CopyToAsync(Stream.Null));

        await _server.Restart();

        await Should.ThrowAsync<IOException>(() => rest);
        (await _server.Get($"/negotiations/{negotiation}/status"))["version"]!.GetValue<long>().ShouldBe(2004);
    }

    // The server hears of the others when it does.
    private async Task<Reply> Until(HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var reply = await Sent("/sources", Empty);
            if (reply.Status == status)
                return reply;
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static StringContent Empty => new("{}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private Task<Reply> Sent(string path, HttpContent content, params (string Name, string Value)[] headers) =>
        _server.Send(HttpMethod.Post, path, content, headers);
}
