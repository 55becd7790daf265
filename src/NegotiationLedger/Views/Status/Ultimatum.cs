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

    /// <summary>Neither, and its deadline has passed.</summary>
    Past,

    /// <summary>Neither, and the negotiation was closed.</summary>
    Over,
}

/// <summary>An ultimatum.</summary>
/// <param name="By">Who set it.</param>
/// <param name="To">Who is to comply.</param>
/// <param name="Text">What is required.</param>
/// <param name="Deadline">By when; its end counts.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsPast">Whether the deadline has passed; null where that is not judged.</param>
/// <param name="DeadlineAt">The last instant of the deadline; null where it has none.</param>
public sealed record Ultimatum(
    PartyId? By,
    PartyId? To,
    string? Text,
    Edtf? Deadline,
    Field<UltimatumState> State,
    bool? IsPast = null,
    DateTimeOffset? DeadlineAt = null
)
{
    internal Ultimatum At(DateTimeOffset asOf)
    {
        if (DeadlineAt is not { } deadline)
            return this;
        var isPast = deadline < asOf;
        var state = isPast && State.Value is UltimatumState.Running ? State.Judged(UltimatumState.Past, deadline) : State;
        return isPast == IsPast && ReferenceEquals(state, State) ? this : this with { IsPast = isPast, State = state };
    }
}
