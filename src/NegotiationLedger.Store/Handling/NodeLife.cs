using Npgsql;

namespace NegotiationLedger.Store.Handling;

/// <summary>
/// How a node lives: on one connection, by which it holds what it runs, looking around at every heartbeat and whenever an operator has spoken.
/// When the connection is lost, what runs is ended, and the node begins anew.
/// </summary>
/// <param name="source">Where the connection is from.</param>
/// <param name="options">How handlers are run.</param>
internal sealed class NodeLife(NpgsqlDataSource source, HandlerOptions options)
{
    private volatile bool _isToLookAround;

    /// <summary>Called when the log has grown, or an operator has spoken, while the connection is listened on or asked.</summary>
    public Action Heard { get; init; } = () => { };

    /// <summary>Does not wait for the next heartbeat.</summary>
    public void LookAroundSoon() => _isToLookAround = true;

    /// <summary>Lives until it is cancelled.</summary>
    /// <param name="begin">Is done first on each new connection.</param>
    /// <param name="lookAround">Sees to it that what is to run runs.</param>
    /// <param name="end">Ends what runs; the connection is gone then.</param>
    /// <param name="ending">Ends the life.</param>
    public async Task Live(
        Func<NodeConnection, Task> begin,
        Func<NodeConnection, Task> lookAround,
        Func<Task> end,
        CancellationToken ending
    )
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using var connection = await NodeConnection.Open(source, Hear, ending);
                await begin(connection);
                await Lead(connection, lookAround, ending);
            }
            // The connection is lost, or will not do: with it the locks are gone, so the runs end, and it is tried anew.
            catch (Exception e)
            {
                if (!ending.IsCancellationRequested)
                    options.Tell(new HandlerNews.Away(e));
            }

            await end();
            if (!ending.IsCancellationRequested)
                await Task.Delay(options.Heartbeat, options.Time, CancellationToken.None);
        }
    }

    private async Task Lead(NodeConnection connection, Func<NodeConnection, Task> lookAround, CancellationToken ending)
    {
        while (true)
        {
            _isToLookAround = false;
            await lookAround(connection);
            var began = options.Time.GetTimestamp();
            for (var left = options.Heartbeat; left > TimeSpan.Zero && !_isToLookAround; )
            {
                await connection.Listening(left, ending);
                left = options.Heartbeat - options.Time.GetElapsedTime(began);
            }
        }
    }

    private void Hear(bool logHasGrown)
    {
        if (!logHasGrown)
            LookAroundSoon();
        Heard();
    }
}
