using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>What was judged of an import into one negotiation, and what stands in the log of it; null where nothing was to be written.</summary>
/// <param name="Judged">What was judged.</param>
/// <param name="Appended">What stands in the log.</param>
internal sealed record Imported(JudgedImport Judged, AppendOutcome.Appended? Appended)
{
    internal ImportAnswer Answer =>
        Appended switch
        {
            null => Judged.Answer([], isDryRun: false),
            { IsReplay: true, Answer: { } kept } => JudgedImport.AsFirst(kept, Appended),
            _ => Judged.Answer(Appended),
        };
}

/// <summary>Carries the rows of a spreadsheet about one negotiation to the log: judges, registers, appends, answers.</summary>
/// <param name="log">The log.</param>
/// <param name="reader">The node's reader.</param>
/// <param name="registrar">Registers what the rows name.</param>
/// <param name="texts">The texts that quotations are held against.</param>
/// <param name="time">The clock, for warnings of what is in the future.</param>
public sealed class Importer(LedgerLog log, LedgerReader reader, Registrar registrar, QuotedTexts texts, TimeProvider time)
{
    private const int Tries = 8;
    private const int MostNamed = 100;
    private const int RegisteredTogether = 64;

    /// <summary>Imports a spreadsheet into one negotiation.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The negotiation.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="isDryRun">Whether nothing is written.</param>
    /// <param name="write">Who imports, at which version, under which key.</param>
    /// <exception cref="ProblemException">The negotiation is unknown, or rows cannot be recorded.</exception>
    internal async Task<IResult> Import(HttpContext context, string id, ImportRequest request, bool isDryRun, WriteRequest write)
    {
        var cancellation = context.RequestAborted;
        if (request.Map.Opening.Count == 0)
            await NegotiationPath.Find(id, reader, cancellation);
        NegotiationPath.RefuseMalformed(id);
        var reading = new RowReading(request.Map, request.File.Sheet);
        var rows = reading.Rows();
        var (judged, made) = await Judge(new(id), rows, reading, request, cancellation);
        ImportAnswer Whole(ImportAnswer answer) => WithFile(answer, request, judged.Rows, reading, made);
        if (isDryRun)
            return Answer(Whole(judged.Answer([], isDryRun: true)));
        if (!request.SkipBad && judged.HasBad)
        {
            var refused = Whole(judged.Answer([], isDryRun: false));
            throw Refused(
                request.File,
                refused.Totals,
                refused.Rows,
                JsonSerializer.SerializeToElement(refused, ImportsJson.Plain.ImportAnswer)
            );
        }

        await Register(made, write, cancellation);
        var imported = await Append(context, judged, rows, reading, request, write);
        var answer = Whole(imported.Answer);
        if (imported.Appended is { } appended)
        {
            context.Response.Headers.ETag = $"\"{answer.Version}\"";
            context.Response.Headers.Location = $"/negotiations/{answer.Negotiation}/history?after={appended.Entries[0].Sequence - 1}";
        }

        return Answer(answer);
    }

    /// <summary>Judges the rows of one negotiation, as if what they name were registered; with what is to be registered.</summary>
    internal async Task<(JudgedImport Judged, IReadOnlyList<NewRegistration> Made)> Judge(
        NegotiationId negotiation,
        IReadOnlyList<MappedRow> rows,
        RowReading reading,
        ImportRequest request,
        CancellationToken cancellation
    )
    {
        var snapshot = await reader.Read(negotiation, cancellation);
        var (made, named) = ImportRegistrations.Decide(rows, snapshot.History.Registry);
        var foreseen =
            made.Count == 0 ? snapshot.History : snapshot.History.With([], ImportRegistrations.Foresee(snapshot.History.Registry, made));
        var quoted = await texts.Of(foreseen, named.Select(r => r.Body), cancellation);
        var decide = new DecideImport(foreseen, quoted, request.Map, reading, time.GetUtcNow(), request.Revising);
        var judged = new JudgedImport(snapshot, decide.Decide(named));
        // What only a bad row names is not registered.
        var good = judged.Rows.Where(r => r.IsToRecord).Select(r => r.Mapped).ToList();
        return (judged, made.Count == 0 ? made : ImportRegistrations.Decide(good, snapshot.History.Registry).New);
    }

