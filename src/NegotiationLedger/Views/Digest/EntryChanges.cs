namespace NegotiationLedger.Views;

/// <summary>What an entry changed in a view.</summary>
/// <param name="View">The view's name.</param>
/// <param name="Change">What changed; never nothing.</param>
public sealed record ChangedView(string View, ViewChange Change);

/// <summary>
/// What one entry of the log after another changes in the views of a negotiation, through the lens that shows everything: from the view without it
/// to the view with it, both as of the instant at which it was recorded, so that what time alone changed meanwhile is not told as its doing. The
/// entries are the negotiation's own, and what is registered of the sources and speakers that it cites.
/// </summary>
/// <remarks>It costs what the entry changes. Not safe for several callers at once.</remarks>
public sealed class EntryChanges
{
    private readonly AccountByRecording _account = new(Lens.Everything);
    private readonly KnownRegistry _registry = new();
    private readonly IReadOnlyList<(string Name, FollowedView View)> _views = [.. ViewCatalog.All.Select(v => (v.Name, v.Follow()))];
    private int _taken;

    /// <summary>The sequence up to which everything was taken in; 0 before the first.</summary>
    public long Reached { get; private set; }

    /// <summary>
    /// Whether an entry can change a view: any of a negotiation; of registrations those of what was cited before, which are corrections of a
    /// source and roles of a speaker. Nothing is cited before it is registered, and no view tells a source's text.
    /// </summary>
    public static bool IsAnyFrom(Entry entry) => entry.Data is not Registration || KnownRegistry.MayMove(entry);

    /// <summary>Takes in a history up to an entry, and says what that one changed.</summary>
    /// <param name="history">The negotiation and what is registered, with the entry; never of an earlier position than before.</param>
    /// <param name="entry">The entry: of the negotiation, or a registration. Its sequence is above <see cref="Reached"/>.</param>
    /// <param name="cancellation">Gives up; then this is not to be used any more.</param>
    /// <returns>The views that changed, in the order of <see cref="ViewCatalog.All"/>.</returns>
    public IReadOnlyList<ChangedView> Of(History history, Entry entry, CancellationToken cancellation = default)
    {
        Take(history, entry.Sequence - 1, cancellation);
        if (_account.Account.IsChanged)
            Follow(entry.RecordedAt);
        Take(history, entry.Sequence, cancellation);
        return _account.Account.IsChanged ? [.. Follow(entry.RecordedAt).Where(v => v.Change.Patch.Count > 0)] : [];
    }

    private void Take(History history, long sequence, CancellationToken cancellation)
    {
        for (; _taken < history.Entries.Count && history.Entries[_taken] is var next && next.Sequence <= sequence; _taken++)
        {
            cancellation.ThrowIfCancellationRequested();
            _account.Add(next, _registry.Before(next.Sequence, history.Registry));
        }

        _account.Learn(_registry.Before(sequence + 1, history.Registry));
        Reached = sequence;
    }

    private List<ChangedView> Follow(DateTimeOffset asOf)
    {
        var change = _account.Account.TakeChange();
        return [.. _views.Select(v => new ChangedView(v.Name, v.View.Take(_account.Account, change, asOf)))];
    }
}
