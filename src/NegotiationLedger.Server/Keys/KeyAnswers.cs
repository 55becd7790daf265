using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>A key, without its secret.</summary>
/// <param name="Id">Its public id: the characters after <c>nl_</c>.</param>
/// <param name="State"><c>accepted</c>, <c>ending</c> while a rotated key overlaps with its successor, <c>revoked</c> or <c>expired</c>.</param>
/// <param name="Role"><c>reader</c>, <c>recorder</c>, <c>auditor</c> or <c>admin</c>.</param>
/// <param name="Owner">The principal that it asks as, which becomes <c>recordedBy</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The principal that made it.</param>
/// <param name="ExpiresAt">From when it is not accepted any more; absent for never.</param>
/// <param name="LastUsedAt">When it was last used, to a minute; absent for never.</param>
/// <param name="RevokedAt">From when it is not accepted because it was revoked or rotated; may be still to come.</param>
/// <param name="RevokedBy">The principal that did so.</param>
/// <param name="ReplacedBy">The id of the key that took its place.</param>
public sealed record KeyAnswer(
    string Id,
    string State,
    string Role,
    string Owner,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? RevokedBy,
    string? ReplacedBy
)
{
    /// <summary>A key as it is answered.</summary>
    public static KeyAnswer Of(StoredKey key) =>
        new(
            key.Id,
            key.IsAccepted
                ? key.RevokedAt is null
                    ? "accepted"
                    : "ending"
                : key.RevokedAt is { } revoked && !(key.ExpiresAt < revoked)
                    ? "revoked"
                    : "expired",
            key.Role,
            key.Owner,
            key.CreatedAt,
            key.CreatedBy,
            key.ExpiresAt,
            key.LastUsedAt,
            key.RevokedAt,
            key.RevokedBy,
            key.ReplacedBy
        );
}

/// <summary>The keys.</summary>
/// <param name="Keys">Every key there ever was, the oldest first.</param>
public sealed record KeysAnswer(IReadOnlyList<KeyAnswer> Keys);

/// <summary>A key that was made.</summary>
/// <param name="Key">The key itself. It is shown this once, and stored nowhere.</param>
/// <param name="About">What it is.</param>
public sealed record MadeKeyAnswer(string Key, KeyAnswer About);
