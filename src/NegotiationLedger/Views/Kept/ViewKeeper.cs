using NegotiationLedger.Handling;

namespace NegotiationLedger.Views.Kept;

/// <summary>Keeps the documents of a view up with the log, a page at a time.</summary>
/// <param name="documents">The documents.</param>
/// <param name="histories">The log up to the end of the page.</param>
public sealed class ViewKeeper(IDocuments documents, IHistories histories)
{
    /// <summary>Brings every document up to the end of a page that the page changes.</summary>
    /// <param name="page">Entries in order of sequence, or whole streams one after the other.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task Follow<T>(Entry[] page, CancellationToken cancellationToken)
        where T : class, IView<T>
    {
        var registry = await histories.ReadRegistry(cancellationToken);
        var news = page.Where(e => e.Data is not Registration).ToLookup(e => e.Stream);
        var changed = await ChangedByRegistrations<T>(page, cancellationToken);
        var present = await documents.Load<KeptDocument<T>>([.. news.Select(n => n.Key).Union(changed)], cancellationToken);
        var toRead = new List<string>();
        foreach (var stream in news)
        {
            if (changed.Contains(stream.Key))
                continue;
            var before = present.GetValueOrDefault(stream.Key);
            if (await Folded(stream.Key, before, [.. stream], registry, cancellationToken) is { } document)
                Store(before, document);
            else
                toRead.Add(stream.Key);
        }

        toRead.AddRange(changed);
        foreach (var some in toRead.Chunk(50))
        foreach (var (stream, entries) in await histories.Read(some, cancellationToken))
            documents.Store(Whole<T>(stream, entries, registry));
    }

    // A registration that comes later than a record changes whose account the record is.
    private async Task<HashSet<string>> ChangedByRegistrations<T>(Entry[] page, CancellationToken cancellationToken)
        where T : class, IView<T>
    {
        var changes = page.Where(e => e.Data is Registration && e.Version > 1).Select(e => e.Stream).Distinct().ToList();
        return changes.Count == 0 ? [] : [.. await documents.Find<KeptDocument<T>>(changes, cancellationToken)];
    }

    private void Store<T>(KeptDocument<T>? present, KeptDocument<T> document)
        where T : class, IView<T>
    {
        if (!ReferenceEquals(present, document))
            documents.Store(document);
    }

    /// <summary>The document folded on; null when the history is needed.</summary>
    private async Task<KeptDocument<T>?> Folded<T>(
        string stream,
        KeptDocument<T>? present,
        Entry[] entries,
        Registry registry,
        CancellationToken cancellationToken
    )
        where T : class, IView<T>
    {
        if (present is null)
            return entries[0].Version == 1 ? Whole<T>(stream, entries, registry) : null;
        var news = Array.FindAll(entries, e => e.Version > present.Version);
        if (news.Length == 0)
            return present;
        if (news[0].Version != present.Version + 1 || present.Kept.Refolded(news) is not { } sequences)
            return null;
        var refolded = sequences.Count == 0 ? [] : await histories.Read(sequences, cancellationToken);
        var kept = present.Kept.Then(news, refolded, registry);
        return new(stream, news[^1].Sequence, news[^1].Version, KeywordsOf(news, present.Keywords), kept);
    }

    private static KeptDocument<T> Whole<T>(string stream, IReadOnlyList<Entry> entries, Registry registry)
        where T : class, IView<T>
    {
        var history = History.Empty(new(stream), registry).With(entries, registry);
        return new(stream, entries[^1].Sequence, entries[^1].Version, KeywordsOf(entries, []), KeptView<T>.Of(history));
    }

    private static IReadOnlyList<string> KeywordsOf(IEnumerable<Entry> entries, IReadOnlyList<string> known)
    {
        var keywords = new SortedSet<string>(known, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            keywords.UnionWith(Citations.In(entry.Data).Select(name => name.ToString()));
        }

        return keywords.Count == known.Count ? known : [.. keywords];
    }
}
