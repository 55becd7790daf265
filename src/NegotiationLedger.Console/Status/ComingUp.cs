namespace NegotiationLedger.Console;

/// <summary>Something that is to come.</summary>
/// <param name="At">The last instant of its date.</param>
/// <param name="On">Its date, as asserted.</param>
/// <param name="What">What is to come, in words.</param>
public sealed record Coming(DateTimeOffset At, Edtf On, string What);

/// <summary>What is to come after an instant: deadlines that run, periods that end, and what is planned.</summary>
internal static class ComingUp
{
    /// <summary>It, the nearest first.</summary>
    internal static IReadOnlyList<Coming> Of(
        TalksStatus status,
        Agreements agreements,
        Timeline timeline,
        Look look,
        DateTimeOffset asOf
    ) =>
        [
            .. Ends(status, look.Names)
                .Concat(Commitments(agreements, look.Names))
                .Concat(Planned(timeline))
                .Where(c => c.At >= asOf)
                .OrderBy(c => c.At)
                .ThenBy(c => c.What, StringComparer.Ordinal),
        ];

    private static IEnumerable<Coming> Ends(TalksStatus status, Names names) =>
        new[] { Ending(status.Session?.Value, Strings.NextSession) }
            .Concat(
                status
                    .Ultimatums.Values.Where(u => u.State.Value is UltimatumState.Running)
                    .Select(u =>
                        Ending(u.Deadline?.Value, Say.Of(Strings.NextUltimatum, u.By is { } by ? names.Party(by) : "", u.Text?.Value))
                    )
            )
            .Concat(
                status.Parties.SelectMany(p =>
                    p.Value.Ceasefires.Values.Where(c => c.Holds?.Value == true)
                        .Select(c => Ending(c.Until?.Value, Say.Of(Strings.NextCeasefire, names.Party(p.Key))))
                )
            )
            .Concat(
                status.Agreements.Select(a => Ending(a.Value.Until?.Value, Say.Of(Strings.NextAgreement, a.Value.Title?.Value ?? a.Key)))
            )
            .OfType<Coming>();

    private static Coming? Ending(PeriodEnd? end, string what) => end is { On: { } on, At: { } at } ? new(at, on, what) : null;

    private static IEnumerable<Coming> Commitments(Agreements agreements, Names names) =>
        agreements
            .Commitments.Values.Where(c => c.State?.Value is CommitmentState.Open)
            .Select(c => Ending(c.Deadline?.Value, Say.Of(Strings.NextCommitment, c.By is { } by ? names.Party(by) : "", c.Text?.Value)))
            .OfType<Coming>();

    private static IEnumerable<Coming> Planned(Timeline timeline) =>
        timeline
            .Items.Where(i => i.PlannedUntil is not null)
            .Select(i => new Coming(i.PlannedUntil!.Value, i.Occurred, Say.Of(Strings.NextPlanned, i.What)));
}
