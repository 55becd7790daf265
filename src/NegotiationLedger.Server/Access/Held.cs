using System.Collections.Concurrent;

namespace NegotiationLedger.Server;

/// <summary>
/// Answers of the database, by id, for half a second each from before it was asked: so long a change at another node may take to be heeded
/// here. That there is nothing is held as long, so that unknown ids cost what known ones do.
/// </summary>
/// <param name="ask">Asks.</param>
/// <param name="time">Measures it.</param>
internal sealed class Held<T>(Func<string, Task<T>> ask, TimeProvider time)
{
    /// <summary>For how long.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromMilliseconds(500);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>The answer for an id.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal async Task<T> Find(string id, CancellationToken cancellationToken)
    {
        if (_asked.TryGetValue(id, out var known) && IsFresh(known))
            return await known.Answer.Value.WaitAsync(cancellationToken);
        if (_asked.Count >= Most)
            Tidy();
        // Those who ask together share one question, which nobody's leaving ends.
        var asked = new Asked(time.GetTimestamp(), new(() => ask(id)));
        _asked[id] = asked;
        try
        {
            return await asked.Answer.Value.WaitAsync(cancellationToken);
        }
        catch (Npgsql.NpgsqlException)
        {
            _asked.TryRemove(new(id, asked));
            throw;
        }
    }

    /// <summary>Forgets the answer for an id, which has changed.</summary>
    internal void Forget(string id) => _asked.TryRemove(id, out _);

    private bool IsFresh(Asked asked) => time.GetElapsedTime(asked.At) < Long;

    private void Tidy()
    {
        foreach (var (id, asked) in _asked)
            if (!IsFresh(asked))
                _asked.TryRemove(new(id, asked));
        if (_asked.Count >= Most)
            _asked.Clear();
    }

    private sealed record Asked(long At, Lazy<Task<T>> Answer);
}
