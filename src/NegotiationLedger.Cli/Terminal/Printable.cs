using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Cli;

/// <summary>Makes text that others wrote safe to print: it can colour nothing, move no cursor, and read in no other order than it is written.</summary>
internal static partial class Printable
{
    /// <summary>The text in one line: escape sequences (ECMA-48) and control characters gone, white space single, bidirectional overrides gone.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var line = new StringBuilder(text.Length);
        foreach (var rune in Escapes().Replace(text, "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                line.Append(line.Length > 0 && line[^1] == ' ' ? "" : " ");
            else if (!IsHidden(rune))
                line.Append(rune);
        }

        return line.ToString().Trim();
    }

    // U+200C and U+200D join letters in Persian and Indic scripts, U+200E and U+200F only lean; the other format characters reorder or hide.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => true,
            UnicodeCategory.Format => rune.Value is < 0x200C or > 0x200F,
            _ => false,
        };

    [GeneratedRegex(
        @"(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F]).*?(?:\u0007|\u001B\\|\u009C|$)|\u001B[ -/]*[0-~]?",
        RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Escapes();
}
