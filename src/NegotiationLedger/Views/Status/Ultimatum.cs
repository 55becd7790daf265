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
public sealed record Ultimatum(
    PartyId? By,
    PartyId? To,
    Field<string>? Text,
    Field<PeriodEnd>? Deadline,
    Field<UltimatumState> State,
    bool? IsPast = null
)
{
    internal Ultimatum At(DateTimeOffset asOf)
    {
        if (Deadline is not { Value.At: not null } deadline)
            return this;
        var isPast = deadline.Value.IsOver(asOf);
        var state = isPast && State.Value is UltimatumState.Running ? State.RanOut(UltimatumState.Past, deadline, asOf) : State;
        return isPast == IsPast && ReferenceEquals(state, State) ? this : this with { IsPast = isPast, State = state };
    }

    /// <summary>When its deadline passes.</summary>
    internal IEnumerable<DateTimeOffset?> Ends => State.Value is UltimatumState.Running ? State.EndsBy(Deadline) : [Deadline?.Value.At];

    /// <summary>The fields of it on which accounts differ, where it stands at a place.</summary>
    internal IEnumerable<ContestedField> ContestedAt(string place) =>
        [.. State.ContestedAs($"{place}/state"), .. Text.ContestedAs($"{place}/text"), .. Deadline.ContestedAs($"{place}/deadline")];

    internal static Ultimatum Issue(Ultimatum? ultimatum, Step step, UltimatumIssued e)
    {
        var state = ultimatum?.State.Say(step, UltimatumState.Running) ?? Field.First(step, UltimatumState.Running);
        var deadline = (ultimatum?.Deadline).SayIf(step, PeriodEnd.Of(step, e.Deadline));
        var (by, to) = step.IsOverall || ultimatum is null ? (e.By, e.To) : (ultimatum.By, ultimatum.To);
        return new(by, to, (ultimatum?.Text).Say(step, e.Text), deadline, state);
    }

    internal static Ultimatum End(Ultimatum? ultimatum, Step step, UltimatumEnded e)
    {
        var ended = e.Outcome is UltimatumOutcome.Answered ? UltimatumState.Answered : UltimatumState.Withdrawn;
        return ultimatum is null
            ? new(null, null, null, null, Field.First(step, ended))
            : ultimatum with
            {
                State = ultimatum.State.Say(step, ended),
            };
    }
}
