using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>The current state of the talks: phase, who is at the table, what lies on it, who fights, and what the accounts differ on.</summary>
public sealed record TalksStatus : IView<TalksStatus>
{
    /// <inheritdoc/>
    public static string Name => "status";

    /// <inheritdoc/>
    public static int CodeVersion => 8;

    /// <summary>Title, parties and issues.</summary>
    public Frame Frame { get; init; } = new();

    /// <summary>The phase of the talks; null before any.</summary>
    public Field<Phase>? Phase { get; init; }

    /// <summary>How long the session is said to last; null once the talks have left it, and where nothing is said.</summary>
    public Field<PeriodEnd>? Session { get; init; }

    /// <summary>How the negotiation ended, as asserted; null unless it is closed.</summary>
    public Field<string>? Outcome { get; init; }

    /// <summary>Who declared the present deadlock, by party; empty when the phase is another.</summary>
    public ImmutableSortedDictionary<string, Field<bool>> DeadlockDeclaredBy { get; init; } = View.Map<Field<bool>>();

    /// <summary>Who broke the talks off, when somebody did.</summary>
    public Field<PartyId>? CollapsedBy { get; init; }

    /// <summary>The round: its number from 1, or its name.</summary>
    public Field<Round>? Round { get; init; }

    /// <summary>Where.</summary>
    public Field<string>? Venue { get; init; }

    /// <summary>How the parties speak with each other.</summary>
    public Field<TalksFormat>? Format { get; init; }

    /// <summary>The state of each party that anything is known of, by id.</summary>
    public ImmutableSortedDictionary<string, PartyStatus> Parties { get; init; } = View.Map<PartyStatus>();

    /// <summary>The mediators at work, sorted.</summary>
    public IReadOnlyList<string> Mediators => [.. Parties.Where(p => p.Value.Mediating?.Value == true).Select(p => p.Key)];

    /// <summary>The proposals not yet withdrawn, expired, superseded or agreed, and those the lens shows only as stubs, by id.</summary>
    public IReadOnlyDictionary<string, Proposal> Proposals { get; init; } = View.Map<Proposal>();

    /// <summary>The agreements that stand and those turned down, by id.</summary>
    public ImmutableSortedDictionary<string, Agreement> Agreements { get; init; } = View.Map<Agreement>();

    /// <summary>The ultimatums by id.</summary>
    public ImmutableSortedDictionary<string, Ultimatum> Ultimatums { get; init; } = View.Map<Ultimatum>();

    /// <summary>The latest figures by subject in lower case: subjects differ by more than case and white space.</summary>
    public ImmutableSortedDictionary<string, Figure> Figures { get; init; } = View.Map<Figure>();

    /// <summary>The releases of persons, by the name of the happening.</summary>
    public ImmutableSortedDictionary<string, PersonsMoved> Released { get; init; } = View.Map<PersonsMoved>();

    /// <summary>The takings of hostages, by the name of the happening.</summary>
    public ImmutableSortedDictionary<string, PersonsMoved> Taken { get; init; } = View.Map<PersonsMoved>();

    /// <summary>How many hostages were taken in all of them together, as far as counts are given.</summary>
    public int TakenCount => Taken.Values.Sum(p => p.Count?.Value ?? 0);

    /// <summary>How many persons were released in all of them together, as far as counts are given.</summary>
    public int ReleasedCount => Released.Values.Sum(p => p.Count?.Value ?? 0);

    /// <summary>The last happening that moved anything.</summary>
    public Movement? LastMovement { get; init; }

    /// <summary>The fields on which accounts differ.</summary>
    public IReadOnlyList<ContestedField> Contested { get; init; } = [];

    [JsonIgnore]
    internal ProposalBook Book { get; init; } = ProposalBook.Start;

    [JsonIgnore]
    internal Agreements Deals { get; init; } = Views.Agreements.Start;

    /// <summary>The agreement that the phase comes from, by its key in <see cref="Agreements"/>; null when the phase comes from none.</summary>
    public string? PhaseAgreement { get; init; }

