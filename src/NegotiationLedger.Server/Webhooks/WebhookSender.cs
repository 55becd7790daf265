using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using NegotiationLedger.Store.Webhooks;
using StandardWebhooks;

namespace NegotiationLedger.Server;

/// <summary>
/// Sends events by Standard Webhooks 1.0.0: a JSON body with <c>type</c>, <c>timestamp</c> and <c>data</c>, in which the events are CloudEvents in
/// the order of the log; the headers <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>. The same events have the same id
/// whenever they are sent. Redirects are not followed, and proxies not asked.
/// </summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    /// <summary>How long a message may be, in bytes; a single event may be longer.</summary>
    internal const int MostBytes = 1024 * 1024;

    private readonly LedgerReader _reader;
    private readonly FeedEvents _events;
    private readonly WebhookRules _rules;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public WebhookSender(LedgerReader reader, FeedEvents events, WebhookAddresses addresses, WebhookRules rules, TimeProvider time)
    {
        (_reader, _events, _rules, _time) = (reader, events, rules, time);
        _http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectCallback = addresses.Connect,
                MaxResponseDrainSize = 64 * 1024,
                MaxResponseHeadersLength = 64,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public async Task<WebhookBatch> Make(Webhook webhook, IReadOnlyList<Entry> entries, int most, CancellationToken cancellationToken)
    {
        var (events, bytes, through) = (new List<(long, byte[])>(), 0, webhook.Position);
        var registry = (await _reader.ReadRegistry(cancellationToken)).Registry;
        var wish = FeedWish.Of(webhook.Wish);
        foreach (var entry in entries)
        {
            byte[]? made;
            try
            {
                made = await _events.Of(entry, registry, wish, cancellationToken);
            }
            // What comes before it is sent; it is made when it is known who cites it.
            catch (AuditBehindException) when (through > webhook.Position)
            {
                break;
            }

            if (made is not null)
            {
                if (events.Count > 0 && bytes + made.Length > MostBytes)
                    break;
                events.Add((entry.Sequence, made));
                bytes += made.Length;
            }

            through = entry.Sequence;
            if (events.Count == most)
                break;
        }

        return new(events, through);
    }

    /// <inheritdoc/>
    public byte[] Make(Webhook webhook, Alert alert) => FeedEvents.OfAlert(alert, webhook.Id);

    /// <inheritdoc/>
    public async Task<Delivery> Send(
        Webhook webhook,
        WebhookSecrets secrets,
        IReadOnlyList<(long Sequence, byte[] Event)> events,
        CancellationToken cancellationToken
    )
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(_rules.Attempt);
        try
        {
            using var request = RequestOf(webhook, secrets, events);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(DeliveryOutcome.Failed, $"no answer within {_rules.Attempt.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            return new(DeliveryOutcome.Failed, WordOf(e, new Uri(webhook.Wish.Url).Host));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestOf(Webhook webhook, WebhookSecrets secrets, IReadOnlyList<(long Sequence, byte[] Event)> events)
    {
        var now = _time.GetUtcNow();
        var id = $"msg_{webhook.Id}_{Convert.ToHexStringLower(SHA256.HashData(events[0].Event))[..16]}_{events.Count}";
        var body = new StringBuilder(
            $$"""{"type":"ledger.{{webhook.Wish.Content}}","timestamp":"{{Instants.Write(now)}}","data":{"webhook":"{{webhook.Id}}","events":["""
        );
        body.AppendJoin(',', events.Select(e => Encoding.UTF8.GetString(e.Event))).Append("]}}");
        var payload = body.ToString();
        var signatures = new[] { secrets.Secret, secrets.Former }
            .OfType<byte[]>()
            .Select(secret => new StandardWebhook(secret).Sign(id, now, payload));
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Wish.Url)
        {
            Content = new StringContent(payload, Encoding.UTF8, MediaTypes.Json),
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', signatures));
        request.Headers.UserAgent.ParseAdd("negotiation-ledger");
        return request;
    }

    // Nothing that was answered, and nothing that tells one network from another.
    private static string WordOf(Exception error, string host) =>
        error is ForbiddenAddressException || error.InnerException is ForbiddenAddressException
            ? $"{host} has no address that webhooks may be sent to"
        : error is not HttpRequestException failed ? $"the connection to {host} broke"
        : failed.HttpRequestError switch
        {
            HttpRequestError.ConnectionError => $"no connection to {host}",
            HttpRequestError.SecureConnectionError =>
                $"no secure connection to {host}: its certificate is not trusted, or it does not speak TLS",
            _ => $"no answer by HTTP from {host}",
        };

    private static Delivery Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var outcome = status switch
        {
            >= 200 and < 300 => DeliveryOutcome.Delivered,
            410 => DeliveryOutcome.Gone,
            400 or 406 or 409 or 411 or 413 or 415 or 422 => DeliveryOutcome.Refused,
            _ => DeliveryOutcome.Failed,
        };
        var word = status is >= 300 and < 400 ? $"answered {status}: redirects are not followed" : $"answered {status}";
        return new(outcome, word, response.Headers.RetryAfter?.Delta is { } wait && wait < TimeSpan.FromDays(1) ? wait : null);
    }
}
