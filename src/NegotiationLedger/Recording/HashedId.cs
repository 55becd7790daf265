using System.Security.Cryptography;
using System.Text;

namespace NegotiationLedger.Recording;

/// <summary>Makes ids of content, the same each time: UUIDs of version 7 by form (RFC 9562, section 5.7), of bits of a SHA-256.</summary>
internal static class HashedId
{
    /// <summary>The id of a content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="time">What stands for the time, which a name made from content does not know: milliseconds that tell one kind of such ids from another.</param>
    internal static EventId Of(string content, byte time)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16).ToArray();
        bytes.AsSpan(0, 5).Clear();
        bytes[5] = time;
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(new Guid(bytes, bigEndian: true));
    }
}
