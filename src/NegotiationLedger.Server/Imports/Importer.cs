using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>Carries the rows of a spreadsheet to the log: reads, judges, appends, answers.</summary>
/// <param name="log">The log.</param>
/// <param name="reader">The node's reader.</param>
/// <param name="texts">The texts that quotations are held against.</param>
/// <param name="time">The clock, for warnings of what is in the future.</param>
public sealed class Importer(LedgerLog log, LedgerReader reader, QuotedTexts texts, TimeProvider time)
{
    private const int Tries = 8;
    private const int MostNamed = 100;

    /// <summary>Imports a spreadsheet into an open negotiation.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The negotiation.</param>
    /// <param name="map">What its columns are.</param>
    /// <param name="csv">Its text.</param>
    /// <param name="skipBad">Whether the good rows are recorded without the bad ones.</param>
    /// <param name="isDryRun">Whether nothing is written.</param>
    /// <param name="write">Who imports, at which version, under which key.</param>
    /// <exception cref="ProblemException">The negotiation is unknown, the file cannot be read, or rows cannot be recorded.</exception>
    public async Task<IResult> Import(
        HttpContext context,
        string id,
        ImportMap map,
        string csv,
        bool skipBad,
        bool isDryRun,
        WriteRequest write
    )
    {
        var cancellationToken = context.RequestAborted;
        var snapshot = await NegotiationPath.Find(id, reader, cancellationToken);
        var file = SheetCsv.Read(csv, map);
        var reading = new RowReading(map, file.Sheet);
        var rows = reading.Rows();
        for (var i = 0; i < Tries; i++)
        {
            var history = snapshot.History;
            var quoted = await texts.Of(history, rows.Select(r => r.Body), cancellationToken);
            var import = new Judged(snapshot, map, file, new DecideImport(history, quoted, map, reading, time.GetUtcNow()).Decide(rows));
            if (isDryRun)
                return Answer(import.Answer([], isDryRun: true), StatusCodes.Status200OK);
            if (!skipBad && import.Rows.Any(r => r.Kind is RowKind.Bad))
                throw Refused(import.Answer([], isDryRun: false));
            // What is known already is sent again where there is a key: then the log finds the receipt, or leaves one.
            var records = import.Records.Count > 0 || write.Receipt is null ? import.Records : import.Known;
            if (records.Count == 0)
                return Answer(import.Answer([], isDryRun: false), StatusCodes.Status200OK);
            var receipt = write.Receipt is { } key ? key with { Answer = import.Keep() } : null;
            var outcome = await log.Append(
                new(StreamName.Of(history.Negotiation), records, write.Principal, write.ExpectedVersion, receipt),
                cancellationToken
            );
            if (outcome is AppendOutcome.Appended appended)
                return Recorded(context, import, appended);
            if (outcome is AppendOutcome.ReceiptMismatch)
                throw Problems.KeyReused(write.Receipt!.Key);
            if (outcome is AppendOutcome.Stale)
                throw await StaleWrite.Of(reader, history.Negotiation, write.ExpectedVersion!.Value, cancellationToken);
            // The same rows came in by another request meanwhile: they are known now.
            snapshot = await NegotiationPath.Find(id, reader, cancellationToken);
        }

        throw Problems.Taken("Other requests are recording some of the same rows. Nothing from this one was written: send it again.");
    }

