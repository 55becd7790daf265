using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>The whole answer to an audit's question, in sequence order, to be handed on. Held a bounded number of records at a time.</summary>
/// <param name="Position">The position it is made at.</param>
/// <param name="Registry">The sources and speakers as of the position.</param>
/// <param name="Hits">The records; to be read once.</param>
/// <param name="Frames">Knows the negotiations' frames.</param>
/// <param name="Incomplete">The negotiations that it may lack records of; null when there are none.</param>
internal sealed record AuditExport(
    long Position,
    Registry Registry,
    IAsyncEnumerable<AuditHit> Hits,
    FrameCache Frames,
    IReadOnlyList<string>? Incomplete
)
{
    private const int AtOnce = 100;

    /// <summary>The formats beside pages of JSON, by media type.</summary>
    internal static IReadOnlyDictionary<string, Func<HttpContext, AuditExport, Task>> Formats { get; } =
        new Dictionary<string, Func<HttpContext, AuditExport, Task>>(StringComparer.Ordinal)
        {
            [MediaTypes.Lines] = WriteLines,
            [MediaTypes.Csv] = AssertionCsv.Write,
            [MediaTypes.Prov] = ProvExport.Write,
        };

    /// <summary>The records.</summary>
    internal async IAsyncEnumerable<AuditRecord> Records([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var hit in Hits.WithCancellation(cancellationToken))
            yield return hit.Record;
    }

    /// <summary>The records in the words of an answer.</summary>
    internal async IAsyncEnumerable<AssertionAnswer> Answers([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var writer = new AssertionAnswerWriter(Registry);
        await foreach (var some in Hits.Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            var frames = await Frames.Of(some, Position, cancellationToken);
            foreach (var hit in some)
                yield return writer.Of(hit.Record, frames[hit.Record.Negotiation]);
        }
    }

    private static async Task WriteLines(HttpContext context, AuditExport export)
    {
        var (body, cancellation) = (context.Response.Body, context.RequestAborted);
        context.Response.ContentType = MediaTypes.Lines;
        var records = 0L;
        await foreach (var answer in export.Answers(cancellation))
        {
            await JsonSerializer.SerializeAsync(body, answer, AuditJson.Plain.AssertionAnswer, cancellation);
            await body.WriteAsync("\n"u8.ToArray(), cancellation);
            records++;
        }

        var whole = new WholeExport(export.Incomplete is null, records, $"@{export.Position}", export.Incomplete);
        await JsonSerializer.SerializeAsync(body, whole, AuditJson.Plain.WholeExport, cancellation);
        await body.WriteAsync("\n"u8.ToArray(), cancellation);
    }
}
