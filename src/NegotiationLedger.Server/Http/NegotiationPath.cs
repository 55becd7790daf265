namespace NegotiationLedger.Server;

/// <summary>The negotiation that a path names: <c>/negotiations/{id}/…</c>.</summary>
internal static class NegotiationPath
{
    /// <summary>The negotiation of an id.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal static async Task<Snapshot> Find(string id, LedgerReader reader, CancellationToken cancellationToken)
    {
        var snapshot = Slug.IsValid(id) ? await reader.Read(new(id), cancellationToken) : null;
        return snapshot is { History.Version: > 0 }
            ? snapshot
            : throw Missing(id, Nearest.Question(id, await reader.Alike(id, cancellationToken)));
    }

    /// <summary>Refuses what cannot be the id of a negotiation.</summary>
    /// <exception cref="ProblemException">There is none of that id (404).</exception>
    internal static void RefuseMalformed(string id)
    {
        if (!Slug.IsValid(id))
            throw Missing(id, "");
    }

    private static ProblemException Missing(string id, string meant) =>
        Problems.Missing($"There is no negotiation '{id}'.{meant} GET /negotiations lists the ones that exist.");
}
