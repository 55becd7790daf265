using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary><c>GET /sources/{id}</c>: a source whole, with the quotes that records of every negotiation take from it.</summary>
internal static class GetSource
{
    internal static async Task Get(string id, HttpContext context, SourceFinder finder)
    {
        var limit = Query.Count(context.Request, "limit", 1, SourceFinder.MostRecords, SourceFinder.MostRecords);
        var after = Query.After(context.Request);
        var asked = await finder.Ask(id, context.RequestAborted);
        var tag = RegistryPage.TagOf(context.Request, $"h{asked.Head.Sequence}{AuditReach.Tag(asked.Incomplete)}");
        if (EntityTags.IsUnchanged(context, asked.Head.Sequence, isSettled: false, tag))
            return;
        var found = await finder.Find(asked, after, limit, context.RequestAborted);
        await Results.Json(Answer(found), SourcesJson.Plain.WholeSourceAnswer).ExecuteAsync(context);
    }

    private static WholeSourceAnswer Answer(FoundSource found)
    {
        var (source, quoted) = (found.Asked.Source, found.Quoted);
        var (id, described) = (source.Description.Source.Value, SourceAnswer.Of(source));
        return new(
            id,
            $"@{found.Asked.Head.Sequence}",
            described.Description,
            described.Sequence,
            described.RecordedAt,
            described.RecordedBy,
            described.Corrections,
            found.Text,
            [.. quoted.Placed.Concat(quoted.Unplaced).Select(TakenQuoteAnswer.Of)],
            quoted.Passages,
            TallyAnswer.Of(found.Tally),
            found.Next?.Sequence,
            new Dictionary<string, string> { ["assertions"] = $"/assertions?source={id}" },
            found.Asked.Incomplete,
            described.TextAdded,
            found.SameTextAs.Count > 0 ? [.. found.SameTextAs.Select(s => s.Source.Value)] : null
        );
    }
}