    // The same by each viewpoint's own word of the phase.
    [JsonIgnore]
    internal ImmutableDictionary<Viewpoint, string> OwnAgreements { get; init; } = ImmutableDictionary<Viewpoint, string>.Empty;

    [JsonIgnore]
    internal Step? LastStep { get; init; }

    /// <inheritdoc/>
    public static TalksStatus Start { get; } = new();

    /// <inheritdoc/>
    public TalksStatus Apply(Step step)
    {
        var deals = Deals.Apply(step);
        var next =
            (Deals.KeyOf(step) is { } deal ? ApplyDeal(step, deal, deals.ById[deal]) : null)
            ?? ApplyTalks(step)
            ?? ApplyParties(step)
            ?? this;
        var moves = step.IsOverall && EventNames.Of(step.Data).Meaning!.MovesTalks;
        return ReferenceEquals(deals, Deals) && !moves
            ? next
            : next with
            {
                Deals = deals,
                Book = deals.Book,
                LastStep = moves ? step : LastStep,
            };
    }

    /// <inheritdoc/>
    public TalksStatus Finish(Frame frame, IReadOnlyList<Assertion> claimed, TalksStatus? earlier = null)
    {
        var book = Book.Settle(frame, earlier?.Book);
        var status = this with
        {
            Frame = frame,
            Book = book,
            Proposals = book.Proposals.Judge(
                p => IsOpen(p) ? p : null,
                earlier is null ? null : (earlier.Book.Proposals, (ImmutableSortedDictionary<string, Proposal>)earlier.Proposals)
            ),
            Agreements = Deals.ById.Judge(a => a.IsEnded ? null : a, earlier is null ? null : (earlier.Deals.ById, earlier.Agreements)),
            LastMovement = LastStep is { } last ? Movement.Of(last, frame) : null,
        };
        if (Phase is { Value: Views.Phase.Closed } closed)
            status = status.Close(closed);
        return status with { Contested = [.. status.ContestedFields()] };
    }

    /// <inheritdoc/>
    public TalksStatus At(DateTimeOffset asOf)
    {
        var (parties, ultimatums, agreements) = (
            Parties.Judge(p => p.At(asOf)),
            Ultimatums.Judge(u => u.At(asOf)),
            Agreements.Judge(a => a.At(asOf))
        );
        var status =
            ReferenceEquals(parties, Parties) && ReferenceEquals(ultimatums, Ultimatums) && ReferenceEquals(agreements, Agreements)
                ? this
                : this with
                {
                    Parties = parties,
                    Ultimatums = ultimatums,
                    Agreements = agreements,
                };
        // Who sat in a session sat there until it was over, whatever phase it had come to meanwhile.
        if (SessionEnd is { } end && end < asOf)
            status = status.Rise(Session!, end, asOf);
        if (Phase is { Value: Views.Phase.Agreed } agreed && BehindPhase is { Until: { } until } && until.Value.IsOver(asOf))
            status = status with { Phase = agreed.RanOut(Views.Phase.AgreementEnded, until, asOf) };
        return ReferenceEquals(status, this) ? this : status with { Contested = [.. status.ContestedFields()] };
    }

    // One that is said to end before it began ends as it begins.
    private DateTimeOffset? SessionEnd => Session is { Value.At: { } end, Since: var start } ? (end < start ? start : end) : null;

    private TalksStatus Rise(Field<PeriodEnd> session, DateTimeOffset end, DateTimeOffset asOf)
    {
        var parties = Parties.Judge(p => p.Rise(session, end, asOf));
        return Phase is { Value: Views.Phase.InSession } phase
                ? this with
                {
                    Phase = phase.RanOut(Views.Phase.OutOfSession, session, asOf),
                    Parties = parties,
                }
            : ReferenceEquals(parties, Parties) ? this
            : this with { Parties = parties };
    }

    private IEnumerable<DateTimeOffset?> SessionEnds<T>(Field<T> state) =>
        SessionEnd is { } end ? state.EndsBy(Session).Where(at => at > end).Prepend(end) : [];

    private Agreement? BehindPhase =>
        PhaseAgreement is { } key && Agreements.GetValueOrDefault(key) is { IsStanding: true } agreement ? agreement : null;

