using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Vocabulary;

/// <summary>One row of the name table.</summary>
/// <param name="Name">The stored and wire name, for ever.</param>
/// <param name="SchemaVersion">The version in which new events of the type are written, from 1.</param>
/// <param name="Shape">How its JSON is read and written.</param>
public sealed record EventName(string Name, int SchemaVersion, JsonTypeInfo Shape)
{
    /// <summary>The record that holds it.</summary>
    public Type Type => Shape.Type;
}

/// <summary>The table from stored name to record: rows are added, never edited, and each row and version has a golden file.</summary>
public static class EventNames
{
    /// <summary>Every row, by family in the order of the vocabulary.</summary>
    public static IReadOnlyList<EventName> All { get; } =
    [
        // The frame
        new("negotiation_opened", 1, LedgerJson.Default.NegotiationOpened),
        new("party_joined", 1, LedgerJson.Default.PartyJoined),
        new("party_left", 1, LedgerJson.Default.PartyLeft),
        new("mediator_engaged", 1, LedgerJson.Default.MediatorEngaged),
        new("mediator_withdrawn", 1, LedgerJson.Default.MediatorWithdrawn),
        new("issue_tabled", 1, LedgerJson.Default.IssueTabled),
        // The talks
        new("talks_announced", 1, LedgerJson.Default.TalksAnnounced),
        new("talks_convened", 1, LedgerJson.Default.TalksConvened),
        new("talks_adjourned", 1, LedgerJson.Default.TalksAdjourned),
        new("talks_suspended", 1, LedgerJson.Default.TalksSuspended),
        new("talks_resumed", 1, LedgerJson.Default.TalksResumed),
        new("venue_changed", 1, LedgerJson.Default.VenueChanged),
        new("deadlock_declared", 1, LedgerJson.Default.DeadlockDeclared),
        new("talks_collapsed", 1, LedgerJson.Default.TalksCollapsed),
        new("negotiation_closed", 1, LedgerJson.Default.NegotiationClosed),
        // Teams
        new("team_dispatched", 1, LedgerJson.Default.TeamDispatched),
        new("team_recalled", 1, LedgerJson.Default.TeamRecalled),
        new("envoy_appointed", 1, LedgerJson.Default.EnvoyAppointed),
        // Proposals
        new("proposal_offered", 1, LedgerJson.Default.ProposalOffered),
        new("proposal_amended", 1, LedgerJson.Default.ProposalAmended),
        new("counter_proposal_offered", 1, LedgerJson.Default.CounterProposalOffered),
        new("response_submitted", 1, LedgerJson.Default.ResponseSubmitted),
        new("response_characterized", 1, LedgerJson.Default.ResponseCharacterized),
        new("proposal_accepted", 1, LedgerJson.Default.ProposalAccepted),
        new("proposal_rejected", 1, LedgerJson.Default.ProposalRejected),
        new("proposal_withdrawn", 1, LedgerJson.Default.ProposalWithdrawn),
        new("proposal_expired", 1, LedgerJson.Default.ProposalExpired),
        // Positions
        new("demand_stated", 1, LedgerJson.Default.DemandStated),
        new("demand_revised", 1, LedgerJson.Default.DemandRevised),
        new("demand_met", 1, LedgerJson.Default.DemandMet),
        new("demand_dropped", 1, LedgerJson.Default.DemandDropped),
        new("concession_offered", 1, LedgerJson.Default.ConcessionOffered),
        new("assurance_given", 1, LedgerJson.Default.AssuranceGiven),
        // Statements
        new("statement_made", 1, LedgerJson.Default.StatementMade),
        new("accusation_made", 1, LedgerJson.Default.AccusationMade),
        new("intent_declared", 1, LedgerJson.Default.IntentDeclared),
        new("ultimatum_issued", 1, LedgerJson.Default.UltimatumIssued),
        new("ultimatum_ended", 1, LedgerJson.Default.UltimatumEnded),
        new("appeal_made", 1, LedgerJson.Default.AppealMade),
        // On the ground
        new("military_operations_begun", 1, LedgerJson.Default.MilitaryOperationsBegun),
        new("military_operations_halted", 1, LedgerJson.Default.MilitaryOperationsHalted),
        new("ceasefire_began", 1, LedgerJson.Default.CeasefireBegan),
        new("ceasefire_violated", 1, LedgerJson.Default.CeasefireViolated),
        new("persons_released", 1, LedgerJson.Default.PersonsReleased),
        new("aid_delivered", 1, LedgerJson.Default.AidDelivered),
        new("sanctions_imposed", 1, LedgerJson.Default.SanctionsImposed),
        new("sanctions_eased", 1, LedgerJson.Default.SanctionsEased),
        new("figure_reported", 1, LedgerJson.Default.FigureReported),
        // Agreement
        new("agreement_reached", 1, LedgerJson.Default.AgreementReached),
        new("agreement_signed", 1, LedgerJson.Default.AgreementSigned),
        new("agreement_ratified", 1, LedgerJson.Default.AgreementRatified),
        new("agreement_breached", 1, LedgerJson.Default.AgreementBreached),
        // About other records
        new("assertion_corroborated", 1, LedgerJson.Default.AssertionCorroborated),
        new("assertion_disputed", 1, LedgerJson.Default.AssertionDisputed),
        new("assertion_corrected", 1, LedgerJson.Default.AssertionCorrected),
        new("assertion_retracted", 1, LedgerJson.Default.AssertionRetracted),
        // Registrations
        new("source_registered", 1, LedgerJson.Default.SourceRegistered),
        new("source_corrected", 1, LedgerJson.Default.SourceCorrected),
        new("speaker_registered", 1, LedgerJson.Default.SpeakerRegistered),
        new("speaker_role_changed", 1, LedgerJson.Default.SpeakerRoleChanged),
    ];

    private static readonly FrozenDictionary<string, EventName> ByName = All.ToFrozenDictionary(n => n.Name);
    private static readonly FrozenDictionary<Type, EventName> ByType = All.ToFrozenDictionary(n => n.Type);

    /// <summary>The row of a stored name, or null.</summary>
    public static EventName? Find(string? name) => name is not null && ByName.TryGetValue(name, out var row) ? row : null;

    /// <summary>The row of an event's record.</summary>
    public static EventName Of(LedgerEvent data) => ByType[data.GetType()];
}
