using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>POST /negotiations/{id}/developments</c>: record one development, or an array, all or nothing.</summary>
internal static class PostDevelopments
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/negotiations/{id}/developments", Post)
            .WithName("record-developments")
            .WithTags("Recording")
            .WithSummary("Record one development, or an array of at most 1,000, all or nothing; with dryRun=true everything but the write")
            .Produces<RecordedAnswer>(201)
            .Produces<RecordedAnswer>(200)
            .Takes(
                new Parameter("dryRun", "true does everything but the write, and answers 200 with warnings and the change to the views.")
            );

    private static async Task<IResult> Post(string id, HttpContext context, Recorder recorder, DryRun dryRun, NewIds ids)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var drafts = Read(body, ids);
        if (Query.Flag(context.Request, "dryRun"))
        {
            NegotiationPath.RefuseMalformed(id);
            var answer = await dryRun.Of(new(id), drafts, context.RequestAborted);
            return Results.Json(answer, DevelopmentsJson.Plain.DryRunAnswer);
        }

        var write = WriteRequest.Of(context, body);
        NegotiationPath.RefuseMalformed(id);
        var recorded = await recorder.Record(new(id), drafts, write, context.RequestAborted);
        return RecordedAnswer.Answer(context, recorded, write.Receipt is not null);
    }

    private static List<Draft> Read(JsonBody body, NewIds ids)
    {
        if (body.Json.ValueKind != JsonValueKind.Array)
            return body.Length <= BodyLimits.Development
                ? [DraftOf(body.Json, "", [], ids)]
                : throw Problems.TooLarge(
                    $"The development has {body.Length} bytes; at most {BodyLimits.Development} are allowed: shorten it."
                );
        if (body.Json.GetArrayLength() is 0 or > BodyLimits.Records)
            throw body.Json.GetArrayLength() == 0
                ? Problems.Invalid([new("", "The array is empty: send one development or more.")])
                : Problems.TooLarge(
                    $"The array has {body.Json.GetArrayLength()} developments; at most {BodyLimits.Records} are allowed: split it."
                );
        var seen = new HashSet<EventId>();
        return [.. body.Json.EnumerateArray().Select((item, i) => DraftOf(item, $"/{i}", seen, ids))];
    }

    private static Draft DraftOf(JsonElement item, string pointer, HashSet<EventId> seen, NewIds ids)
    {
        if (JsonMarshal.GetRawUtf8Value(item).Length > BodyLimits.Development)
            throw Problems.TooLarge($"The development at {pointer} is larger than {BodyLimits.Development} bytes: shorten it.");
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("id", out var given))
            return new(ids.Next(), item, pointer);
        if (given.ValueKind != JsonValueKind.String || !EventId.TryParse(given.GetString(), out var id) || !id.IsVersion7)
            throw Problems.Invalid([
                new(
                    $"{pointer}/id",
                    $"{given.GetRawText()} is not a valid id for a new record: give a UUID of version 7 in lower case, or leave it out."
                ),
            ]);
        return seen.Add(id)
            ? new(id, item, pointer)
            : throw Problems.Invalid([new($"{pointer}/id", $"'{id}' is given to two developments: give each its own.")]);
    }
}
