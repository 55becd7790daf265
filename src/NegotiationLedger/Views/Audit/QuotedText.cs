namespace NegotiationLedger.Views;

/// <summary>Words that a record quotes from a source.</summary>
/// <param name="Event">The record.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Negotiation">The negotiation it belongs to.</param>
/// <param name="Quote">The words, with their place where the source's text is held.</param>
/// <param name="Speaker">Who said them; null when the source speaks in its own voice.</param>
/// <param name="IsRetracted">Whether the record is withdrawn.</param>
public sealed record TakenQuote(
    EventId Event,
    long Sequence,
    NegotiationId Negotiation,
    Quote Quote,
    SpeakerRef? Speaker,
    bool IsRetracted
);

/// <summary>A run of a text that is covered by the same quotes from end to end.</summary>
/// <param name="Start">In code points from 0, inclusive.</param>
/// <param name="End">In code points, exclusive.</param>
/// <param name="Quotes">The records that quote it, in the order of <see cref="QuotedText.Placed"/>; empty between quotes.</param>
public sealed record Passage(int Start, int End, IReadOnlyList<EventId> Quotes);

/// <summary>A source's text as the place of the quotes taken from it. Quotes may overlap, one may stand within another, and one may have several spans.</summary>
/// <param name="Placed">Those whose place is known: by start, at the same start the longer first, then in the order recorded.</param>
/// <param name="Unplaced">Those not held against the text, because the ledger had none, in the order recorded.</param>
/// <param name="Passages">The runs that are quoted, in order; what no record quotes is left out.</param>
public sealed record QuotedText(IReadOnlyList<TakenQuote> Placed, IReadOnlyList<TakenQuote> Unplaced, IReadOnlyList<Passage> Passages)
{
    /// <summary>Puts quotes into their places.</summary>
    public static QuotedText Of(IEnumerable<TakenQuote> quotes)
    {
        var all = quotes.OrderBy(q => q.Sequence).ToLookup(q => q.Quote.Check is QuoteCheck.Verified && q.Quote.Start < q.Quote.End);
        List<TakenQuote> placed = [.. all[true].OrderBy(q => q.Quote.Start).ThenByDescending(q => q.Quote.End)];
        return new(placed, [.. all[false]], [.. Cut(placed)]);
    }

    /// <summary>The whole text in runs, quoted ones and those between them, none of them empty.</summary>
    /// <param name="text">The text that the quotes stand in; a place beyond its end is taken for its end.</param>
    public IEnumerable<(Passage Passage, string Words)> Runs(string text)
    {
        var (units, points) = (0, 0);
        foreach (var passage in Passages)
        {
            if (Read(passage.Start) is { Words.Length: > 0 } between)
                yield return between;
            if (Read(passage.End) is { Words.Length: > 0 } quoted)
                yield return (passage, quoted.Words);
        }

        if (Read(int.MaxValue) is { Words.Length: > 0 } rest)
            yield return rest;

        (Passage Passage, string Words) Read(int until)
        {
            var (firstUnit, firstPoint) = (units, points);
            for (; units < text.Length && points < until; points++)
                units += char.IsSurrogatePair(text, units) ? 2 : 1;
            return (new(firstPoint, points, []), text[firstUnit..units]);
        }
    }

    // From border to border the same quotes are open.
    private static IEnumerable<Passage> Cut(IEnumerable<TakenQuote> placed)
    {
        List<(EventId Event, QuoteSpan Span)> spans =
        [
            .. placed
                .SelectMany(q => q.Quote.Places.Select(span => (q.Event, Span: span)))
                .OrderBy(s => s.Span.Start)
                .ThenByDescending(s => s.Span.End),
        ];
        var open = new List<(EventId Event, QuoteSpan Span)>();
        var next = 0;
        var at = 0;
        while (next < spans.Count || open.Count > 0)
        {
            if (open.Count == 0)
                at = spans[next].Span.Start;
            while (next < spans.Count && spans[next].Span.Start == at)
                open.Add(spans[next++]);
            var end = open.Min(s => s.Span.End);
            if (next < spans.Count)
                end = Math.Min(end, spans[next].Span.Start);
            if (end > at)
                yield return new(at, end, [.. open.Select(s => s.Event)]);
            open.RemoveAll(s => s.Span.End <= end);
            at = end;
        }
    }
}
