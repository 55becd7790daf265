namespace NegotiationLedger.Recording.Imports;

/// <summary>The editions of a sheet: the documents that its rows were taken from, in the order in which they came out.</summary>
/// <param name="history">The negotiation.</param>
internal sealed class Editions(History history)
{
    private readonly Dictionary<SourceId, long> _firsts = FirstsOf(history);

    /// <summary>Whether one edition is known to be older than another: by their dates of publication, else by which was loaded first.</summary>
    internal bool IsOlder(SourceId one, SourceId other)
    {
        if (one == other)
            return false;
        if (PublishedOf(one) is { } own && PublishedOf(other) is { } others && (own.IsBefore(others) || others.IsBefore(own)))
            return own.IsBefore(others);
        return _firsts.TryGetValue(one, out var first) && _firsts.TryGetValue(other, out var second) && first < second;
    }

    /// <summary>When an edition came out; null when that is not known.</summary>
    internal Edtf? PublishedOf(SourceId edition) =>
        history.Registry.Sources.TryGetValue(edition, out var source) ? source.Description.Published : null;

    private static Dictionary<SourceId, long> FirstsOf(History history)
    {
        var firsts = new Dictionary<SourceId, long>();
        foreach (var entry in history.Entries)
        {
            if (RowId.IsOne(entry.Id) && entry.Data.Attribution is { } attribution)
                firsts.TryAdd(attribution.Source, entry.Sequence);
        }

        return firsts;
    }
}
