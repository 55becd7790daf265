namespace NegotiationLedger.Store;

/// <summary>Paces the attempts to reach a database that is away, and says when to give up.</summary>
internal sealed class Outage(LogOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long? _began;
    private TimeSpan _pause = FirstPause;

    /// <summary>Waits before the next attempt, twice as long each time up to a second; false when it is time to give up.</summary>
    public async Task<bool> Wait()
    {
        _began ??= options.Time.GetTimestamp();
        var left = options.GiveUpAfter - options.Time.GetElapsedTime(_began.Value);
        if (left <= TimeSpan.Zero)
            return false;
        await Task.Delay(_pause < left ? _pause : left, options.Time);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        return true;
    }
}
