using System.Security.Cryptography;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>A key that is accepted.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Owner">The principal that it asks as.</param>
/// <param name="Role">Its role.</param>
/// <param name="EndsAt">From when it is not accepted any more; null for never.</param>
internal sealed record AcceptedKey(string Id, string Owner, AccessRole Role, DateTimeOffset? EndsAt);

/// <summary>Judges the ledger's own keys. An unknown one costs what a known one does: the same question, and a comparison in constant time.</summary>
internal sealed class KeyJudge(HeldKeys keys, KeyUses uses)
{
    private static readonly byte[] Nobodys = new byte[SHA256.HashSizeInBytes];

    /// <summary>Judges what somebody shows as a key.</summary>
    /// <returns>The key, or why it is refused.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal async Task<(AcceptedKey? Key, RefusedCredential? Refused)> Judge(string credential, CancellationToken cancellationToken)
    {
        if (ApiKey.TryParse(credential) is not { } key)
            return (null, new(credential.Length == 0 ? "it is not a bearer credential" : "it is malformed"));
        var held = await keys.Find(key.Id, cancellationToken);
        var isSame = CryptographicOperations.FixedTimeEquals(key.SecretSha256, held?.SecretSha256 ?? Nobodys);
        return held is not null && !isSame ? (null, new("its secret is another", key.Id)) : Judge(key.Id, held);
    }

    /// <summary>Judges a key that was accepted before, by its public id.</summary>
    /// <inheritdoc cref="Judge(string, CancellationToken)"/>
    internal async Task<(AcceptedKey? Key, RefusedCredential? Refused)> JudgeAgain(string id, CancellationToken cancellationToken) =>
        Judge(id, await keys.Find(id, cancellationToken));

    private (AcceptedKey? Key, RefusedCredential? Refused) Judge(string id, HeldKey? held)
    {
        if (held is null)
            return (null, new("there is no such key", id));
        if (held.IsRevoked || held.IsExpired)
            return (null, new(held.IsRevoked ? "it was revoked" : "it has expired", id));
        if (AccessRoles.Find(held.Role) is not { } role)
            return (null, new("its role is not known", id));
        uses.Note(id);
        return (new(id, held.Owner, role, held.EndsAt), null);
    }
}
