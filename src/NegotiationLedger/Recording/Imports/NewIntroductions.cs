namespace NegotiationLedger.Recording.Imports;

/// <summary>Decides which row opens a negotiation, and which row each new party joins by: the one that speaks of the earliest day.</summary>
internal static class NewIntroductions
{
    /// <summary>Gives the rows what is to be recorded before them.</summary>
    internal static void Give(JudgedRow[] rows, History history)
    {
        var negotiation = history.Negotiation;
        var given = new HashSet<(IntroducedKind, string)>();
        var early = Enumerable
            .Range(0, rows.Length)
            .Where(i => rows[i].IsToRecord && rows[i].Mapped.Introduces.Count > 0)
            .OrderBy(i => rows[i].Mapped.Occurred?.Earliest ?? DateTimeOffset.MaxValue)
            .ThenBy(i => i);
        foreach (var i in early)
        {
            var drafts = rows[i]
                .Mapped.Introduces.Where(introduced => IsNew(introduced, history) && given.Add((introduced.Kind, introduced.Id)))
                .OrderBy(introduced => introduced.Kind)
                .Select(introduced => new Draft(IdOf(negotiation, introduced), introduced.Body))
                .ToList();
            if (drafts.Count > 0)
                rows[i] = rows[i] with { IntroductionDrafts = drafts };
        }
    }

    /// <summary>The id of the record by which something was introduced by an import: the same whichever row it was.</summary>
    internal static EventId IdOf(NegotiationId negotiation, Introduced introduced) =>
        introduced.Kind is IntroducedKind.Opening
            ? RowId.OfIntroduction(negotiation, "opening", negotiation.Value)
            : RowId.OfIntroduction(negotiation, "party", introduced.Id);

    private static bool IsNew(Introduced introduced, History history) =>
        introduced.Kind switch
        {
            IntroducedKind.Opening => history.Version == 0,
            IntroducedKind.Party => !history.Known.Has(typeof(PartyId), introduced.Id),
            _ => false,
        };
}
