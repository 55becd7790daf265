using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>The sessions that were begun and not ended; what another node ended is known here after half a second.</summary>
/// <param name="store">Where they are.</param>
/// <param name="time">Measures it.</param>
internal sealed class OpenSessions(SessionStore store, TimeProvider time)
{
    /// <summary>How many one principal has at most; one more ends the one that was not used for longest.</summary>
    internal const int Most = 50;

    /// <summary>For how long one may go unused, to a minute.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    private readonly Held<HeldSession?> _open = new(id => store.Find(id, LongestPause, CancellationToken.None), time);

    /// <summary>What is known of a session; null when it was ended.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal Task<HeldSession?> Find(string id, CancellationToken cancellationToken) => _open.Find(id, cancellationToken);

    /// <summary>The sessions that are accepted, the oldest first.</summary>
    /// <param name="principal">Whose; everybody's when null.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal Task<IReadOnlyList<StoredSession>> List(string? principal, CancellationToken cancellationToken) =>
        store.List(principal, LongestPause, cancellationToken);

    /// <summary>Begins a session.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached; it may not have begun.</exception>
    internal Task Begin(NewSession session) => store.Begin(session, Most, CancellationToken.None);

    /// <summary>Ends a session. Returns whose it was; null when there is none of that id, or it is another's.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="principal">Whose it has to be; anybody's when null.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached; it may go on.</exception>
    internal async Task<string?> End(string id, string? principal)
    {
        // Who signs out and leaves at once has signed out.
        var ended = await store.End(id, principal, CancellationToken.None);
        _open.Forget(id);
        return ended;
    }

    /// <summary>Ends the sessions of a principal. Returns how many there were.</summary>
    /// <param name="principal">Whose.</param>
    /// <param name="but">The one that goes on; none when null.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached; they may go on.</exception>
    internal async Task<int> EndAll(string principal, string? but)
    {
        var ended = await store.EndAll(principal, but, CancellationToken.None);
        foreach (var id in ended)
            _open.Forget(id);
        return ended.Count;
    }
}
