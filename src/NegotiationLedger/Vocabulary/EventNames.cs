using System.Collections.Frozen;
using System.Text.Json;
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

    /// <summary>What the type means; null for what is not a development.</summary>
    public Meaning? Meaning { get; private init; }

    /// <summary>The field whose id records of the type introduce, as it is stored; null when they introduce none.</summary>
    public string? Introduces => Introducing?.Name;

    private JsonPropertyInfo? Introducing => field ??= PropertyOf(Meaning?.Introduces);

    /// <summary>The id that a record of the type introduces, and its kind; null when it introduces none, or may and gives none.</summary>
    public (Type Kind, string Id)? Introduced(LedgerEvent data) =>
        Introducing is { } property && property.Get!(data)?.ToString() is { } id ? (KindOf(property), id) : null;

    /// <summary>The id that a change of a record's introducing field introduces, and its kind; null when the change is of other fields alone.</summary>
    public (Type Kind, string Id)? Introduced(JsonElement patch) =>
        Introducing is { } property && patch.TryGetProperty(property.Name, out var id) && id.ValueKind == JsonValueKind.String
            ? (KindOf(property), id.GetString()!)
            : null;

    /// <summary>
    /// The name of the happening that a record of the type speaks of, where it has one: as given, else the id that it introduces. Null for one
    /// known by the record's own id alone.
    /// </summary>
    internal string? OccurrenceOf(Development data) =>
        data.Occurrence ?? Meaning?.Occurrence ?? (Meaning?.IsRepeatable == true ? null : Introduced(data)?.Id);

    /// <summary>Whose happening a record of the type speaks of, as texts in the order of <see cref="Meaning.Subject"/>; without difference in case and white space.</summary>
    internal IReadOnlyList<string> SubjectOf(Development data) => [.. Subject.Select(p => Phrases.Key(p.Get!(data)?.ToString() ?? ""))];

    /// <summary>The names of the payload's fields that two records of the type give differently, as they are stored; what only one of them gives is no difference.</summary>
    internal IReadOnlyList<string> Differences(Development left, Development right) =>
        [.. Payload.Where(p => p.Get!(left) is { } one && p.Get(right) is { } other && !IsSame(one, other, p)).Select(p => p.Name)];

    /// <summary>Whether two records of the type say the same in their payloads.</summary>
    internal bool SaysTheSame(Development left, Development right) =>
        Payload.All(p =>
            (p.Get!(left), p.Get(right)) switch
            {
                (null, null) => true,
                ({ } one, { } other) => IsSame(one, other, p),
                _ => false,
            }
        );

    private static readonly FrozenSet<string> AroundPayload = new[]
    {
        "occurred",
        "attribution",
        "claim",
        "occurrence",
        "after",
    }.ToFrozenSet(StringComparer.Ordinal);

    private IReadOnlyList<JsonPropertyInfo> Subject => field ??= [.. (Meaning?.Subject ?? []).Select(p => PropertyOf(p)!)];

    private IReadOnlyList<JsonPropertyInfo> Payload =>
        field ??= [.. Shape.Properties.Where(p => p.Get is not null && !AroundPayload.Contains(p.Name))];

    /// <summary>The same number for payloads that say the same, so that few need be compared: of its texts, numbers and ids.</summary>
    internal int PayloadHash(Development data) =>
        Payload.Aggregate(
            0,
            (hash, p) => HashCode.Combine(hash, p.Get!(data) is (string or ValueType or Edtf) and var value ? value : null)
        );

    private bool IsSame(object one, object other, JsonPropertyInfo property) =>
        one.Equals(other)
        || (
            one is not (string or ValueType or Edtf)
            && JsonElement.DeepEquals(
                JsonSerializer.SerializeToElement(one, Shape.Options.GetTypeInfo(property.PropertyType)),
                JsonSerializer.SerializeToElement(other, Shape.Options.GetTypeInfo(property.PropertyType))
            )
        );

    internal static EventName Of<T>(string name, int schemaVersion, JsonTypeInfo<T> shape)
        where T : Development, IDevelopmentType => new(name, schemaVersion, shape) { Meaning = T.Meaning };

    private static Type KindOf(JsonPropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private JsonPropertyInfo? PropertyOf(string? property) =>
        property is null ? null : Shape.Properties.First(p => p.Name == JsonNamingPolicy.CamelCase.ConvertName(property));
}

