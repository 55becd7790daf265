namespace NegotiationLedger.Views;

/// <summary>What a record changed in a view.</summary>
/// <param name="View">The view's name.</param>
/// <param name="Change">What changed; never nothing.</param>
public sealed record ChangedView(string View, ViewChange Change);

/// <summary>
/// What one record of a negotiation after another changes in its views, through the lens that shows everything: from the view without it to the
/// view with it, both as of the instant at which it was recorded, so that what time alone changed meanwhile is not told as its doing.
/// </summary>
/// <remarks>It costs what the record changes. Not safe for several callers at once.</remarks>
public sealed class RecordChanges
{
    private readonly AccountByRecording _account = new(Lens.Everything);
    private readonly KnownRegistry _registry = new();
    private readonly IReadOnlyList<(string Name, FollowedView View)> _views = [.. ViewCatalog.All.Select(v => (v.Name, v.Follow()))];

    /// <summary>The version of the last record that was taken in; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>Takes in a history up to a record, and says what that one changed.</summary>
    /// <param name="history">The negotiation, with the record; never of an earlier version than before.</param>
    /// <param name="version">The record's version, above <see cref="Version"/>.</param>
    /// <param name="cancellation">Gives up; then this is not to be used any more.</param>
    /// <returns>The views that changed, in the order of <see cref="ViewCatalog.All"/>.</returns>
    public IReadOnlyList<ChangedView> Of(History history, long version, CancellationToken cancellation = default)
    {
        while (Version < version - 1)
        {
            cancellation.ThrowIfCancellationRequested();
            Take(history);
        }

        var entry = history.Entries[(int)Version];
        if (_account.Account.IsChanged)
            Follow(entry.RecordedAt);
        Take(history);
        return [.. Follow(entry.RecordedAt).Where(v => v.Change.Patch.Count > 0)];
    }

    private void Take(History history)
    {
        var entry = history.Entries[(int)Version++];
        _account.Add(entry, _registry.Before(entry, history.Registry));
    }

    private List<ChangedView> Follow(DateTimeOffset asOf)
    {
        var change = _account.Account.TakeChange();
        return [.. _views.Select(v => new ChangedView(v.Name, v.View.Take(_account.Account, change, asOf)))];
    }
}
