namespace NegotiationLedger.Accounts;

/// <summary>Assertions in fold order that come and go, and the effects of each.</summary>
internal sealed class GrowingSteps
{
    private readonly List<Assertion> _assertions = [];
    private readonly Occurrences _occurrences = new();
    private readonly Dictionary<EventId, Assertion> _byId = [];
    private int _unchanged;
    private int _taken;

    /// <summary>The assertions, in fold order.</summary>
    internal IReadOnlyList<Assertion> Assertions => _assertions;

    /// <summary>Whether anything may have changed since it was last asked what did.</summary>
    internal bool IsChanged => _unchanged < _taken || _assertions.Count > _taken;

    /// <summary>The effects at the place of the assertion of an index.</summary>
    internal IEnumerable<Step> At(int index) => _occurrences.StepsAt(_assertions[index]);

    /// <summary>How many of the first assertions have had the effects they have since this was last asked.</summary>
    internal int TakeUnchanged()
    {
        var unchanged = _unchanged;
        _unchanged = _taken = _assertions.Count;
        return unchanged;
    }

    /// <summary>Takes an assertion in.</summary>
    internal void Add(Assertion assertion)
    {
        var index = _assertions.AddInOrder(assertion);
        _byId.Add(assertion.Id, assertion);
        _occurrences.Add(assertion, _byId.GetValueOrDefault);
        Touch(assertion, index);
    }

    /// <summary>Lets an assertion go; false when it was not taken in.</summary>
    internal bool Remove(Assertion assertion)
    {
        if (!_byId.Remove(assertion.Id))
            return false;
        Touch(assertion, _assertions.RemoveInOrder(assertion));
        _occurrences.Remove(assertion);
        return true;
    }

    // What it shares a happening with changes too: from the first of them on.
    private void Touch(Assertion assertion, int index)
    {
        _unchanged = Math.Min(_unchanged, index);
        if (_occurrences.FirstOf(assertion) is { } first)
            _unchanged = Math.Min(_unchanged, _assertions.IndexOf(first.Place));
    }
}
