using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/cite</c>, <c>/publish</c>, <c>/embed</c> and <c>/embed/timeline</c>: what readers take away.</summary>
internal static class PublishPages
{
    private const string EmbedPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/talks/{id}/cite", Cite);
        routes.MapGet("/talks/{id}/publish", Publish);
        var embedded = new PageEndpoint(EmbedPolicy, ConsolePages.ShowProblem);
        routes.MapGet("/talks/{id}/embed", Embed).WithMetadata(embedded);
        routes.MapGet("/talks/{id}/embed/timeline", EmbedTimeline).WithMetadata(embedded);
    }

    private static async Task Cite(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        await context.Page<CitePage>(
            (nameof(CitePage.Look), look),
            (nameof(CitePage.Citation), await Citations.Of(look, look.Here["page"], Readers.OriginOf(context.Request)))
        );
    }

    private static async Task Publish(string id, HttpContext context, PageWriter pages, HeavyWork heavy)
    {
        var look = (await Look.Of(id, context)).Published(Readers.OriginOf(context.Request));
        if (look.Snapshot.History.Entries.Count > Publication.MostRecords)
            throw Problems.TooMuch(Say.Of(Strings.PublishTooMuch, Publication.MostRecords));
        var status = await look.See<TalksStatus>();
        var replay = await await heavy.Do(spent => new Publication(look, pages).Draw(spent), AnswerCache.Less, context.RequestAborted);
        var headers = context.Response.Headers;
        headers.ContentDisposition = $"attachment; filename=\"{look.Id}-{look.Snapshot.Head.Sequence}.html\"";
        await context.Page<PublishedPage>(
            (nameof(PublishedPage.Look), look),
            (nameof(PublishedPage.Status), status),
            (nameof(PublishedPage.Citation), await Citations.Of(look, page: null, Readers.OriginOf(context.Request))),
            (nameof(PublishedPage.Replay), JsonSerializer.Serialize(replay, PublishingJson.Default.PublishedReplay))
        );
    }

    private static async Task Embed(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        var embedded = look.Published(Readers.OriginOf(context.Request));
        await context.Page<EmbedPage>((nameof(EmbedPage.Look), embedded), (nameof(EmbedPage.Status), (await look.See<TalksStatus>()).View));
    }

    private static async Task EmbedTimeline(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        await context.Page<EmbedTimelinePage>(
            (nameof(EmbedTimelinePage.Look), look.Published(Readers.OriginOf(context.Request))),
            (nameof(EmbedTimelinePage.Timeline), await look.See<Timeline>())
        );
    }
}

/// <summary>The JSON that a published page reads its replay from. It stands in HTML, so that what HTML gives a meaning to is escaped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PublishedReplay))]
internal sealed partial class PublishingJson : JsonSerializerContext;
