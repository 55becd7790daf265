namespace NegotiationLedger.Handling;

/// <summary>What a handler keeps under an id.</summary>
public interface IDocument
{
    /// <summary>The id.</summary>
    string Id { get; }

    /// <summary>The version of the stream that it was made from; 0 when it was made from no single one.</summary>
    long Version { get; }

    /// <summary>The streams of the registrations by which it is to be found again, sorted and distinct.</summary>
    IReadOnlyList<string> Keywords { get; }
}

/// <summary>The documents of a handler. What is stored is written together with the handler's progress, or not at all.</summary>
public interface IDocuments
{
    /// <summary>The documents of some ids; an id without one is left out. What was stored before is seen.</summary>
    Task<IReadOnlyDictionary<string, T>> Load<T>(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        where T : class, IDocument;

    /// <summary>The ids of the documents that have one of some keywords, sorted.</summary>
    Task<IReadOnlyList<string>> Find<T>(IReadOnlyCollection<string> keywords, CancellationToken cancellationToken)
        where T : class, IDocument;

    /// <summary>Keeps a document in place of the one with its id.</summary>
    void Store<T>(T document)
        where T : class, IDocument;
}
