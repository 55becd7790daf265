namespace NegotiationLedger.Views;

/// <summary>A view of an account that grows, and what each look at it finds changed.</summary>
internal abstract class FollowedView
{
    /// <summary>Looks at the account again.</summary>
    /// <param name="account">The account: the same at every call.</param>
    /// <param name="change">What changed in it since the last call.</param>
    /// <param name="asOf">The instant by which both are judged.</param>
    internal abstract ViewChange Take(GrowingAccount account, AccountChange change, DateTimeOffset asOf);
}

/// <inheritdoc/>
internal sealed class FollowedView<T> : FollowedView
    where T : IView<T>
{
    private readonly Folding<T> _folding = new();
    private T _known = T.Start;

    /// <inheritdoc/>
    internal override ViewChange Take(GrowingAccount account, AccountChange change, DateTimeOffset asOf)
    {
        var (before, view) = (_known, _folding.Of(account, change));
        _known = view;
        if (ReferenceEquals(before, view))
            return new([], []);
        var (from, to) = (before.At(asOf), view.At(asOf));
        var patch = ViewDifference.Of(from, to);
        return new(patch, ChangeWords.Of(patch, from, to));
    }
}
