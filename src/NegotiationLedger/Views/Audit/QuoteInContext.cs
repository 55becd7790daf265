namespace NegotiationLedger.Views;

/// <summary>A quotation among the words around it in its source's text.</summary>
/// <param name="Before">The words just before it, as they stand there.</param>
/// <param name="Exact">The quoted passage, as it stands there.</param>
/// <param name="After">The words just after it.</param>
/// <param name="Start">Where the passage begins in the text, in code points from 0, inclusive.</param>
/// <param name="End">Where it ends, exclusive.</param>
public sealed record QuoteInContext(string Before, string Exact, string After, int Start, int End)
{
    /// <summary>How many words are shown on each side.</summary>
    public const int Words = 20;

    /// <summary>The passage of a quotation whose place is known; null when it is not, or is beyond the text.</summary>
    /// <param name="text">The source's text.</param>
    /// <param name="quote">The quotation.</param>
    public static QuoteInContext? Of(string text, Quote quote)
    {
        if (quote is not { Start: { } start, End: { } end })
            return null;
        var (from, to) = (IndexOf(text, start), IndexOf(text, end));
        if (from is null || to is null || from > to)
            return null;
        var first = WordsBack(text, from.Value);
        var last = WordsOn(text, to.Value);
        return new(text[first..from.Value], text[from.Value..to.Value], text[to.Value..last], start, end);
    }

    private static int? IndexOf(string text, int codePoint)
    {
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (codePoint-- == 0)
                return index;
            index += rune.Utf16SequenceLength;
        }

        return codePoint == 0 ? text.Length : null;
    }

    private static int WordsBack(string text, int from)
    {
        var place = from;
        for (var words = 0; words < Words && place > 0; words++)
        {
            while (place > 0 && char.IsWhiteSpace(text[place - 1]))
                place--;
            while (place > 0 && !char.IsWhiteSpace(text[place - 1]))
                place--;
        }

        return place;
    }

    private static int WordsOn(string text, int to)
    {
        var place = to;
        for (var words = 0; words < Words && place < text.Length; words++)
        {
            while (place < text.Length && char.IsWhiteSpace(text[place]))
                place++;
            while (place < text.Length && !char.IsWhiteSpace(text[place]))
                place++;
        }

        return place;
    }
}
