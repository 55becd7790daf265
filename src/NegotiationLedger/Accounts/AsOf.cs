namespace NegotiationLedger.Accounts;

/// <summary>The instant by which an answer judges what has ended.</summary>
internal static class AsOf
{
    /// <summary>
    /// The earliest of the request's time and the ends of the bounds; but an explicit <c>occurredUntil</c> in the future is taken as given.
    /// Null when there is neither a request nor a bound, so that nothing is judged.
    /// </summary>
    /// <param name="lens">The lens.</param>
    /// <param name="request">When the answer is asked for.</param>
    /// <param name="occurred">The end of <c>occurredUntil</c>, or the instant of the record that it names.</param>
    /// <param name="asserted">The end of <c>assertedUntil</c>.</param>
    /// <param name="recorded">The end of <c>recordedUntil</c>, or when the last entry up to its position was recorded.</param>
    internal static DateTimeOffset? Of(
        Lens lens,
        DateTimeOffset? request,
        DateTimeOffset? occurred,
        DateTimeOffset? asserted,
        DateTimeOffset? recorded
    ) => lens.OccurredUntil is { Event: null } && occurred > request ? occurred : new[] { request, occurred, asserted, recorded }.Min();
}
