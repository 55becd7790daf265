using JasperFx.Events.Daemon.HighWater;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Store.Projections;

/// <summary>Wakes the daemon when the log has grown.</summary>
/// <remarks>Marten's own drops a notification that comes between two looks, and then waits for the next poll; this one keeps it.</remarks>
internal sealed class LogWakeup : IDaemonWakeup
{
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly LogListener _listener;
    private readonly Pace _pace;

    public LogWakeup(string connectionString, Pace pace, ILogger log) => (_pace, _listener) = (pace, new(connectionString, Ring, log));

    /// <inheritdoc/>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        _listener.Start();
        await _news.WaitAsync(timeout, token);
        await _pace.Gather(token);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Ring()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is known already.
        }
    }
}
