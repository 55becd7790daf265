namespace NegotiationLedger.Store.Projections;

/// <summary>A negotiation with what the views' documents of it are.</summary>
/// <param name="Negotiation">Its id.</param>
/// <param name="Version">The version of its stream.</param>
/// <param name="Keywords">The streams of the sources and speakers that it cites.</param>
/// <param name="Documents">The documents, in the order of <see cref="PersistedView.All"/>.</param>
internal sealed record FoldedNegotiation(string Negotiation, long Version, IReadOnlyList<string> Keywords, byte[][] Documents)
{
    /// <summary>Folds every view of a history.</summary>
    public static FoldedNegotiation Of(History history)
    {
        var account = history.Through(Lens.Everything);
        var keywords = Citations.Of(history.Entries);
        return new(
            history.Negotiation.Value,
            history.Version,
            keywords,
            [.. PersistedView.All.Select(view => view.Fold(history, account, keywords))]
        );
    }
}
