using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using NegotiationLedger.Server;

namespace NegotiationLedger.Cli;

/// <summary>The options by which a server is told where it listens and who may ask; each has a variable of the environment.</summary>
internal sealed class AccessChoice
{
    private const string SessionSecret = "LEDGER_SESSION_SECRET";

    private readonly Option<string?> _listen = Text(
        "--listen",
        "LEDGER_LISTEN",
        "The address to listen on, such as 0.0.0.0; beyond loopback everything needs a credential.",
        "address"
    );

    private readonly Option<string[]> _hosts = Texts(
        "--host",
        "LEDGER_HOSTS",
        "A name that the server is asked under, such as ledger.example.org; may be repeated.",
        "name"
    );

    private readonly Option<bool> _keys = new("--require-keys")
    {
        Description = "Ask for a credential on loopback too (LEDGER_REQUIRE_KEYS=1).",
    };

    private readonly Option<string[]> _proxies = Texts(
        "--proxy",
        "LEDGER_PROXIES",
        "A network of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; may be repeated.",
        "cidr"
    );

    private readonly Option<string[]> _webhooks = Texts(
        "--webhook-network",
        "LEDGER_WEBHOOK_NETWORKS",
        "A private network that webhooks may be sent to; otherwise only the public internet; may be repeated.",
        "cidr"
    );

    private readonly Option<string?> _certificate = Text(
        "--certificate",
        "LEDGER_CERTIFICATE",
        "Serve TLS with the certificate in this PEM file, and those that vouch for it behind it.",
        "file"
    );

    private readonly Option<string?> _certificateKey = Text(
        "--certificate-key",
        "LEDGER_CERTIFICATE_KEY",
        "The PEM file of the certificate's private key.",
        "file"
    );

    private readonly Option<bool> _subdomains = new("--hsts-subdomains")
    {
        Description = "Tell browsers to stay with TLS for the names below the host's too (LEDGER_HSTS_SUBDOMAINS=1).",
    };

    private readonly Option<bool> _insecure = new("--insecure-http")
    {
        Description = "Serve beyond loopback without TLS, where keys can be read on the way (LEDGER_INSECURE_HTTP=1).",
    };

    private readonly Option<bool> _openMetrics = new("--open-metrics")
    {
        Description = "Answer /metrics without a credential (LEDGER_OPEN_METRICS=1); otherwise it needs an auditor's.",
    };

    private readonly Option<string?> _rate = Text(
        "--rate",
        "LEDGER_RATE",
        "How many requests a second each principal may make in the long run; ten times as many at once. 100 by default.",
        "n"
    );

    private readonly Option<string?> _modelEndpoint = Text(
        "--model-endpoint",
        "LEDGER_MODEL_ENDPOINT",
        "Draft with a model behind this endpoint, which speaks OpenAI's chat completions; its key, if it needs one, is in LEDGER_MODEL_KEY or in a file that LEDGER_MODEL_KEY_FILE names.",
        "url"
    );

