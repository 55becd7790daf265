namespace NegotiationLedger.Console;

/// <summary>Marks words in texts.</summary>
internal static class Marks
{
    private const int Before = 60;

    /// <summary>A text in pieces: what stands between words that are looked for, and they themselves.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">The words, as they stand in it; null for none.</param>
    /// <param name="most">How many characters are shown; 0 for all. Of a longer text it is those from shortly before the first of the words.</param>
    internal static IReadOnlyList<HighlightPart> Of(string text, IReadOnlySet<string>? words, int most = 0)
    {
        if (words is null or { Count: 0 })
            return [new(Cut(text, 0, most), IsMatch: false)];
        var first = 0;
        foreach (var piece in Highlighter.Cut(text).TakeWhile(p => !IsMatch(p, words)))
            first += piece.Text.Length;
        var parts = new List<HighlightPart>();
        foreach (var piece in Highlighter.Cut(Cut(text, first == text.Length ? 0 : first - Before, most)))
        {
            var isMatch = IsMatch(piece, words);
            if (!isMatch && parts is [.., { IsMatch: false } last])
                parts[^1] = last with { Text = last.Text + piece.Text };
            else
                parts.Add(new(piece.Text, isMatch));
        }

        return parts;
    }

    private static bool IsMatch(Highlighter.Piece piece, IReadOnlySet<string> words) => piece.IsWord && words.Contains(piece.Text);

    // Not within a word, nor within a character of two units.
    private static string Cut(string text, int from, int most)
    {
        if (most == 0 || text.Length <= most)
            return text;
        from = Math.Clamp(from, 0, text.Length - most);
        if (from > 0)
            from = text.IndexOf(' ', from, Math.Min(Before, text.Length - from)) is >= 0 and var space ? space + 1 : Whole(text, from);
        var to = Math.Min(text.Length, from + most);
        if (to < text.Length)
            to = text.LastIndexOf(' ', to - 1, Before) is >= 0 and var space ? space : Whole(text, to);
        return $"{(from > 0 ? "… " : "")}{text[from..to]}{(to < text.Length ? " …" : "")}";
    }

    private static int Whole(string text, int place) => char.IsLowSurrogate(text[place]) ? place - 1 : place;
}
