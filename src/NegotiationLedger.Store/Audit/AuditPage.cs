namespace NegotiationLedger.Store.Audit;

/// <summary>A record that answers a question.</summary>
/// <param name="Record">The record.</param>
/// <param name="Frame">Tells one state of its negotiation's frame (title, parties, issues) from every other: the sequence of the last change to it.</param>
/// <param name="Language">The text search configuration that its words are stemmed by; <c>simple</c> for none.</param>
/// <param name="Rank">How well the words match; 0 where none were asked for.</param>
public sealed record AuditHit(AuditRecord Record, long Frame, string Language, float Rank);

/// <summary>A page of an answer.</summary>
/// <param name="Hits">The records.</param>
/// <param name="Order">Their order.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditHit> Hits, AuditOrder Order, AuditPlace? Next);

/// <summary>The text asked for has no word that could be looked for: none at all, or only words that must not be there.</summary>
public sealed class NoWordsException() : Exception("The text to search for contains no word.");