    private readonly Option<string?> _model = Text("--model", "LEDGER_MODEL_NAME", "Which of the endpoint's models.", "name");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (
            var option in (Option[])
                [
                    _listen,
                    _hosts,
                    _keys,
                    _proxies,
                    _webhooks,
                    _certificate,
                    _certificateKey,
                    _subdomains,
                    _insecure,
                    _openMetrics,
                    _rate,
                    _modelEndpoint,
                    _model,
                ]
        )
            verb.Options.Add(option);
    }

    /// <summary>What the command line and the environment say.</summary>
    /// <exception cref="WrongUsageException">It cannot be used.</exception>
    public LedgerServerOptions Read(ParseResult parsed, Func<string, string?> variable, int port, string connection)
    {
        var hosts = All(parsed.GetValue(_hosts), variable("LEDGER_HOSTS"));
        return new()
        {
            ConnectionString = connection,
            Schema = Up.Schema,
            Port = port,
            Address = AddressOf(One(parsed.GetValue(_listen), variable("LEDGER_LISTEN"))),
            IsBehindLoopback = variable("LEDGER_PUBLISHED_ON_LOOPBACK") == "1",
            IsHttpAllowed = parsed.GetValue(_insecure) || variable("LEDGER_INSECURE_HTTP") == "1",
            SendsMetrics = variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 },
            Model = ModelChoice.Read(
                variable,
                One(parsed.GetValue(_modelEndpoint), variable("LEDGER_MODEL_ENDPOINT")),
                One(parsed.GetValue(_model), variable("LEDGER_MODEL_NAME"))
            ),
            Certificate = CertificateOf(
                One(parsed.GetValue(_certificate), variable("LEDGER_CERTIFICATE")),
                One(parsed.GetValue(_certificateKey), variable("LEDGER_CERTIFICATE_KEY"))
            ),
            WebhookNetworks =
            [
                .. All(parsed.GetValue(_webhooks), variable("LEDGER_WEBHOOK_NETWORKS")).Select(n => NetworkOf("--webhook-network", n)),
            ],
            Access = new()
            {
                AreCredentialsRequired = parsed.GetValue(_keys) || variable("LEDGER_REQUIRE_KEYS") == "1",
                HoldsNamesBelow = parsed.GetValue(_subdomains) || variable("LEDGER_HSTS_SUBDOMAINS") == "1",
                Hosts = [.. hosts.Select(HostOf)],
                Proxies = [.. All(parsed.GetValue(_proxies), variable("LEDGER_PROXIES")).Select(n => NetworkOf("--proxy", n))],
                Issuer = IssuerChoice.Read(variable),
                SessionSecret = SessionSecretOf(SecretText.Read(variable, SessionSecret)),
                AreMetricsOpen = parsed.GetValue(_openMetrics) || variable("LEDGER_OPEN_METRICS") == "1",
                Rates = RatesOf(One(parsed.GetValue(_rate), variable("LEDGER_RATE"))),
            },
        };
    }

    private static string? SessionSecretOf(string? secret) =>
        secret is null or { Length: >= 32 }
            ? secret
            : throw new WrongUsageException(
                $"{SessionSecret} has {secret.Length} characters: give at least 32 that nobody guesses, such as those of 'openssl rand -base64 32'."
            );

    private static Option<string?> Text(string name, string variable, string description, string help) =>
        new(name) { Description = $"{description.TrimEnd('.')} ({variable}).", HelpName = help };

    private static Option<string[]> Texts(string name, string variable, string description, string help) =>
        new(name) { Description = $"{description.TrimEnd('.')} ({variable}, separated by commas).", HelpName = help };

    private static string? One(string? given, string? variable) => given ?? (variable is { Length: > 0 } ? variable : null);

    private static string[] All(string[]? given, string? variable) =>
        given is { Length: > 0 }
            ? given
            : variable?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static IPAddress AddressOf(string? text) =>
        text is null or "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : throw new WrongUsageException($"--listen is '{text}', which is not an address: give one such as 0.0.0.0, 192.0.2.7 or ::.");

    private static string HostOf(string text) =>
        Uri.TryCreate($"http://{text}", UriKind.Absolute, out var url)
        && url.AbsolutePath == "/"
        && url.UserInfo.Length == 0
        && !text.EndsWith('/')
            ? text
            : throw new WrongUsageException(
                $"--host is '{text}', which is not a name: give one such as ledger.example.org, with :port if it has one."
            );

    private static IPNetwork NetworkOf(string option, string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var one) ? new(one, one.GetAddressBytes().Length * 8)
        : throw new WrongUsageException($"{option} is '{text}', which is not a network: give one such as 10.0.0.0/8.");

    private static RequestRates RatesOf(string? text) =>
        text is null ? RequestRates.Usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= 1_000_000
            ? RequestRates.Usual with
            {
                Principal = new(rate, 10 * rate),
            }
        : throw new WrongUsageException($"--rate is '{text}': give a number of requests a second from 1 to 1000000.");

    private static ServerCertificate? CertificateOf(string? file, string? key)
    {
        if (file is null && key is null)
            return null;
        if (file is null || key is null)
            throw new WrongUsageException("Give --certificate and --certificate-key together.");
        try
        {
            return ServerCertificate.Open(file, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WrongUsageException($"The certificate in '{file}' with the key in '{key}' cannot be used: {e.Message}");
        }
    }
}
