using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>Puts one record with all that belongs to it into the words of an answer.</summary>
/// <param name="snapshot">Its negotiation.</param>
/// <param name="audit">The audit trail of the negotiation.</param>
internal sealed class WholeRecord(Snapshot snapshot, AuditTrail audit)
{
    private readonly AssertionAnswerWriter _writer = new(snapshot.History.Registry.Through(audit.Lens));
    private readonly Frame _frame = Frame.Of(
        snapshot.History.Through(new Lens { RecordedUntil = audit.Lens.RecordedUntil, AssertedUntil = audit.Lens.AssertedUntil })
    );

    /// <summary>The record.</summary>
    internal AssertionWhole Of(AuditRecord record, QuoteInContext? quote) =>
        new(
            LensAnswer.Of(audit.Lens),
            $"@{snapshot.Head.Sequence}",
            snapshot.History.Version,
            _writer.Of(record, _frame),
            _writer.FormOf(record.Entry.Data, _frame),
            [.. audit.CorrectionsOf(record.Id).Select(c => Of(c, record))],
            quote,
            record.About is { } about && audit.Find(about) is { } target ? _writer.Of(target, _frame) : null,
            [.. audit.OtherAccounts(record).Select(other => _writer.Of(other, _frame))],
            record.Entry.Batch
        );

    private CorrectionAnswer Of(Correction correction, AuditRecord record)
    {
        var fate = record.Fates.First(f => f.By.Id == correction.By);
        return new(
            _writer.Of(fate, _frame),
            JsonNode.Parse(((AssertionCorrected)fate.Annotation).Patch.GetRawText())!.AsObject(),
            Fits: !ReferenceEquals(correction.Before, correction.After),
            _writer.FormOf(correction.Before, _frame),
            _writer.FormOf(correction.After, _frame)
        );
    }
}
