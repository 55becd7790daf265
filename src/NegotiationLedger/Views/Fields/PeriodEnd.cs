namespace NegotiationLedger.Views;

/// <summary>How a state that lasts is said to end.</summary>
/// <param name="On">The date of its end, as asserted; null where none is given.</param>
/// <param name="At">The last instant of it; null while it has no known end.</param>
/// <param name="Unknown">Whether it is said to have ended at a time that nobody gives.</param>
public sealed record PeriodEnd(
    Edtf? On = null,
    DateTimeOffset? At = null,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
        bool Unknown = false
)
{
    /// <inheritdoc/>
    public override string ToString() => On?.Text ?? (Unknown ? "unknown" : "open");

    /// <summary>Whether it is over at an instant.</summary>
    internal bool IsOver(DateTimeOffset asOf) => At < asOf;

    /// <summary>The end of the state that begins with an effect: what <c>until</c> says, else the end of an interval; null where nothing is said of it.</summary>
    internal static PeriodEnd? Of(Step step)
    {
        var (occurred, zone) = (step.Data.Occurred, step.Assertion.Zone);
        if (Of(step, step.Data.Ends) is { } said)
            return said;
        // Of a moment an interval says some time within.
        if (occurred.Form is not EdtfForm.Interval || EventNames.Of(step.Data).Meaning!.Duration is not Duration.Period)
            return null;
        return occurred.End switch
        {
            EdtfEnd.Known => new(
                Edtf.Parse(occurred.Text[(occurred.Text.IndexOf('/', StringComparison.Ordinal) + 1)..]),
                InstantOf(occurred, zone)
            ),
            EdtfEnd.Unknown => new(Unknown: true),
            _ => new(),
        };
    }

    /// <summary>The end that an effect gives as a date; null where it gives none.</summary>
    internal static PeriodEnd? Of(Step step, Edtf? until) => until is null ? null : new(until, InstantOf(until, step.Assertion.Zone));

    /// <summary>The field after an effect that begins such a state, or tells it otherwise. A new beginning forgets how the one before was to end.</summary>
    internal static Field<PeriodEnd>? After(Field<PeriodEnd>? known, Step step)
    {
        var end = Of(step);
        if (step.IsOverall)
            return end is null ? null : Field.First(step, end);
        return end is not null && known is not null && ReferenceEquals(known.Current.Happening, step.Occurrence)
            ? known.Say(step, end)
            : known;
    }

    /// <summary>The last instant of a date; null where it has none.</summary>
    internal static DateTimeOffset? InstantOf(Edtf date, HomeZone zone) => date.End is EdtfEnd.Known ? date.LatestIn(zone).Instant : null;
}
