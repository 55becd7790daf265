namespace NegotiationLedger.Store.Keys;

/// <summary>A session that is accepted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Principal">Whose it is.</param>
/// <param name="Key">The public id of the key that it was begun with; null for an issuer's.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="LastUsedAt">When it was last used, to a minute.</param>
/// <param name="LastsUntil">Until when it lasts, however it is used.</param>
public sealed record StoredSession(
    string Id,
    string Principal,
    string? Key,
    DateTimeOffset BegunAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset LastsUntil
);

/// <summary>What a cookie is held against.</summary>
/// <param name="Principal">Whose the session is.</param>
/// <param name="Key">The public id of the key that it was begun with; null for an issuer's.</param>
/// <param name="IsIdle">Whether it had gone unused for too long when it was read.</param>
public sealed record HeldSession(string Principal, string? Key, bool IsIdle);

/// <summary>A session to be begun.</summary>
/// <param name="Id">Its id: at most 64 characters.</param>
/// <param name="Principal">Whose it is.</param>
/// <param name="Key">The public id of the key that it is begun with; null for an issuer's.</param>
/// <param name="LastsUntil">Until when it lasts, however it is used.</param>
public sealed record NewSession(string Id, string Principal, string? Key, DateTimeOffset LastsUntil);
