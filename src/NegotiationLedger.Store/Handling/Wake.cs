namespace NegotiationLedger.Store.Handling;

/// <summary>Lets a run wait for news; news that come while it works are not lost.</summary>
internal sealed class Wake : IDisposable
{
    private readonly SemaphoreSlim _news = new(0, 1);

    /// <summary>There are news.</summary>
    public void Ring()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It knows already.
        }
    }

    /// <summary>Waits for news, or until it is time to look by oneself.</summary>
    public Task<bool> Wait(TimeSpan atMost, CancellationToken cancellationToken) => _news.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _news.Dispose();
}
