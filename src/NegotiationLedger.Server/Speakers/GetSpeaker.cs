using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary><c>GET /speakers/{id}</c>: a speaker whole, with all that the speaker asserted in every negotiation.</summary>
internal static class GetSpeaker
{
    internal static async Task Get(string id, HttpContext context, LedgerReader reader, AuditIndex index, FrameCache frames)
    {
        var limit = Query.Count(context.Request, "limit", 1, 500, 50);
        var (head, registry, incomplete) = await AuditReach.Read(index, reader, context.RequestAborted);
        var speaker = SpeakerEndpoints.Registered.Find(id, registry);
        var question = new AuditQuestion { Speaker = SpeakerRef.Of(speaker.Description.Speaker) };
        var asked = new AuditParameters(question, RecordedUntil: null, new Dictionary<string, string> { ["speaker"] = id });
        var after = asked.After(context.Request);
        AuditReach.RefuseBeyond(after, head);
        if (
            EntityTags.IsUnchanged(
                context,
                head.Sequence,
                isSettled: false,
                RegistryPage.TagOf(context.Request, $"h{head.Sequence}{AuditReach.Tag(incomplete)}")
            )
        )
            return;
        var position = after?.Position ?? head.Sequence;
        var then = position < head.Sequence ? registry.AsOf(position) : registry;
        var page = await index.Find(question, position, after, limit, then, context.RequestAborted);
        var known = await frames.Of(page.Hits, position, context.RequestAborted);
        var tally = await index.Count(question, position, then, context.RequestAborted);
        var writer = new AssertionAnswerWriter(then);
        var answer = Answer(
            SpeakerAnswer.Of(speaker),
            $"@{position}",
            [.. page.Hits.Select(hit => writer.Of(hit.Record, known[hit.Record.Negotiation]))],
            TallyAnswer.Of(tally),
            page.Next is null ? null : asked.Write(page.Next)
        );
        await Results.Json(answer with { Incomplete = incomplete }, SpeakersJson.Plain.WholeSpeakerAnswer).ExecuteAsync(context);
    }

    private static WholeSpeakerAnswer Answer(
        SpeakerAnswer speaker,
        string position,
        IReadOnlyList<AssertionAnswer> assertions,
        TallyAnswer counts,
        string? next
    ) =>
        new(
            speaker.Speaker,
            position,
            speaker.Identity,
            speaker.Name,
            speaker.Roles,
            speaker.Sequence,
            speaker.RecordedAt,
            speaker.RecordedBy,
            assertions,
            counts,
            next,
            new Dictionary<string, string> { ["assertions"] = $"/assertions?speaker={speaker.Speaker}" }
        );
}
