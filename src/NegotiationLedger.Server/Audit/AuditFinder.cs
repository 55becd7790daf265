using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>A question that an audit can answer.</summary>
/// <param name="Parameters">The question as it was given.</param>
/// <param name="After">The place that the page before ended at; null for the first.</param>
/// <param name="Limit">How many records a page has at most.</param>
/// <param name="Head">The head that the index has reached.</param>
/// <param name="Position">The position that the answer, all its pages and each format of it are made at.</param>
/// <param name="Incomplete">The negotiations that the answer may lack records of; null when there are none.</param>
internal sealed record AuditAsked(
    AuditParameters Parameters,
    AuditPlace? After,
    int Limit,
    Head Head,
    long Position,
    IReadOnlyList<string>? Incomplete
)
{
    /// <summary>The question itself.</summary>
    internal AuditQuestion Question => Parameters.Question;

    /// <summary>Whether the answer will be the same for ever.</summary>
    internal bool IsSettled => Incomplete is null && (After is not null || EntityTags.IsSettled(Parameters.RecordedUntil, Head));
}

/// <summary>A page of records, with what they are told by.</summary>
/// <param name="Asked">What was asked.</param>
/// <param name="Page">The records.</param>
/// <param name="Registry">The sources and speakers as of the position.</param>
/// <param name="Frames">The frames of their negotiations.</param>
/// <param name="Highlights">Of each record, where the words that were looked for stand; null when none were.</param>
internal sealed record FoundRecords(
    AuditAsked Asked,
    AuditPage Page,
    Registry Registry,
    IReadOnlyDictionary<NegotiationId, Frame> Frames,
    IReadOnlyList<IReadOnlyList<Highlight>>? Highlights
)
{
    /// <summary>The <c>after</c> of the next page; null on the last.</summary>
    internal string? Next => Page.Next is null ? null : Asked.Parameters.Write(Page.Next);

    /// <summary>The frame of a record's negotiation.</summary>
    internal Frame FrameOf(AuditHit hit) => Frames[hit.Record.Negotiation];
}

/// <summary>Finds records over all negotiations: everything acknowledged before is in the answer, or is named as lacking.</summary>
internal sealed class AuditFinder(AuditIndex index, LedgerReader reader, FrameCache frames)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The question that a query puts.</summary>
    /// <exception cref="ProblemException">A parameter is not valid.</exception>
    /// <exception cref="AuditBehindException">The index was not brought to the head in time.</exception>
    internal async Task<AuditAsked> Ask(HttpRequest request, CancellationToken cancellation)
    {
        var asked = AuditParameters.Of(request);
        var after = asked.After(request);
        var limit = Query.Count(request, "limit", 1, 500, 50);
        var indexed = await index.CatchUp(Patience, cancellation);
        var position = await PositionOf(asked, after, indexed.Head, cancellation);
        return new(asked, after, limit, indexed.Head, position, AuditReach.Lacking(indexed, asked.Question));
    }

    /// <summary>A page of the records that answer.</summary>
    /// <exception cref="NoWordsException">The text has no word that could be looked for.</exception>
    internal async Task<FoundRecords> Page(AuditAsked asked, CancellationToken cancellation)
    {
        var registry = await RegistryOf(asked, cancellation);
        var (question, sort) = (asked.Question, asked.Parameters.Sort);
        var page = await index.Find(question, asked.Position, asked.After, asked.Limit, registry, cancellation, sort);
        var known = await frames.Of(page.Hits, asked.Position, cancellation);
        var highlights =
            question.Text is { } text && page.Hits.Count > 0 ? await Highlighter.Of(page.Hits, text, index, cancellation) : null;
        return new(asked, page, registry, known, highlights);
    }

    /// <summary>All records that answer.</summary>
    /// <exception cref="NoWordsException">The text has no word that could be looked for.</exception>
    internal async Task<AuditExport> All(AuditAsked asked, CancellationToken cancellation)
    {
        var registry = await RegistryOf(asked, cancellation);
        var hits = await index.Export(asked.Question, asked.Position, registry, cancellation);
        return new(asked.Position, registry, hits, frames, asked.Incomplete);
    }

    /// <summary>How many answer.</summary>
    internal async Task<AuditTally> Count(AuditAsked asked, CancellationToken cancellation) =>
        await index.Count(asked.Question, asked.Position, await RegistryOf(asked, cancellation), cancellation);

    /// <summary>How many answer, by what they have in common.</summary>
    internal async Task<AuditFacets> Facets(AuditAsked asked, CancellationToken cancellation) =>
        await index.Facets(asked.Question, asked.Position, await RegistryOf(asked, cancellation), cancellation);

    private async Task<Registry> RegistryOf(AuditAsked asked, CancellationToken cancellation)
    {
        var registry = await reader.ReadRegistry(asked.Head, cancellation);
        return asked.Position < asked.Head.Sequence ? registry.AsOf(asked.Position) : registry;
    }

    private async Task<long> PositionOf(AuditParameters asked, AuditPlace? after, Head head, CancellationToken cancellation)
    {
        Query.RefuseBeyond(new Lens { RecordedUntil = asked.RecordedUntil }, head.Sequence);
        AuditReach.RefuseBeyond(after, head);
        if (after is not null)
            return after.Position;
        return asked.RecordedUntil switch
        {
            null => head.Sequence,
            { Position: { } position } => position,
            { Instant: { } instant } => Math.Min(head.Sequence, await index.PositionAt(instant, cancellation)),
            _ => throw new UnreachableException(),
        };
    }
}
