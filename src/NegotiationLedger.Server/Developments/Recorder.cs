namespace NegotiationLedger.Server;

/// <summary>What was recorded, with all that the answer is made of.</summary>
/// <param name="Before">The negotiation as it was read for the decision.</param>
/// <param name="Drafts">What was sent, in its order.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Appended">What stands in the log.</param>
public sealed record Recorded(History Before, IReadOnlyList<Draft> Drafts, Decision Decision, AppendOutcome.Appended Appended);

/// <summary>Records developments: reads the negotiation, decides, appends.</summary>
/// <param name="log">The log.</param>
/// <param name="reader">Reads what stands.</param>
/// <param name="histories">The histories that the node holds.</param>
/// <param name="texts">The texts that quotations are held against.</param>
/// <param name="time">The clock, for warnings of what is in the future.</param>
public sealed class Recorder(LedgerLog log, LedgerReader reader, RecentHistories histories, QuotedTexts texts, TimeProvider time)
{
    /// <summary>Opens a negotiation that must not exist.</summary>
    /// <exception cref="ProblemException">What was sent is refused, or the negotiation is open already; nothing was written.</exception>
    public async Task<Recorded> Open(
        NegotiationId negotiation,
        IReadOnlyList<Draft> drafts,
        Func<Problem, Problem> place,
        WriteRequest write,
        CancellationToken cancellationToken
    )
    {
        var registry = (await reader.Read(negotiation, cancellationToken)).History.Registry;
        var none = History.Empty(negotiation, registry);
        var recorded = await Record(none, drafts, place, write with { ExpectedVersion = 0 }, cancellationToken);
        return recorded ?? throw OpenAlready(negotiation);
    }

    /// <summary>Records developments of an open negotiation.</summary>
    /// <exception cref="ProblemException">What was sent is refused, or the negotiation has moved on; nothing was written.</exception>
    public async Task<Recorded> Record(
        NegotiationId negotiation,
        IReadOnlyList<Draft> drafts,
        WriteRequest write,
        CancellationToken cancellationToken
    )
    {
        var before = (await NegotiationPath.Find(negotiation.Value, reader, cancellationToken)).History;
        return await Record(before, drafts, problem => problem, write, cancellationToken)
            ?? throw await StaleWrite.Of(reader, negotiation, write.ExpectedVersion!.Value, cancellationToken);
    }

    /// <summary>What is decided on drafts.</summary>
    /// <exception cref="ProblemException">One of them is refused.</exception>
    internal async Task<Decision> Decide(
        History history,
        IReadOnlyList<Draft> drafts,
        Func<Problem, Problem> place,
        CancellationToken cancellationToken
    )
    {
        var quoted = await texts.Of(history, drafts.Select(d => d.Body), cancellationToken);
        var decision = new RecordDevelopments(history, quoted, time.GetUtcNow()).Decide(drafts);
        return decision.Problems.Count == 0 ? decision : throw Problems.Invalid([.. decision.Problems.Select(place).Distinct()]);
    }

    /// <summary>409: there is a negotiation of this id.</summary>
    internal static ProblemException OpenAlready(NegotiationId negotiation) =>
        Problems.Taken(
            $"The negotiation '{negotiation}' is open already. Record another account of it under /negotiations/{negotiation}/developments, or choose another id."
        );

    // Null when the stream is not at the expected version. Behind the append nothing is read any more: its outcome holds all of the answer.
    internal async Task<Recorded?> Record(
        History before,
        IReadOnlyList<Draft> drafts,
        Func<Problem, Problem> place,
        WriteRequest write,
        CancellationToken cancellationToken
    )
    {
        var decision = await Decide(before, drafts, place, cancellationToken);
        var outcome = await log.Append(
            new(
                StreamName.Of(before.Negotiation),
                [.. decision.Records.Select(r => new NewEvent(r.Id, r.Data))],
                write.Principal,
                write.ExpectedVersion,
                write.Receipt is null ? null : write.Receipt with { Answer = RecordedAnswer.Keep(decision) }
            ),
            cancellationToken
        );
        switch (outcome)
        {
            case AppendOutcome.Appended appended:
                histories.Learn(before.Negotiation, appended.Entries);
                return new(before, drafts, decision, appended);
            case AppendOutcome.ReceiptMismatch:
                throw Problems.KeyReused(write.Receipt!.Key);
            case AppendOutcome.IdTaken taken:
                throw Problems.IdTaken(taken.Id);
            default:
                return null;
        }
    }
}
