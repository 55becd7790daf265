namespace NegotiationLedger.Handling;

/// <summary>The log as a handler may look back into it: up to the entries that it is handling, and no further.</summary>
public interface IHistories
{
    /// <summary>The sequence that it reaches to.</summary>
    long Until { get; }

    /// <summary>The sources and speakers registered up to there.</summary>
    Task<Registry> ReadRegistry(CancellationToken cancellationToken);

    /// <summary>The entries of negotiations up to there, by stream, each by rising version; a stream without entries is left out.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<Entry>>> Read(IReadOnlyCollection<string> streams, CancellationToken cancellationToken);

    /// <summary>Entries up to there by their sequences, in no order.</summary>
    Task<IReadOnlyList<Entry>> Read(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);
}
