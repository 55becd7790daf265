using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Who was let in and who was not is in the log, once, however often they ask.</summary>
public sealed class AccessLogTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    private const int Many = 10_000;

    [Fact]
    public void A_flood_of_one_address_is_a_line_and_then_a_count()
    {
        var (log, heard) = Log();
        for (var i = 0; i < Many; i++)
            log.Refused(From("192.0.2.2"), new("there is no such key", $"{i}"));
        log.Refused(From("192.0.2.3"), new("it was revoked"));
        heard.Messages.Count.ShouldBe(2);
        log.Tell();
        heard.Messages.Count.ShouldBe(3);
        heard.Messages.Last().ShouldContain($"Refused credentials of 192.0.2.2: {Many - 1} more within a minute");
        log.Refused(From("192.0.2.2"), new("it has expired"));
        heard.Messages.Last().ShouldContain("it has expired");
        log.Tell();
        log.Tell();
        heard.Messages.Count.ShouldBe(4);
    }

    [Fact]
    public void A_flood_of_many_addresses_is_so_many_lines_and_then_a_count()
    {
        var (log, heard) = Log();
        for (var i = 0; i < Many; i++)
            log.Foreign(From($"2001:db8::{i:x}"), new string('x', 30_000));
        heard.Messages.Count.ShouldBe(AccessLog.Most);
        heard.Messages.ShouldAllBe(m => m.Length < 1000);
        log.Refused(From("192.0.2.2"), new("it was revoked"));
        heard.Messages.Count.ShouldBe(AccessLog.Most + 1);
        log.Tell();
        heard.Messages.Count.ShouldBe(AccessLog.Most + 2);
        heard.Messages.Last().ShouldContain($"Requests of other sites of others: {Many - AccessLog.Most} more within a minute");
    }

    [Fact]
    public async Task Signing_in_is_told_and_a_key_that_is_accepted_is_told_once()
    {
        var key = await guarded.Make("reader", "the punctual");
        var heard = Heard.Of(guarded.Server);
        using var jar = new CookieJar(guarded.Server);
        await jar.SignIn(key.Text);
        for (var i = 0; i < 3; i++)
        {
            (await jar.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.OK);
            (await guarded.Send(HttpMethod.Get, "/whoami", key.Text)).Status.ShouldBe(HttpStatusCode.OK);
        }

        var told = heard.Messages.Where(m => m.Contains("the punctual", StringComparison.Ordinal)).ToList();
        told.Count.ShouldBe(2, string.Join('\n', told));
        told[0].ShouldContain($"the punctual signed in from 127.0.0.1 with the key {key.Id}");
        told[1].ShouldContain("the punctual is accepted from 127.0.0.1 with a key");
        var secret = key.Text[16..];
        told.ShouldAllBe(m => !m.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Host", "evil.example")]
    public async Task What_another_site_may_have_caused_is_in_the_log(string header, string value)
    {
        var heard = Heard.Of(guarded.Server);
        for (var i = 0; i < 3; i++)
            (await guarded.As("recorder", HttpMethod.Post, "/sources", Source("foreign").ToJsonString(), (header, value))).Status.ShouldBe(
                HttpStatusCode.Forbidden
            );
        heard.Messages.Where(m => m.Contains("127.0.0.1 was refused POST /sources", StringComparison.Ordinal)).ShouldHaveSingleItem();
        heard.Messages.ShouldContain(m => m.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_write_without_the_token_of_its_session_is_in_the_log()
    {
        using var jar = new CookieJar(guarded.Server);
        await jar.SignIn(guarded.Key("recorder").Text);
        var heard = Heard.Of(guarded.Server);
        await jar.Post("/sources", Source("tokenless"), token: null);
        heard.Messages.ShouldContain(m => m.Contains("it has no token of its session's pages", StringComparison.Ordinal));
    }

    private static (AccessLog, Heard) Log()
    {
        var heard = new Heard();
        return (new(LoggerFactory.Create(logging => logging.AddProvider(heard)).CreateLogger<AccessLog>(), TimeProvider.System), heard);
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }
}
