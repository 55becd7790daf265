namespace NegotiationLedger.Accounts;

/// <summary>How far an account is as it was when it was last looked at.</summary>
/// <param name="Unchanged">How many of the first visible assertions have the effects they had; what is folded of them stays.</param>
/// <param name="IsFrameChanged">Whether title, parties, issues or what was tabled may differ.</param>
public readonly record struct AccountChange(int Unchanged, bool IsFrameChanged);

/// <summary>What a lens lets through while assertions come and go, in fold order: an <see cref="Account"/> that is not made again for each.</summary>
public sealed class GrowingAccount
{
    private readonly List<Assertion> _visible = [];
    private readonly List<Assertion> _claimed = [];
    private readonly List<Assertion> _framed = [];
    private readonly Occurrences _occurrences = new();
    private readonly Dictionary<EventId, Assertion> _byId = [];
    private int _unchanged;
    private int _taken;
    private bool _isFrameChanged;

    /// <summary>An account with nothing in it.</summary>
    /// <param name="lens">What views judge by; the assertions that are added must be those that it lets through.</param>
    public GrowingAccount(Lens lens) => Lens = lens;

    /// <summary>The lens.</summary>
    public Lens Lens { get; }

    /// <summary>Where the negotiation is at home.</summary>
    public HomeZone Zone { get; internal set; } = HomeZone.Utc;

    /// <summary>What the whole lens lets through, whatever is claimed, in fold order.</summary>
    public IReadOnlyList<Assertion> Visible => _visible;

    /// <summary>What of it is not told as having happened, in fold order.</summary>
    internal IReadOnlyList<Assertion> Claimed => _claimed;

    /// <summary>The effects of the frame's assertions, in fold order.</summary>
    internal IEnumerable<Step> FrameSteps => Occurrences.Steps(_framed);

    /// <summary>The effects at the place of the visible assertion of an index.</summary>
    internal IEnumerable<Step> StepsAt(int index) => _occurrences.StepsAt(_visible[index]);

    /// <summary>Whether anything may have changed since it was last asked what did.</summary>
    internal bool IsChanged => _isFrameChanged || _unchanged < _taken || _visible.Count > _taken;

    /// <summary>What changed since this was last asked.</summary>
    internal AccountChange TakeChange()
    {
        var change = new AccountChange(_unchanged, _isFrameChanged);
        (_unchanged, _taken, _isFrameChanged) = (_visible.Count, _visible.Count, false);
        return change;
    }

    /// <summary>Takes in an assertion that the clocks let through; false when the lens shows it neither as an account nor in the frame.</summary>
    internal bool Add(Assertion assertion)
    {
        if (Account.IsInFrame(Lens, assertion))
        {
            _framed.AddInOrder(assertion);
            _isFrameChanged = true;
        }

        if (!Lens.Accepts(assertion.Viewpoint, assertion.Data.Attribution))
            return Account.IsOfFrame(assertion.Data);
        var index = _visible.AddInOrder(assertion);
        if (assertion.IsClaimedOnly)
            _claimed.AddInOrder(assertion);
        _byId.Add(assertion.Id, assertion);
        _occurrences.Add(assertion, id => _byId.GetValueOrDefault(id));
        Touch(assertion, index);
        return true;
    }

    /// <summary>Lets an assertion go that was taken in.</summary>
    internal void Remove(Assertion assertion)
    {
        if (Account.IsInFrame(Lens, assertion))
        {
            _framed.RemoveInOrder(assertion);
            _isFrameChanged = true;
        }

        if (!_byId.Remove(assertion.Id))
            return;
        if (assertion.IsClaimedOnly)
            _claimed.RemoveInOrder(assertion);
        Touch(assertion, _visible.RemoveInOrder(assertion));
        _occurrences.Remove(assertion);
    }

    // What it shares a happening with changes too: from the first of them on.
    private void Touch(Assertion assertion, int index)
    {
        _unchanged = Math.Min(_unchanged, index);
        if (_occurrences.FirstOf(assertion) is { } first)
            _unchanged = Math.Min(_unchanged, _visible.IndexOf(first.Place));
    }
}
