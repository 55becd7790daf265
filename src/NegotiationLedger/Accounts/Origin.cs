namespace NegotiationLedger.Accounts;

/// <summary>Where an entry stood in the ledger that first recorded it, as the file says that it was loaded from. It orders nothing: this
/// ledger's own sequence and clock do.</summary>
/// <param name="RecordedAt">When that ledger learned of it, UTC.</param>
/// <param name="Sequence">Its place in that ledger, from 1.</param>
/// <param name="RecordedBy">Who recorded it there.</param>
public sealed record Origin(DateTimeOffset RecordedAt, long Sequence, string RecordedBy);
