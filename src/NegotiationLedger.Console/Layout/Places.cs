namespace NegotiationLedger.Console;

/// <summary>Where proposals, agreements, commitments, demands and issues stand on the pages of a negotiation, through the same lens.</summary>
internal static class Places
{
    /// <summary>A proposal; the page shows it whole, however many there are.</summary>
    internal static string Proposal(Look look, string id) => $"{look.Page("proposals").With("proposal", id)}#p-{id}";

    /// <summary>An agreement.</summary>
    internal static string Agreement(Look look, string id) => $"{look.Page("agreements").With("agreement", id)}#a-{id}";

    /// <summary>A demand.</summary>
    internal static string Demand(Look look, string party, string id) =>
        $"{look.Page("demands").With("party", party)}#{DemandAnchor(party, id)}";

    /// <summary>An issue in the matrix.</summary>
    internal static string Issue(Look look, string id) => $"{look.Page("matrix")}#i-{id}";

    /// <summary>What a demand is called within its page. No id has a full stop.</summary>
    internal static string DemandAnchor(string party, string id) => $"d-{party}.{id}";
}
