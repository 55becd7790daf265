using System.Globalization;

namespace NegotiationLedger.Server;

/// <summary>Texts that repeat what was sent.</summary>
internal static class BoundedText
{
    /// <summary>The most characters that are said.</summary>
    internal const int Most = 2_000;

    private const int Beginning = 300;
    private const int End = 1_500;

    /// <summary>
    /// A text of at most <see cref="Most"/> characters: a longer one without its middle, for its beginning names what was sent and its end how to
    /// mend it.
    /// </summary>
    internal static string Of(string text)
    {
        if (text.Length <= Most)
            return text;
        var (first, last) = (Beginning, text.Length - End);
        if (char.IsLowSurrogate(text[first]))
            first--;
        if (char.IsLowSurrogate(text[last]))
            last++;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, first)}… ({last - first} characters left out) …{text.AsSpan(last)}"
        );
    }
}
