namespace NegotiationLedger.Values;

/// <summary>One thing wrong with what was sent, for the one who sent it.</summary>
/// <param name="Pointer">The place: a JSON Pointer (RFC 6901) into the body, or <c>/name</c> for a query parameter.</param>
/// <param name="Detail">What is wrong with which value, and how to correct it.</param>
public sealed record Problem(string Pointer, string Detail);

/// <summary>Something a reader or recorder should know, that refuses nothing.</summary>
/// <param name="Code">A stable name for it, in snake_case.</param>
/// <param name="Detail">The sentence for a person.</param>
/// <param name="Events">The records it is about.</param>
public sealed record Warning(string Code, string Detail, IReadOnlyList<EventId> Events);
