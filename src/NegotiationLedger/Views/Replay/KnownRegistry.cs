namespace NegotiationLedger.Views;

/// <summary>The sources and speakers that were known at one place in the log after another.</summary>
internal sealed class KnownRegistry
{
    private Registry _known = Registry.Empty;

    /// <summary>Whether a registration may move what was said to another account.</summary>
    internal static bool MayMove(Entry entry) => entry.Data is SourceCorrected or SpeakerRoleChanged;

    /// <summary>Those registered before a sequence.</summary>
    /// <param name="sequence">The sequence; never a lower one than before.</param>
    /// <param name="whole">All that are registered by now.</param>
    internal Registry Before(long sequence, Registry whole)
    {
        var count = _known.Entries.Count;
        while (count < whole.Entries.Count && whole.Entries[count].Sequence < sequence)
            count++;
        if (count > _known.Entries.Count)
            _known = _known.With(whole.Entries.GetRange(_known.Entries.Count, count - _known.Entries.Count));
        return _known;
    }
}
