using System.Collections.Frozen;
using System.Globalization;

namespace NegotiationLedger.Recording;

/// <summary>What characters are made of, for the comparison of texts. (The runtime decomposes nothing in its invariant mode.)</summary>
internal static class Letters
{
    private const int FirstSyllable = 0xAC00;
    private const int LastSyllable = 0xD7A3;
    private const int Vowels = 21;
    private const int Finals = 28;

    private static readonly FrozenDictionary<char, string> Decompositions = ReadDecompositions();

    /// <summary>A character decomposed canonically (Unicode Standard Annex #15), a Latin ligature into its letters; null for one that is whole.</summary>
    internal static string? PartsOf(char c) =>
        c < '\u00c0' ? null
        : c is >= (char)FirstSyllable and <= (char)LastSyllable ? PartsOfSyllable(c - FirstSyllable)
        : Decompositions.GetValueOrDefault(c);

    /// <summary>Whether a character is a mark over or under the one before it.</summary>
    internal static bool IsMark(char c) => c >= '\u0300' && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;

    /// <summary>Whether a character is not seen: soft hyphens, joiners, direction marks, variation selectors, the byte order mark.</summary>
    internal static bool IsInvisible(char c) =>
        c
            is '\u00ad'
                or '\u034f'
                or '\ufeff'
                or (>= '\u200b' and <= '\u200f')
                or (>= '\u202a' and <= '\u202e')
                or (>= '\u2060' and <= '\u206f')
                or (>= '\ufe00' and <= '\ufe0f')
                or (< ' ' and not ('\t' or '\n' or '\v' or '\f' or '\r'));

    // The Unicode Standard, section 3.12.
    private static string PartsOfSyllable(int index)
    {
        var parts = $"{(char)(0x1100 + (index / (Vowels * Finals)))}{(char)(0x1161 + (index % (Vowels * Finals) / Finals))}";
        return index % Finals == 0 ? parts : parts + (char)(0x11A7 + (index % Finals));
    }

    private static FrozenDictionary<char, string> ReadDecompositions()
    {
        using var stream = typeof(Letters).Assembly.GetManifestResourceStream("decompositions.txt")!;
        using var reader = new StreamReader(stream);
        var parts = new Dictionary<char, string>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            if (line[0] == '#')
                continue;
            var points = line.Split(' ').Select(p => (char)int.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
            parts[points[0]] = string.Concat(points.Skip(1));
        }

        return parts.ToFrozenDictionary();
    }
}
