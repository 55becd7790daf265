namespace NegotiationLedger.Views;

/// <summary>The last happening that moved the talks, the teams, a proposal, a position or the situation on the ground.</summary>
/// <param name="Type">Its type.</param>
/// <param name="What">It in a line.</param>
/// <param name="Occurred">When, as asserted.</param>
/// <param name="At">The instant it is folded at.</param>
/// <param name="Viewpoints">Who says so, sorted.</param>
/// <param name="Events">The assertions of it.</param>
public sealed record Movement(
    string Type,
    string What,
    Edtf Occurred,
    DateTimeOffset At,
    IReadOnlyList<Viewpoint> Viewpoints,
    IReadOnlyList<EventId> Events
)
{
    internal static Movement Of(Step step, Frame frame)
    {
        var saying = step.Occurrence.SayingThe(step.Assertion);
        return new(
            EventNames.Of(step.Data).Name,
            step.Data.Headline(frame),
            step.Data.Occurred,
            step.Place.At.Instant,
            [.. saying.Select(m => m.Viewpoint).Distinct().Order()],
            [.. saying.Select(m => m.Id)]
        );
    }
}
