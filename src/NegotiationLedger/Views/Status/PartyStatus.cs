using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Where a party's team is.</summary>
[JsonConverter(typeof(NamedValue<Presence>))]
public enum Presence
{
    /// <summary>At the talks.</summary>
    AtTable,

    /// <summary>At the talks until they left the session.</summary>
    WasAtTable,

    /// <summary>Called back.</summary>
    Recalled,

    /// <summary>Out of the negotiation.</summary>
    Left,
}

/// <summary>Whether a party fights.</summary>
[JsonConverter(typeof(NamedValue<Hostilities>))]
public enum Hostilities
{
    /// <summary>Its military operations are under way.</summary>
    UnderWay,

    /// <summary>It stopped them.</summary>
    Halted,

    /// <summary>A ceasefire binds it.</summary>
    Ceasefire,

    /// <summary>The ceasefire that bound it is over.</summary>
    CeasefireOver,
}

/// <summary>How one operation of a party stands.</summary>
[JsonConverter(typeof(NamedValue<OperationState>))]
public enum OperationState
{
    /// <summary>Under way.</summary>
    UnderWay,

    /// <summary>The party stopped it.</summary>
    Halted,

    /// <summary>The time that it was to last is over.</summary>
    Over,
}

/// <summary>One operation of a party, told from its others by its name or its area.</summary>
public sealed record Operation
{
    /// <summary>How it stands.</summary>
    public Field<OperationState>? State { get; init; }

    /// <summary>Where.</summary>
    public Field<string>? Area { get; init; }

    /// <summary>To what ends, as asserted.</summary>
    public IReadOnlyList<string>? Objectives { get; init; }

    /// <summary>How long it is said to last.</summary>
    public Field<PeriodEnd>? Until { get; init; }

    /// <summary>The fields of it on which accounts differ, where it stands at a place.</summary>
    // Where it is under way alone, the party's own fields say so.
    internal IEnumerable<ContestedField> ContestedAt(string place) =>
        [.. State.ContestedAs($"{place}/state"), .. Until.ContestedAs($"{place}/until")];

    internal bool IsUnderWay => State?.Value is OperationState.UnderWay;
}

/// <summary>The state of one party in the talks.</summary>
public sealed record PartyStatus
{
    /// <summary>Where its team is.</summary>
    public Field<Presence>? Presence { get; init; }

    /// <summary>Whether it fights.</summary>
    public Field<Hostilities>? Hostilities { get; init; }

    /// <summary>How long the ceasefire that binds it lasts, of several the latest, where that is said.</summary>
    public Field<PeriodEnd>? CeasefireUntil => Ceasefires.Current()?.Until;

    /// <summary>The ceasefires that bind it or did, by whom they are between: the parties' ids, sorted, with spaces between.</summary>
    public ImmutableSortedDictionary<string, Ceasefire> Ceasefires { get; init; } = View.Map<Ceasefire>();

    /// <summary>Its operations, by name or else by area in lower case; <c>unnamed</c> for one known by neither.</summary>
    public ImmutableSortedDictionary<string, Operation> Operations { get; init; } = View.Map<Operation>();

    /// <summary>Where it fights, or last did.</summary>
    public Field<string>? Area { get; init; }

    /// <summary>To what ends it says, or is said, to fight.</summary>
    public IReadOnlyList<string>? Objectives { get; init; }

    /// <summary>What it last said it means to do.</summary>
    public Field<string>? Intent { get; init; }

    /// <summary>Whether it mediates.</summary>
    public Field<bool>? Mediating { get; init; }

    /// <summary>How long it is said to mediate.</summary>
    public Field<PeriodEnd>? MediatingUntil { get; init; }

    /// <summary>Whether what it meant to do is over with the negotiation, which was closed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsIntentOver { get; init; }

    /// <summary>The fields of it on which accounts differ, where it stands at a place.</summary>
    internal IEnumerable<ContestedField> ContestedAt(string place) =>
        [
            .. Presence.ContestedAs($"{place}/presence"),
            .. Hostilities.ContestedAs($"{place}/hostilities"),
            .. Area.ContestedAs($"{place}/area"),
            .. Intent.ContestedAs($"{place}/intent"),
            .. Mediating.ContestedAs($"{place}/mediating"),
            .. MediatingUntil.ContestedAs($"{place}/mediatingUntil"),
            .. CeasefireUntil.ContestedAs($"{place}/ceasefireUntil"),
            .. Ceasefires.SelectMany(c =>
                c.Value.ContestedAt(JsonPointer.Then($"{place}/ceasefires", c.Key), isOnly: Ceasefires.Count == 1)
            ),
            .. Operations.ContestedIn($"{place}/operations", (at, operation) => operation.ContestedAt(at)),
        ];

