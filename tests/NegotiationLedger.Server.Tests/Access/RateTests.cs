using System.Net;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store.Keys;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>How often may be asked: by each principal, by each address without one, and less often with what is refused.</summary>
public sealed class RateTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Enough = 200;

    private readonly RunningServer _server = new(postgres)
    {
        Access = new()
        {
            AreCredentialsRequired = true,
            Proxies = [IPNetwork.Parse("127.0.0.0/8")],
            Rates = new(new(1, 20), new(1, 10), new(1, 5)),
        },
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task One_principal_that_asks_too_often_is_told_when_to_ask_again_and_another_is_answered()
    {
        var heard = Heard.Of(_server);
        var (busy, calm) = (await Key("busy"), await Key("calm"));
        var refused = await UntilRefused(busy, "192.0.2.1");
        var problem = refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        problem["detail"]!.GetValue<string>().ShouldContain("'busy'");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        heard.Messages.ShouldContain(m => m.Contains("busy at 192.0.2.1 asks more often than it may", StringComparison.Ordinal));
        (await Ask(calm, "192.0.2.1")).Status.ShouldBe(HttpStatusCode.OK);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await Ask(busy, "192.0.2.1")).Status != HttpStatusCode.OK)
            patience.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Refused_credentials_are_counted_by_address_and_keep_nobody_else_out()
    {
        var key = await Key("neighbour");
        var sent = 0;
        var unknown = ApiKey.New().Text;
        while ((await Ask(unknown, "192.0.2.2")).Status == HttpStatusCode.Unauthorized)
            (++sent).ShouldBeLessThan(Enough);
        sent.ShouldBeGreaterThanOrEqualTo(5);
        (await Ask(unknown, "192.0.2.2")).Status.ShouldBeOneOf(HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized);
        (await Ask(unknown, "192.0.2.3")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Ask(key, "192.0.2.2")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_shows_no_credential_is_counted_by_address_and_all_of_a_sites_addresses_are_one()
    {
        var host = 0;
        Reply reply;
        do reply = await Ask(null, $"2001:db8:0:1::{++host:x}");
        while (reply.Status == HttpStatusCode.Unauthorized && host < Enough);
        reply.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await Ask(null, "2001:db8:0:2::1")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<Reply> UntilRefused(string key, string address)
    {
        for (var sent = 0; sent < Enough; sent++)
            if (await Ask(key, address) is { Status: not HttpStatusCode.OK } refused)
                return refused;
        throw new ShouldAssertException("It was never refused.");
    }

    private Task<Reply> Ask(string? key, string address) =>
        _server.Send(
            HttpMethod.Get,
            "/vocabulary",
            body: null,
            key is null ? [("X-Forwarded-For", address)] : [("X-Forwarded-For", address), ("Authorization", $"Bearer {key}")]
        );

    private async Task<string> Key(string owner)
    {
        await using var keys = new KeyStore(_server.Database.WriterConnectionString, PostgresFixture.Schema);
        var key = ApiKey.New();
        await keys.Create(new(key.Id, key.SecretSha256, "reader", owner, null), "test", CancellationToken.None);
        return key.Text;
    }
}