/// <summary>The table from stored name to record: rows are added, never edited, and each row and version has a golden file.</summary>
public static class EventNames
{
    /// <summary>Every row, by family in the order of the vocabulary.</summary>
    public static IReadOnlyList<EventName> All { get; } =
    [
        // The frame
        EventName.Of("negotiation_opened", 1, LedgerJson.Default.NegotiationOpened),
        EventName.Of("party_joined", 1, LedgerJson.Default.PartyJoined),
        EventName.Of("party_left", 1, LedgerJson.Default.PartyLeft),
        EventName.Of("mediator_engaged", 1, LedgerJson.Default.MediatorEngaged),
        EventName.Of("mediator_withdrawn", 1, LedgerJson.Default.MediatorWithdrawn),
        EventName.Of("issue_tabled", 1, LedgerJson.Default.IssueTabled),
        // The talks
        EventName.Of("talks_announced", 1, LedgerJson.Default.TalksAnnounced),
        EventName.Of("talks_scheduled", 1, LedgerJson.Default.TalksScheduled),
        EventName.Of("talks_convened", 2, LedgerJson.Default.TalksConvened),
        EventName.Of("talks_adjourned", 1, LedgerJson.Default.TalksAdjourned),
        EventName.Of("talks_suspended", 1, LedgerJson.Default.TalksSuspended),
        EventName.Of("talks_resumed", 2, LedgerJson.Default.TalksResumed),
        EventName.Of("meeting_held", 1, LedgerJson.Default.MeetingHeld),
        EventName.Of("venue_changed", 1, LedgerJson.Default.VenueChanged),
        EventName.Of("deadline_set", 1, LedgerJson.Default.DeadlineSet),
        EventName.Of("deadline_extended", 1, LedgerJson.Default.DeadlineExtended),
        EventName.Of("deadlock_declared", 1, LedgerJson.Default.DeadlockDeclared),
        EventName.Of("talks_collapsed", 1, LedgerJson.Default.TalksCollapsed),
        EventName.Of("negotiation_closed", 1, LedgerJson.Default.NegotiationClosed),
        // Teams
        EventName.Of("team_dispatched", 1, LedgerJson.Default.TeamDispatched),
        EventName.Of("team_recalled", 1, LedgerJson.Default.TeamRecalled),
        EventName.Of("envoy_appointed", 1, LedgerJson.Default.EnvoyAppointed),
        // Proposals
        EventName.Of("proposal_offered", 1, LedgerJson.Default.ProposalOffered),
        EventName.Of("proposal_amended", 1, LedgerJson.Default.ProposalAmended),
        EventName.Of("counter_proposal_offered", 1, LedgerJson.Default.CounterProposalOffered),
        EventName.Of("response_submitted", 1, LedgerJson.Default.ResponseSubmitted),
        EventName.Of("response_characterized", 1, LedgerJson.Default.ResponseCharacterized),
        EventName.Of("proposal_accepted", 1, LedgerJson.Default.ProposalAccepted),
        EventName.Of("proposal_rejected", 1, LedgerJson.Default.ProposalRejected),
        EventName.Of("proposal_withdrawn", 1, LedgerJson.Default.ProposalWithdrawn),
        EventName.Of("proposal_expired", 1, LedgerJson.Default.ProposalExpired),
        // Positions
        EventName.Of("demand_stated", 1, LedgerJson.Default.DemandStated),
        EventName.Of("demand_revised", 1, LedgerJson.Default.DemandRevised),
        EventName.Of("demand_met", 1, LedgerJson.Default.DemandMet),
        EventName.Of("demand_dropped", 1, LedgerJson.Default.DemandDropped),
        EventName.Of("concession_offered", 1, LedgerJson.Default.ConcessionOffered),
        EventName.Of("assurance_given", 1, LedgerJson.Default.AssuranceGiven),
        // Statements
        EventName.Of("statement_made", 1, LedgerJson.Default.StatementMade),
        EventName.Of("accusation_made", 1, LedgerJson.Default.AccusationMade),
        EventName.Of("intent_declared", 1, LedgerJson.Default.IntentDeclared),
        EventName.Of("ultimatum_issued", 1, LedgerJson.Default.UltimatumIssued),
        EventName.Of("ultimatum_ended", 1, LedgerJson.Default.UltimatumEnded),
        EventName.Of("appeal_made", 1, LedgerJson.Default.AppealMade),
        EventName.Of("declaration_made", 1, LedgerJson.Default.DeclarationMade),
        EventName.Of("recognition_granted", 1, LedgerJson.Default.RecognitionGranted),
        EventName.Of("veto_cast", 1, LedgerJson.Default.VetoCast),
        EventName.Of("ruling_given", 1, LedgerJson.Default.RulingGiven),
        // On the ground
        EventName.Of("military_operations_begun", 1, LedgerJson.Default.MilitaryOperationsBegun),
        EventName.Of("military_operations_halted", 1, LedgerJson.Default.MilitaryOperationsHalted),
        EventName.Of("ceasefire_began", 1, LedgerJson.Default.CeasefireBegan),
        EventName.Of("ceasefire_extended", 1, LedgerJson.Default.CeasefireExtended),
        EventName.Of("ceasefire_ended", 1, LedgerJson.Default.CeasefireEnded),
        EventName.Of("ceasefire_violated", 1, LedgerJson.Default.CeasefireViolated),
        EventName.Of("hostages_taken", 1, LedgerJson.Default.HostagesTaken),
        EventName.Of("prisoners_exchanged", 1, LedgerJson.Default.PrisonersExchanged),
        EventName.Of("unrest_reported", 1, LedgerJson.Default.UnrestReported),
        EventName.Of("persons_released", 1, LedgerJson.Default.PersonsReleased),
        EventName.Of("aid_delivered", 1, LedgerJson.Default.AidDelivered),
        EventName.Of("sanctions_imposed", 1, LedgerJson.Default.SanctionsImposed),
        EventName.Of("sanctions_eased", 1, LedgerJson.Default.SanctionsEased),
        EventName.Of("sanctions_reinstated", 1, LedgerJson.Default.SanctionsReinstated),
        EventName.Of("strike_begun", 1, LedgerJson.Default.StrikeBegun),
        EventName.Of("strike_ended", 1, LedgerJson.Default.StrikeEnded),
        EventName.Of("lockout_begun", 1, LedgerJson.Default.LockoutBegun),
        EventName.Of("lockout_ended", 1, LedgerJson.Default.LockoutEnded),
        EventName.Of("arbitration_ordered", 1, LedgerJson.Default.ArbitrationOrdered),
        EventName.Of("figure_reported", 1, LedgerJson.Default.FigureReported),
        // Agreement
        EventName.Of("agreement_reached", 1, LedgerJson.Default.AgreementReached),
        EventName.Of("agreement_signed", 1, LedgerJson.Default.AgreementSigned),
        EventName.Of("agreement_ratified", 1, LedgerJson.Default.AgreementRatified),
        EventName.Of("agreement_rejected", 1, LedgerJson.Default.AgreementRejected),
        EventName.Of("agreement_entered_into_force", 1, LedgerJson.Default.AgreementEnteredIntoForce),
        EventName.Of("agreement_extended", 1, LedgerJson.Default.AgreementExtended),
        EventName.Of("agreement_terminated", 1, LedgerJson.Default.AgreementTerminated),
        EventName.Of("agreement_expired", 1, LedgerJson.Default.AgreementExpired),
        EventName.Of("agreement_breached", 1, LedgerJson.Default.AgreementBreached),
        EventName.Of("vote_held", 1, LedgerJson.Default.VoteHeld),
        EventName.Of("commitment_made", 1, LedgerJson.Default.CommitmentMade),
        EventName.Of("commitment_met", 1, LedgerJson.Default.CommitmentMet),
        EventName.Of("commitment_missed", 1, LedgerJson.Default.CommitmentMissed),
        // About other records
        new("assertion_corroborated", 1, LedgerJson.Default.AssertionCorroborated),
        new("assertion_disputed", 1, LedgerJson.Default.AssertionDisputed),
        new("assertion_corrected", 1, LedgerJson.Default.AssertionCorrected),
        new("assertion_retracted", 1, LedgerJson.Default.AssertionRetracted),
        // Registrations
        new("source_registered", 1, LedgerJson.Default.SourceRegistered),
        new("source_corrected", 1, LedgerJson.Default.SourceCorrected),
        new("source_text_added", 1, LedgerJson.Default.SourceTextAdded),
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
