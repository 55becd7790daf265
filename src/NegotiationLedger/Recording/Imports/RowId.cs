namespace NegotiationLedger.Recording.Imports;

/// <summary>
/// Names a row for ever, the same way each time it is loaded: an id of what it is made from, whose time is 0.
/// </summary>
internal static class RowId
{
    /// <summary>The id of a row by what it says.</summary>
    /// <param name="negotiation">The negotiation.</param>
    /// <param name="body">The body as JSON, its members sorted.</param>
    /// <param name="ordinal">Which of the rows of the file that say the same, from 0.</param>
    internal static EventId OfBody(NegotiationId negotiation, string body, int ordinal) => Of($"{negotiation}\nbody\n{ordinal}\n{body}");

    /// <summary>The id of a row by its own name.</summary>
    /// <param name="negotiation">The negotiation.</param>
    /// <param name="key">The row's name.</param>
    /// <param name="ordinal">How many records under that name were replaced before, because an edition changed their type.</param>
    internal static EventId OfKey(NegotiationId negotiation, string key, int ordinal = 0) =>
        Of(ordinal == 0 ? $"{negotiation}\nkey\n{key}" : $"{negotiation}\nkey\n{key}\nagain\n{ordinal}");

    /// <summary>The id of what a newer edition does to a record: the same for the same state and words, so that it is done once.</summary>
    /// <param name="record">The record.</param>
    /// <param name="state">The last record about it so far; itself when there is none.</param>
    /// <param name="body">What is done, as JSON.</param>
    internal static EventId OfRevision(EventId record, EventId state, string body) => Of($"{record}\nrevision\n{state}\n{body}");

    /// <summary>The id of a party's joining, or of an opening, that rows gave rise to.</summary>
    internal static EventId OfIntroduction(NegotiationId negotiation, string what, string id) => Of($"{negotiation}\n{what}\n{id}");

    /// <summary>Whether an import gave the id.</summary>
    internal static bool IsOne(EventId id) => id.Value.ToByteArray(bigEndian: true).AsSpan(0, 6).IndexOfAnyExcept((byte)0) < 0;

    private static EventId Of(string content) => HashedId.Of($"negotiation-ledger import\n{content}", time: 0);
}
