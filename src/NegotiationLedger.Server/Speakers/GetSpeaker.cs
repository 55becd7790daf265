using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary><c>GET /speakers/{id}</c>: a speaker whole, with all that the speaker asserted in every negotiation.</summary>
internal static class GetSpeaker
{
    internal static async Task Get(string id, HttpContext context, SpeakerFinder finder)
    {
        var asked = await finder.Ask(id, context.Request, context.RequestAborted);
        var tag = RegistryPage.TagOf(context.Request, $"h{asked.Head.Sequence}{AuditReach.Tag(asked.Incomplete)}");
        if (EntityTags.IsUnchanged(context, asked.Head.Sequence, isSettled: false, tag))
            return;
        var found = await finder.Find(asked, context.RequestAborted);
        var writer = new AssertionAnswerWriter(found.Registry);
        var answer = Answer(
            SpeakerAnswer.Of(asked.Speaker),
            $"@{asked.Position}",
            [.. found.Page.Hits.Select(hit => writer.Of(hit.Record, found.Frames[hit.Record.Negotiation]))],
            TallyAnswer.Of(await finder.Count(asked, context.RequestAborted)),
            found.Next
        );
        await Results.Json(answer with { Incomplete = asked.Incomplete }, SpeakersJson.Plain.WholeSpeakerAnswer).ExecuteAsync(context);
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
