using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Server;

/// <summary>The keys that sessions are sealed with, in the database: every node reads what any node sealed, and nothing is kept on its disk.</summary>
/// <param name="store">Where they are.</param>
internal sealed class SessionKeys(SessionStore store) : IXmlRepository
{
    private const string Application = "negotiation-ledger";

    internal static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(Application);
        services.AddSingleton<SessionKeys>().AddSingleton<SessionSecret>();
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<SessionKeys, SessionSecret>(
                (options, keys, secret) =>
                    (options.XmlRepository, options.XmlEncryptor) = (keys, secret.IsGiven ? new SealedKeys(secret) : new NullXmlEncryptor())
            );
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. store.Keys().Select(XElement.Parse)];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) =>
        store.Add(
            friendlyName,
            element.ToString(SaveOptions.DisableFormatting),
            // Nodes that start together make one each, and should come to use the same.
            unlessRecent: friendlyName.StartsWith("key-", StringComparison.Ordinal)
        );
}

/// <summary>The operator's secret for the keys of sessions.</summary>
internal sealed class SessionSecret(AccessOptions options)
{
    private static readonly byte[] Purpose = "negotiation ledger session keys"u8.ToArray();

    /// <summary>Whether there is one.</summary>
    internal bool IsGiven => options.SessionSecret is not null;

    /// <summary>A key of 256 bits that is made from it (HKDF, RFC 5869).</summary>
    internal byte[] Key => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.SessionSecret ?? ""), 32, info: Purpose);
}

/// <summary>Encrypts the keys of sessions with the operator's secret: AES-256 in Galois/Counter Mode (NIST SP 800-38D).</summary>
internal sealed class SealedKeys(SessionSecret secret) : IXmlEncryptor
{
    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var whole = new byte[OpenedKeys.NonceLength + plain.Length + OpenedKeys.TagLength];
        RandomNumberGenerator.Fill(whole.AsSpan(0, OpenedKeys.NonceLength));
        using var aes = new AesGcm(secret.Key, OpenedKeys.TagLength);
        aes.Encrypt(
            whole.AsSpan(0, OpenedKeys.NonceLength),
            plain,
            whole.AsSpan(OpenedKeys.NonceLength, plain.Length),
            whole.AsSpan(OpenedKeys.NonceLength + plain.Length)
        );
        return new(new("sealed", Convert.ToBase64String(whole)), typeof(OpenedKeys));
    }
}

/// <summary>Decrypts the keys of sessions. A node with another secret cannot, and makes keys of its own.</summary>
/// <param name="services">Where the secret is.</param>
internal sealed class OpenedKeys(IServiceProvider services) : IXmlDecryptor
{
    internal const int NonceLength = 12;
    internal const int TagLength = 16;

    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        var whole = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        var plain = new byte[whole.Length - NonceLength - TagLength];
        using var aes = new AesGcm(services.GetRequiredService<SessionSecret>().Key, TagLength);
        aes.Decrypt(whole[..NonceLength], whole[NonceLength..^TagLength], whole[^TagLength..], plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
