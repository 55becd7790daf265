using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Server.Http;
using NegotiationLedger.Server.Memory;
using NegotiationLedger.Store;

namespace NegotiationLedger.Server.Endpoints;

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
            .WithSummary("The speakers by id; filtered by text, identity and party")
            .Produces<SpeakersAnswer>()
            .Takes([
                new("text", "Only those whose id, name or a title of theirs holds this text, whatever its case."),
                new("identity", $"Only those who are {string.Join(" or ", NamedValue<Identity>.All)}."),
                new("party", "Only those who speak, or spoke, for the party of this id."),
                .. Parameters.Paging,
            ]);
        routes
            .MapGet("/speakers/{id}", SpeakerPage.Get)
            .WithName("get-speaker")
            .WithTags("Speakers")
            .WithSummary("A speaker, with roles over time and all that the speaker asserted")
            .Produces<WholeSpeakerAnswer>()
            .Takes(Parameters.Paging);
    }

    private static async Task<IResult> Post(HttpContext context, Registrar registrar, LedgerMemory memory)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        var decision = Register.Speaker(body.Json);
        if (decision.Data is not SpeakerRegistered data)
            throw Problems.Invalid(decision.Problems);
        var write = WriteRequest.Of(context, body);
        var stream = StreamName.Of(data.Speaker);
        var outcome = await registrar.Append(stream, data, expected: 0, text: null, write, context.RequestAborted);
        return outcome is AppendOutcome.Appended appended
            ? Registered(context, Registry.Empty, data.Speaker, appended)
            : await SameOrTaken(context, memory, data);
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

    private static async Task<IResult> AddRole(string id, HttpContext context, Registrar registrar, LedgerMemory memory)
    {
        var registry = (await memory.ReadRegistry(context.RequestAborted)).Registry;
        Find(id, registry);
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        var decision = Register.Role(new(id), body.Json);
        if (decision.Data is null)
            throw Problems.Invalid(decision.Problems);
        var write = WriteRequest.Of(context, body);
        var stream = StreamName.Of(new SpeakerId(id));
        var outcome = await registrar.Append(stream, decision.Data, expected: null, text: null, write, context.RequestAborted);
        return Registered(context, registry, new(id), (AppendOutcome.Appended)outcome);
    }

    private static Task List(HttpContext context, LedgerMemory memory)
    {
        var filter = Filter.Of(context.Request);
        return RegistryPage.Write(
            context,
            memory,
            registry => registry.Speakers,
            filter.Accepts,
            (page, next, position) => new SpeakersAnswer([.. page.Select(SpeakerAnswer.Of)], next, position),
            WebJson.Default.SpeakersAnswer
        );
    }

    /// <summary>The speaker of an id.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal static Speaker Find(string id, Registry registry) =>
        Slug.IsValid(id) && registry.Speakers.TryGetValue(new(id), out var speaker)
            ? speaker
            : throw Problems.Missing($"There is no speaker '{id}'. GET /speakers lists those there are.");

    private static async Task<Speaker> Find(string id, LedgerMemory memory, CancellationToken cancellationToken) =>
        Find(id, (await memory.ReadRegistry(cancellationToken)).Registry);

    // From the outcome alone: nothing is read any more once it stands in the log.
    private static IResult Registered(HttpContext context, Registry before, SpeakerId id, AppendOutcome.Appended appended) =>
        Answer(context, Registrar.After(before, Acknowledged.Note(context, appended)).Speakers[id], StatusCodes.Status201Created);

    private static IResult Answer(HttpContext context, Speaker speaker, int status)
    {
        context.Response.Headers.Location = $"/speakers/{speaker.Description.Speaker}";
        return Results.Json(SpeakerAnswer.Of(speaker), WebJson.Default.SpeakerAnswer, statusCode: status);
    }

    /// <summary>What the list is filtered by.</summary>
    private sealed record Filter(string? Text, Identity? Identity, string? Party)
    {
        internal static Filter Of(HttpRequest request)
        {
            string? identity = request.Query["identity"];
            if (identity is not null && NamedValue<Identity>.Named(identity) is null)
                throw Problems.Query(
                    new Problem("/identity", $"'{identity}' is no identity: give one of {string.Join(", ", NamedValue<Identity>.All)}.")
                );
            string? party = request.Query["party"];
            if (party is not null && !Slug.IsValid(party))
                throw Problems.Query(new Problem("/party", Slug.Complaint(PartyId.Noun, party)));
            return new(request.Query["text"], NamedValue<Identity>.Named(identity), party);
        }

        internal bool Accepts(Speaker speaker) =>
            (Identity is null || speaker.Description.Identity == Identity)
            && (Party is null || speaker.Roles.Any(r => r.Party?.Value == Party))
            && (
                Text is null
                || RegistryPage.Hold(
                    Text,
                    [speaker.Description.Speaker.Value, speaker.Description.Name, .. speaker.Roles.Select(r => r.Title)]
                )
            );
    }
}
