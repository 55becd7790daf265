using NegotiationLedger.Developments;

namespace NegotiationLedger.Views;

/// <summary>One line that says what a development is, naming parties by id, without its attribution.</summary>
public static class Headline
{
    /// <summary>The line, without a full stop.</summary>
    public static string Of(Development development) => Frame(development) ?? Table(development) ?? Words(development) ?? Ground(development);

    private static string? Frame(Development development) => development switch
    {
        NegotiationOpened e => e.Title,
        PartyJoined e => $"{e.Party} joins as {e.Role.ToString().ToLowerInvariant()}",
        PartyLeft e => $"{e.Party} leaves the negotiation",
        MediatorEngaged e => $"{e.Mediator} mediates",
        MediatorWithdrawn e => $"{e.Mediator} stops mediating",
        IssueTabled e => $"{e.Title} on the agenda",
        TalksAnnounced e => $"talks announced{In(e.Venue)}",
        TalksConvened e => $"talks in session{In(e.Venue)}",
        TalksAdjourned => "talks adjourned",
        TalksSuspended e => $"talks suspended{By(e.By?.Value)}",
        TalksResumed e => $"talks resumed{In(e.Venue)}",
        VenueChanged e => $"talks moved to {e.Venue}",
        DeadlockDeclared e => $"{e.By} declares deadlock",
        TalksCollapsed e => $"talks collapsed{By(e.By?.Value)}",
        NegotiationClosed => "negotiation closed",
        TeamDispatched e => $"{e.Party} sends its team{(e.To is null ? "" : $" to {e.To}")}",
        TeamRecalled e => $"{e.Party} recalls its team{(e.From is null ? "" : $" from {e.From}")}",
        EnvoyAppointed e => $"{e.Party} appoints {e.Name}",
        _ => null,
    };

    private static string? Table(Development development) => development switch
    {
        ProposalOffered e => $"{e.Proposal} offered{By(e.By?.Value)}",
        ProposalAmended e => $"{e.Proposal} amended{By(e.By?.Value)}",
        CounterProposalOffered e => $"{e.Proposal} offered{By(e.By?.Value)} in reply to {e.InReplyTo}",
        ResponseSubmitted e => $"{e.By} answers {e.Proposal}",
        ResponseCharacterized e => $"{e.Of}'s answer to {e.Proposal} called {e.Words}",
        ProposalAccepted { Extent: Extent.Full } e => $"{e.By} accepts {e.Proposal}",
        ProposalAccepted e => $"{e.By} accepts {e.Proposal} ({e.Extent.ToString().ToLowerInvariant()})",
        ProposalRejected e => $"{e.By} rejects {e.Proposal}",
        ProposalWithdrawn e => $"{e.Proposal} withdrawn{By(e.By?.Value)}",
        ProposalExpired e => $"{e.Proposal} expired",
        DemandStated e => $"{e.Party} demands: {e.Text}",
        DemandRevised e => $"{e.Party} revises its demand {e.Demand}: {e.Text}",
        DemandMet e => $"{e.Party}'s demand {e.Demand} is met{By(e.By?.Value)}",
        DemandDropped e => $"{e.Party} drops its demand {e.Demand}",
        ConcessionOffered e => $"{e.Party} concedes: {e.Text}",
        AssuranceGiven e => $"{e.By} assures: {e.Text}",
        AgreementReached e => $"agreement reached{(e.Title is null ? "" : $": {e.Title}")}",
        AgreementSigned e => $"agreement signed{In(e.Venue)}",
        AgreementRatified e => $"{e.By} ratifies the agreement",
        AgreementBreached e => $"{e.By} breaches the agreement: {e.Text}",
        _ => null,
    };

    private static string? Words(Development development) => development switch
    {
        StatementMade e => e.Text,
        AccusationMade e => $"{e.Against} accused{By(e.By?.Value)}: {e.Of}",
        IntentDeclared e => $"{e.By} intends: {e.Text}",
        UltimatumIssued e => $"{e.By} sets an ultimatum: {e.Text}",
        UltimatumEnded e => $"ultimatum {e.Ultimatum} {e.Outcome.ToString().ToLowerInvariant()}{By(e.By?.Value)}",
        AppealMade e => $"appeal{By(e.By?.Value)}: {e.Text}",
        _ => null,
    };

    private static string Ground(Development development) => development switch
    {
        MilitaryOperationsBegun e => $"{e.Party} begins military operations{In(e.Area)}",
        MilitaryOperationsHalted e => $"{e.Party} halts military operations{In(e.Area)}",
        CeasefireBegan => "ceasefire begins",
        CeasefireViolated e => $"ceasefire violated{By(e.By?.Value)}",
        PersonsReleased e => $"{e.Count?.ToString() ?? "some"} {e.Who ?? "persons"} released{By(e.By?.Value)}",
        AidDelivered e => $"aid delivered{By(e.By?.Value)}",
        SanctionsImposed e => $"sanctions imposed{By(e.By?.Value)}",
        SanctionsEased e => $"sanctions eased{By(e.By?.Value)}",
        FigureReported e => $"{e.Subject}: {e.Value}{(e.Unit is null ? "" : $" {e.Unit}")}",
        _ => EventNames.Of(development).Name,
    };

    private static string By(string? party) => party is null ? "" : $" by {party}";

    private static string In(string? place) => place is null ? "" : $" in {place}";
}
