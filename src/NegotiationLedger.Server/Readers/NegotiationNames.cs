using System.Runtime.CompilerServices;

namespace NegotiationLedger.Server;

/// <summary>What the parties of negotiations are called in lines about their records, by everyone's account.</summary>
internal sealed class NegotiationNames(HeavyWork heavy)
{
    private readonly ConditionalWeakTable<Accounts.History, Frame> _frames = [];

    /// <summary>The frame of a negotiation: folded once for a history that this node holds.</summary>
    /// <exception cref="ProblemException">Too many wait (503).</exception>
    internal async Task<Frame> Of(Accounts.History history, CancellationToken cancellationToken)
    {
        if (_frames.TryGetValue(history, out var known))
            return known;
        var frame =
            history.Entries.Count < HeavyWork.Entries
                ? Fold(history)
                : await heavy.Do(_ => Fold(history), "ask when less is going on", cancellationToken);
        return _frames.GetValue(history, _ => frame);
    }

    private static Frame Fold(Accounts.History history) => Frame.Of(history.Through(Lens.Everything));
}
