namespace NegotiationLedger.Console;

/// <summary>Where a replay stands, in words.</summary>
internal static class ReplayWords
{
    /// <summary>When what a frame shows happened, or was learned.</summary>
    internal static string When(ReplayMoment moment, ReplayOrder order) =>
        moment.Frame switch
        {
            { Entry: null, At: { } at } => DateWords.Instant(at),
            { Entry: { } entry } when order is ReplayOrder.Recorded => Say.Of(
                Strings.ReplayLearned,
                DateWords.Instant(entry.RecordedAt),
                entry.RecordedBy
            ),
            { Shown: Development shown } => DateWords.Of(shown.Occurred),
            _ => "",
        };

    /// <summary>How far it is: <c>44 of 48</c>.</summary>
    internal static string Place(ReplayMoment moment) => Say.Of(Strings.ReplayPlace, moment.Place.At, moment.Count);

    /// <summary>The page at a place.</summary>
    internal static Address At(Address here, ReplayPlace place) =>
        here.With("at", FormattableString.Invariant($"{place.At}"))
            .With("then", place.Then == 0 ? null : FormattableString.Invariant($"{place.Then}"));
}
