using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>Imports a spreadsheet about several negotiations: registrations first, then all or nothing in each negotiation.</summary>
/// <param name="importer">Imports the rows of one.</param>
public sealed class SheetImporter(Importer importer)
{
    private const int MostNegotiations = 500;

    /// <summary>The rows of one negotiation; of none where they do not name one.</summary>
    private sealed record Part(NegotiationId? Negotiation, IReadOnlyList<MappedRow> Rows)
    {
        internal JudgedImport? Judged { get; set; }

        internal Imported? Imported { get; set; }
    }

    /// <summary>Imports a spreadsheet.</summary>
    /// <exception cref="ProblemException">Rows cannot be recorded, or there are too many negotiations.</exception>
    internal async Task<IResult> Import(HttpContext context, ImportRequest request, bool isDryRun, WriteRequest write)
    {
        var cancellation = context.RequestAborted;
        var reading = new RowReading(request.Map, request.File.Sheet);
        var parts = PartsOf(reading.Rows(), request.Map);
        var made = new Dictionary<string, NewRegistration>();
        foreach (var part in parts.Where(p => p.Negotiation is not null))
        {
            var (judged, registrations) = await importer.Judge(part.Negotiation!.Value, part.Rows, reading, request, cancellation);
            part.Judged = judged;
            foreach (var registration in registrations)
                made.TryAdd(registration.Stream, registration);
        }

        SheetAnswer Whole() => AnswerOf(parts, request, reading, [.. made.Values], isDryRun);
        if (isDryRun)
            return Answer(Whole());
        if (!request.SkipBad && parts.Exists(p => p.Judged?.HasBad ?? p.Rows.Any(r => r.Problems.Count > 0)))
        {
            var refused = Whole();
            throw Importer.Refused(
                request.File,
                refused.Totals,
                refused.Negotiations.SelectMany(n => n.Rows).Concat(refused.Rows).OrderBy(r => r.Line),
                JsonSerializer.SerializeToElement(refused, ImportsJson.Plain.SheetAnswer)
            );
        }

        await importer.Register([.. made.Values], write, cancellation);
        await Append(context, parts, reading, request, write);
        return Answer(Whole());
    }

    private async Task Append(HttpContext context, List<Part> parts, RowReading reading, ImportRequest request, WriteRequest write)
    {
        var done = new List<string>();
        foreach (var part in parts.Where(p => p.Negotiation is not null))
        {
            var id = part.Negotiation!.Value;
            // Each negotiation has a receipt of its own under the key.
            var own = write.Receipt is { } receipt ? write with { Receipt = receipt with { Route = $"{receipt.Route}/{id}" } } : write;
            try
            {
                part.Imported = await importer.Append(context, part.Judged!, part.Rows, reading, request, own);
                done.Add(id.Value);
            }
            catch (ProblemException problem) when (done.Count > 0)
            {
                throw new ProblemException(
                    problem.Document with
                    {
                        Detail =
                            $"{problem.Document.Detail} This is about '{id}'; the rows of {done.Count} negotiations before it are recorded. Send everything again: what is recorded is known.",
                    }
                );
            }
        }
    }

    private static List<Part> PartsOf(IReadOnlyList<MappedRow> rows, ImportMap map)
    {
        var parts = rows.GroupBy(r => r.Negotiation ?? map.Negotiation?.Value)
            .Select(g => new Part(g.Key is { } id ? new NegotiationId(id) : null, [.. g]))
            .ToList();
        return parts.Count <= MostNegotiations
            ? parts
            : throw Problems.TooLarge(
                $"The rows are about {parts.Count} negotiations; at most {MostNegotiations} are allowed at once: split the file by negotiation."
            );
    }

    private static SheetAnswer AnswerOf(
        List<Part> parts,
        ImportRequest request,
        RowReading reading,
        IReadOnlyList<NewRegistration> made,
        bool isDryRun
    )
    {
        var negotiations = parts
            .Where(p => p.Judged is not null)
            .Select(p => p.Imported?.Answer ?? p.Judged!.Answer([], isDryRun))
            .ToList();
        var rest = parts.Where(p => p.Judged is null).SelectMany(p => p.Rows).Select(Unplaced).ToList();
        var judged = parts.SelectMany(p =>
            (p.Imported?.Judged ?? p.Judged)?.Rows ?? [.. p.Rows.Where(r => r.Problems.Count > 0).Select(Bad)]
        );
        return new(
            isDryRun,
            ImportTotals.Of(
                [.. negotiations.SelectMany(n => n.Rows), .. rest],
                request.File.CountEmpty,
                negotiations.Sum(n => n.Totals.Missing)
            ),
            negotiations,
            rest,
            request.File.Ignored(request.Map),
            request.File.BadOf(judged.OrderBy(r => r.Mapped.Row.Line)),
            Importer.MadeOf(reading, made)
        );
    }

    private static JudgedRow Bad(MappedRow row) => new(row, RowKind.Bad) { Problems = row.Problems };

    // A row that names no negotiation is bad for that, or is none.
    private static ImportRow Unplaced(MappedRow row) =>
        row.Skipped is { } because
            ? new(row.Row.Line, RowOutcome.Skipped, Because: because)
            : new(row.Row.Line, RowOutcome.Bad, row.Type, Problems: row.Problems);

    private static IResult Answer(SheetAnswer answer) =>
        Results.Json(
            answer,
            ImportsJson.Plain.SheetAnswer,
            statusCode: answer.Totals.Recorded + answer.Totals.Corrected > 0
            || answer.Negotiations.Any(n => n.Missing?.Any(m => m.Outcome is MissingOutcome.Retracted) == true)
                ? StatusCodes.Status201Created
                : StatusCodes.Status200OK
        );
}
