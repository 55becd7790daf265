using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>POST /sources</c>, <c>POST /sources/{id}/corrections</c>, <c>GET /sources</c>, <c>GET /sources/{id}</c>.</summary>
internal static class SourceEndpoints
{
    internal static readonly RegistryEndpoints<SourceId, Source, SourceAnswer> Registered = new(
        "/sources",
        registry => registry.Sources,
        source => source.Description.Source,
        StreamName.Of,
        SourceAnswer.Of,
        SourcesJson.Plain.SourceAnswer,
        "correct it under /sources/{0}/corrections"
    );

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/sources", Post)
            .WithName("register-source")
            .WithTags("Sources")
            .WithSummary("Register a source: its description and, where it may be kept, its text; the same text sent twice is one source")
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
            .MapPost("/sources/{id}/text", PostText.Post)
            .WithName("add-text")
            .WithTags("Sources")
            .WithSummary("Add the text of a source that was registered without one, once; quotations are from then on checked against it")
            .Produces<SourceAnswer>(201)
            .Produces<SourceAnswer>(200)
            .Takes();
        routes
            .MapGet("/sources", List)
            .WithName("list-sources")
            .WithTags("Sources")
            .WithSummary("The sources by id; filtered by text, kind and publisher")
            .Produces<SourcesAnswer>()
            .Takes([
                new("text", "Only those whose id, title, publisher, author or url contains this text, ignoring case."),
                new("kind", $"Only those of this kind: {string.Join(", ", NamedValue<SourceKind>.All)}."),
                new("publisher", "Only those of this publisher, named as registered."),
                .. Parameters.Paging,
            ]);
        routes
            .MapGet("/sources/{id}", GetSource.Get)
            .WithName("get-source")
            .WithTags("Sources")
            .WithSummary("A source: its text, where held, with the quotes marked in it, and how many records it carries")
            .Produces<WholeSourceAnswer>()
            .Takes([
                new("after", "The 'next' of the previous page: quotes of further records."),
                new("limit", "How many of the records that it carries are searched for quotes, 1 to 1000 (the default)."),
            ]);
    }

    private static async Task<IResult> Post(HttpContext context, Registrar registrar, LedgerReader reader)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var decision = Register.Source(body.Json);
        if (decision.Data is not SourceRegistered data)
            throw Problems.Invalid(decision.Problems);
        var text = decision.Text is null ? null : new SourceText(data.TextSha256!, data.Source, decision.Text);
        var write = WriteRequest.OfNew(context, body);
        var outcome = await registrar.Append(StreamName.Of(data.Source), data, expected: 0, text, write, context.RequestAborted);
        if (outcome is not AppendOutcome.Appended && await SameText(data.TextSha256, data.Publisher, context, reader) is { } same)
            return await Registered.Known(context, reader, same);
        // The text is held, for another publisher's print of it.
        if (outcome is AppendOutcome.TextHeld)
            outcome = await registrar.Append(StreamName.Of(data.Source), data, expected: 0, text: null, write, context.RequestAborted);
        return outcome switch
        {
            AppendOutcome.Appended appended => Registered.Answer(context, data.Source, appended),
            AppendOutcome.Stale => await Registered.SameOrTaken(context, reader, data.Source, known => known.Registered.Data.Equals(data)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<SourceId?> SameText(string? sha256, string? publisher, HttpContext context, LedgerReader reader)
    {
        var registry = (await reader.ReadRegistry(context.RequestAborted)).Registry;
        return sha256 is null ? null : registry.WithText(sha256).FirstOrDefault(s => s.Publisher == publisher)?.Source;
    }

    private static Task<IResult> Correct(string id, HttpContext context, Registrar registrar, LedgerReader reader) =>
        Registered.Describe(id, context, registrar, reader, Register.Correction);

    private static Task List(HttpContext context, LedgerReader reader) =>
        Registered.List(
            context,
            reader,
            Filter.Of(context.Request).Accepts,
            (page, next, position) => new SourcesAnswer(page, next, position),
            SourcesJson.Plain.SourcesAnswer
        );

    /// <summary>What the list is filtered by.</summary>
    internal sealed record Filter(string? Text, SourceKind? Kind, string? Publisher)
    {
        internal static Filter Of(HttpRequest request)
        {
            string? kind = request.Query["kind"];
            if (kind is not null && NamedValue<SourceKind>.Named(kind) is null)
                throw Problems.Query(
                    new Problem("/kind", $"'{kind}' is not a kind of source: give one of {string.Join(", ", NamedValue<SourceKind>.All)}.")
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