    /// <summary>Registers what rows name; what another request registered meanwhile is left as it is.</summary>
    internal async Task Register(IReadOnlyList<NewRegistration> made, WriteRequest write, CancellationToken cancellation)
    {
        foreach (var some in made.Chunk(RegisteredTogether))
            await Task.WhenAll(
                some.Select(r =>
                    registrar.Append(r.Stream, r.Data, expected: 0, text: null, new(write.Principal, null, null), cancellation)
                )
            );
    }

    /// <summary>Appends the judged rows of one negotiation; they are judged anew as long as other requests record some of them.</summary>
    /// <exception cref="ProblemException">The negotiation has moved on, a key was used before, or rows cannot be recorded any more.</exception>
    internal async Task<Imported> Append(
        HttpContext context,
        JudgedImport judged,
        IReadOnlyList<MappedRow> rows,
        RowReading reading,
        ImportRequest request,
        WriteRequest write
    )
    {
        var (negotiation, cancellation) = (judged.Negotiation, context.RequestAborted);
        for (var i = 0; i < Tries; i++)
        {
            // What is known already is sent again where there is a key: then the log finds the receipt, or leaves one.
            var records = judged.Records.Count > 0 || write.Receipt is null ? judged.Records : judged.Known;
            if (records.Count == 0)
                return new(judged, null);
            var receipt = write.Receipt is { } key ? key with { Answer = judged.Keep() } : null;
            var outcome = await log.Append(
                new(StreamName.Of(negotiation), records, write.Principal, write.ExpectedVersion, receipt),
                cancellation
            );
            if (outcome is AppendOutcome.Appended appended)
                return new(judged, Acknowledged.Note(context, appended));
            if (outcome is AppendOutcome.ReceiptMismatch)
                throw Problems.KeyReused(write.Receipt!.Key);
            if (outcome is AppendOutcome.Stale)
                throw await StaleWrite.Of(reader, negotiation, write.ExpectedVersion!.Value, cancellation);
            // The same rows came in by another request meanwhile: they are known now.
            (judged, _) = await Judge(negotiation, rows, reading, request, cancellation);
            if (!request.SkipBad && judged.HasBad)
                throw Problems.Taken("Another request has changed what some of the rows are about. Nothing was written: send it again.");
        }

        throw Problems.Taken("Other requests are recording some of the same rows. Nothing from this one was written: send it again.");
    }

    /// <summary>The refusal of a file with bad rows.</summary>
    internal static ProblemException Refused(SheetFile file, ImportTotals totals, IEnumerable<ImportRow> rows, JsonElement import) =>
        Problems.Rows(
            $"{totals.Bad} of {totals.Rows} rows cannot be recorded, and nothing was written. Correct them, or the map, and send everything again; or send \"skipBad\": true to record the others.",
            [.. rows.SelectMany(r => r.Problems ?? []).Take(MostNamed).Select(p => new Problem(file.Place, p.Sentence))],
            import
        );

    /// <summary>What a file gave rise to beside records; null for nothing.</summary>
    internal static MadeOfCells? MadeOf(RowReading reading, IReadOnlyList<NewRegistration> made)
    {
        List<string> sources = [.. made.Select(r => r.Data).OfType<SourceRegistered>().Select(s => s.Source.Value)];
        List<string> speakers = [.. made.Select(r => r.Data).OfType<SpeakerRegistered>().Select(s => s.Speaker.Value)];
        return made.Count == 0 && reading.Slugs.Count == 0
            ? null
            : new(
                sources.Count == 0 ? null : sources,
                speakers.Count == 0 ? null : speakers,
                reading.Slugs.Count == 0 ? null : reading.Slugs
            );
    }

    private static ImportAnswer WithFile(
        ImportAnswer answer,
        ImportRequest request,
        IReadOnlyList<JudgedRow> rows,
        RowReading reading,
        IReadOnlyList<NewRegistration> made
    ) =>
        answer with
        {
            Totals = answer.Totals with { Empty = request.File.CountEmpty },
            Ignored = request.File.Ignored(request.Map),
            BadCsv = request.File.BadOf(rows),
            Made = MadeOf(reading, made),
        };

    private static IResult Answer(ImportAnswer answer) =>
        Results.Json(
            answer,
            ImportsJson.Plain.ImportAnswer,
            statusCode: answer.Totals.Recorded + answer.Totals.Corrected > 0
            || answer.Missing?.Any(m => m.Outcome is MissingOutcome.Retracted) == true
                ? StatusCodes.Status201Created
                : StatusCodes.Status200OK
        );
}
