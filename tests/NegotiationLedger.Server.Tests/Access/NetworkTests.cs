using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store.Keys;
using NegotiationLedger.Testing;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>A server that has names on a network: whom it answers to, which pages it believes, and which proxies.</summary>
public sealed class NetworkTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly RunningServer _server = new(postgres)
    {
        Access = new() { AreCredentialsRequired = true, Hosts = ["ledger.example.org", "talks.example.org:8443"] },
    };
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await using var keys = new KeyStore(_server.Database.WriterConnectionString, PostgresFixture.Schema);
        var key = ApiKey.New();
        await keys.Create(new(key.Id, key.SecretSha256, "recorder", "desk", null), "test", CancellationToken.None);
        _key = key.Text;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("ledger.example.org", null, true)]
    [InlineData("LEDGER.example.org:9999", null, true)]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("evil.example", null, false)]
    [InlineData("ledger.example.org.evil.example", null, false)]
    [InlineData("ledger.example.org", "https://ledger.example.org", true)]
    [InlineData("ledger.example.org:5080", "http://ledger.example.org:5080", true)]
    [InlineData("upstream.example", "https://ledger.example.org", false)]
    [InlineData("ledger.example.org", "https://talks.example.org:8443", true)]
    [InlineData("ledger.example.org", "https://talks.example.org", false)]
    [InlineData("ledger.example.org", "https://ledger.example.org:9000", false)]
    [InlineData("ledger.example.org", "https://evil.example", false)]
    [InlineData("ledger.example.org", "https://evil.example/ledger.example.org", false)]
    [InlineData("ledger.example.org", "null", false)]
    [InlineData("ledger.example.org", "file://ledger.example.org", false)]
    public async Task It_is_asked_under_its_names_and_by_their_pages(string host, string? origin, bool isAnswered)
    {
        (string, string)[] headers = [("Authorization", $"Bearer {_key}"), ("Host", host)];
        var reply = await _server.Send(HttpMethod.Get, "/sources", body: null, origin is null ? headers : [.. headers, ("Origin", origin)]);
        if (isAnswered)
            reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        else
            reply.ShouldBeProblem(HttpStatusCode.Forbidden, "foreign");
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    public async Task A_write_that_another_site_sends_is_refused(string site, bool isRecorded)
    {
        var reply = await _server.Send(
            HttpMethod.Post,
            "/sources",
            Source("fetched").ToJsonString(),
            ("Authorization", $"Bearer {_key}"),
            ("Sec-Fetch-Site", site)
        );
        if (isRecorded)
            ((int)reply.Status).ShouldBeInRange(200, 201);
        else
            reply.ShouldBeProblem(HttpStatusCode.Forbidden, "foreign");
    }

    [Fact]
    public async Task Health_is_told_under_any_name() =>
        (await _server.Send(HttpMethod.Get, "/health/live", body: null, ("Host", "10.1.2.3"))).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task What_a_stranger_says_was_forwarded_is_not_believed()
    {
        var heard = Heard.Of(_server);
        await _server.Send(
            HttpMethod.Get,
            "/sources",
            body: null,
            ("Authorization", "Bearer nl_"),
            ("X-Forwarded-For", "192.0.2.77"),
            ("X-Forwarded-Proto", "https")
        );
        heard.Messages.ShouldContain(m => m.Contains("127.0.0.1", StringComparison.Ordinal));
        heard.Messages.ShouldNotContain(m => m.Contains("192.0.2.77", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_certificate_it_speaks_TLS_and_tells_browsers_to_stay_with_it()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var app = LedgerServer.Create(
            new()
            {
                ConnectionString = _server.Database.WriterConnectionString,
                Port = 0,
                Certificates = [certificate],
                Access = new() { AreCredentialsRequired = true },
            }
        );
        await app.StartAsync();
        // The certificate is made here, and must be that very one.
#pragma warning disable MA0039
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == certificate.Thumbprint,
        };
#pragma warning restore MA0039
        using var http = new HttpClient(handler) { BaseAddress = new(LedgerServer.AddressOf(app)) };
        http.BaseAddress.Scheme.ShouldBe("https");
        using var answer = await http.GetAsync("/sources");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        (await _server.Http.GetAsync("/sources")).Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        await app.StopAsync();
    }

    [Fact]
    public void Beyond_loopback_and_with_an_issuer_everything_needs_a_credential()
    {
        var options = new LedgerServerOptions { ConnectionString = "" };
        options.NeedsCredentials.ShouldBeFalse();
        (options with { Address = IPAddress.IPv6Loopback }).NeedsCredentials.ShouldBeFalse();
        (options with { Address = IPAddress.Any }).NeedsCredentials.ShouldBeTrue();
        (options with { Address = IPAddress.Parse("192.0.2.1") }).NeedsCredentials.ShouldBeTrue();
        (options with { IsBehindLoopback = true }).NeedsCredentials.ShouldBeFalse();
        (options with { Access = new() { Issuer = new("https://id.example.org", "ledger") } }).NeedsCredentials.ShouldBeTrue();
        (
            options with
            {
                IsBehindLoopback = true,
                Access = new() { AreCredentialsRequired = true },
            }
        ).NeedsCredentials.ShouldBeTrue();
    }
}
