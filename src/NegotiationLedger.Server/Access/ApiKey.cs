using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Server;

/// <summary>
/// A key: <c>nl_</c>, a public id of 12 characters, <c>_</c>, a secret of 43 (256 random bits) and a checksum of 6, all in base62. The
/// checksum, a CRC-32 over all before it, lets scanners tell a leaked key from any other text without asking anybody.
/// </summary>
public sealed partial class ApiKey
{
    /// <summary>What every key matches, for scanners.</summary>
    public const string Pattern = "nl_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}";

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 12;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const int SecretStart = 3 + IdLength + 1;

    private ApiKey(string text) => Text = text;

    /// <summary>The key itself: shown once, stored nowhere.</summary>
    public string Text { get; }

    /// <summary>Its public id.</summary>
    public string Id => Text.Substring(3, IdLength);

    /// <summary>SHA-256 of its secret. 256 random bits need no slower digest.</summary>
    public byte[] SecretSha256 => SHA256.HashData(Encoding.ASCII.GetBytes(Text, SecretStart, SecretLength));

    /// <summary>Makes a key.</summary>
    public static ApiKey New()
    {
        var secret = Base62(new(RandomNumberGenerator.GetBytes(SecretBytes), isUnsigned: true), SecretLength);
        var text = $"nl_{RandomNumberGenerator.GetString(Digits, IdLength)}_{secret}";
        return new(text + ChecksumOf(text));
    }

    /// <summary>The key that a text is; null when it is none.</summary>
    public static ApiKey? TryParse(string text) =>
        Whole().IsMatch(text) && ChecksumOf(text[..^ChecksumLength]).AsSpan().SequenceEqual(text.AsSpan(text.Length - ChecksumLength))
            ? new(text)
            : null;

    /// <summary>The public part.</summary>
    public override string ToString() => $"nl_{Id}_…";

    /// <summary>The checksum of what comes before it.</summary>
    internal static string ChecksumOf(string text) => Base62(Crc32(Encoding.ASCII.GetBytes(text)), ChecksumLength);

    private static string Base62(BigInteger number, int length) =>
        string.Create(
            length,
            number,
            (digits, left) =>
            {
                for (var i = digits.Length - 1; i >= 0; i--)
                {
                    (left, var digit) = BigInteger.DivRem(left, Digits.Length);
                    digits[i] = Digits[(int)digit];
                }
            }
        );

    // CRC-32 of ISO-HDLC, as gzip and PNG have it (RFC 1952, section 8).
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
        }

        return ~crc;
    }

    [GeneratedRegex($@"\A{Pattern}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
