namespace NegotiationLedger.Views;

/// <summary>States of a fold that are gone back to when what was folded changes: so many steps apart, and the last.</summary>
/// <param name="start">The state before the first step.</param>
internal sealed class KeptStates<T>(T start)
{
    /// <summary>So many steps lie between the states kept.</summary>
    internal const int Interval = 256;

    // In order of index. The last may stand anywhere; the others at multiples of the interval.
    private readonly List<(int Index, T State)> _kept = [(0, start)];

    /// <summary>Forgets the states after so many steps, and gives the last that is left and how many steps it is after.</summary>
    internal (int Index, T State) After(int unchanged)
    {
        while (_kept[^1].Index > unchanged)
            _kept.RemoveAt(_kept.Count - 1);
        return _kept[^1];
    }

    /// <summary>Keeps the state after so many steps; one between two intervals only while it is the last.</summary>
    internal void Keep(int index, T state)
    {
        if (_kept[^1].Index == index || _kept[^1].Index % Interval != 0)
            _kept.RemoveAt(_kept.Count - 1);
        _kept.Add((index, state));
    }
}
