using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
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
        using var files = new CertificateFiles();
        var thumbprint = files.Write();
        foreach (var (isBelow, told) in new[] { (false, "max-age=31536000"), (true, "max-age=31536000; includeSubDomains") })
        {
            await using var app = Secure(ServerCertificate.Open(files.Certificate, files.Key), isBelow);
            await app.StartAsync(TestContext.Current.CancellationToken);
            LedgerServer.AddressOf(app).ShouldStartWith("https:");
            var (shown, answer) = await Connect(app);
            using var _ = answer;
            shown.ShouldBe(thumbprint);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.GetValues("Strict-Transport-Security").ShouldBe([told]);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        (await _server.Http.GetAsync("/sources")).Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_whoever_connects_next_and_half_of_one_to_nobody()
    {
        using var files = new CertificateFiles();
        var time = new Clock();
        var old = files.Write();
        await using var app = Secure(ServerCertificate.Open(files.Certificate, files.Key, time), isBelow: false);
        await app.StartAsync(TestContext.Current.CancellationToken);
        (await Connect(app)).Shown.ShouldBe(old);
        var renewed = files.Write();
        // It is looked at ten seconds after the last time, and no sooner.
        (await Connect(app)).Shown.ShouldBe(old);
        time.Now += ServerCertificate.Pause.Ticks;
        (await Connect(app)).Shown.ShouldBe(renewed);

        var key = await File.ReadAllTextAsync(files.Key, TestContext.Current.CancellationToken);
        var last = files.Write();
        var lastKey = await File.ReadAllTextAsync(files.Key, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(files.Key, key, TestContext.Current.CancellationToken);
        time.Now += ServerCertificate.Pause.Ticks;
        (await Connect(app)).Shown.ShouldBe(renewed);
        await File.WriteAllTextAsync(files.Key, lastKey, TestContext.Current.CancellationToken);
        time.Now += ServerCertificate.Pause.Ticks;
        (await Connect(app)).Shown.ShouldBe(last);
        File.Delete(files.Certificate);
        time.Now += ServerCertificate.Pause.Ticks;
        (await Connect(app)).Shown.ShouldBe(last);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private WebApplication Secure(ServerCertificate certificate, bool isBelow) =>
        LedgerServer.Create(
            new()
            {
                ConnectionString = _server.Database.WriterConnectionString,
                Port = 0,
                Certificate = certificate,
                Access = new() { AreCredentialsRequired = true, HoldsNamesBelow = isBelow },
            }
        );

    // A connection of its own each time; what it is shown was made here.
    private static async Task<(string? Shown, HttpResponseMessage Answer)> Connect(WebApplication app)
    {
        string? shown = null;
#pragma warning disable MA0039
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                shown = certificate!.Thumbprint;
                return true;
            },
        };
#pragma warning restore MA0039
        using var http = new HttpClient(handler) { BaseAddress = new(LedgerServer.AddressOf(app)) };
        var answer = await http.GetAsync("/sources", TestContext.Current.CancellationToken);
        return (shown, answer);
    }

    private sealed class Clock : TimeProvider
    {
        internal long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }

    /// <summary>A certificate of one's own and its key, as files.</summary>
    private sealed class CertificateFiles : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("ledger-tls-").FullName;

        internal string Certificate => Path.Combine(_folder, "tls.pem");

        internal string Key => Path.Combine(_folder, "tls.key");

        /// <summary>Writes new ones; tells by what the certificate is known.</summary>
        internal string Write()
        {
            using var rsa = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllText(Certificate, made.ExportCertificatePem());
            File.WriteAllText(Key, rsa.ExportPkcs8PrivateKeyPem());
            return made.Thumbprint;
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
