using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Assertions;
using NegotiationLedger.Developments;
using NegotiationLedger.Postgres;
using NegotiationLedger.Recording;
using NegotiationLedger.Web.Http;
using NegotiationLedger.Web.Memory;

namespace NegotiationLedger.Web.Endpoints;

/// <summary><c>POST /speakers</c>, <c>POST /speakers/{id}/roles</c>, <c>GET /speakers</c>, <c>GET /speakers/{id}</c>.</summary>
internal static class Speakers
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/speakers", Post)
            .WithName("register-speaker")
            .WithTags("Speakers")
            .WithSummary("Register a speaker: named or anonymous, with title, party and the time for which they hold")
            .Produces<SpeakerAnswer>(201)
            .Produces<SpeakerAnswer>(200)
            .Takes();
        routes
            .MapPost("/speakers/{id}/roles", AddRole)
            .WithName("add-role")
            .WithTags("Speakers")
            .WithSummary("A speaker's further title and party")
            .Produces<SpeakerAnswer>(201)
            .Takes();
        routes
            .MapGet("/speakers", List)
            .WithName("list-speakers")
            .WithTags("Speakers")
            .WithSummary("The speakers by id")
            .Produces<SpeakersAnswer>()
            .Takes(Parameters.Paging);
        routes
            .MapGet("/speakers/{id}", Get)
            .WithName("get-speaker")
            .WithTags("Speakers")
            .WithSummary("A speaker, with roles over time")
            .Produces<SpeakerAnswer>()
            .Takes();
    }

    private static async Task<IResult> Post(HttpContext context, Recorder recorder, LedgerMemory memory)
    {
        var body = await JsonBody.Read(context.Request, Recorder.MaxDevelopmentBytes, context.RequestAborted);
        var decision = Register.Speaker(body.Json);
        if (decision.Data is not SpeakerRegistered data)
            throw Problems.Invalid(decision.Problems);
        return await recorder.Register(
            context,
            body,
            new(StreamName.Of(data.Speaker), data, Expected: 0),
            async outcome =>
                outcome is AppendOutcome.Appended appended
                    ? await Registered(context, memory, data.Speaker, appended)
                    : await SameOrTaken(context, memory, data)
        );
    }

    // Registering again what stands already is no error; another description under the same id is.
    private static async Task<IResult> SameOrTaken(HttpContext context, LedgerMemory memory, SpeakerRegistered data)
    {
        var known = await Find(data.Speaker.Value, memory, context.RequestAborted);
        return known.Description.Equals(data)
            ? Answer(context, known, StatusCodes.Status200OK)
            : throw Problems.Taken(
                $"The speaker '{data.Speaker}' is registered with another description: add a role under /speakers/{data.Speaker}/roles, or choose another id."
            );
    }

    private static async Task<IResult> AddRole(string id, HttpContext context, Recorder recorder, LedgerMemory memory)
    {
        await Find(id, memory, context.RequestAborted);
        var body = await JsonBody.Read(context.Request, Recorder.MaxDevelopmentBytes, context.RequestAborted);
        var decision = Register.Role(new(id), body.Json);
        if (decision.Data is null)
            throw Problems.Invalid(decision.Problems);
        return await recorder.Register(
            context,
            body,
            new(StreamName.Of(new SpeakerId(id)), decision.Data),
            async outcome => await Registered(context, memory, new(id), (AppendOutcome.Appended)outcome)
        );
    }

    private static async Task<IResult> List(HttpContext context, LedgerMemory memory)
    {
        var limit = Query.Count(context.Request, "limit", 1, 500, 100);
        var after = Query.AfterId(context.Request);
        var (_, registry) = await memory.ReadRegistry(context.RequestAborted);
        var page = registry
            .Speakers.OrderBy(s => s.Key.Value, StringComparer.Ordinal)
            .SkipWhile(s => string.CompareOrdinal(s.Key.Value, after) <= 0)
            .Take(limit + 1)
            .Select(s => AnswerOf(s.Value))
            .ToList();
        return Results.Json(
            new SpeakersAnswer([.. page.Take(limit)], page.Count > limit ? page[limit - 1].Speaker : null),
            WebJson.Default.SpeakersAnswer
        );
    }

    private static async Task<IResult> Get(string id, HttpContext context, LedgerMemory memory)
    {
        return Results.Json(AnswerOf(await Find(id, memory, context.RequestAborted)), WebJson.Default.SpeakerAnswer);
    }

    private static async Task<Speaker> Find(string id, LedgerMemory memory, CancellationToken cancellationToken)
    {
        var (_, registry) = await memory.ReadRegistry(cancellationToken);
        return Slug.IsValid(id) && registry.Speakers.TryGetValue(new(id), out var speaker)
            ? speaker
            : throw Problems.Missing($"There is no speaker '{id}'. GET /speakers lists those there are.");
    }

    // A replay is answered as the first time: as the speaker stood then.
    private static async Task<IResult> Registered(HttpContext context, LedgerMemory memory, SpeakerId id, AppendOutcome.Appended appended)
    {
        var (_, registry) = await memory.ReadRegistry(context.RequestAborted);
        return Answer(
            context,
            (appended.IsReplay ? registry.AsOf(appended.Entries[^1].Sequence) : registry).Speakers[id],
            StatusCodes.Status201Created
        );
    }

    private static IResult Answer(HttpContext context, Speaker speaker, int status)
    {
        context.Response.Headers.Location = $"/speakers/{speaker.Description.Speaker}";
        return Results.Json(AnswerOf(speaker), WebJson.Default.SpeakerAnswer, statusCode: status);
    }

    private static SpeakerAnswer AnswerOf(Speaker speaker) =>
        new(
            speaker.Description.Speaker.Value,
            speaker.Description.Identity,
            speaker.Description.Name,
            speaker.Roles,
            speaker.Registered.Sequence,
            speaker.Registered.RecordedAt,
            speaker.Registered.RecordedBy
        );
}
