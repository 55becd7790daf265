using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>A source that is asked for.</summary>
/// <param name="Source">The source.</param>
/// <param name="Head">The head that the answer is made at.</param>
/// <param name="Registry">The sources and speakers registered up to it.</param>
/// <param name="Incomplete">The negotiations that the answer may lack records of; null when there are none.</param>
internal sealed record SourceAsked(Source Source, Head Head, Registry Registry, IReadOnlyList<string>? Incomplete);

/// <summary>A source whole, with the quotes that some of the records take from it.</summary>
/// <param name="Asked">What was asked for.</param>
/// <param name="Text">Its text; null where none is held.</param>
/// <param name="Records">The records it carries that were looked at, in the order recorded.</param>
/// <param name="Quoted">The words that they quote, in their places.</param>
/// <param name="Tally">How many records it carries in all.</param>
/// <param name="Next">Where further records begin; null when all were looked at.</param>
/// <param name="SameTextAs">The other sources that carry the same text, by id.</param>
internal sealed record FoundSource(
    SourceAsked Asked,
    string? Text,
    IReadOnlyList<AuditHit> Records,
    QuotedText Quoted,
    AuditTally Tally,
    AuditPlace? Next,
    IReadOnlyList<SourceRegistered> SameTextAs
);

/// <summary>Finds a source, with the quotes that records of every negotiation take from it.</summary>
internal sealed class SourceFinder(LedgerLog log, LedgerReader reader, AuditIndex index, HeavyWork heavy)
{
    /// <summary>How many records are looked at for their quotes at most.</summary>
    internal const int MostRecords = 1000;

    /// <summary>The source of an id.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal async Task<SourceAsked> Ask(string id, CancellationToken cancellation)
    {
        var (head, registry, incomplete) = await AuditReach.Read(index, reader, cancellation);
        return new(SourceEndpoints.Registered.Find(id, registry), head, registry, incomplete);
    }

    /// <summary>The source, with the quotes of some of the records it carries.</summary>
    /// <param name="asked">The source.</param>
    /// <param name="after">The sequence before the first record to look at.</param>
    /// <param name="limit">How many records to look at, from 1.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<FoundSource> Find(SourceAsked asked, long after, int limit, CancellationToken cancellation)
    {
        var (description, position) = (asked.Source.Description, asked.Head.Sequence);
        var question = new AuditQuestion { Source = description.Source };
        var place = after > 0 ? new AuditPlace(position, AuditOrder.Recorded, after) : null;
        var records = await index.Find(question, position, place, limit, asked.Registry, cancellation);
        var tally = await index.Count(question, position, asked.Registry, cancellation);
        var text = description.TextSha256 is { } sha256 ? await log.ReadText(sha256, cancellation) : null;
        var quotes = await Placed([.. records.Hits.Select(TakenFrom).OfType<TakenQuote>()], text, cancellation);
        var same = description.TextSha256 is { } held ? asked.Registry.WithText(held).Where(s => s.Source != description.Source) : [];
        return new(asked, text, records.Hits, QuotedText.Of(quotes), tally, records.Next, [.. same]);
    }

    // Those recorded before the text was added are looked for in it; what is found is not stored.
    private async Task<IReadOnlyList<TakenQuote>> Placed(
        IReadOnlyList<TakenQuote> quotes,
        string? text,
        CancellationToken cancellationToken
    ) =>
        text is null || !quotes.Any(q => q.Quote.Check is QuoteCheck.Unverified)
            ? quotes
            : await heavy.Do(
                spent =>
                {
                    var finder = new QuoteFinder(text);
                    return quotes
                        .Select(q =>
                        {
                            spent.ThrowIfCancellationRequested();
                            return q with { Quote = finder.Placed(q.Quote) };
                        })
                        .ToList();
                },
                "ask for fewer records with 'limit'",
                cancellationToken
            );

    private static TakenQuote? TakenFrom(AuditHit hit) =>
        hit.Record is { Attribution: { Quote: { } quote } attribution } record
            ? new(record.Id, record.Entry.Sequence, record.Negotiation, quote, attribution.Speaker, record.IsRetracted)
            : null;
}
