using System.Text;

namespace NegotiationLedger.Recording;

/// <summary>Where a quotation stands in a text, or the passage nearest to it.</summary>
/// <param name="Spans">Where its parts stand, in order; empty when it does not stand there.</param>
/// <param name="Exact">The quotation in the source's own characters; as it was given when it does not stand there.</param>
/// <param name="Nearest">What stands there instead; null when nothing is near.</param>
public sealed record QuotePlace(IReadOnlyList<QuoteSpan> Spans, string Exact, string? Nearest);

/// <summary>
/// Finds quotations in the text of a source, by the W3C Web Annotation TextQuoteSelector. What people copy is found as it stands: white
/// space, quotation marks, ligatures, composed letters, invisible characters and words broken over a line make no difference; a word does.
/// A quotation with an ellipsis or an editor's words in brackets is found part by part, in order.
/// </summary>
/// <param name="text">The source's text.</param>
public sealed class QuoteFinder(string text)
{
    private const int MostFirsts = 1000;

    // In characters: an ellipsis leaves out no more than some paragraphs, brackets replace no more than a phrase.
    private const int MostLeftOut = 2000;
    private const int MostReplaced = 120;

    private readonly ComparableText _text = ComparableText.Of(text);

    /// <summary>Finds a quotation. Of several places the one at the given start is taken, else the first.</summary>
    public QuotePlace Find(Quote quote)
    {
        var parts = QuoteParts.Of(quote.Exact);
        var whole = new QuoteParts([new("", quote.Exact.Trim(), QuoteGap.Replaced)], "");
        var found =
            Choose(Places(whole, quote), quote.Start) is { } place ? (whole, place)
            : parts is not null && Choose(Places(parts, quote), quote.Start) is { } places ? (parts, places)
            : ((QuoteParts Parts, List<Range> Origins)?)null;
        return found is { } at
            ? new(SpansOf(at.Origins), ExactOf(at.Parts, at.Origins), null)
            : new([], quote.Exact, NearestPassage.Of(_text, text, quote.Exact));
    }

    /// <summary>A quotation that was recorded before the text was held, with its place in it; another one as it is.</summary>
    public Quote Placed(Quote quote)
    {
        if (quote.Check is not QuoteCheck.Unverified)
            return quote;
        var found = Find(quote).Spans;
        return found.Count == 0
            ? quote with
            {
                Check = QuoteCheck.Missing,
            }
            : quote with
            {
                Check = QuoteCheck.Verified,
                Start = found[0].Start,
                End = found[^1].End,
                Spans = found.Count > 1 ? found : null,
            };
    }

    private List<Range>? Choose(IEnumerable<List<Range>> places, int? start)
    {
        List<Range>? first = null;
        foreach (var place in places)
        {
            if (start is null || SpansOf(place[..1])[0].Start == start)
                return place;
            first ??= place;
        }

        return first;
    }

    private IEnumerable<List<Range>> Places(QuoteParts parts, Quote quote)
    {
        var searches = parts.Parts.Select(p => new QuoteSearch(ComparableText.Of(p.Words).Text.ToString())).ToList();
        var (prefix, suffix) = (Comparable(quote.Prefix), Comparable(quote.Suffix));
        foreach (var first in searches[0].Places(_text, 0, _text.Text.Length).Take(MostFirsts))
        {
            if (
                !IsWord(parts, 0, first)
                || Chain(parts, searches, first) is not { } chain
                || !IsBetween(prefix, suffix, chain[0].From, chain[^1].To)
            )
                continue;
            yield return [.. chain.Select(c => _text.OriginOf(c.From, c.To))];
        }
    }

    // Each part as soon as it comes behind the one before.
    private List<(int From, int To)>? Chain(QuoteParts parts, List<QuoteSearch> searches, (int From, int To) first)
    {
        List<(int From, int To)> chain = [first];
        for (var i = 1; i < searches.Count; i++)
        {
            var (after, part) = (chain[^1].To, i);
            var reach = parts.Parts[i].Gap is QuoteGap.LeftOut ? MostLeftOut : MostReplaced;
            var until = (int)Math.Min(_text.Text.Length, (long)after + reach + (2 * parts.Parts[i].Words.Length));
            var next = searches[i]
                .Places(_text, after, until)
                .Where(p => p.From - after <= reach && IsWord(parts, part, p))
                .Select(p => ((int From, int To)?)p)
                .FirstOrDefault();
            if (next is null)
                return null;
            chain.Add(next.Value);
        }

        return chain;
    }

