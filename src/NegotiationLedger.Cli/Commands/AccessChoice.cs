using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
                [_listen, _hosts, _keys, _proxies, _certificate, _certificateKey, _openMetrics, _rate, _modelEndpoint, _model]
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
            SendsMetrics = variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 },
            Model = ModelChoice.Read(
                variable,
                One(parsed.GetValue(_modelEndpoint), variable("LEDGER_MODEL_ENDPOINT")),
                One(parsed.GetValue(_model), variable("LEDGER_MODEL_NAME"))
            ),
            Certificates = CertificatesOf(
                One(parsed.GetValue(_certificate), variable("LEDGER_CERTIFICATE")),
                One(parsed.GetValue(_certificateKey), variable("LEDGER_CERTIFICATE_KEY"))
            ),
            Access = new()
            {
                AreCredentialsRequired = parsed.GetValue(_keys) || variable("LEDGER_REQUIRE_KEYS") == "1",
                Hosts = [.. hosts.Select(HostOf)],
                Proxies = [.. All(parsed.GetValue(_proxies), variable("LEDGER_PROXIES")).Select(ProxyOf)],
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

    private static IPNetwork ProxyOf(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var one) ? new(one, one.GetAddressBytes().Length * 8)
        : throw new WrongUsageException($"--proxy is '{text}', which is not a network: give one such as 10.0.0.0/8.");

    private static RequestRates RatesOf(string? text) =>
        text is null ? RequestRates.Usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= 1_000_000
            ? RequestRates.Usual with
            {
                Principal = new(rate, 10 * rate),
            }
        : throw new WrongUsageException($"--rate is '{text}': give a number of requests a second from 1 to 1000000.");

    private static IReadOnlyList<X509Certificate2> CertificatesOf(string? file, string? key)
    {
        if (file is null && key is null)
            return [];
        if (file is null || key is null)
            throw new WrongUsageException("Give --certificate and --certificate-key together.");
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            return [X509Certificate2.CreateFromPemFile(file, key), .. chain.Skip(1)];
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WrongUsageException($"The certificate in '{file}' with the key in '{key}' cannot be used: {e.Message}");
        }
    }
}
