using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Server;

/// <summary>The problems that drafts alone have.</summary>
internal static class DraftProblems
{
    /// <summary>404: there is no such draft.</summary>
    internal static ProblemException Unknown(string id) =>
        Problems.Missing($"There is no draft '{id}': it may have expired. GET /drafts lists the ones that exist.");

    /// <summary>409: the draft is marked.</summary>
    internal static ProblemException NotAcceptable(IReadOnlyList<DraftMark> marks) =>
        Conflict(
            "not-acceptable",
            "The draft cannot be accepted.",
            $"{marks[0].Pointer}: {marks[0].Detail} Nothing was recorded: edit the draft, or reject it.".TrimStart(':', ' '),
            [.. marks.Select(m => new Problem(m.Pointer, m.Detail))]
        );

    /// <summary>409: the draft is no longer open.</summary>
    internal static ProblemException Decided(StoredDraft draft) =>
        Conflict(
            "decided",
            "The draft was decided on already.",
            $"'{draft.DecidedBy}' {draft.State} the draft '{draft.Id}'. "
                + (
                    draft.State == StoredDraft.Accepted
                        ? $"What can be done about its record is done at /negotiations/{draft.Negotiation}/developments: correct or retract it."
                        : "Propose it again if it should be recorded after all."
                )
        );

    /// <summary>409: too many drafts wait.</summary>
    internal static ProblemException Full(NegotiationId negotiation) =>
        Conflict(
            "drafts-full",
            "Too many drafts are open.",
            $"With these, '{negotiation}' would have more than {DraftStore.MostOpen} open drafts. None was kept: accept or reject some of them first."
        );

    /// <summary>409: there is no model to ask.</summary>
    internal static ProblemException NoModel =>
        Conflict(
            "no-model",
            "No model is configured.",
            "This server has no model that could draft: send 'drafts' from a file, or have its operator set LEDGER_MODEL_ENDPOINT and LEDGER_MODEL_NAME."
        );

    /// <summary>502: the model gave nothing that can be used.</summary>
    internal static ProblemException ModelFailed(string model, string why) =>
        new(
            new(
                Problems.Prefix + "model-failed",
                "The model gave no drafts.",
                StatusCodes.Status502BadGateway,
                $"The model '{model}' {why} No draft was kept: ask again, or take drafts from a file."
            )
        );

    /// <summary>503: the model is asked by as many as may.</summary>
    internal static ProblemException ModelBusy =>
        new(
            new(
                Problems.Prefix + "busy",
                "The model is being asked by others.",
                StatusCodes.Status503ServiceUnavailable,
                "As many requests as the server sends to the model at a time are under way: ask again in a moment."
            )
            {
                RetryAfter = 10,
            }
        );

    private static ProblemException Conflict(string type, string title, string detail, IReadOnlyList<Problem>? errors = null) =>
        new(new(Problems.Prefix + type, title, StatusCodes.Status409Conflict, detail, errors));
}
