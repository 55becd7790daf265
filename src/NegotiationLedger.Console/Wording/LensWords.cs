namespace NegotiationLedger.Console;

/// <summary>A lens in words, as its bar says it.</summary>
internal static class LensWords
{
    /// <summary>The lens in one phrase: <c>as of 23 July 2025, according to Israel</c>. What it does not bound is left out.</summary>
    internal static string Of(Lens lens, Names names)
    {
        string?[] parts =
        [
            lens.OccurredUntil is { } occurred ? Say.Of(Strings.LensAsOf, Of(occurred)) : null,
            lens.AssertedUntil is { } asserted ? Say.Of(Strings.LensReported, Of(asserted)) : null,
            lens.RecordedUntil is { } recorded ? Say.Of(Strings.LensKnew, Of(recorded)) : null,
            lens.AccordingTo.IsEmpty ? Strings.LensEveryone : Say.Of(Strings.LensAccording, names.Viewpoints(lens.AccordingTo)),
            lens.UndisputedOnly ? Strings.LensUndisputed : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>Where a lens ends, in words; a place in the log or a record stays as it is written.</summary>
    internal static string Of(Bound bound) => bound.Position is not null || bound.Event is not null ? bound.Text : DateWords.Of(bound.Text);
}
