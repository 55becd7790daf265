using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>POST /loads</c>: takes the file of a negotiation that another ledger exported.</summary>
internal static class PostLoad
{
    private const int Block = 64 * 1024;

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/loads", Post)
            .WithName("load-negotiation")
            .WithTags("Transfers")
            .WithSummary(
                "Load a negotiation that another ledger exported: what is there already is left as it is, so a load can be repeated"
            )
            .Produces<LoadAnswer>(201)
            .Produces<LoadAnswer>(200)
            .Takes(new Parameter("dryRun", "true does everything but the write."));

    private static async Task<IResult> Post(HttpContext context, Loader loader)
    {
        var request = context.Request;
        var isDryRun = Query.Flag(request, "dryRun");
        RefuseOther(request);
        using var place = loader.Enter();
        await using var file = new SpoolStream();
        await Spool(request, file, context.RequestAborted);
        file.Position = 0;
        var answer = await loader.Load(context, file, isDryRun);
        var isNew = !isDryRun && answer.Records.Recorded + answer.Registrations.Recorded > 0;
        context.Response.Headers.Location = $"/negotiations/{answer.Negotiation}";
        return Results.Json(
            answer,
            TransfersJson.Plain.LoadAnswer,
            statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK
        );
    }

    // A form of another site cannot send this type either.
    private static void RefuseOther(HttpRequest request)
    {
        if (!string.Equals(request.GetTypedHeaders().ContentType?.MediaType.Value, MediaTypes.Lines, StringComparison.OrdinalIgnoreCase))
            throw Problems.NotLines(request.ContentType);
        string? encoding = request.Headers.ContentEncoding;
        if (encoding is not null && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw Problems.Encoded(encoding);
        foreach (var header in (string[])["If-Match", "Idempotency-Key"])
        {
            if (request.Headers.ContainsKey(header))
                throw Problems.NotConditional(header);
        }
    }

    private static async Task Spool(HttpRequest request, SpoolStream file, CancellationToken cancellationToken)
    {
        var isTooLarge = request.ContentLength > BodyLimits.File;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = isTooLarge ? null : BodyLimits.File;
        if (isTooLarge)
            throw TooLarge;
        var block = new byte[Block];
        for (int read; (read = await Read(request.Body, block, cancellationToken)) > 0; )
            await file.WriteAsync(block.AsMemory(0, read), cancellationToken);
    }

    private static async Task<int> Read(Stream body, byte[] block, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(block, cancellationToken);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge;
        }
        // The sender's framing is wrong (RFC 9112, section 7.1); a sender who went away is no mistake.
        catch (IOException broken) when (broken is not (BadHttpRequestException or ConnectionResetException))
        {
            throw Problems.Malformed("The chunks that the file comes in cannot be told apart: give the size of each as RFC 9112 has it.");
        }
    }

    private static ProblemException TooLarge =>
        Problems.TooLarge($"A negotiation's file may have {BodyLimits.File} bytes: export it without texts.");
}
