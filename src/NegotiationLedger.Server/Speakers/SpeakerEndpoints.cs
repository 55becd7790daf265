using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>POST /speakers</c>, <c>POST /speakers/{id}/roles</c>, <c>GET /speakers</c>, <c>GET /speakers/{id}</c>.</summary>
internal static class SpeakerEndpoints
{
    internal static readonly RegistryEndpoints<SpeakerId, Speaker, SpeakerAnswer> Registered = new(
        "/speakers",
        registry => registry.Speakers,
        speaker => speaker.Description.Speaker,
        StreamName.Of,
        SpeakerAnswer.Of,
        SpeakersJson.Plain.SpeakerAnswer,
        "add a role under /speakers/{0}/roles"
    );

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/speakers", Post)
            .WithName("register-speaker")
            .WithTags("Speakers")
            .WithSummary("Register a speaker: named or anonymous, with title, party and the time for which these apply")
            .Produces<SpeakerAnswer>(201)
            .Produces<SpeakerAnswer>(200)
            .Takes();
        routes
            .MapPost("/speakers/{id}/roles", AddRole)
            .WithName("add-role")
            .WithTags("Speakers")
            .WithSummary("Add a further title and party of a speaker")
            .Produces<SpeakerAnswer>(201)
            .Takes();
        routes
            .MapGet("/speakers", List)
            .WithName("list-speakers")
            .WithTags("Speakers")
            .WithSummary("The speakers by id; filtered by text, identity and party")
            .Produces<SpeakersAnswer>()
            .Takes([
                new("text", "Only those whose id, name or one of whose titles contains this text, ignoring case."),
                new("identity", $"Only those who are {string.Join(" or ", NamedValue<Identity>.All)}."),
                new("party", "Only those who speak, or spoke, for the party of this id."),
                .. Parameters.Paging,
            ]);
        routes
            .MapGet("/speakers/{id}", GetSpeaker.Get)
            .WithName("get-speaker")
            .WithTags("Speakers")
            .WithSummary("A speaker, with roles over time and all that the speaker asserted")
            .Produces<WholeSpeakerAnswer>()
            .Takes(Parameters.Paging);
    }

    private static async Task<IResult> Post(HttpContext context, Registrar registrar, LedgerReader reader)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        var decision = Register.Speaker(body.Json);
        if (decision.Data is not SpeakerRegistered data)
            throw Problems.Invalid(decision.Problems);
        var write = WriteRequest.OfNew(context, body);
        var stream = StreamName.Of(data.Speaker);
        var outcome = await registrar.Append(stream, data, expected: 0, text: null, write, context.RequestAborted);
        return outcome is AppendOutcome.Appended appended
            ? Registered.Answer(context, data.Speaker, appended)
            : await Registered.SameOrTaken(context, reader, data.Speaker, known => known.Description.Equals(data));
    }

    private static Task<IResult> AddRole(string id, HttpContext context, Registrar registrar, LedgerReader reader) =>
        Registered.Describe(id, context, registrar, reader, (speaker, body) => Register.Role(speaker.Description.Speaker, body));

    private static Task List(HttpContext context, LedgerReader reader) =>
        Registered.List(
            context,
            reader,
            Filter.Of(context.Request).Accepts,
            (page, next, position) => new SpeakersAnswer(page, next, position),
            SpeakersJson.Plain.SpeakersAnswer
        );

    /// <summary>What the list is filtered by.</summary>
    internal sealed record Filter(string? Text, Identity? Identity, string? Party)
    {
        internal static Filter Of(HttpRequest request)
        {
            string? identity = request.Query["identity"];
            if (identity is not null && NamedValue<Identity>.Named(identity) is null)
                throw Problems.Query(
                    new Problem("/identity", $"'{identity}' is not an identity: give one of {string.Join(", ", NamedValue<Identity>.All)}.")
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
