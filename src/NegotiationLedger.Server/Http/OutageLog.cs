using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Server;

/// <summary>Logs that the database does not answer: one line at first, then one for each so many seconds, with how many requests there were.</summary>
/// <param name="log">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class OutageLog(ILogger log, TimeProvider time)
{
    private const int Seconds = 10;

    private readonly Lock _lock = new();
    private long? _last;
    private long _since;

    /// <summary>Takes note of one request that was not answered.</summary>
    internal void Note(Exception error)
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last) < TimeSpan.FromSeconds(Seconds))
            {
                _since++;
                return;
            }

            if (_since > 0)
                log.DatabaseStillAway(_since, Seconds);
            (_last, _since) = (time.GetTimestamp(), 0);
            log.DatabaseAway(error.Message);
        }
    }
}