    internal static string KeyOf(OperationId? operation, string? area) => Phrases.OperationKey(operation, area) ?? "unnamed";

    internal PartyStatus Begin(Step step, MilitaryOperationsBegun e) =>
        this with
        {
            Hostilities = Hostilities.Say(step, Views.Hostilities.UnderWay),
            Ceasefires = Ceasefires.Change(Binding(step), c => c.End(step)),
            Area = Area.SayIf(step, e.Area),
            Objectives = step.IsOverall ? e.Objectives : Objectives,
            Operations = Operations.Change(
                KeyOf(e.Operation, e.Area),
                new(),
                o =>
                    o with
                    {
                        State = o.State.Say(step, OperationState.UnderWay),
                        Area = o.Area.SayIf(step, e.Area),
                        Objectives = step.IsOverall ? e.Objectives : o.Objectives,
                        Until = PeriodEnd.After(o.Until, step),
                    }
            ),
        };

    // A halt that names an operation ends that one; one that names none ends all. The party fights on where any is left.
    internal PartyStatus Halt(Step step, MilitaryOperationsHalted e)
    {
        var operations = Phrases.OperationKey(e.Operation, e.Area) is null
            ? Operations.SetItems(Operations.Where(o => o.Value.IsUnderWay).Select(o => KeyValuePair.Create(o.Key, Stop(o.Value))))
            : Operations.Change(KeyOf(e.Operation, e.Area), new(), o => Stop(o) with { Area = o.Area.SayIf(step, e.Area) });
        var left = operations.Values.LastOrDefault(o => o.IsUnderWay);
        return this with
        {
            Operations = operations,
            Hostilities =
                left is null ? Hostilities.Say(step, Views.Hostilities.Halted)
                : Hostilities?.Value is Views.Hostilities.UnderWay ? Hostilities
                : Hostilities.Say(step, Views.Hostilities.UnderWay),
            Area = step.IsOverall && left is not null ? left.Area : Area,
            Objectives = step.IsOverall && left is not null ? left.Objectives : Objectives,
        };

        Operation Stop(Operation operation) => operation with { State = operation.State.Say(step, OperationState.Halted) };
    }

    internal PartyStatus Cease(Step step, IReadOnlyList<PartyId> parties) =>
        this with
        {
            Hostilities = Hostilities.Say(step, Views.Hostilities.Ceasefire),
            Ceasefires = Ceasefires.Change([Ceasefires.Begun(step, parties)], c => c.Begin(step)),
            Operations = Operations.SetItems(
                Operations
                    .Where(o => o.Value.IsUnderWay)
                    .Select(o => KeyValuePair.Create(o.Key, o.Value with { State = o.Value.State.Say(step, OperationState.Halted) }))
            ),
        };

    // It is bound on where any other ceasefire is left.
    internal PartyStatus EndCeasefire(Step step, CeasefireEnded e)
    {
        var meant = Ceasefires.Meant(step, e.Parties);
        return this with
        {
            Ceasefires = Ceasefires.Change(meant, c => c.End(step, e.By, e.Reason)),
            Hostilities = Binding(step).Except(meant).Any() ? Hostilities : Hostilities.Say(step, Views.Hostilities.CeasefireOver),
        };
    }

    internal PartyStatus ExtendCeasefire(Step step, CeasefireExtended e) =>
        this with
        {
            Hostilities = Hostilities.Say(step, Views.Hostilities.Ceasefire),
            Ceasefires = Ceasefires.Change(Ceasefires.Meant(step, e.Parties), c => c.Extend(step, e.Until)),
        };

    // The ceasefires that bind it when a step takes effect.
    private IEnumerable<string> Binding(Step step) => Ceasefires.Where(c => !c.Value.IsOver(step.Place.At.Instant)).Select(c => c.Key);

    internal PartyStatus Mediate(Step step) =>
        this with
        {
            Mediating = Mediating.Say(step, true),
            MediatingUntil = PeriodEnd.After(MediatingUntil, step),
        };

    internal PartyStatus StopMediating(Step step) =>
        this with
        {
            Mediating = Mediating.Say(step, false),
            MediatingUntil = step.IsOverall ? null : MediatingUntil,
        };

    /// <summary>The talks left the session: whoever sat there sat there until then, by each account that put it there.</summary>
    internal PartyStatus LeaveTable(Step step)
    {
        if (Presence is not { } presence || step.IsRevised)
            return this;
        var isAtTable = step.IsOverall && presence.Value is Views.Presence.AtTable;
        var own = step.Assertion.Viewpoint;
        if (!isAtTable && !presence.Words.Any(w => w.Viewpoint == own && w.Value is Views.Presence.AtTable))
            return this;
        return this with { Presence = presence.Say(step with { IsOverall = isAtTable }, Views.Presence.WasAtTable) };
    }

