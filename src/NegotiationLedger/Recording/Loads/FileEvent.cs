using System.Text.Json;

namespace NegotiationLedger.Recording.Loads;

/// <summary>An event as the file of a negotiation holds it: a registration or a record, by its type.</summary>
/// <param name="Line">The number of its line, from 1.</param>
/// <param name="Id">Its id, which it keeps.</param>
/// <param name="Row">Its type.</param>
/// <param name="Data">Its fields, as they were stored.</param>
/// <param name="Origin">Where it stood in the ledger that the file comes from, or in that one's own origin.</param>
/// <param name="Text">The source's text, when the file has it.</param>
public sealed record FileEvent(int Line, EventId Id, EventName Row, JsonElement Data, Origin Origin, string? Text = null)
{
    /// <summary>Whether it describes a source or a speaker.</summary>
    public bool IsRegistration => Row.Type.IsSubclassOf(typeof(Registration));
}

/// <summary>An event that is to be appended.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">The version that it gets there.</param>
/// <param name="Id">Its id.</param>
/// <param name="Data">What is to be recorded.</param>
/// <param name="Origin">Where it stood before.</param>
/// <param name="Text">The source's text, to be kept beside the log.</param>
public sealed record EventToLoad(string Stream, long Version, EventId Id, LedgerEvent Data, Origin Origin, string? Text = null);

/// <summary>What of a file is still to be appended, or why nothing may be.</summary>
/// <param name="Events">The events that the ledger does not have yet, in the file's order; empty when there are problems.</param>
/// <param name="Problems">What cannot be a record; the first token of a pointer is the number of the line.</param>
/// <param name="Conflicts">What contradicts the ledger's own records.</param>
public sealed record LoadDecision(IReadOnlyList<EventToLoad> Events, IReadOnlyList<Problem> Problems, IReadOnlyList<Problem> Conflicts);
