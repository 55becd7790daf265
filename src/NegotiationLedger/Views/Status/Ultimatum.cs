using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>How an ultimatum stands.</summary>
[JsonConverter(typeof(NamedValue<UltimatumState>))]
public enum UltimatumState
{
    /// <summary>Set, and neither answered nor withdrawn.</summary>
    Running,

    /// <summary>Answered.</summary>
    Answered,

    /// <summary>Taken back.</summary>
    Withdrawn,
}

/// <summary>An ultimatum.</summary>
/// <param name="By">Who set it.</param>
/// <param name="To">Who is to comply.</param>
/// <param name="Text">What is required.</param>
/// <param name="Deadline">By when; its end counts.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsPast">Whether the deadline passed before the lens's <c>occurredUntil</c>; null when the lens gives none, so that nothing is judged.</param>
public sealed record Ultimatum(PartyId? By, PartyId? To, string? Text, Edtf? Deadline, Field<UltimatumState> State, bool? IsPast = null);
