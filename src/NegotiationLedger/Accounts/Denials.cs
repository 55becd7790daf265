namespace NegotiationLedger.Accounts;

/// <summary>What a denial is held against: the occurrence that it names, else those of its type and subject whose dates may be its own.</summary>
internal static class Denials
{
    /// <summary>Whether a denial that names no happening may be of what an assertion tells.</summary>
    internal static bool MayDeny(Development denial, Development actual) =>
        denial.GetType() == actual.GetType()
        && actual.Claim is Claim.Actual
        && denial.Occurred.Overlaps(actual.Occurred)
        && EventNames.Of(denial).SubjectOf(denial).SequenceEqual(EventNames.Of(actual).SubjectOf(actual), StringComparer.Ordinal);

    /// <summary>Whether a denial names the happening that an assertion tells.</summary>
    internal static bool Names(Development denial, Development actual, EventId id) =>
        denial.GetType() == actual.GetType()
        && actual.Claim is Claim.Actual
        && EventNames.Of(denial).OccurrenceOf(denial) == (EventNames.Of(actual).OccurrenceOf(actual) ?? id.ToString());

    /// <summary>The happenings that a denial is held against, each with the assertions of it that it matches; more than one where it may be of any of them.</summary>
    internal static List<IGrouping<string, (EventId Id, Development Data)>> MatchesOf(
        Development denial,
        IEnumerable<(EventId Id, Development Data)> told
    ) =>
        [
            .. told.Where(t => EventNames.Of(denial).OccurrenceOf(denial) is null ? MayDeny(denial, t.Data) : Names(denial, t.Data, t.Id))
                .GroupBy(t => EventNames.Of(t.Data).OccurrenceOf(t.Data) ?? t.Id.ToString()),
        ];

    /// <summary>The assertions that a standing, undisputed denial of one happening is held against.</summary>
    internal static HashSet<EventId> DeniedIn(IEnumerable<Standing> standing)
    {
        List<Standing> all = [.. standing];
        var denials = all.Where(s => s.Data.Claim is Claim.Denied && s.DisputedBy.Count == 0).ToList();
        if (denials.Count == 0)
            return [];
        var told = all.Select(s => (s.Entry.Id, s.Data)).ToLookup(t => t.Data.GetType());
        return
        [
            .. denials
                .Select(d => MatchesOf(d.Data, told[d.Data.GetType()]))
                .Where(matches => matches.Count == 1)
                .SelectMany(matches => matches[0].Select(t => t.Id)),
        ];
    }
}