    /// <inheritdoc/>
    public DateTimeOffset? NextChangeAt(DateTimeOffset asOf) =>
        Parties
            .Values.SelectMany(p => p.Ends)
            .Concat(Ultimatums.Values.SelectMany(u => u.Ends))
            .Concat(Agreements.Values.SelectMany(a => a.Ends))
            .Concat(
                Phase switch
                {
                    { Value: Views.Phase.InSession } phase => SessionEnds(phase),
                    { Value: Views.Phase.Agreed } phase => phase.EndsBy(BehindPhase?.Until),
                    _ => [],
                }
            )
            .Concat(Parties.Values.Where(p => p.SatUntil(SessionEnd)).SelectMany(p => SessionEnds(p.Presence!)))
            .NextAfter(asOf);

    // A later resumption undoes it: what is folded on from is the view before this.
    private TalksStatus Close(Field<Phase> closed) =>
        this with
        {
            Ultimatums = Ultimatums.SetItems(
                Ultimatums
                    .Where(u => u.Value.State.Value is UltimatumState.Running)
                    .Select(u =>
                        KeyValuePair.Create(
                            u.Key,
                            u.Value with
                            {
                                State = u.Value.State.CloseBy(UltimatumState.Over, closed, p => p is Views.Phase.Closed),
                            }
                        )
                    )
            ),
            Parties = Parties.SetItems(
                Parties
                    .Where(p => p.Value.Intent is not null)
                    .Select(p => KeyValuePair.Create(p.Key, p.Value with { IsIntentOver = p.Value.Intent!.Since <= closed.Since }))
            ),
        };

    private static bool IsOpen(Proposal proposal) =>
        proposal.State?.Value is null or ProposalState.OnTheTable or ProposalState.Accepted or ProposalState.ConditionallyAccepted;

    // From what readers are shown alone, so that a view that was read back tells the same.
    private IEnumerable<ContestedField> ContestedFields() =>
        [
            .. Phase.ContestedAs("/phase"),
            .. Session.ContestedAs("/session"),
            .. Outcome.ContestedAs("/outcome"),
            .. Round.ContestedAs("/round"),
            .. Venue.ContestedAs("/venue"),
            .. Format.ContestedAs("/format"),
            .. CollapsedBy.ContestedAs("/collapsedBy"),
            .. Parties.ContestedIn("/parties", (place, one) => one.ContestedAt(place)),
            .. Proposals.ContestedIn("/proposals", ProposalBook.ContestedOf),
            .. Agreements.ContestedIn("/agreements", Views.Agreements.ContestedOf),
            .. Ultimatums.ContestedIn("/ultimatums", (place, one) => one.ContestedAt(place)),
            .. Figures.ContestedIn("/figures", (place, figure) => figure.Value.ContestedAs($"{place}/value")),
            .. Taken.ContestedIn("/taken", (place, one) => one.ContestedAt(place)),
            .. Released.ContestedIn("/released", (place, one) => one.ContestedAt(place)),
        ];

    private TalksStatus? ApplyTalks(Step step) =>
        step.Data switch
        {
            TalksAnnounced e => Enter(step, Views.Phase.Announced) with { Venue = Venue.SayIf(step, e.Venue) },
            TalksConvened e => Sit(step, e.Round, e.Venue, e.Format, e.Parties),
            TalksResumed e => Sit(step, e.Round, e.Venue, e.Format, e.Parties),
            TalksAdjourned => Rise(step, Views.Phase.Adjourned),
            TalksSuspended => Rise(step, Views.Phase.Suspended),
            DeadlockDeclared e => Enter(step, Views.Phase.Deadlocked) with
            {
                DeadlockDeclaredBy =
                    !step.IsOverall && Phase?.Value is not Views.Phase.Deadlocked
                        ? DeadlockDeclaredBy
                        : DeadlockDeclaredBy.SayAt(e.By.Value, step, true),
            },
            TalksCollapsed e => Rise(step, Views.Phase.Collapsed) with
            {
                CollapsedBy =
                    e.By is { } by && (step.IsOverall || Phase?.Value is Views.Phase.Collapsed) ? CollapsedBy.Say(step, by) : CollapsedBy,
            },
            NegotiationClosed e => Rise(step, Views.Phase.Closed) with
            {
                Outcome = step.IsOverall || Phase?.Value is Views.Phase.Closed ? Outcome.SayIf(step, e.Outcome) : Outcome,
            },
            VenueChanged e => this with { Venue = Venue.Say(step, e.Venue) },
            _ => null,
        };

