using System.Globalization;

namespace NegotiationLedger.Console;

/// <summary>Texts of a picture, whose width is only known about.</summary>
internal static class LabelText
{
    private const double Narrow = 6.4;
    private const double Wide = 12.5;
    private const int Least = 4;

    /// <summary>About how wide a text is in a picture's letters; rather more than less.</summary>
    internal static double Width(string text)
    {
        var width = 0.0;
        foreach (var letter in text.EnumerateRunes())
            width += WidthOf(letter);
        return width;
    }

    /// <summary>As much of a text as fits, with an ellipsis where it is cut; empty when not even a few letters do.</summary>
    internal static string Fit(string text, double room)
    {
        if (Width(text) <= room)
            return text;
        var (left, end) = (room - Narrow, 0);
        foreach (var letter in StringInfo.GetTextElementEnumerator(text).Elements())
        {
            left -= Width(letter);
            if (left < 0)
                break;
            end += letter.Length;
        }

        // A word stays whole where there is one before it: half of one is no part of the name by which the mark can be called.
        if (end < text.Length && text.LastIndexOf(' ', Math.Max(0, end)) is >= Least and var space)
            end = space;
        return end < Least ? "" : text[..end].TrimEnd() + "…";
    }

    private static IEnumerable<string> Elements(this TextElementEnumerator text)
    {
        while (text.MoveNext())
            yield return text.GetTextElement();
    }

    private static double WidthOf(System.Text.Rune letter) =>
        letter.Value is 'm' or 'w' or 'M' or 'W' or '@' ? 10.5
        : letter.Value < 0x80 && char.IsAsciiLetterUpper((char)letter.Value) ? 8.5
        : letter.Value is >= 0x1100 and < 0xFB00 or >= 0x1F000 ? Wide
        : CharUnicodeInfo.GetUnicodeCategory(letter.Value) is UnicodeCategory.NonSpacingMark ? 0
        : Narrow;
}
