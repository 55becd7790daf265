namespace NegotiationLedger.Views;

/// <summary>
/// A view of an account that grows. What came in order costs its own effects; what changed the past is folded again from the nearest state kept
/// before it. What it answers is what <see cref="View.Of"/> answers.
/// </summary>
public sealed class Folding<T>
    where T : IView<T>
{
    /// <summary>So many assertions lie between the states kept.</summary>
    internal const int Interval = 256;

    // States before the visible assertion of an index, in order of index. The last may stand anywhere; the others at multiples of the interval.
    // Beside each the last view that was finished of one before it.
    private readonly List<(int Index, T State, T? Finished)> _kept = [(0, T.Start, default)];
    private Frame _frame = new();

    /// <summary>The view of the account as it is.</summary>
    /// <param name="account">The account: the same at every call.</param>
    /// <param name="change">What changed in it since the last call; see <see cref="GrowingAccount.TakeChange"/>.</param>
    public T Of(GrowingAccount account, AccountChange change)
    {
        if (change.IsFrameChanged || _frame.Home != account.Zone.Id)
            _frame = Frame.Of(account.FrameSteps, account.Zone) is var frame && IsSame(frame, _frame) ? _frame : frame;
        while (_kept[^1].Index > change.Unchanged)
            _kept.RemoveAt(_kept.Count - 1);
        var (index, state, finished) = _kept[^1];
        for (; index < account.Visible.Count; index++)
        {
            if (index % Interval == 0)
                Keep(index, state, finished);
            foreach (var step in account.StepsAt(index))
                state = state.Apply(step);
        }

        finished = state.Finish(_frame, account.Claimed, finished);
        Keep(index, state, finished);
        return finished;
    }

    // What a frame shows and names; another account of a known proposal changes neither.
    private static bool IsSame(Frame one, Frame other) =>
        one.Tabled.SequenceEqual(other.Tabled)
        && one.Agreed.SequenceEqual(other.Agreed)
        && ViewDifference.IsSame(one, other, typeof(Frame));

    // A state between two intervals is kept only while it is the last.
    private void Keep(int index, T state, T? finished)
    {
        if (_kept[^1].Index == index || _kept[^1].Index % Interval != 0)
            _kept.RemoveAt(_kept.Count - 1);
        _kept.Add((index, state, finished));
    }
}
