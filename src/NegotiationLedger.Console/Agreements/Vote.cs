namespace NegotiationLedger.Console;

/// <summary>A vote that was held, as the timeline has it.</summary>
/// <param name="Item">Its place on the timeline.</param>
/// <param name="Held">What the record behind it says of it.</param>
public sealed record Vote(TimelineItem Item, VoteHeld Held)
{
    /// <summary>How much of the votes was for it, from 0 to 1; null where they are not said.</summary>
    public double? Share => Held is { VotesFor: { } yes, VotesAgainst: { } no } && yes + no > 0 ? (double)yes / (yes + no) : null;

    /// <summary>The votes that were held, in fold order.</summary>
    internal static IReadOnlyList<Vote> Of(Timeline timeline, Account account)
    {
        var votes = timeline.Items.Where(i => i is { Type: "vote_held", Claim: Claim.Actual, Events.Count: > 0 }).ToList();
        if (votes.Count == 0)
            return [];
        var held = account.Visible.Where(a => a.Data is VoteHeld).ToDictionary(a => a.Id, a => (VoteHeld)a.Data);
        return [.. votes.Where(v => held.ContainsKey(v.Events[^1])).Select(v => new Vote(v, held[v.Events[^1]]))];
    }
}
