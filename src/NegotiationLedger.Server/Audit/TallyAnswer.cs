using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>How many records there are, and what became of them.</summary>
/// <param name="Records">The records, withdrawn ones included.</param>
/// <param name="Negotiations">The negotiations they belong to.</param>
/// <param name="Corroborated">Those with a standing corroboration.</param>
/// <param name="Disputed">Those with a standing dispute.</param>
/// <param name="Corrected">Those with a standing correction.</param>
/// <param name="Retracted">Those that are withdrawn.</param>
/// <param name="IsAtLeast">Whether there are more: only the first 10,000 are counted.</param>
public sealed record TallyAnswer(
    long Records,
    long Negotiations,
    long Corroborated,
    long Disputed,
    long Corrected,
    long Retracted,
    bool IsAtLeast
)
{
    /// <summary>The counts of a question's records.</summary>
    public static TallyAnswer Of(AuditTally tally) =>
        new(tally.Records, tally.Negotiations, tally.Corroborated, tally.Disputed, tally.Corrected, tally.Retracted, tally.IsAtLeast);
}
