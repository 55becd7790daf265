using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary><c>GET /sources/{id}</c>: a source whole, with the quotes that records of every negotiation take from it.</summary>
internal static class GetSource
{
    private const int MostRecords = 1000;

    internal static async Task Get(string id, HttpContext context, LedgerLog log, LedgerReader reader, AuditIndex index, HeavyWork heavy)
    {
        var limit = Query.Count(context.Request, "limit", 1, MostRecords, MostRecords);
        var after = Query.After(context.Request);
        var (head, registry, incomplete) = await AuditReach.Read(index, reader, context.RequestAborted);
        var source = SourceEndpoints.Registered.Find(id, registry);
        if (
            EntityTags.IsUnchanged(
                context,
                head.Sequence,
                isSettled: false,
                RegistryPage.TagOf(context.Request, $"h{head.Sequence}{AuditReach.Tag(incomplete)}")
            )
        )
            return;
        var question = new AuditQuestion { Source = source.Description.Source };
        var records = await index.Find(
            question,
            head.Sequence,
            after > 0 ? new(head.Sequence, AuditOrder.Recorded, after) : null,
            limit,
            registry,
            context.RequestAborted
        );
        var tally = await index.Count(question, head.Sequence, registry, context.RequestAborted);
        var text = source.Description.TextSha256 is { } sha256 ? await log.ReadText(sha256, context.RequestAborted) : null;
        var quoted = QuotedText.Of(
            await Placed([.. records.Hits.Select(TakenFrom).OfType<TakenQuote>()], text, heavy, context.RequestAborted)
        );
        var same = source.Description.TextSha256 is { } held
            ? registry.WithText(held).Select(s => s.Source).Where(s => s != source.Description.Source).Select(s => s.Value).ToList()
            : [];
        await Results
            .Json(
                Answer(source, head, text, quoted, tally, records.Next) with
                {
                    Incomplete = incomplete,
                    SameTextAs = same.Count > 0 ? same : null,
                },
                SourcesJson.Plain.WholeSourceAnswer
            )
            .ExecuteAsync(context);
    }

    private static WholeSourceAnswer Answer(Source source, Head head, string? text, QuotedText quoted, AuditTally tally, AuditPlace? next)
    {
        var (id, described) = (source.Description.Source.Value, SourceAnswer.Of(source));
        return new(
            id,
            $"@{head.Sequence}",
            described.Description,
            described.Sequence,
            described.RecordedAt,
            described.RecordedBy,
            described.Corrections,
            text,
            [.. quoted.Placed.Concat(quoted.Unplaced).Select(TakenQuoteAnswer.Of)],
            quoted.Passages,
            TallyAnswer.Of(tally),
            next?.Sequence,
            new Dictionary<string, string> { ["assertions"] = $"/assertions?source={id}" },
            TextAdded: described.TextAdded
        );
    }

    // Those recorded before the text was added are looked for in it; what is found is not stored.
    private static async Task<IReadOnlyList<TakenQuote>> Placed(
        IReadOnlyList<TakenQuote> quotes,
        string? text,
        HeavyWork heavy,
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
