using System.Collections.Concurrent;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>
/// What the node knows of keys, for half a second each from before it asked: so long a revocation at another node may take to be heeded here.
/// Unknown ids are known as such for as long, so that they cost what known ones do.
/// </summary>
/// <param name="store">The keys.</param>
/// <param name="time">Measures it.</param>
public sealed class HeldKeys(KeyStore store, TimeProvider time)
{
    /// <summary>For how long.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromMilliseconds(500);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>What a key of an id is held against; null when there is none.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal async Task<HeldKey?> Find(string id, CancellationToken cancellationToken)
    {
        if (_asked.TryGetValue(id, out var known) && IsFresh(known))
            return await known.Answer.Value.WaitAsync(cancellationToken);
        if (_asked.Count >= Most)
            Tidy();
        // Those who ask together share one question, which nobody's leaving ends.
        var asked = new Asked(time.GetTimestamp(), new(() => store.Find(id, CancellationToken.None)));
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

    /// <summary>Forgets what is known of a key, which has changed.</summary>
    internal void Forget(string id) => _asked.TryRemove(id, out _);

    private bool IsFresh(Asked asked) => time.GetElapsedTime(asked.At) < Held;

    private void Tidy()
    {
        foreach (var (id, asked) in _asked)
            if (!IsFresh(asked))
                _asked.TryRemove(new(id, asked));
        if (_asked.Count >= Most)
            _asked.Clear();
    }

    private sealed record Asked(long At, Lazy<Task<HeldKey?>> Answer);
}
