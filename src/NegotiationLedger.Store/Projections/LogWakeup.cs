using JasperFx.Events.Daemon.HighWater;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>Wakes the daemon when the log has grown.</summary>
/// <remarks>Marten's own drops a notification that comes between two looks, and then waits for the next poll; this one keeps it.</remarks>
internal sealed class LogWakeup(string connectionString, Pace pace, ILogger log) : IDaemonWakeup
{
    private const string Channel = "listen mt_events_appended";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly CancellationTokenSource _enough = new();
    private readonly Lock _starting = new();
    private Task? _listening;

    /// <inheritdoc/>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        lock (_starting)
            _listening ??= Task.Run(Listen, CancellationToken.None);
        await _news.WaitAsync(timeout, token);
        await pace.Gather(token);
    }

    /// <inheritdoc/>
    public void Dispose() => _enough.Cancel();

    private async Task Listen()
    {
        while (!_enough.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                connection.Notification += (_, _) => Ring();
                await connection.OpenAsync(_enough.Token);
                await using (var listen = new NpgsqlCommand(Channel, connection))
                    await listen.ExecuteNonQueryAsync(_enough.Token);
                // What was appended before is news too.
                Ring();
                while (true)
                    await connection.WaitAsync(_enough.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
            {
                log.NotListening(e.Message);
                await Task.Delay(Pause, _enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

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
