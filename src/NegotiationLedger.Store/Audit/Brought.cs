namespace NegotiationLedger.Store.Audit;

/// <summary>What became of negotiations that were to be brought to their newest version.</summary>
/// <param name="Failures">Those that could not be brought there, with what went wrong; what they hold up to then stays in the index.</param>
/// <param name="Unfinished">Those that had more to bring than one transaction should hold: commit, and bring them again.</param>
public sealed record Brought(IReadOnlyDictionary<string, Exception> Failures, IReadOnlyCollection<string> Unfinished);
