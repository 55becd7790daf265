using System.Text.Json;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>A judged sheet, as far as it is about one negotiation, and how it is answered.</summary>
/// <param name="snapshot">The negotiation as it was read.</param>
/// <param name="sheet">What was judged.</param>
internal sealed class JudgedImport(Snapshot snapshot, JudgedSheet sheet)
{
    internal NegotiationId Negotiation => snapshot.History.Negotiation;

    internal IReadOnlyList<JudgedRow> Rows => sheet.Rows;

    internal bool HasBad => sheet.Rows.Any(r => r.Kind is RowKind.Bad);

    internal IReadOnlyList<NewEvent> Records { get; } = [.. sheet.Records.Select(r => new NewEvent(r.Id, r.Data))];

    internal IReadOnlyList<NewEvent> Known { get; } =
    [.. sheet.Rows.Where(r => r.Kind is RowKind.Known).Select(r => new NewEvent(r.Entry!.Id, r.Entry.Data))];

    /// <summary>What a receipt keeps, so that a replay is answered as the first time: all but the places in the log.</summary>
    internal string Keep() => JsonSerializer.Serialize(Answer([], isDryRun: false, Records.Count > 0), ImportsJson.Plain.ImportAnswer);

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

    internal ImportAnswer Answer(AppendOutcome.Appended appended) =>
        Answer(appended.Entries, isDryRun: false, isWritten: true, appended.IsReplay) with
        {
            Version = appended.Entries[^1].Version,
            Position = $"@{appended.Entries[^1].Sequence}",
        };

    /// <summary>The answer.</summary>
    /// <param name="entries">What stands in the log of it.</param>
    /// <param name="isDryRun">Whether nothing was to be written.</param>
    /// <param name="isWritten">Whether it was written.</param>
    /// <param name="isReplay">Whether it had been before.</param>
    internal ImportAnswer Answer(IReadOnlyList<Entry> entries, bool isDryRun, bool isWritten = false, bool isReplay = false)
    {
        var sequences = entries.ToDictionary(e => e.Id, e => e.Sequence);
        var foreseen = snapshot.History.Foresee([.. sheet.Records.Select(r => (r.Id, r.Data))]);
        var frame = Frame.Of(foreseen.Through(Lens.Everything));
        var rows = sheet.Rows.Select(r => RowOf(r, OutcomeOf(r.Kind, isWritten, isReplay), sequences, frame)).ToList();
        var parties = sheet.Introductions.Select(i => i.Data).OfType<PartyJoined>().Select(p => p.Party.Value).ToList();
        return new(
            snapshot.History.Negotiation.Value,
            snapshot.History.Version,
            $"@{snapshot.Head.Sequence}",
            isDryRun,
            ImportTotals.Of(rows, 0, sheet.Missing.Count),
            rows,
            Opens: sheet.Introductions.Any(i => i.Data is NegotiationOpened) ? true : null,
            Parties: parties.Count == 0 ? null : parties,
            Missing: sheet.Missing.Count == 0 ? null : [.. sheet.Missing.Select(m => MissingOf(m, isWritten, frame))],
            Superseded: sheet.Superseded
        );
    }

    private static RowOutcome OutcomeOf(RowKind kind, bool isWritten, bool isReplay) =>
        kind switch
        {
            RowKind.Skipped => RowOutcome.Skipped,
            RowKind.Bad => RowOutcome.Bad,
            RowKind.Known => RowOutcome.Known,
            RowKind.Superseded => RowOutcome.Superseded,
            _ when isReplay => RowOutcome.Known,
            RowKind.Changed => isWritten ? RowOutcome.Corrected : RowOutcome.WouldCorrect,
            _ => isWritten ? RowOutcome.Recorded : RowOutcome.WouldRecord,
        };

    private static ImportRow RowOf(JudgedRow row, RowOutcome outcome, Dictionary<EventId, long> sequences, Frame frame)
    {
        var warnings = row.Records.SelectMany(r => r.Warnings).ToList();
        var id = row.Kind is RowKind.Bad or RowKind.Skipped ? null : row.Id;
        var said = row.Kind is RowKind.Bad ? null : row.Said;
        return new(
            row.Mapped.Row.Line,
            outcome,
            row.Mapped.Type,
            InWords(said, frame),
            said is Development ? WhenOf(row) : null,
            id,
            id is { } known && sequences.TryGetValue(known, out var sequence) ? sequence
                : row.Kind is RowKind.Bad ? null
                : row.Entry?.Sequence,
            row.Changes.Count == 0 ? null : row.Changes,
            row.Because,
            warnings.Count == 0 ? null : warnings,
            row.Problems.Count == 0 ? null : row.Problems
        );
    }

    private static string? WhenOf(JudgedRow row) => row.Mapped.Occurred is { } occurred ? DateInWords.Of(occurred) : null;

    private static MissingRecord MissingOf(MissingRow missing, bool isWritten, Frame frame) =>
        new(
            missing.Retraction is null ? MissingOutcome.Stands
                : isWritten ? MissingOutcome.Retracted
                : MissingOutcome.WouldRetract,
            missing.Entry.Id,
            missing.Entry.Sequence,
            EventNames.Of(missing.Entry.Data).Name,
            InWords(missing.Entry.Data, frame)
        );

    private static string? InWords(LedgerEvent? data, Frame frame) => (data as Development)?.Headline(frame);
}
