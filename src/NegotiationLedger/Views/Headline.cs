namespace NegotiationLedger.Views;

/// <summary>One line that says what a development is, naming parties as the frame does, without its attribution.</summary>
/// <param name="frame">Knows the parties' names.</param>
public sealed class Headline(Frame frame)
{
    /// <summary>The line, without a full stop.</summary>
    public string Of(Development development) =>
        OfTalks(development) ?? OfTable(development) ?? OfWords(development) ?? OfGround(development);

    /// <summary>The line of a record of any kind; for a record about a record what it does and its words.</summary>
    public string OfRecord(LedgerEvent data) =>
        data switch
        {
            Development development => Of(development),
            AssertionCorroborated e => $"record corroborated{(e.Grounds is null ? "" : $": {e.Grounds}")}",
            AssertionDisputed e => $"record disputed: {e.Grounds}",
            AssertionCorrected e => $"record corrected: {e.Reason}",
            AssertionRetracted e => $"record retracted: {e.Reason}",
            _ => EventNames.Of(data).Name,
        };

    private string? OfTalks(Development development) =>
        development switch
        {
            NegotiationOpened e => e.Title,
            PartyJoined e => $"{Name(e.Party)} joins as {e.Role.ToString().ToLowerInvariant()}",
            PartyLeft e => $"{Name(e.Party)} leaves the negotiation",
            MediatorEngaged e => $"{Name(e.Mediator)} mediates",
            MediatorWithdrawn e => $"{Name(e.Mediator)} stops mediating",
            IssueTabled e => $"{e.Title} on the agenda",
            TalksAnnounced e => $"talks announced{In(e.Venue)}",
            TalksConvened e => $"talks in session{In(e.Venue)}",
            TalksAdjourned => "talks adjourned",
            TalksSuspended e => $"talks suspended{By(e.By)}",
            TalksResumed e => $"talks resumed{In(e.Venue)}",
            VenueChanged e => $"talks moved to {e.Venue}",
            DeadlockDeclared e => $"{Name(e.By)} declares deadlock",
            TalksCollapsed e => $"talks collapsed{By(e.By)}",
            NegotiationClosed => "negotiation closed",
            TeamDispatched e => $"{Name(e.Party)} sends its team{(e.To is null ? "" : $" to {e.To}")}",
            TeamRecalled e => $"{Name(e.Party)} recalls its team{(e.From is null ? "" : $" from {e.From}")}",
            EnvoyAppointed e => $"{Name(e.Party)} appoints {e.Name}",
            _ => null,
        };

    private string? OfTable(Development development) =>
        development switch
        {
            ProposalOffered e => $"{e.Proposal} offered{By(e.By)}",
            ProposalAmended e => $"{e.Proposal} amended{By(e.By)}",
            CounterProposalOffered e => $"{e.Proposal} offered{By(e.By)} in reply to {e.InReplyTo}",
            ResponseSubmitted e => $"{Name(e.By)} answers {e.Proposal}",
            ResponseCharacterized e => $"{Name(e.Of)}'s answer to {e.Proposal} called {e.Words}",
            ProposalAccepted { Extent: Extent.Full } e => $"{Name(e.By)} accepts {e.Proposal}",
            ProposalAccepted e => $"{Name(e.By)} accepts {e.Proposal} ({e.Extent.ToString().ToLowerInvariant()})",
            ProposalRejected e => $"{Name(e.By)} rejects {e.Proposal}",
            ProposalWithdrawn e => $"{e.Proposal} withdrawn{By(e.By)}",
            ProposalExpired e => $"{e.Proposal} expired",
            DemandStated e => $"{Name(e.Party)} demands: {e.Text}",
            DemandRevised e => $"{Name(e.Party)} revises its demand {e.Demand}: {e.Text}",
            DemandMet e => $"{Name(e.Party)}'s demand {e.Demand} is met{By(e.By)}",
            DemandDropped e => $"{Name(e.Party)} drops its demand {e.Demand}",
            ConcessionOffered e => $"{Name(e.Party)} concedes: {e.Text}",
            AssuranceGiven e => $"{Name(e.By)} assures: {e.Text}",
            AgreementReached e => $"agreement reached{(e.Title is null ? "" : $": {e.Title}")}",
            AgreementSigned e => $"agreement signed{In(e.Venue)}",
            AgreementRatified e => $"{Name(e.By)} ratifies the agreement",
            AgreementBreached e => $"{Name(e.By)} breaches the agreement: {e.Text}",
            _ => null,
        };

    private string? OfWords(Development development) =>
        development switch
        {
            StatementMade e => e.Text,
            AccusationMade e => $"{Name(e.Against)} accused{By(e.By)}: {e.Of}",
            IntentDeclared e => $"{Name(e.By)} intends: {e.Text}",
            UltimatumIssued e => $"{Name(e.By)} sets an ultimatum: {e.Text}",
            UltimatumEnded e => $"ultimatum {e.Ultimatum} {e.Outcome.ToString().ToLowerInvariant()}{By(e.By)}",
            AppealMade e => $"appeal{By(e.By)}: {e.Text}",
            _ => null,
        };

    private string OfGround(Development development) =>
        development switch
        {
            MilitaryOperationsBegun e => $"{Name(e.Party)} begins military operations{In(e.Area)}",
            MilitaryOperationsHalted e => $"{Name(e.Party)} halts military operations{In(e.Area)}",
            CeasefireBegan => "ceasefire begins",
            CeasefireViolated e => $"ceasefire violated{By(e.By)}",
            PersonsReleased e => $"{e.Count?.ToString() ?? "some"} {e.Who ?? "persons"} released{By(e.By)}",
            AidDelivered e => $"aid delivered{By(e.By)}",
            SanctionsImposed e => $"sanctions imposed{By(e.By)}",
            SanctionsEased e => $"sanctions eased{By(e.By)}",
            FigureReported e => $"{e.Subject}: {e.Value}{(e.Unit is null ? "" : $" {e.Unit}")}",
            _ => EventNames.Of(development).Name,
        };

    private string By(PartyId? party) => party is { } by ? $" by {Name(by)}" : "";

    private string Name(PartyId party) => frame.NameOf(party);

    private static string In(string? place) => place is null ? "" : $" in {place}";
}
