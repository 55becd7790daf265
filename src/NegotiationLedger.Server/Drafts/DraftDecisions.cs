using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Server;

/// <summary>Accepts, edits and rejects drafts, one decision on a draft at a time.</summary>
/// <param name="drafts">The drafts.</param>
/// <param name="judge">Judges them.</param>
/// <param name="reader">Reads what stands.</param>
/// <param name="recorder">Records what is accepted.</param>
internal sealed class DraftDecisions(DraftStore drafts, DraftJudge judge, LedgerReader reader, Recorder recorder)
{
    // What is recorded by others between judging and appending is judged by anew.
    private const int MostTries = 20;

    /// <summary>Records a draft as it stands, by whoever accepts it; one that was accepted already is answered as it is.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The draft.</param>
    /// <param name="revision">The revision that was read; any when null.</param>
    /// <exception cref="ProblemException">There is none, it is another revision, marked, or rejected. Nothing was recorded.</exception>
    internal async Task<(JudgedDraft Draft, bool IsNew)> Accept(HttpContext context, string id, long? revision)
    {
        await using var held = await Hold(id, context.RequestAborted);
        if (held.Draft.State == StoredDraft.Accepted)
            return (new(held.Draft, []), IsNew: false);
        RefuseDecided(held.Draft);
        RefuseOther(held.Draft, revision);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TryRecord(context, held.Draft) is not var (judged, recorded))
                continue;
            var entry = Acknowledged.Note(context, recorded.Appended).Entries[0];
            return (judged with { Draft = await held.Accept(entry, CancellationToken.None) }, !recorded.Appended.IsReplay);
        }

        throw Problems.Crowded;
    }

    /// <summary>Puts another development in the place of a draft's; whether it may be accepted is judged when it is.</summary>
    /// <inheritdoc cref="Accept"/>
    internal async Task<JudgedDraft> Rewrite(HttpContext context, string id, long? revision, JsonElement development)
    {
        var edited = DraftRequest.Kept(development, "");
        StoredDraft draft;
        await using (var held = await Hold(id, context.RequestAborted))
        {
            RefuseDecided(held.Draft);
            RefuseOther(held.Draft, revision);
            draft = await held.Rewrite(edited.GetRawText(), WriteRequest.PrincipalOf(context), context.RequestAborted);
        }

        return (await judge.Of([draft], context.RequestAborted))[0];
    }

    /// <summary>Turns a draft down; one that was turned down already is answered as it is.</summary>
    /// <inheritdoc cref="Accept"/>
    internal async Task<JudgedDraft> Reject(HttpContext context, string id, long? revision)
    {
        await using var held = await Hold(id, context.RequestAborted);
        if (held.Draft.State == StoredDraft.Rejected)
            return new(held.Draft, []);
        RefuseDecided(held.Draft);
        RefuseOther(held.Draft, revision);
        return new(await held.Reject(WriteRequest.PrincipalOf(context), context.RequestAborted), []);
    }

    // Null when something else was recorded meanwhile.
    private async Task<(JudgedDraft, Recorded)?> TryRecord(HttpContext context, StoredDraft draft)
    {
        var before = (await NegotiationPath.Find(draft.Negotiation.Value, reader, context.RequestAborted)).History;
        var judged = await judge.Of(draft, before, context.RequestAborted);
        if (judged.Marks.Count > 0)
            throw DraftProblems.NotAcceptable(judged.Marks);
        var write = new WriteRequest(WriteRequest.PrincipalOf(context), before.Version, Receipt: null);
        var recorded = await recorder.Record(before, [new(draft.Id, draft.Body)], problem => problem, write, context.RequestAborted);
        return recorded is null ? null : (judged, recorded);
    }

    private async Task<HeldDraft> Hold(string id, CancellationToken cancellationToken) =>
        (EventId.TryParse(id, out var parsed) ? await drafts.Hold(parsed, cancellationToken) : null) ?? throw DraftProblems.Unknown(id);

    private static void RefuseDecided(StoredDraft draft)
    {
        if (draft.State != StoredDraft.Open)
            throw DraftProblems.Decided(draft);
    }

    private static void RefuseOther(StoredDraft draft, long? revision)
    {
        if (revision is { } expected && expected != draft.Revision)
            throw Problems.Stale("draft", expected, draft.Revision);
    }
}
