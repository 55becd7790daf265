using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Feed;
using Wolverine;

namespace NegotiationLedger.Store.Webhooks;

/// <summary>
/// Tells Wolverine which webhooks have something to be sent. Every node looks, and what two of them tell at once is delivered once, for one run at
/// a time has a webhook; so what a node that died was about to tell is told by another.
/// </summary>
internal sealed class WebhookWatch(WebhookStore store, LogTail tail, Func<IMessageBus> bus, TimeProvider time, ILogger<WebhookWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int ManyFailures = 10;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    // What was told is on its way for so long.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var head = tail.Head.Sequence;
                await Tell(await store.Due(stoppingToken));
                failures = 0;
                await tail.WaitAfter(head, Pause, stoppingToken);
                await Task.Delay(Breath, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // The database is away, or Wolverine is not up yet, which is no news at first: whatever it is, it is looked for again.
            catch (Exception e)
            {
                if (++failures == ManyFailures)
                    log.WebhooksNotWatched(e.Message);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Tell(IReadOnlyList<string> due)
    {
        foreach (var id in _told.Where(t => time.GetElapsedTime(t.Value) > OnItsWay).Select(t => t.Key).ToList())
            _told.Remove(id);
        foreach (var id in due.Where(id => !_told.ContainsKey(id)))
        {
            await bus().PublishAsync(new DeliverWebhook(id));
            _told[id] = time.GetTimestamp();
        }
    }
}