    private static IResult Recorded(HttpContext context, Judged import, AppendOutcome.Appended appended)
    {
        Acknowledged.Note(context, appended);
        var answer = appended is { IsReplay: true, Answer: { } kept } ? Judged.AsFirst(kept, appended) : import.Answer(appended);
        context.Response.Headers.ETag = $"\"{answer.Version}\"";
        context.Response.Headers.Location = $"/negotiations/{answer.Negotiation}/history?after={appended.Entries[0].Sequence - 1}";
        return Answer(answer, answer.Totals.Recorded == 0 ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static ProblemException Refused(ImportAnswer import) =>
        Problems.Rows(
            $"{import.Totals.Bad} of {import.Totals.Rows} rows cannot be recorded, and nothing was written. Correct them, or the map, and send everything again; or send \"skipBad\": true to record the others.",
            [.. import.Rows.SelectMany(r => r.Problems ?? []).Take(MostNamed).Select(p => new Problem("/csv", p.Sentence))],
            JsonSerializer.SerializeToElement(import, ImportsJson.Plain.ImportAnswer)
        );

    private static IResult Answer(ImportAnswer answer, int status) =>
        Results.Json(answer, ImportsJson.Plain.ImportAnswer, statusCode: status);

    /// <summary>A judged file, and how it is answered.</summary>
    private sealed class Judged(Snapshot snapshot, ImportMap map, SheetCsv file, IReadOnlyList<JudgedRow> rows)
    {
        internal IReadOnlyList<JudgedRow> Rows => rows;

        internal IReadOnlyList<NewEvent> Records { get; } =
        [.. rows.Where(r => r.Kind is RowKind.Good).Select(r => new NewEvent(r.Record!.Id, r.Record.Data))];

        internal IReadOnlyList<NewEvent> Known { get; } =
        [.. rows.Where(r => r.Kind is RowKind.Known).Select(r => new NewEvent(r.Entry!.Id, r.Entry.Data))];

        /// <summary>What a receipt keeps, so that a replay is answered as the first time: all but the places in the log.</summary>
        internal string Keep() =>
            JsonSerializer.Serialize(
                Answer([], isDryRun: false, Records.Count > 0 ? RowOutcome.Recorded : RowOutcome.Known),
                ImportsJson.Plain.ImportAnswer
            );

        /// <summary>The first answer, from what its receipt keeps and what stands in the log.</summary>
        internal static ImportAnswer AsFirst(string kept, AppendOutcome.Appended appended)
        {
            var answer = JsonSerializer.Deserialize(kept, ImportsJson.Plain.ImportAnswer)!;
            var sequences = appended.Entries.ToDictionary(e => e.Id, e => e.Sequence);
            return answer with
            {
                Version = appended.Entries[^1].Version,
                Position = $"@{appended.Entries[^1].Sequence}",
                Rows =
                [
                    .. answer.Rows.Select(r =>
                        r.Id is { } id && sequences.TryGetValue(id, out var sequence) ? r with { Sequence = sequence } : r
                    ),
                ],
            };
        }

        internal ImportAnswer Answer(AppendOutcome.Appended appended)
        {
            var answer = Answer(appended.Entries, isDryRun: false, appended.IsReplay ? RowOutcome.Known : RowOutcome.Recorded);
            return answer with { Version = appended.Entries[^1].Version, Position = $"@{appended.Entries[^1].Sequence}" };
        }

        internal ImportAnswer Answer(IReadOnlyList<Entry> entries, bool isDryRun, RowOutcome ofGood = RowOutcome.WouldRecord)
        {
            var sequences = entries.ToDictionary(e => e.Id, e => e.Sequence);
            var foreseen = snapshot.History.Foresee([.. Records.Select(r => (r.Id, r.Data))]);
            var frame = Frame.Of(foreseen.Through(Lens.Everything));
            var answers = rows.Select(r => RowOf(r, ofGood, sequences, frame)).ToList();
            var bad = rows.Where(r => r.Kind is RowKind.Bad).Select(r => (r.Mapped.Row, r.Problems)).ToList();
            return new(
                snapshot.History.Negotiation.Value,
                snapshot.History.Version,
                $"@{snapshot.Head.Sequence}",
                isDryRun,
                ImportTotals.Of(answers, file.Sheet.Rows.Count(r => r.IsEmpty)),
                file.Ignored(map),
                answers,
                bad.Count == 0 ? null : file.Bad(bad)
            );
        }

        private static ImportRow RowOf(JudgedRow row, RowOutcome ofGood, Dictionary<EventId, long> sequences, Frame frame)
        {
            var line = row.Mapped.Row.Line;
            return row.Kind switch
            {
                RowKind.Skipped => new(line, RowOutcome.Skipped, Because: row.Because),
                RowKind.Bad => new(line, RowOutcome.Bad, row.Mapped.Type, Problems: row.Problems),
                RowKind.Known => new(line, RowOutcome.Known, row.Mapped.Type, InWords(row.Entry!.Data, frame), row.Id, row.Entry.Sequence),
                _ => new(
                    line,
                    ofGood,
                    row.Mapped.Type,
                    InWords(row.Record!.Data, frame),
                    row.Id,
                    sequences.TryGetValue(row.Id!.Value, out var sequence) ? sequence : null,
                    Warnings: row.Record.Warnings.Count == 0 ? null : row.Record.Warnings
                ),
            };
        }

        private static string? InWords(LedgerEvent data, Frame frame) =>
            data is Development development ? development.Headline(frame) : null;
    }
}
