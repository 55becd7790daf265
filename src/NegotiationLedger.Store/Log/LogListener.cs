using Microsoft.Extensions.Logging;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>Waits on a connection of its own for news of the log, and says so each time; also when it has connected, for what came meanwhile.</summary>
/// <param name="connectionString">How to connect (<see cref="Connections.Listening"/>).</param>
/// <param name="ring">Called with every piece of news; returns at once.</param>
/// <param name="log">Told when it cannot listen.</param>
internal sealed class LogListener(string connectionString, Action ring, ILogger log) : IDisposable
{
    private const string Channel = "listen mt_events_appended";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _enough = new();
    private readonly Lock _starting = new();
    private Task? _listening;

    /// <summary>Begins to listen; does nothing when it has begun.</summary>
    public void Start()
    {
        lock (_starting)
            _listening ??= Task.Run(Listen, CancellationToken.None);
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
                connection.Notification += (_, _) => ring();
                await connection.OpenAsync(_enough.Token);
                await using (var listen = new NpgsqlCommand(Channel, connection))
                    await listen.ExecuteNonQueryAsync(_enough.Token);
                ring();
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
}
