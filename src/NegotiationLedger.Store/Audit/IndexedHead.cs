namespace NegotiationLedger.Store.Audit;

/// <summary>A head that the audit index has reached.</summary>
/// <param name="Head">The head.</param>
/// <param name="Incomplete">The negotiations whose newest records could not be brought into the index, by id: an answer may lack some of them.</param>
public sealed record IndexedHead(Head Head, IReadOnlyList<string> Incomplete)
{
    /// <summary>The last entry's sequence.</summary>
    public long Sequence => Head.Sequence;
}
