namespace NegotiationLedger.Views;

/// <summary>The sources and speakers that were known before one entry after another.</summary>
internal sealed class KnownRegistry
{
    private Registry _known = Registry.Empty;

    /// <summary>Those registered before an entry.</summary>
    /// <param name="entry">The entry; by rising sequence.</param>
    /// <param name="whole">All that are registered by now.</param>
    internal Registry Before(Entry entry, Registry whole)
    {
        var count = _known.Entries.Count;
        while (count < whole.Entries.Count && whole.Entries[count].Sequence < entry.Sequence)
            count++;
        if (count > _known.Entries.Count)
            _known = _known.With(whole.Entries.GetRange(_known.Entries.Count, count - _known.Entries.Count));
        return _known;
    }
}