    /// <summary>When something of it is over by itself.</summary>
    internal IEnumerable<DateTimeOffset?> Ends =>
        [
            .. Operations.Values.Where(o => o.IsUnderWay).SelectMany(o => o.State!.EndsBy(o.Until)),
            .. Ceasefires.Values.Where(c => c.IsHolding).SelectMany(c => c.Holds!.EndsBy(c.Until)),
            .. Hostilities switch
            {
                { Value: Views.Hostilities.Ceasefire } bound => bound.EndsBy(LastTruce(Ceasefires.Values.Where(c => c.IsHolding))),
                { Value: Views.Hostilities.UnderWay } fighting => fighting.EndsBy(LastEnd),
                _ => [],
            },
            .. Mediating is { Value: true } mediating ? mediating.EndsBy(MediatingUntil) : [],
        ];

    // When all that is under way is over; null where one goes on.
    private Field<PeriodEnd>? LastEnd
    {
        get
        {
            List<Field<PeriodEnd>?> ends = [.. Operations.Values.Where(o => o.IsUnderWay).Select(o => o.Until)];
            return ends.TrueForAll(end => end?.Value.At is not null) ? ends.MaxBy(end => end!.Value.At) : null;
        }
    }

    // When all of some ceasefires are over; null where one goes on.
    private static Field<PeriodEnd>? LastTruce(IEnumerable<Ceasefire> ceasefires)
    {
        List<Field<PeriodEnd>?> ends = [.. ceasefires.Select(c => c.Until)];
        return ends.TrueForAll(end => end?.Value.At is not null) ? ends.MaxBy(end => end!.Value.At) : null;
    }

    internal PartyStatus At(DateTimeOffset asOf)
    {
        var status = this;
        if (Mediating is { Value: true } mediating && MediatingUntil is { } term && term.Value.IsOver(asOf))
            status = status with { Mediating = mediating.RanOut(false, term, asOf) };
        if (Ceasefires.Values.Any(c => c.IsHolding && c.IsOver(asOf)))
            status = status.EndCeasefires(asOf);
        return Operations.Values.Any(o => o.IsUnderWay && o.Until?.Value.IsOver(asOf) == true) ? status.EndOperations(asOf) : status;
    }

    /// <summary>Whether it sat in a session until that was over: who came to the table later sits there still.</summary>
    internal bool SatUntil(DateTimeOffset? end) => Presence is { Value: Views.Presence.AtTable } presence && presence.Since <= end;

    /// <summary>The session that it sat in is over by itself.</summary>
    internal PartyStatus Rise(Field<PeriodEnd> session, DateTimeOffset end, DateTimeOffset asOf) =>
        SatUntil(end) ? this with { Presence = Presence!.RanOut(Views.Presence.WasAtTable, session, asOf) } : this;

    /// <summary>The session that it sat in was over by itself before the talks went on to something else.</summary>
    internal PartyStatus HasRisen(DatedInstant end) =>
        Presence?.Over(Views.Presence.AtTable, Views.Presence.WasAtTable, end) is { } risen && !ReferenceEquals(risen, Presence)
            ? this with
            {
                Presence = risen,
            }
            : this;

    private PartyStatus EndCeasefires(DateTimeOffset asOf)
    {
        var ended = LastTruce(Ceasefires.Values.Where(c => c.IsHolding && c.IsOver(asOf)))!;
        var ceasefires = Ceasefires.Judge(c => c.At(asOf));
        return this with
        {
            Ceasefires = ceasefires,
            Hostilities =
                Hostilities is { Value: Views.Hostilities.Ceasefire } bound && !ceasefires.Values.Any(c => c.IsHolding)
                    ? bound.RanOut(Views.Hostilities.CeasefireOver, ended, asOf)
                    : Hostilities,
        };
    }

    private PartyStatus EndOperations(DateTimeOffset asOf)
    {
        var ended = Operations.Where(o => o.Value.IsUnderWay && o.Value.Until?.Value.IsOver(asOf) == true).ToList();
        var operations = Operations.SetItems(
            ended.Select(o =>
                KeyValuePair.Create(o.Key, o.Value with { State = o.Value.State!.RanOut(OperationState.Over, o.Value.Until!, asOf) })
            )
        );
        return this with
        {
            Operations = operations,
            Hostilities =
                Hostilities is { Value: Views.Hostilities.UnderWay } fighting && !operations.Values.Any(o => o.IsUnderWay)
                    ? fighting.RanOut(Views.Hostilities.Halted, LastEnd!, asOf)
                    : Hostilities,
        };
    }
}
