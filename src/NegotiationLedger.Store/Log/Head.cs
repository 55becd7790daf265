namespace NegotiationLedger.Store;

/// <summary>How far the log reaches.</summary>
/// <param name="Sequence">The last entry's; 0 when there is none.</param>
/// <param name="RecordedAt">When that was recorded, UTC; 1970-01-01 when there is none. No later entry will be recorded at or before it.</param>
/// <param name="RegistrationSequence">That of the last entry that describes a source or a speaker; 0 when there is none.</param>
public sealed record Head(long Sequence, DateTimeOffset RecordedAt, long RegistrationSequence);

/// <summary>Entries of one stream, with the head of the log in the same snapshot.</summary>
/// <param name="Head">The head.</param>
/// <param name="Version">The stream's version; 0 when there is no such stream.</param>
/// <param name="Entries">The entries asked for, by rising version.</param>
public sealed record StreamSlice(Head Head, long Version, IReadOnlyList<Entry> Entries);

/// <summary>A stream in a listing.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Version">The version of its last entry.</param>
/// <param name="RecordedAt">When that was recorded, UTC.</param>
public sealed record StreamSummary(string Stream, long Version, DateTimeOffset RecordedAt);
