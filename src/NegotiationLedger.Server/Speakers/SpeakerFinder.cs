using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>A speaker who is asked for, and a page of what the speaker asserted.</summary>
/// <param name="Speaker">The speaker as known now.</param>
/// <param name="Records">The records.</param>
internal sealed record SpeakerAsked(Speaker Speaker, AuditAsked Records)
{
    /// <summary>The head that the index has reached.</summary>
    internal Head Head => Records.Head;

    /// <summary>The position that the records are looked up at.</summary>
    internal long Position => Records.Position;

    /// <summary>The negotiations that the answer may lack records of; null when there are none.</summary>
    internal IReadOnlyList<string>? Incomplete => Records.Incomplete;
}

/// <summary>Finds a speaker, with all that the speaker asserted in every negotiation.</summary>
internal sealed class SpeakerFinder(AuditIndex index, LedgerReader reader, AuditFinder records)
{
    /// <summary>The speaker of an id, and the page that a query asks for.</summary>
    /// <exception cref="ProblemException">There is none (404), or a parameter is not valid.</exception>
    internal async Task<SpeakerAsked> Ask(string id, HttpRequest request, CancellationToken cancellation)
    {
        var limit = Query.Count(request, "limit", 1, 500, 50);
        var (head, registry, incomplete) = await AuditReach.Read(index, reader, cancellation);
        var speaker = SpeakerEndpoints.Registered.Find(id, registry);
        var question = new AuditQuestion { Speaker = SpeakerRef.Of(speaker.Description.Speaker) };
        var asked = new AuditParameters(question, RecordedUntil: null, new Dictionary<string, string> { ["speaker"] = id });
        var after = asked.After(request);
        AuditReach.RefuseBeyond(after, head);
        return new(speaker, new(asked, after, limit, head, after?.Position ?? head.Sequence, incomplete));
    }

    /// <summary>A page of what the speaker asserted.</summary>
    internal Task<FoundRecords> Find(SpeakerAsked asked, CancellationToken cancellation) => records.Page(asked.Records, cancellation);

    /// <summary>How much that is in all.</summary>
    internal Task<AuditTally> Count(SpeakerAsked asked, CancellationToken cancellation) => records.Count(asked.Records, cancellation);

    /// <summary>How much of it there is in which negotiation, through which source.</summary>
    internal Task<AuditFacets> Facets(SpeakerAsked asked, CancellationToken cancellation) => records.Facets(asked.Records, cancellation);
}
