using System.Text.Json;
using NegotiationLedger.Assertions;
using NegotiationLedger.Developments;

namespace NegotiationLedger.Web.Http;

/// <summary>A registered source.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Description">Its description as it stands.</param>
/// <param name="Sequence">The place of its registration in the ledger.</param>
/// <param name="RecordedAt">When it was registered.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Corrections">What was corrected in the description since, in the order recorded.</param>
public sealed record SourceAnswer(
    string Source,
    SourceRegistered Description,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    IReadOnlyList<CorrectionAnswer> Corrections
)
{
    /// <summary>A source as it stands.</summary>
    public static SourceAnswer Of(Source source) =>
        new(
            source.Description.Source.Value,
            source.Description,
            source.Registered.Sequence,
            source.Registered.RecordedAt,
            source.Registered.RecordedBy,
            [.. source.Corrections.Select(CorrectionAnswer.Of)]
        );
}

/// <summary>A correction of a source's description.</summary>
/// <param name="Id">The correction's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Patch">The change: a JSON Merge Patch (RFC 7396) over the description.</param>
/// <param name="Reason">Why.</param>
public sealed record CorrectionAnswer(
    EventId Id,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    JsonElement Patch,
    string Reason
)
{
    /// <summary>A correction as it was recorded.</summary>
    public static CorrectionAnswer Of(Entry entry)
    {
        var correction = (SourceCorrected)entry.Data;
        return new(entry.Id, entry.Sequence, entry.RecordedAt, entry.RecordedBy, correction.Patch, correction.Reason);
    }
}

/// <summary>A page of sources, by id.</summary>
/// <param name="Sources">The sources.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
public sealed record SourcesAnswer(IReadOnlyList<SourceAnswer> Sources, string? Next, string Position);