    // A partial agreement settles its rows and leaves the phase; what becomes of another than the one behind the phase does too.
    private TalksStatus ApplyDeal(Step step, string key, Agreement agreement) =>
        step.Data switch
        {
            AgreementReached or AgreementSigned or AgreementRatified or AgreementEnteredIntoForce => Agree(step, key, agreement),
            AgreementRejected => Leave(step, Views.Phase.AgreementRefused, key, agreement),
            AgreementTerminated or AgreementExpired => Leave(step, Views.Phase.AgreementEnded, key, agreement),
            _ => this,
        };

    // Whether it is whole is for each account to say: by one that calls it partial the talks stand as they stood by that account.
    private TalksStatus Agree(Step step, string key, Agreement agreement)
    {
        var own = step.Viewpoint is { } viewpoint && agreement.IsWholeTo(viewpoint);
        var agreed = Enter(step, step.IsOverall && agreement.IsWhole, own, Views.Phase.Agreed, key);
        return !own && agreement.IsWhole && !step.IsRevised && Phase?.Words.FirstOrDefault(w => w.Viewpoint == step.Viewpoint) is { } before
            ? agreed with
            {
                Phase = agreed.Phase.Say(step with { IsOverall = false }, before.Value),
            }
            : agreed;
    }

    private TalksStatus Leave(Step step, Phase phase, string key, Agreement agreement) =>
        Enter(
            step,
            step.IsOverall && key == PhaseAgreement,
            step.Viewpoint is { } viewpoint
                && agreement.IsWholeTo(viewpoint)
                && (key == PhaseAgreement || key == OwnAgreements.GetValueOrDefault(viewpoint)),
            phase,
            key
        );

    private TalksStatus? ApplyParties(Step step) =>
        step.Data switch
        {
            TeamDispatched e => Change(e.Party, p => p with { Presence = p.Presence.Say(step, Views.Presence.AtTable) }),
            TeamRecalled e => Change(e.Party, p => p with { Presence = p.Presence.Say(step, Views.Presence.Recalled) }),
            PartyLeft e => Change(e.Party, p => p with { Presence = p.Presence.Say(step, Views.Presence.Left) }),
            MediatorEngaged e => Change(e.Mediator, p => p.Mediate(step)),
            MediatorWithdrawn e => Change(e.Mediator, p => p.StopMediating(step)),
            IntentDeclared e => Change(e.By, p => p with { Intent = p.Intent.Say(step, e.Text) }),
            MilitaryOperationsBegun e => Change(e.Party, p => p.Begin(step, e)),
            MilitaryOperationsHalted e => Change(e.Party, p => p.Halt(step, e)),
            CeasefireBegan e => (e.Parties ?? []).Aggregate(this, (status, party) => status.Change(party, p => p.Cease(step, e.Parties!))),
            UltimatumIssued e => this with
            {
                Ultimatums = Ultimatums.SetItem(
                    e.Ultimatum.Value,
                    Ultimatum.Issue(Ultimatums.GetValueOrDefault(e.Ultimatum.Value), step, e)
                ),
            },
            UltimatumEnded e => this with
            {
                Ultimatums = Ultimatums.SetItem(e.Ultimatum.Value, Ultimatum.End(Ultimatums.GetValueOrDefault(e.Ultimatum.Value), step, e)),
            },
            FigureReported e => this with { Figures = Report(Phrases.Key(e.Subject), step, e) },
            PersonsReleased e => this with { Released = PersonsMoved.After(Released, step.Occurrence.Key, step, e.By, e.Count, e.Who) },
            PrisonersExchanged e => this with
            {
                Released = (e.Sides ?? []).Aggregate(
                    Released,
                    (all, side) => PersonsMoved.After(all, $"{step.Occurrence.Key} {side.By}", step, side.By, side.Count, side.Who)
                ),
            },
            HostagesTaken e => this with { Taken = PersonsMoved.After(Taken, step.Occurrence.Key, step, e.By, e.Count, e.Who) },
            CeasefireEnded e => Bound(step, e.Parties)
                .Aggregate(this, (status, party) => status.Change(party, p => p.EndCeasefire(step, e))),
            CeasefireExtended e => Bound(step, e.Parties)
                .Aggregate(this, (status, party) => status.Change(party, p => p.ExtendCeasefire(step, e))),
            _ => null,
        };

