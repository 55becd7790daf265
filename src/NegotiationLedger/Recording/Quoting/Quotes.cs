using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording;

/// <summary>Holds quotations against the texts of their sources, and stores where they stand.</summary>
internal static class Quotes
{
    private const string Place = "/attribution/quote";

    internal static (LedgerEvent Data, Problem? Problem) Check(Development development, IReadOnlyDictionary<SourceId, string> texts)
    {
        var (attribution, problem) = Check(development.Attribution, texts);
        return (development with { Attribution = attribution }, problem);
    }

    internal static (LedgerEvent Data, Problem? Problem) Check(Annotation annotation, IReadOnlyDictionary<SourceId, string> texts)
    {
        if (annotation.Attribution is null)
            return (annotation, null);
        var (attribution, problem) = Check(annotation.Attribution, texts);
        return (annotation with { Attribution = attribution }, problem);
    }

    /// <summary>A correction that touches source or quotation is held against the record as it would then stand; its patch gets the place.</summary>
    internal static (LedgerEvent Data, Problem? Problem) Check(
        EventId id,
        AssertionCorrected correction,
        History history,
        IEnumerable<(EventId Id, LedgerEvent Data)> batch,
        IReadOnlyDictionary<SourceId, string> texts
    )
    {
        var (own, problem) = Check((Annotation)correction, texts);
        if (problem is not null || !TouchesQuote(correction.Patch))
            return (own, problem);
        var entries = history
            .Entries.Concat(batch.Append((id, correction)).Select(r => new Entry(r.Item1, 0, "", 0, default, "", r.Item2)))
            .ToList();
        if (Foreseen(correction, entries) is not { Quote: { } quote } attribution)
            return (own, null);
        var isPlaced = HasPlace(correction.Patch);
        var (corrected, misquote) = Check(
            attribution with
            {
                Quote = quote with
                {
                    Check = null,
                    Start = isPlaced ? quote.Start : null,
                    End = isPlaced ? quote.End : null,
                    Spans = isPlaced ? quote.Spans : null,
                },
            },
            texts
        );
        if (misquote is not null)
            return (own, misquote with { Pointer = "/patch" + misquote.Pointer });
        return ((AssertionCorrected)own with { Patch = WithPlace(correction.Patch, quote, corrected.Quote!) }, null);
    }

    private static (Attribution Attribution, Problem? Problem) Check(Attribution attribution, IReadOnlyDictionary<SourceId, string> texts)
    {
        if (attribution.Quote is not { } quote)
            return (attribution, null);
        var checkedQuote = quote with { Check = texts.ContainsKey(attribution.Source) ? QuoteCheck.Verified : QuoteCheck.Unverified };
        if (quote.Check is { } sent && sent != checkedQuote.Check)
            return (attribution, new($"{Place}/check", "'check' is set by the ledger: leave it out."));
        if (!texts.TryGetValue(attribution.Source, out var text))
            return (attribution with { Quote = checkedQuote }, null);
        var place = new QuoteFinder(text).Find(quote);
        if (place.Spans.Count == 0)
            return (attribution, new($"{Place}/exact", Missing(attribution.Source, quote, place.Nearest)));
        var (start, end) = (place.Spans[0].Start, place.Spans[^1].End);
        var spans = place.Spans.Count > 1 ? place.Spans : null;
        if (quote.Start is { } given && given != start)
            return (
                attribution,
                new($"{Place}/start", $"The words are at {start}, not at {given}: give that, or leave start and end out.")
            );
        if (quote.Spans is { } parts && !parts.SequenceEqual(spans ?? []))
            return (attribution, new($"{Place}/spans", "'spans' is set by the ledger, and its parts are elsewhere: leave it out."));
        return (attribution with { Quote = checkedQuote with { Exact = place.Exact, Start = start, End = end, Spans = spans } }, null);
    }

