using System.Globalization;

namespace NegotiationLedger.Recording;

/// <summary>The passage of a text that comes nearest to words which do not stand in it.</summary>
internal static class NearestPassage
{
    private const int FewestLetters = 3;
    private const int MostCompared = 1000;

    /// <summary>The passage, as it stands there but for white space, from the beginning of a word to the end of one; null when nothing is near.</summary>
    /// <param name="text">The text, made comparable.</param>
    /// <param name="original">The text.</param>
    /// <param name="words">The words.</param>
    internal static string? Of(ComparableText text, string original, string words)
    {
        var wanted = WordsOf(ComparableText.Of(words).Text);
        var place = ByWords(text.Text, wanted) ?? ByBeginning(text.Text, ComparableText.Of(words).Text);
        if (place is not { } found)
            return null;
        var (from, to) = (found.From, found.To);
        while (from > 0 && text.Text[from - 1] != ' ')
            from--;
        while (to < text.Text.Length && text.Text[to] != ' ')
            to++;
        return string.Join(' ', original[text.OriginOf(from, to)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // As many words in a row as were wanted, of which most were wanted, at least half; of equal ones that with most of them in their places.
    private static (int From, int To)? ByWords(ReadOnlySpan<char> text, List<string> wanted)
    {
        var missing = wanted.CountBy(w => w, StringComparer.Ordinal).ToDictionary(w => w.Key, w => w.Value, StringComparer.Ordinal);
        var window = new Queue<(string? Word, int From)>();
        var matched = 0;
        var (most, inPlace, left) = ((wanted.Count + 1) / 2, -1, MostCompared);
        (int, int)? best = null;
        for (var place = 0; wanted.Count > 0 && Next(text, ref place) is { } next; place = next.To)
        {
            var word = Lower(text[next.From..next.To]);
            var isWanted = missing.TryGetValue(word, out var times);
            if (isWanted)
                missing[word] = times - 1;
            matched += times > 0 ? 1 : 0;
            window.Enqueue((isWanted ? word : null, next.From));
            if (window.Count > wanted.Count && window.Dequeue().Word is { } gone && missing[gone]++ >= 0)
                matched--;
            if (matched < most || (matched == most && left-- <= 0))
                continue;
            var placed = window.Zip(wanted).Count(w => w.First.Word == w.Second);
            if (matched == most && placed <= inPlace)
                continue;
            (most, inPlace, best) = (matched, placed, (window.Peek().From, next.To));
        }

        return best;
    }

    private static (int From, int To)? ByBeginning(ReadOnlySpan<char> text, ReadOnlySpan<char> words)
    {
        for (var length = words.Length; length >= Math.Max(FewestLetters, Math.Min(12, words.Length / 2)); length = length * 3 / 4)
        {
            var place = text.IndexOf(words[..length], StringComparison.OrdinalIgnoreCase);
            if (place >= 0)
                return (place, Math.Min(text.Length, place + words.Length));
        }

        return null;
    }

    private static List<string> WordsOf(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        for (var place = 0; Next(text, ref place) is { } next; place = next.To)
            words.Add(Lower(text[next.From..next.To]));
        return words;
    }

    // A run of letters, digits and marks; of writing without spaces each character.
    private static (int From, int To)? Next(ReadOnlySpan<char> text, ref int place)
    {
        while (place < text.Length && !IsOfWord(text[place]))
            place++;
        if (place == text.Length)
            return null;
        var to = place + 1;
        while (!IsWordItself(text[place]) && to < text.Length && GoesOn(text, to))
            to++;
        return (place, to);
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is ComparableText.Break || Letters.IsMark(c);

    private static bool GoesOn(ReadOnlySpan<char> text, int place) =>
        text[place] == '\''
            ? place + 1 < text.Length && char.IsLetter(text[place + 1])
            : IsOfWord(text[place]) && !IsWordItself(text[place]);

    private static bool IsWordItself(char c) => c is >= '\u3040' and <= '\u9fff';

    // Nearness asks for neither case nor marks.
    private static string Lower(ReadOnlySpan<char> word) =>
        string.Concat(QuoteSearch.Without(word).Where(c => !Letters.IsMark(c))).ToLower(CultureInfo.InvariantCulture);
}
