namespace NegotiationLedger.Views;

/// <summary>
/// Views of accounts that are the left one but for some records, which are as the right one has them: there or not, and in which form. All of them
/// in one order, the right account's; what only the left has stands where it does there.
/// </summary>
internal sealed class Mixture<T>
    where T : IView<T>
{
    private readonly Lens _lens;
    private readonly Dictionary<EventId, Assertion> _left;
    private readonly Dictionary<EventId, Assertion> _right;
    private readonly List<(Assertion Assertion, bool IsLeft, bool IsRight)> _merged = [];
    private readonly Lens _leftLens;
    private readonly HomeZone _zone;
    private readonly DateTimeOffset? _asOf;
    private readonly CancellationToken _cancellation;

    internal Mixture(Account left, Account right, DateTimeOffset? request = null, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _asOf = right.AsOf(request);
        (_leftLens, _lens, _zone) = (left.Lens, right.Lens, right.Zone);
        var (shownLeft, shownRight) = (Shown(left), Shown(right));
        (_left, _right) = (shownLeft.ToDictionary(a => a.Id), shownRight.ToDictionary(a => a.Id));
        Differing = [.. shownLeft.Concat(shownRight).Select(a => a.Id).Distinct().Where(Differs)];
        Merge(shownLeft, shownRight);
    }

    /// <summary>The records that the accounts have differently.</summary>
    internal IReadOnlyList<EventId> Differing { get; }

    /// <summary>How many records a view is folded from.</summary>
    internal int Size => _merged.Count;

    /// <summary>The view with some of the differing records as the right account has them, seen with the right lens.</summary>
    internal T With(IReadOnlySet<EventId> asRight)
    {
        _cancellation.ThrowIfCancellationRequested();
        var visible = new List<Assertion>(_merged.Count);
        var framed = new List<Assertion>();
        foreach (var (assertion, isLeft, isRight) in _merged)
        {
            var takesRight = asRight.Contains(assertion.Id);
            if (takesRight ? !isRight : !isLeft)
                continue;
            if (Account.IsInFrame(_lens, assertion))
                framed.Add(assertion);
            if ((takesRight || !isLeft ? _lens : _leftLens).Accepts(assertion.Viewpoint, assertion.Data.Attribution))
                visible.Add(assertion);
        }

        var view = Occurrences.Steps(visible).Aggregate(T.Start, (state, step) => state.Apply(step));
        return view.Finish(Frame.Of(Occurrences.Steps(framed), _zone), [.. visible.Where(a => a.IsClaimedOnly)]).AsOf(_asOf);
    }

    private static List<Assertion> Shown(Account account) =>
        [.. account.InTime.Where(a => Account.IsOfFrame(a.Data) || account.Lens.Accepts(a.Viewpoint, a.Data.Attribution))];

    private bool Differs(EventId id) =>
        !_left.TryGetValue(id, out var left)
        || !_right.TryGetValue(id, out var right)
        || !left.IsSameAs(right)
        || _leftLens.Accepts(left.Viewpoint, left.Data.Attribution) != _lens.Accepts(right.Viewpoint, right.Data.Attribution);

    private void Merge(List<Assertion> left, List<Assertion> right)
    {
        var differing = Differing.ToHashSet();
        var places = right.Select((a, i) => (a.Id, i)).ToDictionary(p => p.Id, p => p.i);
        var next = 0;
        foreach (var assertion in left)
        {
            if (differing.Contains(assertion.Id))
            {
                Add(assertion, isLeft: true, isRight: false);
                continue;
            }

            for (; next <= places[assertion.Id]; next++)
                AddRight(right[next]);
        }

        for (; next < right.Count; next++)
            AddRight(right[next]);
        return;

        void AddRight(Assertion assertion) => Add(assertion, isLeft: !differing.Contains(assertion.Id), isRight: true);
    }

    private void Add(Assertion assertion, bool isLeft, bool isRight) =>
        _merged.Add((assertion with { Place = _merged.Count }, isLeft, isRight));
}

/// <summary>Compares forms of one record.</summary>
internal static class Forms
{
    /// <summary>Whether two accounts show a record alike.</summary>
    internal static bool IsSameAs(this Assertion left, Assertion right) =>
        left.At == right.At
        && left.Latest == right.Latest
        && left.Viewpoint == right.Viewpoint
        && left.Publisher == right.Publisher
        && left.DisputedBy.SequenceEqual(right.DisputedBy)
        && left.CorroboratedBy.SequenceEqual(right.CorroboratedBy)
        && HasSameDataAs(left, right);

    /// <summary>Whether two accounts show the same words of a record.</summary>
    internal static bool HasSameDataAs(this Assertion left, Assertion right) =>
        ReferenceEquals(left.Data, right.Data)
        || EventFormat.Write(left.Data).Data.Span.SequenceEqual(EventFormat.Write(right.Data).Data.Span);
}
