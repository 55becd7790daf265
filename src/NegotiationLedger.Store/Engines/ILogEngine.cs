using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Store.Engines;

/// <summary>
/// What the ledger needs of whatever appends to its log and runs its handlers. Everything else the ledger asks of tables that stand beside
/// the log, whichever engine is at work.
/// </summary>
public interface ILogEngine : IAsyncDisposable
{
    /// <summary>The mark under which it appends: a ledger bears the mark of one engine.</summary>
    string Name { get; }

    /// <summary>What of the log's promises it cannot keep, in a sentence for operators; null when it keeps all of them.</summary>
    string? Caveat { get; }

    /// <summary>Appends a request, all or nothing. The answer is certain, and what it says was appended is on disk.</summary>
    /// <remarks>What it throws, <see cref="LedgerLog.Append"/> tells.</remarks>
    Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken);

    /// <summary>The entries of a stream after a version, with the stream's version and the head at one position of the log.</summary>
    Task<StreamSlice> ReadStream(string stream, long afterVersion, CancellationToken cancellationToken);

    /// <summary>Entries after a sequence, in order; fewer than the limit only at the end of the log.</summary>
    /// <param name="afterSequence">The sequence before the first entry wanted.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="types">The stored names wanted; all when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<Entry>> ReadPage(
        long afterSequence,
        int limit,
        IReadOnlyCollection<string>? types,
        CancellationToken cancellationToken
    );

    /// <summary>The entry of an id, or null.</summary>
    Task<Entry?> Find(EventId id, CancellationToken cancellationToken);

    /// <summary>Runs handlers on this node until what it returns is disposed; on every node of a ledger the same call is made.</summary>
    IAsyncDisposable Run(IReadOnlyList<Handler> handlers, HandlerOptions options);
}
