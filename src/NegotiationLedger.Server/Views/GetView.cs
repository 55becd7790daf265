using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /negotiations/{id}/status</c>, <c>/demands</c>, <c>/proposals</c>, <c>/matrix</c>, <c>/timeline</c>: a view through a lens.</summary>
internal static class GetView
{
    private const int FlushAt = 64 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var view in ViewCatalog.All)
        {
            routes
                .MapGet(
                    $"/negotiations/{{id}}/{view.Name}",
                    (
                        string id,
                        HttpContext context,
                        LedgerReader reader,
                        RecentHistories histories,
                        AnswerCache answers,
                        HeavyWork heavy,
                        PersistedAnswers persisted,
                        TimeProvider time
                    ) => Get(view, id, context, reader, histories, answers, heavy, persisted, time.GetUtcNow())
                )
                .WithName($"get-{view.Name}")
                .WithTags("Views")
                .WithSummary(Summary(view.Name))
                .Takes(view.Name == Timeline.Name ? [.. Parameters.Lens, .. TimelinePart.All] : Parameters.Lens)
                .Produces(200, typeof(ViewAnswer<>).MakeGenericType(view.Type));
        }
    }

    private static async Task Get(
        NamedView view,
        string id,
        HttpContext context,
        LedgerReader reader,
        RecentHistories histories,
        AnswerCache answers,
        HeavyWork heavy,
        PersistedAnswers persisted,
        DateTimeOffset request
    )
    {
        var lens = Query.Lens(context.Request);
        var part = view.Name == Timeline.Name ? TimelinePart.Of(context.Request) : null;
        if (
            lens == Lens.Everything
            && part is null
            && Slug.IsValid(id)
            && histories.Find(new(id)) is null
            && await persisted.Read(view, new(id), request, context.RequestAborted) is { } kept
        )
        {
            await Answer(context, view, kept.Snapshot, lens, kept.Answer, request, part: null);
            return;
        }

        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        var folded = await answers.Of(view, snapshot, lens, request, context.RequestAborted);
        if (folded.View.Json.Length > heavy.Budget.Bytes)
            throw Problems.TooMuch($"It is {folded.View.Json.Length} bytes long, of at most {heavy.Budget.Bytes}: {AnswerCache.Less}.");
        await Answer(context, view, snapshot, lens, folded, request, part);
    }

    private static async Task Answer(
        HttpContext context,
        NamedView view,
        Snapshot snapshot,
        Lens lens,
        FoldedAnswer answer,
        DateTimeOffset request,
        TimelinePart? part
    )
    {
        var tag = EntityTags.TagOf(snapshot, lens, $"{view.Name}{part?.Canonical}", view.CodeVersion, answer.View.NextChangeAt);
        if (EntityTags.IsUnchanged(context, snapshot, lens, tag))
            return;
        var (json, next) = part?.Of(answer.View.Json, snapshot, lens) ?? (answer.View.Json, null);
        context.Response.ContentType = "application/json";
        var output = context.Response.BodyWriter;
        WriteHead(output, view, snapshot, lens, answer, request, next);
        // Of a long one no more is held for a reader than he takes.
        for (var rest = json.AsMemory(); rest.Length > 0; rest = rest[Math.Min(FlushAt, rest.Length)..])
            await output.WriteAsync(rest[..Math.Min(FlushAt, rest.Length)], context.RequestAborted);
        output.Write("}"u8);
    }

    private static void WriteHead(
        PipeWriter output,
        NamedView view,
        Snapshot snapshot,
        Lens lens,
        FoldedAnswer answer,
        DateTimeOffset request,
        int? next
    )
    {
        using var writer = new Utf8JsonWriter(output, PlainJson.Written);
        writer.WriteStartObject();
        writer.WriteString("negotiation", snapshot.History.Negotiation.Value);
        writer.WriteString("view", view.Name);
        writer.WritePropertyName("lens");
        JsonSerializer.Serialize(writer, LensAnswer.Of(lens), HttpJson.Plain.LensAnswer);
        writer.WriteString("position", $"@{snapshot.Head.Sequence}");
        writer.WriteNumber("version", snapshot.Version);
        writer.WriteString("asOf", Instants.Write(answer.AsOf(request)));
        if (answer.View.NextChangeAt is { } nextChange)
            writer.WriteString("nextChangeAt", Instants.Write(nextChange));
        if (next is { } after)
            writer.WriteNumber("next", after);
        writer.WritePropertyName("warnings");
        JsonSerializer.Serialize(writer, answer.Warnings, ViewJson.Default.IReadOnlyListWarning);
        writer.Flush();
        output.Write(",\"answer\":"u8);
    }

    private static string Summary(string view) =>
        view switch
        {
            "status" => "The state of the talks: phase, presence, proposals, hostilities, figures, and what is contested",
            "demands" => "What every party demands, in which words, and what became of it",
            "proposals" => "Every proposal: what is agreed, what is not, and whose move it is",
            "agreements" => "Every agreement: its terms, who signed, ratified or refused it with which vote, breaches, and commitments",
            "matrix" => "Issues by parties: what the talks are stuck on",
            _ => "Happenings in order, with CAMEO codes and the cooperation–conflict curve",
        };
}

/// <summary>A view through a lens. The server writes it member by member around the folded view; this record is its description.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="View">The view's name.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="AsOf">The instant by which it is judged what has ended: the request's time, or the end that the lens sets.</param>
/// <param name="NextChangeAt">The next instant at which the answer would change by itself; absent when time alone changes nothing.</param>
/// <param name="Warnings">What could not be taken as it was recorded.</param>
/// <param name="Next">Of a part of a timeline: the <c>after</c> of the next page; absent on the last.</param>
/// <param name="Answer">The view.</param>
public sealed record ViewAnswer<TView>(
    string Negotiation,
    string View,
    LensAnswer Lens,
    string Position,
    long Version,
    DateTimeOffset AsOf,
    DateTimeOffset? NextChangeAt,
    IReadOnlyList<Warning> Warnings,
    int? Next,
    TView Answer
);
