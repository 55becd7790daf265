using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace NegotiationLedger.Server;

/// <summary>
/// An issuer's description with its signing keys (OpenID Connect Discovery 1.0). Fetched when it is first needed, and again when it is a day old
/// or a token names a key that is not in it, but no more often than once in ten seconds. While the issuer is away, what is known goes on being
/// used.
/// </summary>
/// <param name="url">The issuer.</param>
/// <param name="time">Measures it.</param>
/// <param name="log">Where it is told that the issuer is away.</param>
internal sealed class IssuerKeys(string url, TimeProvider time, ILogger<IssuerKeys> log)
    : BaseConfigurationManager,
        IConfigurationManager<OpenIdConnectConfiguration>,
        IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseBeforeFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int LongestAnswer = 1024 * 1024;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = Old })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LongestAnswer,
    };
    private volatile OpenIdConnectConfiguration? _known;
    private volatile bool _isWanted = true;
    private long _fetched;
    private long _next = time.GetTimestamp();

    /// <summary>What is known of the issuer.</summary>
    /// <exception cref="ProblemException">Nothing is, and it does not answer (503).</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (IsDue)
        {
            await _turn.WaitAsync(cancel);
            try
            {
                if (IsDue)
                    await Fetch();
            }
            finally
            {
                _turn.Release();
            }
        }

        return _known ?? throw AccessProblems.IssuerAway;
    }

    /// <inheritdoc/>
    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) =>
        await GetConfigurationAsync(cancel);

    /// <inheritdoc/>
    public override void RequestRefresh() => _isWanted = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    private bool IsDue =>
        (_isWanted || time.GetElapsedTime(Interlocked.Read(ref _fetched)) > Old) && time.GetTimestamp() >= Interlocked.Read(ref _next);

    // Only one at a time.
    private async Task Fetch()
    {
        var pause = _known is null ? PauseBeforeFirst : Pause;
        try
        {
            var isFirst = _known is null;
            _known = await Ask();
            _isWanted = false;
            Interlocked.Exchange(ref _fetched, time.GetTimestamp());
            // The first token that names another key may come at once.
            pause = isFirst ? TimeSpan.Zero : Pause;
        }
        // Whatever it is, nothing new is known.
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException or JsonException)
        {
            log.IssuerAway(url, e.Message);
        }
        finally
        {
            Interlocked.Exchange(ref _next, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));
        }
    }

    private async Task<OpenIdConnectConfiguration> Ask()
    {
        var found = await OpenIdConnectConfigurationRetriever.GetAsync(
            $"{url.TrimEnd('/')}/.well-known/openid-configuration",
            new HttpDocumentRetriever(_http) { RequireHttps = !new Uri(url).IsLoopback },
            CancellationToken.None
        );
        // Discovery 1.0, section 4.3: what describes another issuer describes nobody.
        if (found.Issuer != url)
            throw new InvalidOperationException($"It describes the issuer '{found.Issuer}' instead.");
        return found.SigningKeys.Count > 0 ? found : throw new InvalidOperationException("It publishes no signing keys.");
    }
}
