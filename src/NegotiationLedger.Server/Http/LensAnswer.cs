namespace NegotiationLedger.Server;

/// <summary>The lens an answer was made through, as the reader wrote it.</summary>
/// <param name="OccurredUntil">What had occurred until when.</param>
/// <param name="AssertedUntil">What had been asserted until when.</param>
/// <param name="RecordedUntil">What had been recorded until when.</param>
/// <param name="AccordingTo">According to whom.</param>
/// <param name="Standing">Whether disputed assertions are left out.</param>
public sealed record LensAnswer(
    string? OccurredUntil,
    string? AssertedUntil,
    string? RecordedUntil,
    IReadOnlyList<Viewpoint>? AccordingTo,
    string? Standing
)
{
    /// <summary>The echo of a lens.</summary>
    public static LensAnswer Of(Lens lens) =>
        new(
            lens.OccurredUntil?.Text,
            lens.AssertedUntil?.Text,
            lens.RecordedUntil?.Text,
            lens.AccordingTo.IsEmpty ? null : lens.AccordingTo,
            lens.UndisputedOnly ? "undisputed" : null
        );
}