    private TalksStatus Change(PartyId party, Func<PartyStatus, PartyStatus> change) =>
        this with
        {
            Parties = Parties.Change(party.Value, new(), change),
        };

    // What an effect says of the phase to all together, to its own viewpoint, to both or to none.
    private TalksStatus Enter(Step step, bool isOverall, bool isOwn, Phase phase, string agreement) =>
        isOverall || isOwn ? Enter(step with { IsOverall = isOverall, Viewpoint = isOwn ? step.Viewpoint : null }, phase, agreement) : this;

    // A deadlock's declarers and a collapse's author belong to the phase that the answer is in.
    private TalksStatus Enter(Step step, Phase phase, string? agreement = null) =>
        (step.IsOverall ? EndSession(step.Place) : this) with
        {
            Phase = Phase.Say(step, phase),
            DeadlockDeclaredBy = step.IsOverall && phase is not Views.Phase.Deadlocked ? View.Map<Field<bool>>() : DeadlockDeclaredBy,
            CollapsedBy = step.IsOverall && phase is not Views.Phase.Collapsed ? null : CollapsedBy,
            Outcome = step.IsOverall && phase is not Views.Phase.Closed ? null : Outcome,
            PhaseAgreement = step.IsOverall ? agreement : PhaseAgreement,
            OwnAgreements =
                step is not { Viewpoint: { } viewpoint, IsRevised: false } ? OwnAgreements
                : agreement is null ? OwnAgreements.Remove(viewpoint)
                : OwnAgreements.SetItem(viewpoint, agreement),
        };

    // A session that was over by itself before what came next: nobody is seated again by that alone.
    private TalksStatus EndSession(Assertion next) =>
        SessionEnd is { } end && end < next.At.Instant
            ? this with
            {
                Session = null,
                Parties = Parties.Judge(p => p.HasRisen(DatedInstant.AtHome(end, next.Zone))),
            }
            : this;

    // The talks left the session.
    private TalksStatus Rise(Step step, Phase phase)
    {
        var status = Enter(step, phase);
        return status with { Session = step.IsOverall ? null : status.Session, Parties = status.Parties.Judge(p => p.LeaveTable(step)) };
    }

    private TalksStatus Sit(Step step, Round? round, string? venue, TalksFormat? format, IReadOnlyList<PartyId>? parties)
    {
        var status = Enter(step, Views.Phase.InSession) with
        {
            Round = Round.SayIf(step, round),
            Venue = Venue.SayIf(step, venue),
            Format = Format.SayIf(step, format),
        };
        status = status with { Session = PeriodEnd.After(status.Session, step) };
        return (parties ?? []).Aggregate(
            status,
            (all, party) => all.Change(party, p => p with { Presence = p.Presence.Say(step, Views.Presence.AtTable) })
        );
    }

    private ImmutableSortedDictionary<string, Figure> Report(string key, Step step, FigureReported e)
    {
        var said = new Quantity(e.Value, e.Unit);
        return Figures.SetItem(
            key,
            Figures.TryGetValue(key, out var figure)
                ? new(step.IsOverall ? e.Subject : figure.Subject, figure.Value.Say(step, said))
                : new(e.Subject, Field.First(step, said))
        );
    }

    // Whom a ceasefire binds, where it is not said: all whom one binds.
    private IEnumerable<PartyId> Bound(Step step, IReadOnlyList<PartyId>? parties) =>
        parties ?? [.. Parties.Where(p => p.Value.Ceasefires.Meant(step, parties: null).Count > 0).Select(p => new PartyId(p.Key))];
}
