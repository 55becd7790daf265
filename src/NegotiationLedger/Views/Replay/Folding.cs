namespace NegotiationLedger.Views;

/// <summary>
/// A view of an account that grows. What came in order costs its own effects; what changed the past is folded again from the nearest state kept
/// before it. What it answers is what <see cref="View.Of"/> answers.
/// </summary>
public sealed class Folding<T>
    where T : IView<T>
{
    // Beside each state the last view that was finished of one before it.
    private readonly KeptStates<(T State, T? Finished)> _views = new((T.Start, default));
    private KeptStates<Frame> _frames = new(new());
    private Frame _frame = new();
    private int _framed;

    /// <summary>The view of the account as it is.</summary>
    /// <param name="account">The account: the same at every call.</param>
    /// <param name="change">What changed in it since the last call; see <see cref="GrowingAccount.TakeChange"/>.</param>
    public T Of(GrowingAccount account, AccountChange change)
    {
        _frame = FrameOf(account, change.FrameUnchanged);
        var (start, (state, finished)) = _views.After(change.Unchanged);
        var index = start;
        for (; index < account.Visible.Count; index++)
        {
            if (index % KeptStates<T>.Interval == 0)
            {
                // Where much is folded again, what will be finished from here should not have to begin further back each time.
                if (start > 0 && index > start)
                    finished = state.Finish(_frame, [], finished);
                _views.Keep(index, (state, finished));
            }

            foreach (var step in account.StepsAt(index))
                state = state.Apply(step);
        }

        finished = state.Finish(_frame, account.Claimed, finished);
        _views.Keep(index, (state, finished));
        return finished;
    }

    // The same object as before where nothing of it changed.
    private Frame FrameOf(GrowingAccount account, int unchanged)
    {
        if (_frame.Home != account.Zone.Id)
            (_frames, unchanged) = (new(new() { Home = account.Zone.Id }), 0);
        else if (unchanged == _framed && unchanged == account.Framed.Count)
            return _frame;
        var (index, frame) = _frames.After(unchanged);
        for (; index < account.Framed.Count; index++)
        {
            if (index % KeptStates<Frame>.Interval == 0)
                _frames.Keep(index, frame);
            foreach (var step in account.FrameStepsAt(index))
                frame = frame.Apply(step);
        }

        _frames.Keep(_framed = index, frame);
        return IsSame(frame, _frame) ? _frame : frame;
    }

    // What a frame shows and names; another account of a known proposal changes neither.
    private static bool IsSame(Frame one, Frame other) =>
        one.Tabled.SequenceEqual(other.Tabled)
        && one.Agreed.SequenceEqual(other.Agreed)
        && ViewDifference.IsSame(one, other, typeof(Frame));
}
