namespace NegotiationLedger.Console;

/// <summary>What stands behind a happening of the timeline, against it, and before it.</summary>
internal static class HappeningEvidence
{
    /// <summary>It, account by account.</summary>
    internal static IReadOnlyList<Support> Of(TimelineItem item, Account account)
    {
        var accounts = item.Accounts ?? [];
        var against = accounts.Where(a => a.Differs is not null || a.Revised).Select(a => a.Event).ToHashSet();
        return
        [
            new(SupportKind.Says, null, item.Viewpoints, [.. item.Events.Where(e => !against.Contains(e))], item.Occurred.Text),
            .. accounts.Where(a => a is { Differs: not null, Revised: false }).Select(a => Told(a, KindOf(a))),
            .. accounts.Where(a => a.Revised).Select(a => Told(a, SupportKind.SaidBefore)),
            .. Denials(item, item.DeniedBy, SupportKind.Denies, account),
            .. Denials(item, item.PerhapsDeniedBy, SupportKind.PerhapsDenies, account),
        ];
    }

    private static SupportKind KindOf(HappeningAccount account) =>
        account.Differs is ["occurred"] ? SupportKind.DatesOtherwise : SupportKind.SaysOtherwise;

    private static Support Told(HappeningAccount account, SupportKind kind) =>
        new(kind, kind is SupportKind.DatesOtherwise ? null : account.What, [account.Viewpoint], [account.Event], account.Occurred.Text);

    private static IEnumerable<Support> Denials(TimelineItem item, IReadOnlyList<Viewpoint>? by, SupportKind kind, Account account) =>
        (by ?? []).Select(viewpoint => new Support(
            kind,
            null,
            [viewpoint],
            [
                .. account
                    .Visible.Where(a =>
                        a.Data.Claim is Claim.Denied
                        && a.Viewpoint == viewpoint
                        && EventNames.Of(a.Data).Name == item.Type
                        && (a.Occurrence == item.Occurrence || a.Data.Occurred.Overlaps(item.Occurred))
                    )
                    .Select(a => a.Id),
            ],
            null
        ));
}
