using NegotiationLedger.Server.Http;
using NegotiationLedger.Server.Memory;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server.Endpoints;

/// <summary>Up to where the audit index can answer: all that was acknowledged before the call.</summary>
internal static class AuditReach
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The head that the index has reached, with the sources and speakers registered up to it.</summary>
    /// <exception cref="AuditBehindException">The index was not brought to the head in time.</exception>
    internal static async Task<(Head Head, Registry Registry)> Read(
        AuditIndex index,
        LedgerMemory memory,
        CancellationToken cancellationToken
    )
    {
        var head = await index.CatchUp(Patience, cancellationToken);
        return (head, await memory.ReadRegistry(head, cancellationToken));
    }

    /// <summary>Refuses a place in an answer that was made beyond the head.</summary>
    /// <exception cref="ProblemException">It is in none that this ledger has given.</exception>
    internal static void RefuseBeyond(AuditPlace? after, Head head)
    {
        if (after?.Position > head.Sequence)
            throw Problems.Query(
                new Problem("/after", $"The place is in an answer made at @{after.Position}; the head of the log is @{head.Sequence}.")
            );
    }
}
