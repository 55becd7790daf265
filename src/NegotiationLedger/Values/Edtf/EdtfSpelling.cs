using System.Globalization;

namespace NegotiationLedger.Values;

/// <summary>Other spellings of dates: a text that is right but for how it is written is refused for that, with the right spelling.</summary>
internal static class EdtfSpelling
{
    private static readonly (string Why, Func<string, string> Right)[] Spellings =
    [
        ("it has a space or an invisible character in it", WithoutBlanks),
        ("it has a space in it, and a time of day follows T", text => text.Trim().Replace(' ', 'T')),
        ("a date is written with the digits 0 to 9, hyphens and capital letters", Plain),
        ("the parts of a date are joined by hyphens", Hyphenated),
        ("months and days have two digits", Padded),
        ("the start and the end of an interval are joined by '/'", Joined),
        ("several dates stand in [ ] for one of them, or in { } for all of them", text => $"[{text}]"),
        ("in a set, what runs from one date to another is written with '..'", text => text.Replace("/", "..", StringComparison.Ordinal)),
    ];

    /// <summary>What is wrong with the spelling of a text that is not a valid EDTF date; null when that is not what is wrong with it.</summary>
    internal static EdtfFault? Mend(string text)
    {
        if (EdtfOrder.Mend(text) is { } order)
            return order;
        foreach (var (why, right) in Spellings)
        {
            if (right(text) is var mended && mended != text && EdtfGrammar.Read(mended, out _) is null)
                return new(why, mended.Length > EdtfFault.LongestShown ? EdtfFault.Set : mended);
        }

        // With a blank and another fault, the other is told.
        return WithoutBlanks(text) is var bare && bare != text ? EdtfGrammar.Read(bare, out _) : null;
    }

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !IsBlank(c)));

    private static bool IsBlank(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static string Plain(string text) =>
        string.Concat(
            text.Select(c =>
                char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c))
                : char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation || c == '\u2212' ? '-'
                : char.ToUpperInvariant(c)
            )
        );

    // 2025/07/24, 20250724 and 202507.
    private static string Hyphenated(string text)
    {
        if (text.All(char.IsAsciiDigit) && text.Length is 6 or 8)
            return text.Length == 8 ? $"{text[..4]}-{text[4..6]}-{text[6..]}" : $"{text[..4]}-{text[4..]}";
        return text.Count(c => c == '/') == 2 ? text.Replace('/', '-') : text;
    }

    private static string Padded(string text) => string.Join('-', text.Split('-').Select(part => part.Length == 1 ? "0" + part : part));

    // 2024..2025, ..2025 and 2024..
    private static string Joined(string text)
    {
        var at = text.IndexOf("..", StringComparison.Ordinal);
        if (at < 0 || text.Contains('/', StringComparison.Ordinal))
            return text;
        var (from, to) = (text[..at], text[(at + 2)..]);
        return $"{(from.Length == 0 ? ".." : from)}/{(to.Length == 0 ? ".." : to)}";
    }
}