    // A quotation in parts is made of whole words, but where brackets stand in for the rest of one: [W]e.
    private bool IsWord(QuoteParts parts, int part, (int From, int To) place)
    {
        if (parts.Parts.Count == 1 && parts.Parts[0].Before.Length == 0 && parts.After.Length == 0)
            return true;
        var behind = part + 1 < parts.Parts.Count ? parts.Parts[part + 1].Before : parts.After;
        return (parts.Parts[part].Before is [.., ']'] || !IsInWord(place.From)) && (behind is ['[', ..] || !IsInWord(place.To));
    }

    private bool IsInWord(int border) =>
        border > 0
        && border < _text.Text.Length
        && char.IsLetterOrDigit(_text.Text[border - 1])
        && char.IsLetterOrDigit(_text.Text[border]);

    private bool IsBetween(string prefix, string suffix, int from, int to)
    {
        var before = QuoteSearch.Without(_text.Text[Math.Max(0, from - (2 * prefix.Length) - 2)..from]).AsSpan().TrimEnd(' ');
        var behind = QuoteSearch.Without(_text.Text[to..Math.Min(_text.Text.Length, to + (2 * suffix.Length) + 2)]).AsSpan().TrimStart(' ');
        return before.EndsWith(prefix, StringComparison.Ordinal) && behind.StartsWith(suffix, StringComparison.Ordinal);
    }

    private static string Comparable(string? words) => QuoteSearch.Without(ComparableText.Of(words ?? "").Text);

    private List<QuoteSpan> SpansOf(List<Range> origins)
    {
        var (spans, units, points) = (new List<QuoteSpan>(), 0, 0);
        foreach (var origin in origins)
        {
            var start = PointAt(origin.Start.Value);
            spans.Add(new(start, PointAt(origin.End.Value)));
        }

        return spans;

        int PointAt(int unit)
        {
            for (; units < unit; units++)
                points += char.IsLowSurrogate(text[units]) && units > 0 && char.IsHighSurrogate(text[units - 1]) ? 0 : 1;
            return points;
        }
    }

    private string ExactOf(QuoteParts parts, List<Range> origins)
    {
        var exact = new StringBuilder();
        foreach (var (part, origin) in parts.Parts.Zip(origins))
            exact.Append(Seen(part.Before)).Append(Seen(text[origin]));
        return exact.Append(Seen(parts.After)).ToString().Trim();
    }

    /// <summary>Words as they are kept: each run of white space as one space, none where a word is broken over a line, nothing that is not seen.</summary>
    internal static string Seen(string words)
    {
        var (seen, isBroken) = (new StringBuilder(words.Length), false);
        for (var i = 0; i < words.Length; i++)
        {
            var c = words[i];
            if (c is '-' or '\u2010' or '\u00ad')
                isBroken = i > 0 && char.IsLetter(words[i - 1]) && EndsLine(words, i + 1);
            if (!char.IsWhiteSpace(c))
                seen.Append(Letters.IsInvisible(c) ? "" : $"{c}");
            else if (!isBroken && (seen.Length == 0 || seen[^1] != ' '))
                seen.Append(' ');
            isBroken &= c is '-' or '\u2010' or '\u00ad' || char.IsWhiteSpace(c);
        }

        return seen.ToString();
    }

    // Whether a line ends there, and the next begins with a letter.
    private static bool EndsLine(string words, int place)
    {
        var isEnd = false;
        for (; place < words.Length && char.IsWhiteSpace(words[place]); place++)
            isEnd |= words[place] is '\n' or '\r' or '\f';
        return isEnd && place < words.Length && char.IsLetter(words[place]);
    }
}
