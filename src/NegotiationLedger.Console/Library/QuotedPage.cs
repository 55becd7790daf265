namespace NegotiationLedger.Console;

/// <summary>A run of a page that the same quotes cover from end to end.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Quotes">The quotes, by their places in <see cref="QuotedPage.Quotes"/>; empty between quotes.</param>
/// <param name="Ending">Those of them that end here, on this page.</param>
internal sealed record TextRun(string Words, IReadOnlyList<int> Quotes, IReadOnlyList<int> Ending);

/// <summary>A page of a source's text with the quotes that stand on it.</summary>
/// <param name="Page">The page.</param>
/// <param name="Quotes">The quotes, in the order of the text.</param>
/// <param name="Runs">The whole page in runs.</param>
internal sealed record QuotedPage(TextPage Page, IReadOnlyList<TakenQuote> Quotes, IReadOnlyList<TextRun> Runs)
{
    /// <summary>Puts quotes into their places on a page.</summary>
    internal static QuotedPage Of(TextPage page, QuotedText quoted)
    {
        List<TakenQuote> here = [.. quoted.Placed.Where(q => q.Quote.Places.Any(p => p.Start < page.End && p.End > page.Start))];
        var places = here.Select((q, i) => (q.Event, i)).ToDictionary(p => p.Event, p => p.i);
        var ends = here.Select(q => q.Quote.Places.Where(p => p.Start < page.End).Max(p => Math.Min(p.End, page.End))).ToList();
        return new(page, here, [.. Cut(page, quoted.Passages, places, ends)]);
    }

    private static IEnumerable<TextRun> Cut(TextPage page, IEnumerable<Passage> passages, Dictionary<EventId, int> places, List<int> ends)
    {
        var (unit, point) = (0, page.Start);
        foreach (var passage in passages.Where(p => p.Start < page.End && p.End > page.Start))
        {
            var (start, end) = (Math.Max(passage.Start, page.Start), Math.Min(passage.End, page.End));
            if (Read(start) is { Length: > 0 } between)
                yield return new(between, [], []);
            List<int> quotes = [.. passage.Quotes.Distinct().Select(q => places[q]).Order()];
            if (Read(end) is { Length: > 0 } words)
                yield return new(words, quotes, [.. quotes.Where(q => ends[q] == end)]);
        }

        if (Read(page.End) is { Length: > 0 } rest)
            yield return new(rest, [], []);

        string Read(int until)
        {
            var first = unit;
            for (; unit < page.Words.Length && point < until; point++)
                unit += char.IsSurrogatePair(page.Words, unit) ? 2 : 1;
            return page.Words[first..unit];
        }
    }
}
