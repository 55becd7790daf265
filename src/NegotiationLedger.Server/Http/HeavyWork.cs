namespace NegotiationLedger.Server;

/// <summary>How much one request may ask of the server.</summary>
/// <param name="Time">How long it may be worked on; waiting does not count.</param>
/// <param name="Bytes">How long an answer may be that is not streamed, and a page of one that is.</param>
public sealed record AnswerBudget(TimeSpan Time, long Bytes)
{
    /// <summary>Half a minute, and 64 MiB.</summary>
    public static AnswerBudget Usual { get; } = new(TimeSpan.FromSeconds(30), 64 * 1024 * 1024);
}

/// <summary>
/// Work that keeps a processor busy for long: folding long histories, comparing, replaying. So little of it goes on at a time that other requests
/// are answered beside it, and those who wait for it are served in turn.
/// </summary>
/// <param name="budget">How much one request may ask for.</param>
/// <param name="time">Measures it.</param>
/// <param name="places">How many pieces of it go on at a time; from 1.</param>
public sealed class HeavyWork(AnswerBudget budget, TimeProvider time, int places) : IDisposable
{
    private const int MostWaiting = 200;

    /// <summary>What is folded from fewer entries is done before anybody notices.</summary>
    internal const int Entries = 5_000;

    private readonly SemaphoreSlim _places = new(places);
    private int _waiting;

    /// <summary>How much one request may ask for.</summary>
    internal AnswerBudget Budget => budget;

    /// <summary>Does a piece of work when its turn has come.</summary>
    /// <param name="work">Heeds what it is given to be cancelled by.</param>
    /// <param name="less">How to ask for less, as a clause.</param>
    /// <param name="cancellationToken">Whoever waits for it is gone.</param>
    /// <exception cref="ProblemException">It takes too long (422), or too many wait (503).</exception>
    internal async Task<T> Do<T>(Func<CancellationToken, T> work, string less, CancellationToken cancellationToken)
    {
        using var turn = await Turn(cancellationToken);
        using var spent = new CancellationTokenSource(budget.Time, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, spent.Token);
        try
        {
            return work(either.Token);
        }
        catch (OperationCanceledException) when (spent.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Problems.TooMuch($"It takes longer than {budget.Time.TotalSeconds:0.#} s: {less}.");
        }
    }

    /// <summary>Waits for a place; to be disposed of soon.</summary>
    /// <exception cref="ProblemException">Too many wait (503).</exception>
    internal async Task<IDisposable> Turn(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw Problems.Crowded;
        }

        try
        {
            await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return new Place(_places);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                places.Release();
        }
    }
}
