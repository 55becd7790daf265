using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Server;

/// <summary><c>/drafts</c>: proposed developments, from a model or from a file, which a person accepts, edits or rejects.</summary>
internal static class DraftEndpoints
{
    private const int Most = 200;
    private const int Usual = 50;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapPost("/drafts", Draft), "make-drafts", "Have the model draft from a source's text, or take drafts from a file")
            .Produces<DraftedAnswer>(201)
            .Takes();
        Describe(routes.MapGet("/drafts", List), "list-drafts", "Drafts in the order drafted, each judged as the ledger stands")
            .Produces<DraftsAnswer>()
            .Takes([
                new("negotiation", "Those for this negotiation."),
                new("source", "Those from this source."),
                new("state", $"Those in this state: {string.Join(", ", StoredDraft.States)}."),
                .. Parameters.Paging,
            ]);
        Describe(routes.MapGet("/drafts/{id}", Get), "get-draft", "A draft, judged as the ledger stands").Produces<DraftAnswer>().Takes();
        Describe(routes.MapPut("/drafts/{id}", Edit), "edit-draft", "Put another development in the place of a draft's")
            .Produces<DraftAnswer>()
            .Takes();
        Describe(routes.MapPost("/drafts/{id}/accept", Accept), "accept-draft", "Record a draft that has no marks")
            .Produces<DraftAnswer>()
            .Produces<DraftAnswer>(201)
            .Takes();
        Describe(routes.MapPost("/drafts/{id}/reject", Reject), "reject-draft", "Turn a draft down").Produces<DraftAnswer>().Takes();
    }

    /// <summary>Which drafts a query asks for.</summary>
    /// <exception cref="ProblemException">A parameter is not valid.</exception>
    internal static DraftQuestion QuestionOf(HttpRequest request)
    {
        string? state = request.Query["state"];
        if (state is not null && !StoredDraft.States.Contains(state))
            throw Problems.Query(
                new Problem("/state", $"'{state}' is not a state of a draft: give one of {string.Join(", ", StoredDraft.States)}.")
            );
        string? after = request.Query["after"];
        EventId? place = EventId.TryParse(after, out var id) ? id : null;
        if (after is not null && place is null)
            throw Problems.Query(
                new Problem("/after", $"'{after}' is not a place to continue from: give the 'next' of the previous page.")
            );
        return new(
            place,
            Query.Count(request, "limit", 1, Most, Usual),
            request.Query["negotiation"] is [{ } negotiation] ? new(negotiation) : null,
            request.Query["source"] is [{ } source] ? new(source) : null,
            state
        );
    }

    /// <summary>The page of drafts that is asked for.</summary>
    internal static async Task<DraftsAnswer> Find(
        DraftQuestion question,
        DraftStore drafts,
        DraftJudge judge,
        CancellationToken cancellationToken
    )
    {
        var found = await drafts.Find(question with { Limit = question.Limit + 1 }, cancellationToken);
        var page = await judge.Of([.. found.Take(question.Limit)], cancellationToken);
        return new([.. page.Select(DraftAnswer.Of)], found.Count > question.Limit ? page[^1].Draft.Id : null);
    }

    private static async Task<IResult> Draft(HttpContext context, Drafting drafting)
    {
        RefuseKey(context.Request);
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        var asked = DraftRequest.Of(body.Json);
        var drafted = await drafting.Draft(asked, WriteRequest.PrincipalOf(context), context.RequestAborted);
        context.Response.Headers.Location = $"/drafts?negotiation={asked.Negotiation}&source={asked.Source}&state={StoredDraft.Open}";
        return Results.Json(drafted, DraftsJson.Plain.DraftedAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(HttpContext context, DraftStore drafts, DraftJudge judge) =>
        Results.Json(await Find(QuestionOf(context.Request), drafts, judge, context.RequestAborted), DraftsJson.Plain.DraftsAnswer);

    private static async Task<IResult> Get(string id, HttpContext context, DraftStore drafts, DraftJudge judge)
    {
        var draft = EventId.TryParse(id, out var parsed) ? await drafts.Find(parsed, context.RequestAborted) : null;
        return Answer(context, (await judge.Of([draft ?? throw DraftProblems.Unknown(id)], context.RequestAborted))[0]);
    }

    private static async Task<IResult> Edit(string id, HttpContext context, DraftDecisions decisions)
    {
        var revision = RevisionOf(context.Request);
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        return Answer(context, await decisions.Rewrite(context, id, revision, body.Json));
    }

    private static async Task<IResult> Accept(string id, HttpContext context, DraftDecisions decisions)
    {
        var revision = RevisionOf(context.Request);
        JsonBody.RefuseOther(context.Request);
        var (draft, isNew) = await decisions.Accept(context, id, revision);
        context.Response.Headers.Location = $"/assertions/{draft.Draft.Id}";
        return Answer(context, draft, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Reject(string id, HttpContext context, DraftDecisions decisions)
    {
        var revision = RevisionOf(context.Request);
        JsonBody.RefuseOther(context.Request);
        return Answer(context, await decisions.Reject(context, id, revision));
    }

    private static IResult Answer(HttpContext context, JudgedDraft draft, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{draft.Draft.Revision}\"");
        return Results.Json(DraftAnswer.Of(draft), DraftsJson.Plain.DraftAnswer, statusCode: status);
    }

    private static long? RevisionOf(HttpRequest request)
    {
        RefuseKey(request);
        return EntityTags.ExpectedVersion(request);
    }

    // The same drafts again are not kept twice, and a decision is the same however often it is sent.
    private static void RefuseKey(HttpRequest request)
    {
        if (request.Headers.ContainsKey("Idempotency-Key"))
            throw Problems.NotConditional("Idempotency-Key");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithTags("Drafts").WithSummary(summary);
}
