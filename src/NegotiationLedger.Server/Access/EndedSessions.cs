using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>Sessions that were ended before their time; what another node ended is known here after half a second.</summary>
/// <param name="store">Where they are noted.</param>
/// <param name="time">Measures it.</param>
internal sealed class EndedSessions(SessionStore store, TimeProvider time)
{
    private readonly Held<bool> _ended = new(id => store.IsEnded(id, CancellationToken.None), time);

    /// <summary>Whether a session was ended.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal Task<bool> Have(string id, CancellationToken cancellationToken) => _ended.Find(id, cancellationToken);

    /// <summary>Ends a session.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached; it may go on.</exception>
    internal async Task End(string id, DateTimeOffset lastedUntil)
    {
        // Who signs out and leaves at once has signed out.
        await store.End(id, lastedUntil, CancellationToken.None);
        _ended.Forget(id);
    }
}
