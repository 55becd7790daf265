using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>Up to where the audit index can answer: all that was acknowledged before the call.</summary>
internal static class AuditReach
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The head that the index has reached, with the sources and speakers registered up to it, and the negotiations that answers may lack records of; null when there are none.</summary>
    /// <exception cref="AuditBehindException">The index was not brought to the head in time.</exception>
    internal static async Task<(Head Head, Registry Registry, IReadOnlyList<string>? Incomplete)> Read(
        AuditIndex index,
        LedgerReader reader,
        CancellationToken cancellationToken
    )
    {
        var indexed = await index.CatchUp(Patience, cancellationToken);
        return (indexed.Head, await reader.ReadRegistry(indexed.Head, cancellationToken), Lacking(indexed, new()));
    }

    /// <summary>The negotiations that an answer to a question may lack records of; null when there are none.</summary>
    internal static IReadOnlyList<string>? Lacking(IndexedHead indexed, AuditQuestion question)
    {
        var lacking = indexed.Incomplete.Where(n => question.Negotiation is not { } only || only.Value == n).ToList();
        return lacking.Count == 0 ? null : lacking;
    }

    /// <summary>What tells an answer that lacks something from the one that does not.</summary>
    internal static string Tag(IReadOnlyList<string>? incomplete) =>
        incomplete is null
            ? ""
            : $"-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', incomplete))).AsSpan(0, 8))}";

    /// <summary>Names them beside an export, whose format may have no place for them.</summary>
    internal static void Name(IReadOnlyList<string>? incomplete, HttpResponse response)
    {
        if (incomplete is not null)
            response.Headers["Ledger-Incomplete"] = string.Join(", ", incomplete);
    }

    /// <summary>Refuses a place in an answer that was made beyond the head.</summary>
    /// <exception cref="ProblemException">It is in none that this ledger has given.</exception>
    internal static void RefuseBeyond(AuditPlace? after, Head head)
    {
        if (after?.Position > head.Sequence)
            throw Problems.Query(
                new Problem(
                    "/after",
                    $"'after' continues an answer as of @{after.Position}, but the head of the log is @{head.Sequence}: start again without it."
                )
            );
    }
}
