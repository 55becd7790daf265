using System.Net.Http.Headers;
using NegotiationLedger.Console;
using NegotiationLedger.Server;
using NegotiationLedger.Server.Tests.Access;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store.Keys;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>A real server where everybody signs in, with a key or at an issuer; it holds the Doha talks.</summary>
public sealed class GuardedConsole : IAsyncLifetime
{
    private const int Many = 1_000_000;
    private readonly Dictionary<string, ApiKey> _keys = [];

    public GuardedConsole(PostgresFixture postgres) =>
        Server = new(postgres)
        {
            Pages = ConsolePages.Served,
            Access = new()
            {
                Issuer = new(Issuer.Url, "ledger") { Name = "Desk", Client = new(Issuer.Client.Id, Issuer.Client.Secret) },
                Rates = new(new(Many, Many), new(Many, Many), new(Many, Many)),
            },
        };

    public RunningServer Server { get; }

    /// <summary>The issuer.</summary>
    public TestIssuer Issuer { get; } = new();

    /// <summary>Where it is, without a slash at its end: under the name for which browsers take cookies of secure pages without TLS.</summary>
    public string Address => $"http://localhost:{Server.Http.BaseAddress!.Port}";

    public async ValueTask InitializeAsync()
    {
        await Issuer.Start();
        await Server.InitializeAsync();
        foreach (var role in (string[])["reader", "recorder", "auditor", "admin"])
            _keys[role] = await Make(role, $"the {role}");
        Server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key("admin").Text);
        await Server.Load("doha-2025");
        await Server.CaughtUp();
        await Issuer.Known(Server);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>The key of a role.</summary>
    public ApiKey Key(string role) => _keys[role];

    /// <summary>Makes a key in the database.</summary>
    public async Task<ApiKey> Make(string role, string owner)
    {
        await using var keys = new KeyStore(Server.Database.WriterConnectionString, PostgresFixture.Schema);
        var key = ApiKey.New();
        await keys.Create(new(key.Id, key.SecretSha256, role, owner, null), "test", CancellationToken.None);
        return key;
    }

    /// <summary>Opens a tab and signs in with a key.</summary>
    public async Task<Visit> SignedIn(Chromium chromium, ApiKey key, string to = "/", bool hasScript = true)
    {
        var visit = await Visit.Of(chromium, Address, hasScript: hasScript);
        await visit.To(to);
        await visit.Page.FillAsync("#key", key.Text);
        await visit.Page.ClickAsync("main button");
        await Microsoft.Playwright.Assertions.Expect(visit.Page).ToHaveURLAsync(Address + to);
        return visit;
    }
}
