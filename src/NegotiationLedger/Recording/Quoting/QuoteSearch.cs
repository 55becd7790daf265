using System.Text;

namespace NegotiationLedger.Recording;

/// <summary>Finds words in a comparable text, in time in proportion to both.</summary>
/// <remarks>Hyphens are passed over by the search and compared where it finds something, since the one at a line's end may be none.</remarks>
internal sealed class QuoteSearch
{
    // What natural texts never come near: of texts made to be slow the rest is not searched.
    private const int ComparedForEach = 16;

    private readonly string _words;
    private readonly string _pattern;
    private readonly int[] _fallbacks;

    /// <summary>Prepares the search.</summary>
    /// <param name="words">The words, made comparable.</param>
    internal QuoteSearch(string words)
    {
        _words = words;
        _pattern = Without(words);
        _fallbacks = new int[_pattern.Length];
        for (int i = 1, matched = 0; i < _pattern.Length; i++)
        {
            while (matched > 0 && _pattern[i] != _pattern[matched])
                matched = _fallbacks[matched - 1];
            _fallbacks[i] = matched += _pattern[i] == _pattern[matched] ? 1 : 0;
        }
    }

    /// <summary>The places where the words stand, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the search begins.</param>
    /// <param name="to">Behind the last place where the words may end.</param>
    internal IEnumerable<(int From, int To)> Places(ComparableText text, int from, int to)
    {
        if (_pattern.Length == 0)
            yield break;
        var budget = ComparedForEach * ((long)to - from + _words.Length);
        for (int place = from, matched = 0; place < to && budget > 0; place++)
        {
            var c = text.Text[place];
            if (IsHyphen(c))
                continue;
            while (matched > 0 && c != _pattern[matched])
                matched = _fallbacks[matched - 1];
            matched += c == _pattern[matched] ? 1 : 0;
            if (matched < _pattern.Length)
                continue;
            matched = _fallbacks[matched - 1];
            var start = StartOf(text.Text, place, from);
            budget -= place - start;
            if (EndOf(text.Text, start, to) is { } end && text.IsWhole(start, end))
                yield return (start, end);
        }
    }

    /// <summary>A comparable text without its hyphens.</summary>
    internal static string Without(ReadOnlySpan<char> text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!IsHyphen(c))
                kept.Append(c);
        }

        return kept.ToString();
    }

    private static bool IsHyphen(char c) => c is '-' or ComparableText.Break;

    // Back over as many characters as were matched, and over the hyphens that the words begin with.
    private int StartOf(ReadOnlySpan<char> text, int last, int from)
    {
        var start = last;
        for (var left = _pattern.Length - 1; left > 0; )
            left -= IsHyphen(text[--start]) ? 0 : 1;
        for (var i = 0; i < _words.Length && IsHyphen(_words[i]) && start > from && IsHyphen(text[start - 1]); i++)
            start--;
        return start;
    }

    // The two word for word; a break may be a hyphen or nothing.
    private int? EndOf(ReadOnlySpan<char> text, int start, int to)
    {
        var (i, j) = (start, 0);
        while (j < _words.Length)
        {
            var c = i < to ? text[i] : '\0';
            if (c == _words[j] || (IsHyphen(c) && IsHyphen(_words[j])))
                (i, j) = (i + 1, j + 1);
            else if (_words[j] is ComparableText.Break)
                j++;
            else if (c is ComparableText.Break)
                i++;
            else
                return null;
        }

        return i;
    }
}
