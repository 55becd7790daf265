using System.Runtime.InteropServices;

namespace NegotiationLedger.Accounts;

/// <summary>How far an account is as it was when it was last looked at; what is folded of that stays.</summary>
/// <param name="Unchanged">How many of the first visible assertions have the effects they had.</param>
/// <param name="FrameUnchanged">How many of the first assertions of the frame (title, parties, issues, what was tabled) have the effects they had.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AccountChange(int Unchanged, int FrameUnchanged);

/// <summary>What a lens lets through while assertions come and go, in fold order: an <see cref="Account"/> that is not made again for each.</summary>
public sealed class GrowingAccount
{
    private readonly GrowingSteps _visible = new();
    private readonly GrowingSteps _framed = new();
    private readonly List<Assertion> _claimed = [];

    /// <summary>An account with nothing in it.</summary>
    /// <param name="lens">What views judge by; the assertions that are added must be those that it lets through.</param>
    public GrowingAccount(Lens lens) => Lens = lens;

    /// <summary>The lens.</summary>
    public Lens Lens { get; }

    /// <summary>Where the negotiation is at home.</summary>
    public HomeZone Zone { get; internal set; } = HomeZone.Utc;

    /// <summary>What the whole lens lets through, whatever is claimed, in fold order.</summary>
    public IReadOnlyList<Assertion> Visible => _visible.Assertions;

    /// <summary>What of it is not told as having happened, in fold order.</summary>
    internal IReadOnlyList<Assertion> Claimed => _claimed;

    /// <summary>What tells title, parties, issues and what was tabled, whoever says so, in fold order.</summary>
    internal IReadOnlyList<Assertion> Framed => _framed.Assertions;

    /// <summary>Whether anything may have changed since it was last asked what did.</summary>
    internal bool IsChanged => _framed.IsChanged || _visible.IsChanged;

    /// <summary>The effects at the place of the visible assertion of an index.</summary>
    internal IEnumerable<Step> StepsAt(int index) => _visible.At(index);

    /// <summary>The effects at the place of the assertion of an index in the frame.</summary>
    internal IEnumerable<Step> FrameStepsAt(int index) => _framed.At(index);

    /// <summary>What changed since this was last asked.</summary>
    internal AccountChange TakeChange() => new(_visible.TakeUnchanged(), _framed.TakeUnchanged());

    /// <summary>Takes in an assertion that the clocks let through; false when the lens shows it neither as an account nor in the frame.</summary>
    internal bool Add(Assertion assertion)
    {
        if (Account.IsInFrame(Lens, assertion))
            _framed.Add(assertion);
        if (!Lens.Accepts(assertion.Viewpoint, assertion.Data.Attribution))
            return Account.IsOfFrame(assertion.Data);
        _visible.Add(assertion);
        if (assertion.IsClaimedOnly)
            _claimed.AddInOrder(assertion);
        return true;
    }

    /// <summary>Lets an assertion go that was taken in.</summary>
    internal void Remove(Assertion assertion)
    {
        _framed.Remove(assertion);
        if (_visible.Remove(assertion) && assertion.IsClaimedOnly)
            _claimed.RemoveInOrder(assertion);
    }
}
