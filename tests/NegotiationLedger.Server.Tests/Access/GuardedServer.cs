using NegotiationLedger.Console;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store.Keys;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>A server with the console's pages where everything needs a credential, and a key of each role.</summary>
public sealed class GuardedServer(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Many = 1_000_000;
    private readonly Dictionary<string, ApiKey> _keys = [];

    public PostgresFixture Postgres => postgres;

    public RunningServer Server { get; } =
        new(postgres)
        {
            Pages = ConsolePages.Served,
            WebhookNetworks = [System.Net.IPNetwork.Parse("127.0.0.0/8")],
            Access = new() { AreCredentialsRequired = true, Rates = new(new(Many, Many), new(Many, Many), new(Many, Many)) },
        };

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        foreach (var role in (string[])["reader", "recorder", "auditor", "admin"])
            _keys[role] = await Make(role, $"the {role}");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>The key of a role.</summary>
    public ApiKey Key(string role) => _keys[role];

    /// <summary>Makes a key in the database.</summary>
    public async Task<ApiKey> Make(string role, string owner, DateTimeOffset? expires = null)
    {
        await using var keys = new KeyStore(Server.Database.WriterConnectionString, PostgresFixture.Schema);
        var key = ApiKey.New();
        await keys.Create(new(key.Id, key.SecretSha256, role, owner, expires), "test", CancellationToken.None);
        return key;
    }

    /// <summary>Sends with a credential; null for none.</summary>
    public Task<Reply> Send(HttpMethod method, string path, string? credential, string? body = null, params (string, string)[] headers) =>
        Server.Send(method, path, body, credential is null ? headers : [("Authorization", $"Bearer {credential}"), .. headers]);

    /// <summary>Sends as a role.</summary>
    public Task<Reply> As(string role, HttpMethod method, string path, string? body = null, params (string, string)[] headers) =>
        Send(method, path, Key(role).Text, body, headers);
}
