using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server.Audit;

/// <summary>Keeps the audit index near the head while nobody asks, so that who asks rarely waits.</summary>
internal sealed class AuditKeeper(AuditIndex index, TimeProvider time, ILogger<AuditKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failed = false;
        var retry = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var reached = await index.CatchUp(Patience, stoppingToken);
                failed = false;
                if (reached.Incomplete.Count > 0 && time.GetElapsedTime(retry) >= BeforeRetry)
                {
                    foreach (var (negotiation, error) in await index.Retry(stoppingToken))
                        log.AuditIndexLacks(negotiation, error);
                    retry = time.GetTimestamp();
                }
            }
            // What a server that stops has closed already is no fault.
            catch (Exception e) when (stoppingToken.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Store.AuditBehindException)
            {
                continue;
            }
            // The loop outlives every fault: who asks meets it again and is told. It is logged once until it has passed.
            catch (Exception e)
            {
                if (!failed)
                    log.AuditIndexStopped(e);
                failed = true;
            }

            await Task.Delay(failed ? PauseAfterFailure : Pause, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
