using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>What the node knows of keys, for half a second each: so long a revocation at another node may take to be heeded here.</summary>
/// <param name="store">The keys.</param>
/// <param name="time">Measures it.</param>
public sealed class HeldKeys(KeyStore store, TimeProvider time)
{
    /// <summary>For how long.</summary>
    public static readonly TimeSpan Held = Held<HeldKey?>.Long;

    // Nobody's leaving ends a question that others share.
    private readonly Held<HeldKey?> _keys = new(id => store.Find(id, CancellationToken.None), time);

    /// <summary>What a key of an id is held against; null when there is none.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal Task<HeldKey?> Find(string id, CancellationToken cancellationToken) => _keys.Find(id, cancellationToken);

    /// <summary>Forgets what is known of a key, which has changed.</summary>
    internal void Forget(string id) => _keys.Forget(id);
}
