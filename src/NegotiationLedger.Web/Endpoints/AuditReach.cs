using NegotiationLedger.Assertions;
using NegotiationLedger.Postgres;
using NegotiationLedger.Postgres.Audit;
using NegotiationLedger.Web.Memory;

namespace NegotiationLedger.Web.Endpoints;

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
        var (_, registry) = await memory.ReadRegistry(cancellationToken);
        return (head, registry.Sequence <= head.Sequence ? registry : registry.AsOf(head.Sequence));
    }
}
