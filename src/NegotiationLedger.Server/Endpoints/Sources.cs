using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Server.Http;
using NegotiationLedger.Server.Memory;
using NegotiationLedger.Store;

namespace NegotiationLedger.Server.Endpoints;

/// <summary><c>POST /sources</c>, <c>POST /sources/{id}/corrections</c>, <c>GET /sources</c>, <c>GET /sources/{id}</c>.</summary>
internal static class Sources
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/sources", Post)
            .WithName("register-source")
            .WithTags("Sources")
            .WithSummary("Register a source: its description and, where it may be kept, its text; the same text twice is the same source")
            .Produces<SourceAnswer>(201)
            .Produces<SourceAnswer>(200)
            .Takes();
        routes
            .MapPost("/sources/{id}/corrections", Correct)
            .WithName("correct-source")
            .WithTags("Sources")
            .WithSummary("Correct a source's description; its id and text stay")
            .Produces<SourceAnswer>(201)
            .Takes();
        routes
            .MapGet("/sources", List)
            .WithName("list-sources")
            .WithTags("Sources")
            .WithSummary("The sources by id; filtered by text, kind and publisher")
            .Produces<SourcesAnswer>()
            .Takes([
                new("text", "Only those whose id, title, publisher, author or url holds this text, whatever its case."),
                new("kind", $"Only those of this kind: {string.Join(", ", NamedValue<SourceKind>.All)}."),
                new("publisher", "Only those of this publisher, named as registered."),
                .. Parameters.Paging,
            ]);
        routes
            .MapGet("/sources/{id}", SourcePage.Get)
            .WithName("get-source")
            .WithTags("Sources")
            .WithSummary("A source, its text where it is held with the quotes taken from it in place, and what it carries")
            .Produces<WholeSourceAnswer>()
            .Takes([
                new("after", "The 'next' of the answer before: quotes of further records."),
                new("limit", "How many of the records that it carries are looked at for quotes, 1 to 1000; 1000 when not given."),
            ]);
    }

    private static async Task<IResult> Post(HttpContext context, Registrar registrar, LedgerLog log, LedgerMemory memory)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var decision = Register.Source(body.Json);
        if (decision.Data is not SourceRegistered data)
            throw Problems.Invalid(decision.Problems);
        var text = decision.Text is null ? null : new SourceText(data.TextSha256!, data.Source, decision.Text);
        var write = WriteRequest.Of(context, body);
        var outcome = await registrar.Append(StreamName.Of(data.Source), data, expected: 0, text, write, context.RequestAborted);
        return outcome switch
        {
            AppendOutcome.Appended appended => Registered(context, Registry.Empty, data.Source, appended),
            AppendOutcome.TextHeld held => await Known(context, memory, held.Source),
            AppendOutcome.Stale
                when data.TextSha256 is { } sha256 && await log.SourceOfText(sha256, context.RequestAborted) is { } holder => await Known(
                context,
                memory,
                holder
            ),
            AppendOutcome.Stale => await SameOrTaken(context, memory, data),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> Correct(string id, HttpContext context, Registrar registrar, LedgerMemory memory)
    {
        var registry = (await memory.ReadRegistry(context.RequestAborted)).Registry;
        var source = Find(id, registry);
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        var decision = Register.Correction(source, body.Json);
        if (decision.Data is null)
            throw Problems.Invalid(decision.Problems);
        var write = WriteRequest.Of(context, body);
        var stream = StreamName.Of(new SourceId(id));
        var outcome = await registrar.Append(stream, decision.Data, expected: null, text: null, write, context.RequestAborted);
        return Registered(context, registry, new(id), (AppendOutcome.Appended)outcome);
    }

    private static Task List(HttpContext context, LedgerMemory memory)
    {
        var filter = Filter.Of(context.Request);
        return RegistryPage.Write(
            context,
            memory,
            registry => registry.Sources,
            filter.Accepts,
            (page, next, position) => new SourcesAnswer([.. page.Select(SourceAnswer.Of)], next, position),
            WebJson.Default.SourcesAnswer
        );
    }

    /// <summary>The source of an id.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal static Source Find(string id, Registry registry) =>
        Slug.IsValid(id) && registry.Sources.TryGetValue(new(id), out var source)
            ? source
            : throw Problems.Missing($"There is no source '{id}'. GET /sources lists those there are.");

    private static async Task<Source> Find(string id, LedgerMemory memory, CancellationToken cancellationToken) =>
        Find(id, (await memory.ReadRegistry(cancellationToken)).Registry);

    // Registering again what stands already is no error; another description under the same id is.
    private static async Task<IResult> SameOrTaken(HttpContext context, LedgerMemory memory, SourceRegistered data)
    {
        var known = await Find(data.Source.Value, memory, context.RequestAborted);
        return known.Registered.Data.Equals(data)
            ? await Known(context, memory, data.Source)
            : throw Problems.Taken(
                $"The source '{data.Source}' is registered with another description: correct it under /sources/{data.Source}/corrections, or choose another id."
            );
    }

    private static async Task<IResult> Known(HttpContext context, LedgerMemory memory, SourceId source) =>
        Answer(context, await Find(source.Value, memory, context.RequestAborted), StatusCodes.Status200OK);

    // From the outcome alone: nothing is read any more once it stands in the log.
    private static IResult Registered(HttpContext context, Registry before, SourceId id, AppendOutcome.Appended appended) =>
        Answer(context, Registrar.After(before, Acknowledged.Note(context, appended)).Sources[id], StatusCodes.Status201Created);

    private static IResult Answer(HttpContext context, Source source, int status)
    {
        context.Response.Headers.Location = $"/sources/{source.Description.Source}";
        return Results.Json(SourceAnswer.Of(source), WebJson.Default.SourceAnswer, statusCode: status);
    }

    /// <summary>What the list is filtered by.</summary>
    private sealed record Filter(string? Text, SourceKind? Kind, string? Publisher)
    {
        internal static Filter Of(HttpRequest request)
        {
            string? kind = request.Query["kind"];
            if (kind is not null && NamedValue<SourceKind>.Named(kind) is null)
                throw Problems.Query(
                    new Problem("/kind", $"'{kind}' is no kind of source: give one of {string.Join(", ", NamedValue<SourceKind>.All)}.")
                );
            return new(request.Query["text"], NamedValue<SourceKind>.Named(kind), request.Query["publisher"]);
        }

        internal bool Accepts(Source source)
        {
            var described = source.Description;
            return (Kind is null || described.Kind == Kind)
                && (Publisher is null || described.Publisher == Publisher)
                && (
                    Text is null
                    || RegistryPage.Hold(
                        Text,
                        described.Source.Value,
                        described.Title,
                        described.Publisher,
                        described.Author,
                        described.Url
                    )
                );
        }
    }
}
