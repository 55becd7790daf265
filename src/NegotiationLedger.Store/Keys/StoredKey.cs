namespace NegotiationLedger.Store.Keys;

/// <summary>A key as it is listed: everything but its secret, of which only a digest is stored.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Role"><c>reader</c>, <c>recorder</c>, <c>auditor</c> or <c>admin</c>.</param>
/// <param name="Owner">The principal that it asks as, which becomes <c>recordedBy</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The principal that made it.</param>
/// <param name="ExpiresAt">From when it is not accepted any more; null for never.</param>
/// <param name="LastUsedAt">When it was last used, to a minute; null for never.</param>
/// <param name="RevokedAt">From when it is not accepted any more because it was revoked or rotated; may be still to come.</param>
/// <param name="RevokedBy">The principal that did so.</param>
/// <param name="ReplacedBy">The id of the key that took its place.</param>
/// <param name="IsAccepted">Whether it is accepted, by the database's clock when it was read.</param>
public sealed record StoredKey(
    string Id,
    string Role,
    string Owner,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? RevokedBy,
    string? ReplacedBy,
    bool IsAccepted
);

/// <summary>What a credential is held against.</summary>
/// <param name="SecretSha256">SHA-256 of the secret.</param>
/// <param name="Role">Its role.</param>
/// <param name="Owner">The principal that it asks as.</param>
/// <param name="IsExpired">Whether its time was over when it was read.</param>
/// <param name="IsRevoked">Whether it was revoked or rotated when it was read.</param>
/// <param name="EndsAt">From when it is not accepted, or was not; null for never.</param>
public sealed record HeldKey(byte[] SecretSha256, string Role, string Owner, bool IsExpired, bool IsRevoked, DateTimeOffset? EndsAt);

/// <summary>A key to be made.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="SecretSha256">SHA-256 of its secret.</param>
/// <param name="Role">Its role.</param>
/// <param name="Owner">The principal that it asks as.</param>
/// <param name="ExpiresAt">From when it is not accepted any more; null for never.</param>
public sealed record NewKey(string Id, byte[] SecretSha256, string Role, string Owner, DateTimeOffset? ExpiresAt);
