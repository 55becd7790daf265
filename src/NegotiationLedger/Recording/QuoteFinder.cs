using System.Globalization;
using System.Text;

namespace NegotiationLedger.Recording;

/// <summary>Where a quotation stands in a text, or the passage nearest to it.</summary>
/// <param name="Start">In code points from 0, inclusive; null when it does not stand there.</param>
/// <param name="End">In code points, exclusive.</param>
/// <param name="Count">How often it stands there, with its prefix and suffix.</param>
/// <param name="Nearest">What stands there instead: the same words but for case, quotation marks or dashes; or those after the same beginning.</param>
public sealed record QuotePlace(int? Start, int? End, int Count, string? Nearest);

/// <summary>Finds quotations by the W3C Web Annotation TextQuoteSelector, white space collapsed.</summary>
public static class QuoteFinder
{
    /// <summary>Finds a quotation. Of several places the one at the given start is taken, else the first.</summary>
    public static QuotePlace Find(string text, Quote quote)
    {
        var source = Collapsed.Of(text);
        var places = Places(source.Text, quote).ToList();
        if (places.Count == 0)
            return new(null, null, 0, Nearest(source.Text, Collapsed.Of(quote.Exact).Text));
        var length = Collapsed.Of(quote.Exact).Text.Length;
        var spans = places.Select(p => (Start: source.CodePoint(p), End: source.CodePoint(p + length - 1) + 1)).ToList();
        var chosen = spans.FirstOrDefault(s => s.Start == quote.Start, spans[0]);
        return new(chosen.Start, chosen.End, places.Count, null);
    }

    private static IEnumerable<int> Places(string text, Quote quote)
    {
        var exact = Collapsed.Of(quote.Exact).Text;
        var prefix = Collapsed.Of(quote.Prefix ?? "").Text;
        var suffix = Collapsed.Of(quote.Suffix ?? "").Text;
        for (var i = text.IndexOf(exact, StringComparison.Ordinal); i >= 0; i = text.IndexOf(exact, i + 1, StringComparison.Ordinal))
        {
            var before = text.AsSpan(0, i).TrimEnd(' ');
            var behind = text.AsSpan(i + exact.Length).TrimStart(' ');
            if (before.EndsWith(prefix, StringComparison.Ordinal) && behind.StartsWith(suffix, StringComparison.Ordinal))
                yield return i;
        }
    }

    // First the same words in another dress, then the longest beginning that does stand there.
    private static string? Nearest(string text, string exact)
    {
        var (plainText, plainExact) = (Plain(text), Plain(exact));
        if (plainText.Length != text.Length || plainExact.Length == 0)
            return null;
        for (var length = plainExact.Length; length >= Math.Min(12, plainExact.Length); length = length * 3 / 4)
        {
            var place = plainText.IndexOf(plainExact[..length], StringComparison.Ordinal);
            if (place >= 0)
                return text[place..Math.Min(text.Length, place + plainExact.Length)];
        }

        return null;
    }

    // One character for each, so that places stay comparable.
    private static string Plain(string text) =>
        string.Create(
            text.Length,
            text,
            (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = source[i] switch
                    {
                        '‘' or '’' or '‚' or '‛' or '′' or '`' => '\'',
                        '“' or '”' or '„' or '‟' or '″' or '«' or '»' => '"',
                        '‐' or '‑' or '‒' or '–' or '—' or '−' => '-',
                        var c => char.ToLowerInvariant(c),
                    };
                }
            }
        );

    /// <summary>A text with each run of white space as one space, trimmed, and where each of its characters stood.</summary>
    private sealed record Collapsed(string Text, string Original, int[] Origins)
    {
        private int[]? _codePoints;

        internal static Collapsed Of(string original)
        {
            var text = new StringBuilder(original.Length);
            var origins = new List<int>(original.Length);
            for (var i = 0; i < original.Length; i++)
            {
                var isSpace = char.IsWhiteSpace(original[i]);
                if (isSpace && (text.Length == 0 || text[^1] == ' '))
                    continue;
                text.Append(isSpace ? ' ' : original[i]);
                origins.Add(i);
            }

            if (text.Length > 0 && text[^1] == ' ')
                text.Length--;
            return new(text.ToString(), original, [.. origins]);
        }

        internal int CodePoint(int place) => (_codePoints ??= CountCodePoints())[Origins[place]];

        private int[] CountCodePoints()
        {
            var counts = new int[Original.Length];
            var count = 0;
            for (var i = 0; i < Original.Length; i++)
            {
                counts[i] = count;
                if (!char.IsHighSurrogate(Original[i]))
                    count++;
            }

            return counts;
        }
    }
}