    private static string Missing(SourceId source, Quote quote, string? nearest) =>
        $"'{Shown(quote.Exact)}' is not in the text of source '{source}'"
        + (quote.Prefix is null && quote.Suffix is null ? "" : " with that prefix and suffix")
        + (
            nearest is null
                ? ". Quote the source's own words, or give mode 'attributed' without a quote."
                : $". The nearest passage is: '{Shown(nearest)}'. Quote it as it is written there; leave words out with an ellipsis, put your own in brackets."
        );

    // What cannot be seen may be all that is different.
    internal static string Shown(string text)
    {
        var shown = string.Concat(
            text.Select(c => Letters.IsInvisible(c) ? string.Create(CultureInfo.InvariantCulture, $"⟨U+{(int)c:X4}⟩") : $"{c}")
        );
        return shown.Length <= 300 ? shown : shown[..297] + "...";
    }

    private static bool TouchesQuote(JsonElement patch) =>
        patch.TryGetProperty("attribution", out var attribution)
        && attribution.ValueKind == JsonValueKind.Object
        && (attribution.TryGetProperty("quote", out _) || attribution.TryGetProperty("source", out _));

    // A place that was stored for other words, or another text, says nothing of these.
    private static bool HasPlace(JsonElement patch) =>
        patch.GetProperty("attribution").TryGetProperty("quote", out var quote)
        && quote.ValueKind == JsonValueKind.Object
        && quote.TryGetProperty("start", out _);

    /// <summary>The attribution as it will be of what a correction corrects in the end; null when the record would no longer fit its type.</summary>
    private static Attribution? Foreseen(AssertionCorrected correction, List<Entry> entries)
    {
        var place = entries.FindIndex(e => e.Id == correction.Assertion);
        while (place >= 0 && entries[place].Data is AssertionCorrected further)
            place = entries.FindIndex(0, place, e => e.Id == further.Assertion);
        if (place < 0)
            return null;
        var target = entries[place];
        if (target.Data is Annotation annotation)
            return Patched(annotation, correction.Patch);
        return (StandingOf(target.Id, entries) ?? StandingOf(target.Id, [.. entries.Where(e => e.Data is not AssertionRetracted)]))
            ?.Data
            .Attribution;
    }

    private static Standing? StandingOf(EventId id, IReadOnlyList<Entry> entries)
    {
        var resolution = Resolution.Of(entries, HomeZone.Utc, assertedUntil: null);
        return resolution.Warnings.Any(w => w.Events.Contains(id)) ? null : resolution.Standing.FirstOrDefault(s => s.Entry.Id == id);
    }

    private static Attribution? Patched(Annotation target, JsonElement patch)
    {
        var row = EventNames.Of(target);
        var form = MergePatch.Apply(JsonSerializer.SerializeToNode(target, row.Shape), JsonNode.Parse(patch.GetRawText()));
        return EventShape.Read(form!, row).Data is Annotation { Attribution: { } attribution } ? attribution : null;
    }

    // A place that is no longer known must be taken away by the patch itself.
    private static JsonElement WithPlace(JsonElement patch, Quote sent, Quote found)
    {
        var merged = JsonNode.Parse(patch.GetRawText())!.AsObject();
        var attribution = merged["attribution"]!.AsObject();
        if (attribution["quote"] is not JsonObject into)
            attribution["quote"] = into = [];
        if (found.Exact != sent.Exact)
            into["exact"] = found.Exact;
        into["start"] = found.Start;
        into["end"] = found.End;
        into["check"] = NamedValue<QuoteCheck>.NameOf(found.Check!.Value);
        if (found.Spans is not null || sent.Spans is not null)
            into["spans"] = JsonSerializer.SerializeToNode(found.Spans, LedgerJson.Default.IReadOnlyListQuoteSpan);
        return JsonSerializer.SerializeToElement<JsonNode>(merged, LedgerJson.Default.JsonNode);
    }
}
