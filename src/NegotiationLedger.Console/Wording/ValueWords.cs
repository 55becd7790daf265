namespace NegotiationLedger.Console;

/// <summary>Values of views in words.</summary>
internal static class ValueWords
{
    /// <summary>A value in words.</summary>
    internal static string Of<T>(T value, Names names) =>
        value switch
        {
            Phase v => Say.Named(v),
            Presence v => Say.Named(v),
            Hostilities v => Say.Named(v),
            OperationState v => Say.Named(v),
            UltimatumState v => Say.Named(v),
            ProposalState v => Say.Named(v),
            Response v => Say.Named(v),
            AgreementState v => Say.Named(v),
            AgreementScope v => Say.Named(v),
            CommitmentState v => Say.Named(v),
            DemandStatus v => Say.Named(v),
            TalksFormat v => Say.Named(v),
            Role v => Say.Named(v),
            bool yes => yes ? Strings.Yes : Strings.No,
            PartyId party => names.Party(party),
            IssueId issue => names.Issue(issue.Value),
            ProposalId proposal => names.Frame.TitleOf(proposal),
            AgreementId agreement => names.Frame.TitleOf(agreement),
            PeriodEnd { On: { } on } => DateWords.Of(on),
            PeriodEnd { Unknown: true } => Strings.EndUnknown,
            PeriodEnd => Strings.EndOpen,
            PartyDecision decision => Decision(decision),
            _ => value?.ToString() ?? "",
        };

    /// <summary>A party, or that it is not one, in words.</summary>
    internal static string PartyTo(string party, bool isParty, Names names) =>
        isParty ? names.Party(party) : Say.Of(Strings.AgreementPartyNot, names.Party(party));

    private static string Decision(PartyDecision decision)
    {
        var words = Say.Named(decision.Kind);
        if (decision.Body is { } body)
            words = Say.Of(Strings.DecidedByBody, words, body);
        return decision is { VotesFor: { } yes, VotesAgainst: { } no } ? Say.Of(Strings.DecidedByVotes, words, yes, no) : words;
    }
}
