namespace NegotiationLedger.Console;

/// <summary>A proposal in the tree of offers and the counters that answer them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Proposal">It.</param>
/// <param name="Parent">The proposal under which it stands; null for none.</param>
/// <param name="Depth">How many are above it.</param>
/// <param name="Row">In which line of a drawing it stands: the first answer in that of what it answers, each further one in a line of its own.</param>
public sealed record ProposalNode(string Id, Proposal Proposal, string? Parent, int Depth, int Row);

/// <summary>Proposals as a tree.</summary>
internal static class ProposalTree
{
    /// <summary>The proposals, each before those that answer it; offers in the order in which they were tabled, those of which nothing more is known last.</summary>
    internal static IReadOnlyList<ProposalNode> Of(IReadOnlyDictionary<string, Proposal> proposals)
    {
        var nodes = new List<ProposalNode>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var answers = proposals
            .Where(p => p.Value.InReplyTo is { } other && proposals.ContainsKey(other.Value))
            .ToLookup(p => p.Value.InReplyTo!.Value.Value, p => p.Key, StringComparer.Ordinal);
        var row = 0;
        var offers = proposals.Keys.Order(Comparer<string>.Create((a, b) => Compare(a, b, proposals))).ToList();
        // Accounts may make two proposals answer each other; each still stands once.
        foreach (var first in offers.Where(id => !IsAnswer(id)).Concat(offers))
        {
            var open = new Stack<(string Id, string? Parent, int Depth, bool IsFirst)>([(first, null, 0, true)]);
            var isNew = !placed.Contains(first);
            while (open.TryPop(out var next))
            {
                if (!placed.Add(next.Id))
                    continue;
                if (!next.IsFirst)
                    row++;
                nodes.Add(new(next.Id, proposals[next.Id], next.Parent, next.Depth, row));
                var below = answers[next.Id]
                    .Where(id => !placed.Contains(id))
                    .Order(Comparer<string>.Create((a, b) => Compare(a, b, proposals)));
                foreach (var (i, id) in below.Index().Reverse())
                    open.Push((id, next.Id, next.Depth + 1, i == 0));
            }

            if (isNew)
                row++;
        }

        return nodes;

        bool IsAnswer(string id) => proposals[id].InReplyTo is { } other && proposals.ContainsKey(other.Value);
    }

    /// <summary>From when a proposal is known; null for one of which only the id is.</summary>
    internal static DateTimeOffset? TabledAt(Proposal proposal) =>
        new[]
        {
            proposal.By?.Since,
            proposal.Title?.Since,
            proposal.State?.History is [var first, ..] ? first.Since : proposal.State?.Since,
        }.Min();

    private static int Compare(string left, string right, IReadOnlyDictionary<string, Proposal> proposals)
    {
        var (a, b) = (TabledAt(proposals[left]) ?? DateTimeOffset.MaxValue, TabledAt(proposals[right]) ?? DateTimeOffset.MaxValue);
        return a != b ? a.CompareTo(b) : string.CompareOrdinal(left, right);
    }
}
