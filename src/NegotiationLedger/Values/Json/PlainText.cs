using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace NegotiationLedger.Values;

/// <summary>Tells from the bytes of JSON alone that a text has nothing wrong with it, as most have: no string is made to look at it.</summary>
public static class PlainText
{
    /// <summary>Whether a string is valid UTF-8 without escapes, so that it holds neither a lone surrogate nor U+0000; false of one that may hold them.</summary>
    /// <param name="text">A JSON string.</param>
    public static bool IsPlain(JsonElement text) => IsPlain(JsonMarshal.GetRawUtf8Value(text));

    /// <summary>The same of a member's name.</summary>
    public static bool IsNamePlain(JsonProperty member) => IsPlain(JsonMarshal.GetRawUtf8PropertyName(member));

    // Unescaped control characters are no JSON (RFC 8259, section 7).
    private static bool IsPlain(ReadOnlySpan<byte> text) => !text.Contains((byte)'\\') && Utf8.IsValid(text);
}
