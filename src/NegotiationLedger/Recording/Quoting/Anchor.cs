namespace NegotiationLedger.Recording;

/// <summary>
/// Whether words that a program proposes as a quotation are a passage of the text. Held to more than a person's: one passage as it stands,
/// with nothing left out or put in between, for out of words that stand far apart anything can be made; and long enough to be found by reading.
/// </summary>
/// <param name="Place">Where it stands; null when it is none.</param>
/// <param name="Complaint">Why it is none; null when it is one.</param>
public sealed record Anchor(QuoteSpan? Place, string? Complaint)
{
    /// <summary>How many letters and digits a passage has at least.</summary>
    public const int LeastLetters = 10;

    /// <summary>Looks for a quotation in the text of a source.</summary>
    public static Anchor Of(SourceId source, string text, Quote quote)
    {
        var found = new QuoteFinder(text).Find(quote);
        if (found.Spans.Count == 0)
            return new(null, Missing(source, quote, found.Nearest));
        var (place, shown) = (found.Spans[0], Quotes.Shown(found.Exact));
        if (found.Spans.Count > 1 || QuoteFinder.Seen(Slice(text, place)).Trim() != found.Exact.Trim())
            return new(null, $"'{shown}' is put together: quote one passage of '{source}' as it stands, without an ellipsis or brackets.");
        return found.Exact.Count(char.IsLetterOrDigit) < LeastLetters
            ? new(null, $"'{shown}' is too short to be told from chance: quote at least {LeastLetters} letters of '{source}'.")
            : new(place, null);
    }

    private static string Missing(SourceId source, Quote quote, string? nearest) =>
        $"'{Quotes.Shown(quote.Exact)}' is not in the text of source '{source}'"
        + (quote.Prefix is null && quote.Suffix is null ? "" : " with that prefix and suffix")
        + (nearest is null ? ": quote a passage that is." : $". The nearest passage is: '{Quotes.Shown(nearest)}'.");

    private static string Slice(string text, QuoteSpan place)
    {
        var (unit, start) = (0, 0);
        for (var point = 0; point < place.End; point++)
        {
            if (point == place.Start)
                start = unit;
            unit += char.IsSurrogatePair(text, unit) ? 2 : 1;
        }

        return text[start..unit];
    }
}
