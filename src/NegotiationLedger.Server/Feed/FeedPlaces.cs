using System.Collections.Concurrent;

namespace NegotiationLedger.Server;

/// <summary>How many readers may follow the feed of a node at a time.</summary>
/// <param name="most">All together.</param>
/// <param name="mostOfOne">Those of one principal.</param>
internal sealed class FeedPlaces(int most, int mostOfOne)
{
    /// <summary>All together.</summary>
    internal const int Most = 4_000;

    /// <summary>Those of one principal.</summary>
    internal const int MostOfOne = 2_000;

    private readonly ConcurrentDictionary<string, int> _byPrincipal = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>How many are taken.</summary>
    internal int Taken => _all;

    /// <summary>Takes a place, to be disposed of when it is left.</summary>
    /// <exception cref="ProblemException">There is none (503).</exception>
    internal IDisposable Take(string principal)
    {
        var place = new Place(this, principal);
        if (Interlocked.Increment(ref _all) > most | _byPrincipal.AddOrUpdate(principal, 1, (_, count) => count + 1) > mostOfOne)
        {
            place.Dispose();
            throw Problems.Crowded;
        }

        return place;
    }

    private void Leave(string principal)
    {
        Interlocked.Decrement(ref _all);
        if (_byPrincipal.AddOrUpdate(principal, 0, (_, count) => count - 1) == 0)
            _byPrincipal.TryRemove(new(principal, 0));
    }

    private sealed class Place(FeedPlaces places, string principal) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                places.Leave(principal);
        }
    }
}
