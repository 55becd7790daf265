using System.Net;
using NegotiationLedger.Store.Webhooks;
using Npgsql;

namespace NegotiationLedger.Server;

/// <summary>What a server needs to know.</summary>
public sealed record LedgerServerOptions
{
    /// <summary>How to reach the ledger's database as the writer role.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The schema that holds the ledger.</summary>
    public string Schema { get; init; } = "ledger";

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>The address to listen on. Beyond loopback everything needs a credential.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Listens on every address of a network that only its operator reaches, such as a container whose port is published on the host's
    /// loopback, and needs no credentials there.
    /// </summary>
    public bool IsBehindLoopback { get; init; }

    /// <summary>The certificate to serve TLS with; null for no TLS.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>Whether it may serve beyond loopback without TLS, its own or that of a proxy that it was told of.</summary>
    public bool IsHttpAllowed { get; init; }

    /// <summary>Who may ask.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>What a request may be.</summary>
    public RequestLimits Limits { get; init; } = new();

    /// <summary>Private networks that webhooks may be sent to, beside the public internet.</summary>
    public IReadOnlyList<IPNetwork> WebhookNetworks { get; init; } = [];

    /// <summary>How webhooks are delivered.</summary>
    public WebhookRules Webhooks { get; init; } = new();

    /// <summary>Whether everything needs a credential.</summary>
    public bool NeedsCredentials =>
        Access.AreCredentialsRequired || Access.Issuer is not null || (!IsBehindLoopback && !IPAddress.IsLoopback(Address));

    /// <summary>Whether keys and sessions would be read on the way: beyond loopback, without a certificate, a proxy, or leave to do so.</summary>
    public bool IsExposed =>
        !IsHttpAllowed && !IsBehindLoopback && !IPAddress.IsLoopback(Address) && Certificate is null && Access.Proxies.Count == 0;

    /// <summary>How many entries of negotiations to keep in reader.</summary>
    public long MemoryEntries { get; init; } = 100_000;

    /// <summary>How many bytes of folded answers to keep in reader.</summary>
    public long AnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How much one request may ask for.</summary>
    public AnswerBudget Budget { get; init; } = AnswerBudget.Usual;

    /// <summary>The model that drafts; null for none, and then drafts come from files alone.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>Whether metrics are sent to a collector, as the variables <c>OTEL_EXPORTER_OTLP_…</c> of the environment say where and how.</summary>
    public bool SendsMetrics { get; init; }

    /// <summary>
    /// The hosts of databases beyond this machine that are not held against their certificates, so that somebody between could take their place;
    /// empty for none.
    /// </summary>
    internal IReadOnlyList<string> UnverifiedDatabases =>
        new NpgsqlConnectionStringBuilder(ConnectionString) is { SslMode: not (SslMode.VerifyFull or SslMode.VerifyCA), Host: { } hosts }
            ?
            [
                .. hosts
                    .Split(',', StringSplitOptions.TrimEntries)
                    .Where(h => !h.StartsWith('/') && !h.StartsWith('@') && !IsOfThisMachine(h)),
            ]
            : [];

    // Several hosts may have their ports with them.
    private static bool IsOfThisMachine(string host) =>
        ForeignRequests.IsLoopback(host) || ForeignRequests.IsLoopback(host[..Math.Max(0, host.LastIndexOf(':'))]);

    /// <summary>Where the log is.</summary>
    internal LogOptions Log => new() { ConnectionString = ConnectionString, Schema = Schema };
}
